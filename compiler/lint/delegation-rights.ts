// What each delegation's scopes, the rights of who delegates and the ceilings of the agent have in common, found once for the rules that speak of it.

import type { DelegationRecord } from '@polc/runtime';
import { type Subject, subjectsOf } from '../analysis/subjects.js';
import type { World } from '../compare/world.js';
import type { Placed } from '../model/blocks.js';
import type { Proving } from './proving.js';
import { type Keeps, type SurveyedPiece, surveyLayers } from './rights.js';
import type { RuleContext } from './rule.js';

export interface DelegationRights {
  readonly delegation: Placed<DelegationRecord>;
  readonly allowsNothing: boolean;
  /** Its scopes by themselves would allow something. */
  readonly scopesAllow: boolean;
  /** So would who delegates. */
  readonly delegatorAllows: boolean;
  /** Patterns of its scopes that allow something, of all of which who delegates is denied everything. */
  readonly beyond: readonly Beyond[];
}

export interface Beyond {
  readonly scope: string;
  /** `kind text` of the pattern that decides in the scope. */
  readonly pattern: string;
  readonly operation: string;
  readonly path: string;
}

/** Those of which not all can be told are left out. */
export function delegationRights(context: RuleContext): readonly DelegationRights[] {
  const proving = context.proving();
  if (proving === null) return [];
  const { delegations } = context.model.blocks;
  const found = known.get(proving) ?? delegations.flatMap((delegation) => rightsOf(delegation, delegations, proving) ?? []);
  known.set(proving, found);
  return found;
}

const known = new WeakMap<Proving, readonly DelegationRights[]>();

const LAYERS: readonly Keeps[] = [() => true, ({ layer }) => layer === 'scope', ({ layer }) => layer === 'user_policies' || layer === 'agent_policies'];

/** What passes through it passes through some chain that ends in it, and longer ones let through no more. */
function rightsOf(delegation: Placed<DelegationRecord>, all: readonly Placed<DelegationRecord>[], { world, effort }: Proving): DelegationRights | null {
  const { record } = delegation;
  const chains = chainsTo(record, all, world);
  if (record.status === 'revoked' || chains === null) return null;
  const surveys = chains.map((subject) => surveyLayers(world, subject, LAYERS, effort));
  if (!surveys.every((found) => found !== null && !found.partial && found.pieces.length > 0)) return null;
  const pieces = surveys.flatMap((found) => found?.pieces ?? []);
  const some = (reading: number) => pieces.some(({ grants }) => grants[reading] !== 'no');
  // An agent may have from others what it hands on: whose rights bound it, the chain says.
  const beyond = chains.length === 1 ? beyondIn(record, pieces) : [];
  return { delegation, allowsNothing: !some(0), scopesAllow: some(1), delegatorAllows: some(2), beyond };
}

function beyondIn({ scopes }: DelegationRecord, pieces: readonly SurveyedPiece[]): readonly Beyond[] {
  const found = new Map<string, Beyond | null>();
  for (const { grants, rules, operations, path } of pieces) {
    for (const [i, rule] of (rules[1] ?? []).entries()) {
      const scope = scopes[i];
      if (scope === undefined || rule === null || grants[1] === 'no') continue;
      const pattern = `${rule.kind} ${rule.text}`;
      const key = JSON.stringify([scope, pattern]);
      if (grants[1] === 'perhaps' || grants[2] !== 'no') found.set(key, null);
      else if (found.get(key) === undefined) found.set(key, { scope, pattern, operation: operations[0] as string, path });
    }
  }
  return [...found.values()].filter((one) => one !== null);
}

/** null where another delegation joins the same two: by a longer chain the better of them counts. */
function chainsTo(record: DelegationRecord, all: readonly Placed<DelegationRecord>[], { engine }: World): readonly Subject[] | null {
  const { id, from, to } = record;
  const [kind, root] = [from.slice(0, from.indexOf(':')), from.slice(from.indexOf(':') + 1)];
  const words = `delegation ${id}`;
  if (kind === 'user') return [{ kind: 'delegation', request: { agent: to, delegation: { id } }, words, user: root, chain: [to], policies: [] }];
  if (all.some((other) => other.record !== record && other.record.from === from && other.record.to === to)) return null;
  const { subjects, partial } = subjectsOf([engine]);
  return partial
    ? null
    : subjects.filter(
        ({ kind: form, chain, request }) => form === 'delegation' && request.delegation?.id === undefined && chain.at(-1) === to && chain.at(-2) === root,
      );
}
