// `property` and `invariant` blocks: what is said of whole regions of requests (grammar/spec.md §13.3, §13.4). Trying and proving it are others'.

import type { LineIndex } from '@polc/grammar';
import type { Clause, InvariantModel, PropertyModel } from '../../model/tests.js';
import type { Block } from '../block.js';
import type { CheckContext } from '../context.js';
import { Fields, type Inner } from '../fields.js';
import { refer } from '../read-names.js';
import { readExpect } from './read-expect.js';
import { NOTHING_GIVEN, readGiven } from './read-given.js';
import { chosen, policyNamed, REGION_KEYS, readRegion } from './read-region.js';
import { settle } from './settle-names.js';

const PROPERTY = { what: 'a property', keys: ['for_all', 'given', 'expect', 'runs'] };
const KINDS = ['never', 'only_if', 'at_most'] as const;
const INVARIANT = { what: 'an invariant', keys: KINDS, repeated: KINDS };

/** null after an error that leaves nothing to try. */
export function readProperty(block: Block, context: CheckContext): PropertyModel | null {
  const { report } = context;
  const inner: CheckContext = { ...context, references: [] };
  const fields = new Fields(block.items, PROPERTY, block.head, report);
  fields.require('for_all', 'for_all { … }');
  fields.require('expect', 'expect { decision = "deny" }');
  const givenBlock = fields.block('given');
  const regionBlock = fields.block('for_all');
  const expectBlock = fields.block('expect');
  const read = givenBlock === undefined ? NOTHING_GIVEN : readGiven(givenBlock, inner);
  const region =
    regionBlock === undefined
      ? null
      : readRegion(new Fields(regionBlock.items, { what: 'for_all', keys: REGION_KEYS }, regionBlock.span, report), regionBlock, inner);
  const expect = expectBlock === undefined ? null : readExpect(expectBlock, 'property', inner);
  settle(inner.references, read, context);
  const runs = fields.integer('runs', 1) ?? null;
  return region === null || expect === null ? null : { ...placeOf(block, context), region, given: read.given, expect, runs };
}

export function readInvariant(block: Block, context: CheckContext): InvariantModel | null {
  const { report } = context;
  const fields = new Fields(block.items, INVARIANT, block.head, report);
  const clauses = KINDS.flatMap((kind) => fields.blocks(kind).map((inner) => ({ kind, inner })));
  if (block.items.length === 0)
    report.error('missing-key', block.head, 'an invariant needs never, only_if or at_most', 'write never { … }: what must not be allowed');
  clauses.sort((a, b) => a.inner.span.start - b.inner.span.start);
  const own: CheckContext = { ...context, references: [] };
  const read = clauses.flatMap(({ kind, inner }) => readClause(kind, inner, own) ?? []);
  settle(own.references, NOTHING_GIVEN, context);
  return { ...placeOf(block, context), clauses: read };
}

function readClause(kind: Clause['kind'], inner: Inner, context: CheckContext): Clause | null {
  const { report } = context;
  const keys = kind === 'at_most' ? [...REGION_KEYS, 'scope', 'within'] : REGION_KEYS;
  const fields = new Fields(inner.items, { what: kind, keys }, inner.span, report);
  if (kind === 'only_if') fields.require('expr', 'expr = …: what must be true where it is allowed');
  const region = readRegion(fields, inner, context);
  if (kind === 'never') return { kind, region };
  if (kind === 'only_if') return region.condition === null ? null : { kind, region: { ...region, condition: null }, condition: region.condition };
  return readAtMost(region, fields, inner, context);
}

function readAtMost(region: Clause['region'], fields: Fields, { span }: Inner, context: CheckContext): Clause | null {
  const { report } = context;
  const [scope, within] = [fields.value('scope'), fields.value('within')];
  if ((scope === undefined) === (within === undefined)) {
    const message = scope === undefined ? 'at_most needs scope or within' : 'at_most has scope or within, not both';
    if (scope === undefined) report.error('missing-key', span, message, 'write within = ["POLICY"] or scope = "SCOPE": what is reached must be reached by it');
    else report.error('duplicate-attribute', fields.span('within'), message, 'write two at_most blocks');
    return null;
  }
  const names = chosen(scope === undefined ? 'within' : 'scope', fields, [], context);
  if (!Array.isArray(names)) return null;
  if (scope === undefined) return { kind: 'at_most', region, within: { policies: names.map((named) => policyNamed(named, context)) } };
  for (const named of names) refer('scope', named, context);
  return { kind: 'at_most', region, within: { scopes: names } };
}

export function placeOf({ id: name, span, item }: Block, { report, lines }: { readonly report: { readonly file: string }; readonly lines: LineIndex }) {
  return { name, file: report.file, span, extent: item.span, line: lines.line(item.span.start) };
}
