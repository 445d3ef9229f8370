// The edges of a policy: what each attribute of a request may hold at which some atom of some condition turns. Collected once from the checked model.

import { type Model, operandsOf } from '@polc/compiler';
import { type Code, type Facts, instantOf, type JsonValue } from '@polc/runtime';
import type { Attribute } from './attribute.js';
import type { Settler } from './settle.js';

/** Of one attribute, over all atoms that speak of it. A value may stand on both sides: for one atom it is on this, for another on that. */
export interface AttributeEdges {
  readonly attribute: Attribute;
  /** Make an atom just true. */
  readonly trues: readonly JsonValue[];
  /** Make an atom just false. */
  readonly falses: readonly JsonValue[];
}

export interface Edges {
  /** By the attribute's id: `context.risk`, `parameters.to.name`. */
  readonly attributes: ReadonlyMap<string, AttributeEdges>;
  /** Around which something begins or ends: records, consents, the age of facts. Milliseconds, ascending. */
  readonly instants: readonly number[];
  /** Whether the answer may hang on the time. */
  readonly timed: boolean;
  /** Some stanza, control group or guardrail wants an approval; some stanza MFA. */
  readonly approvals: boolean;
  readonly mfa: boolean;
}

/** Values of one attribute on one side. */
const MOST = 64;

export function collectEdges(model: Model, facts: Facts, settler: Settler): Edges {
  const found = new Map<string, { readonly attribute: Attribute; readonly trues: Set<JsonValue>; readonly falses: Set<JsonValue> }>();
  const seen = new Set<Code>();
  const visit = (code: Code): void => {
    if (seen.has(code)) return;
    seen.add(code);
    if (!LOGIC.has(code[0])) {
      const { whenTrue, whenFalse } = settler.edgesOf(code);
      for (const [steps, side] of [[whenTrue, 'trues'] as const, [whenFalse, 'falses'] as const]) {
        for (const step of steps.flat()) {
          const { attribute } = step;
          const into = found.get(attribute.id) ?? { attribute, trues: new Set(), falses: new Set() };
          found.set(attribute.id, into);
          if ('to' in step && step.to !== undefined && into[side].size < MOST) into[side].add(step.to);
        }
      }
    }
    for (const operand of operandsOf(code)) visit(operand);
  };
  const codes = conditionsOf(model);
  for (const code of codes) visit(code);
  const attributes = [...found].filter(([, { attribute }]) => attribute.root !== 'var');
  const instants = instantsOf(model, facts);
  const { policies, blocks } = model;
  const stanzas = [...policies, ...blocks.scopes].flatMap((list) => list.stanzas);
  return {
    attributes: new Map(attributes.map(([id, { attribute, trues, falses }]) => [id, { attribute, trues: [...trues], falses: [...falses] }])),
    instants,
    timed:
      instants.length > 0 ||
      found.has('context.time') ||
      found.has('delegation.consent_age') ||
      stanzas.some(({ pattern }) => pattern.written.includes('{{time')),
    approvals:
      stanzas.some(({ approval, controlGroup }) => approval !== null || controlGroup !== null) ||
      blocks.guardrails.some(({ record }) => record.approval !== null),
    mfa: stanzas.some(({ mfaMethods }) => mfaMethods.length > 0),
  };
}

const LOGIC: ReadonlySet<string> = new Set(['and', 'or', 'not', 'all', 'any', 'const']);

/** Of stanzas, guardrails and named conditions, each once. */
function conditionsOf({ policies, blocks }: Model): ReadonlySet<Code> {
  const codes = new Set<Code>();
  for (const { stanzas } of [...policies, ...blocks.scopes]) for (const { when } of stanzas) for (const { code } of when) codes.add(code);
  for (const { record } of blocks.guardrails) for (const { code } of [...record.require, ...record.forbid]) codes.add(code);
  for (const { record } of blocks.conditions) codes.add(record.condition.code);
  return codes;
}

const MOST_INSTANTS = 64;

function instantsOf({ blocks }: Model, facts: Facts): number[] {
  const { agents = [], users = [], delegations = [], consents = [], as_of } = facts;
  const files = [...blocks.agents, ...blocks.users, ...blocks.delegations].map(({ record }) => record.expires);
  const more = [...agents, ...users, ...delegations].map(({ expires }) => expires);
  const given = consents.flatMap(({ given_at, expires, withdrawn_at }) => [given_at, expires, withdrawn_at]);
  const instants = [...files, ...more, ...given, as_of].flatMap((at) => (at === undefined ? [] : (instantOf(at) ?? [])));
  return [...new Set(instants)].slice(0, MOST_INSTANTS).sort((a, b) => a - b);
}

/** What `now` is where nobody says: a time at which most of what is registered is in force, the same each time. */
export function usualNow(model: Model, facts: Facts): number {
  const asOf = facts.as_of === undefined ? null : instantOf(facts.as_of);
  if (asOf !== null) return asOf;
  const given = (facts.consents ?? []).flatMap(({ given_at }) => instantOf(given_at) ?? []);
  const latest = Math.max(Date.UTC(2026, 4, 4, 10), ...given.map((at) => at + 60_000));
  const ends = instantsOf(model, facts).filter((at) => at > (given.length === 0 ? 0 : Math.max(...given)));
  // Before the first end, where that leaves anything.
  return Math.min(latest, ...ends.map((at) => at - 60_000));
}
