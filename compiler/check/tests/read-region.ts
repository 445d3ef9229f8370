// The regions of properties and invariants (grammar/spec.md §13.3): which requests they speak of. A region that no request can be in is an error: what is
// said of nothing is always true.

import { type BareWord, bareWordOf, type Item, type Span, type Value } from '@polc/grammar';
import { foldName } from '@polc/runtime';
import { OPERATIONS } from '../../expression/closed-values.js';
import { compileCondition } from '../../expression/compile-condition.js';
import { quote, suggest } from '../../expression/wording.js';
import type { Condition } from '../../model/condition.js';
import type { ReferenceKind } from '../../model/reference.js';
import type { Named } from '../../model/stanza.js';
import type { Chosen, Region } from '../../model/tests.js';
import { checkPattern, checkPlainPath } from '../check-pattern.js';
import type { CheckContext } from '../context.js';
import { describeValue } from '../decode.js';
import type { Fields, Inner } from '../fields.js';
import { refer } from '../read-names.js';

export const REGION_KEYS = ['agent', 'agent_type', 'user', 'delegation', 'policies', 'operation', 'path', 'purpose', 'expr'] as const;

/** `fields` are those of the region's block, which may have others. */
export function readRegion(fields: Fields, { span }: Inner, context: CheckContext): Region {
  const policies = chosen('policies', fields, ['any'], context) as 'any' | readonly Named[] | null;
  const region: Region = {
    span,
    agent: principals('agent', 'agent', fields, context),
    agentType: principals('agent_type', 'agent_type', fields, context),
    user: principals('user', 'user', fields, context),
    delegation: principals('delegation', 'delegation', fields, context),
    policies: Array.isArray(policies) ? policies.map((named: Named) => policyNamed(named, context)) : policies,
    operation: operations(fields, policies !== null, context),
    path: paths(fields, policies !== null, context),
    purpose: chosen('purpose', fields, ['any', 'none'], context),
    condition: readExpr(fields, context),
  };
  refuseEmpty(region, fields, context);
  return region;
}

/** The `expr` of a region; null without one, and after an error. */
export function readExpr(fields: Fields, { vocabulary, report }: CheckContext): Condition | null {
  const item = fields.item('expr');
  return item === undefined ? null : compileCondition([item as Item], fields.span('expr'), vocabulary, report);
}

/** `any`, `none`, a string, or a list of strings; null where the key is absent, and after an error. */
export function chosen(key: string, fields: Fields, words: readonly BareWord[], { report }: Pick<CheckContext, 'report'>): Chosen | null {
  const value = fields.value(key);
  if (value === undefined) return null;
  const word = bareWordOf(value);
  if (word !== null && words.includes(word)) return word;
  if (value.kind === 'string') return [{ name: value.value, span: value.span }];
  if (value.kind === 'list') return fields.someTexts(key) ?? null;
  const forms = [...words, 'a string', 'a list of strings'];
  const given = word === null ? describeValue(value) : word;
  report.error('wrong-type', value.span, `${key} must be ${forms.slice(0, -1).join(', ')} or ${forms.at(-1)}, not ${given}`);
  return null;
}

function principals(key: string, kind: ReferenceKind, fields: Fields, context: CheckContext): Chosen | null {
  const found = chosen(key, fields, ['any', 'none'], context);
  if (Array.isArray(found)) for (const named of found as readonly Named[]) refer(kind, named, context);
  return found;
}

export function policyNamed({ name, span }: Named, context: CheckContext): Named {
  return { name: refer('policy', { name: foldName(name), span }, context), span };
}

function operations(fields: Fields, bare: boolean, context: CheckContext): Region['operation'] {
  const found = chosen('operation', fields, ['any'], context) as Region['operation'];
  if (!Array.isArray(found)) return found;
  const mapped = bare ? [] : [...context.vocabulary.schema.operations.keys()];
  const known: readonly string[] = [...OPERATIONS, ...mapped];
  for (const { name, span } of found as readonly Named[])
    if (!known.includes(name)) context.report.error('unknown-operation', span, `${quote(name)} is not an operation`, suggest(name, known, 'operations'));
  return found;
}

function paths(fields: Fields, bare: boolean, { report }: CheckContext): Region['path'] {
  const found = chosen('path', fields, ['any'], { report }) as Region['path'];
  if (!Array.isArray(found)) return found;
  return (found as readonly Named[]).filter(({ name, span }) => {
    if (!bare) return checkPlainPath(name, span, report);
    // Vault's ACL takes paths as they are.
    const pattern = checkPattern(name, span, report);
    if (pattern?.templated) report.error('template-misplaced', span, `a template cannot stand in this path: ${quote(name)}`, 'write "+" for any one segment');
    return pattern !== null && !pattern.templated;
  });
}

/** What can never be together in one request. */
function refuseEmpty({ agent, agentType, delegation, policies }: Region, fields: Fields, { report }: CheckContext): void {
  const beside = ['agent', 'agent_type', 'user', 'delegation'].find((key) => isSomebody(fields.value(key)));
  if (policies !== null && beside !== undefined)
    refuse(fields.span(beside), `no request has both policies and ${beside}`, 'a request has one principal: take one of the two out');
  const needsAgent = agentType !== null && agentType !== 'none' ? 'agent_type' : delegation !== null && delegation !== 'none' ? 'delegation' : null;
  if (agent === 'none' && needsAgent !== null) refuse(fields.span(needsAgent), `no request without an agent has ${needsAgent}`, 'take agent = none out');

  function refuse(span: Span, message: string, help: string): void {
    report.error('contradictory-region', span, message, help);
  }
}

function isSomebody(value: Value | undefined): boolean {
  return value !== undefined && bareWordOf(value) !== 'none';
}
