// One policy list and one request (spec.md §5.1): the pattern selected, its alternatives, and the least demanding of those that allow.

import type { JsonObject } from '@polc/runtime';
import { mergeRules } from '../merge-rules.js';
import { compareRank, patternKey } from '../patterns.js';
import type { MergedRule, OraclePattern } from '../rule.js';
import { selectRule } from '../select-rule.js';
import { judgeParameters, NEEDED, OPERATIONS_WITH_PARAMETERS, wrappingFits } from '../verdict.js';
import type { Stanza } from './model.js';
import type { Outcome } from './outcome.js';
import type { Situation } from './principals.js';
import { judgeShapes } from './shapes.js';
import { evaluateAll } from './sugar.js';
import { type PlacedStanza, place } from './templates.js';

/** §4: "Capabilities beyond Vault's: … needed by the operations of the same names", in every form. */
const CAPABILITY_OF: ReadonlyMap<string, string> = new Map([...NEEDED, ['invoke', 'invoke'], ['delegate', 'delegate']]);

/** The capability an operation needs; null for a word that nothing grants. */
export function capabilityFor(operation: string): string | null {
  return CAPABILITY_OF.get(operation) ?? null;
}

/** The merged stanza of a pattern, or one that stands alone. */
export interface Alternative {
  readonly rule: MergedRule;
  readonly stanzas: readonly Stanza[];
  /** The stanza that stands alone; null for the merged one. */
  readonly alone: Stanza | null;
  /** Nothing in it is resolved, it grants nothing: the first of its templates. */
  readonly unresolved: string | null;
}

/** All that stands at one pattern. */
export interface Place {
  readonly pattern: OraclePattern;
  /** For the selection: what any of the alternatives grants; `deny` alone where one denies. */
  readonly capabilities: readonly string[];
  readonly alternatives: readonly Alternative[];
  readonly hasUnresolved: boolean;
}

export interface Judged {
  readonly outcome: Outcome;
  /** Those that allow, in order. */
  readonly allowing: readonly Alternative[];
  /** How far the furthest alternative got. */
  readonly reached: number;
  /** The attributes that conditions were unknown by, where nothing allows. */
  readonly missing: readonly string[];
}

/** What is asked of the list, in place of what the request itself says. */
export interface Asked {
  readonly operation: string;
  readonly path: string;
  readonly parameters: JsonObject | null;
  /** Nanoseconds; null: no wrapping. */
  readonly wrapTtl: bigint | null;
}

/** The patterns of a policy list, for this request: "The alternatives of the selected pattern are the merged stanza, then those that stand alone in the order of the policy list". */
export function placesOf(stanzas: readonly Stanza[], self: string | null, situation: Situation, asked: Pick<Asked, 'operation' | 'path'>): readonly Place[] {
  const { operation, path } = asked;
  const spellings = operation === 'list' && path.endsWith('/') ? [path.slice(0, -1), path] : [path];
  const groups = new Map<string, PlacedStanza[]>();
  for (const placed of stanzas.flatMap((stanza) => place(stanza, self, situation, spellings))) {
    const key = patternKey(placed.pattern);
    groups.set(key, [...(groups.get(key) ?? []), placed]);
  }
  return [...groups.values()].map(placeOf);
}

function placeOf(placed: readonly PlacedStanza[]): Place {
  const merging = placed.filter(({ stanza }) => !stanza.alone);
  const [merged] = mergeRules(merging.map(asRule));
  const alternatives: Alternative[] = [];
  if (merged !== undefined) {
    const unresolved = merging.every((one) => one.unresolved !== null) ? (merging[0]?.unresolved ?? null) : null;
    alternatives.push({ rule: merged, stanzas: merging.map(({ stanza }) => stanza), alone: null, unresolved });
  }
  for (const one of placed.filter(({ stanza }) => stanza.alone)) {
    const [rule] = mergeRules([asRule(one)]);
    alternatives.push({ rule: rule as MergedRule, stanzas: [one.stanza], alone: one.stanza, unresolved: one.unresolved });
  }
  const denied = merged?.capabilities.includes('deny') ?? false;
  const capabilities = denied ? ['deny'] : [...new Set(alternatives.flatMap(({ rule }) => rule.capabilities))];
  return { pattern: (placed[0] as PlacedStanza).pattern, capabilities, alternatives, hasUnresolved: placed.some(({ unresolved }) => unresolved !== null) };
}

/** §5.4: an unresolved stanza "adds its restrictions and its deny, no capability". */
function asRule({ stanza, pattern, unresolved }: PlacedStanza): readonly [policy: string, rule: Stanza] {
  const capabilities = unresolved !== null ? stanza.capabilities.filter((capability) => capability === 'deny') : stanza.capabilities;
  return [stanza.policy, { ...stanza, pattern, capabilities }];
}

/** The order in which an alternative is judged; "the answer is that of the alternative that got furthest (a false condition is before an unknown one)". */
const STAGES: readonly (readonly Outcome[])[] = [
  ['unknown_policy'],
  ['no_matching_rule'],
  ['explicit_deny'],
  ['capability_missing'],
  ['wrapping'],
  ['parameter_missing', 'parameter_not_allowed'],
  [],
  ['condition_false'],
  ['condition_unknown'],
  ['allowed'],
];

export function stageOf(outcome: Outcome): number {
  return STAGES.findIndex((outcomes) => outcomes.includes(outcome));
}

const SHAPES = 6;

export function judgeList(places: readonly Place[], situation: Situation, asked: Asked): Judged {
  const ended = (outcome: Outcome, missing: readonly string[] = []): Judged => ({ outcome, allowing: [], reached: stageOf(outcome), missing });
  const needed = capabilityFor(asked.operation);
  if (needed === null) return ended('unknown_operation');
  const selected = selectRule(places, asked.operation, asked.path);
  if (selected === null) return ended('no_matching_rule');
  // §5.4: "when it is selected, or outranks what is, it grants nothing, and its deny denies"; "where something resolved is merged with it, that alternative's own".
  const deciding = selected.pattern.kind === 'exact' ? selected : shadowing(places, selected);
  if (deciding.capabilities.includes('deny')) return ended('explicit_deny');
  const verdicts = deciding.alternatives.map((alternative) => ({ alternative, ...judgeAlternative(alternative, needed, situation, asked) }));
  const allowing = verdicts.filter(({ outcome }) => outcome === 'allowed').map(({ alternative }) => alternative);
  if (allowing.length > 0) return { outcome: 'allowed', allowing, reached: stageOf('allowed'), missing: [] };
  const furthest = verdicts.reduce((best, verdict) => (verdict.reached > best.reached ? verdict : best));
  return { outcome: furthest.outcome, allowing: [], reached: furthest.reached, missing: verdicts.flatMap(({ missing }) => missing) };
}

/** The highest of those that outrank it and have something unresolved in them; else itself. */
function shadowing(places: readonly Place[], selected: Place): Place {
  return places
    .filter(({ pattern, hasUnresolved }) => hasUnresolved && pattern.kind !== 'exact')
    .reduce((highest, each) => (compareRank(each.pattern, highest.pattern) > 0 ? each : highest), selected);
}

interface AlternativeVerdict {
  readonly outcome: Outcome;
  readonly reached: number;
  readonly missing: readonly string[];
}

/** "the operation's capability; wrapping; Vault's parameter lists …; `parameters`; all its `when` blocks". */
function judgeAlternative(alternative: Alternative, needed: string, situation: Situation, asked: Asked): AlternativeVerdict {
  const { rule, alone } = alternative;
  const ended = (outcome: Outcome, reached = stageOf(outcome), missing: readonly string[] = []): AlternativeVerdict => ({ outcome, reached, missing });
  if (alternative.unresolved !== null) return ended('condition_unknown', stageOf('condition_unknown'), [alternative.unresolved]);
  if (!rule.capabilities.includes(needed)) return ended('capability_missing');
  if (!wrappingFits(rule, asked.wrapTtl)) return ended('wrapping');
  if ([...OPERATIONS_WITH_PARAMETERS, 'invoke', 'delegate'].includes(asked.operation)) {
    const lists = judgeParameters(rule, asked.parameters);
    if (lists !== 'allowed') return ended(lists);
  }
  if (alone === null) return ended('allowed');
  const shapes = alone.shapes === null ? 'allowed' : judgeShapes(alone.shapes, asked.parameters);
  if (shapes !== 'allowed') return ended(shapes, SHAPES);
  const { value, missing } = evaluateAll(alone.when, situation);
  if (value === true) return ended('allowed');
  return value === false ? ended('condition_false') : ended('condition_unknown', stageOf('condition_unknown'), missing);
}
