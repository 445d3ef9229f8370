// The layers of a form (grammar/spec.md §10.4): which policy lists must each allow, in which order, and what each of them answered.

import type { Requirement } from '../facts/blocks.js';
import type { Agent, Snapshot } from '../facts/snapshot.js';
import type { PolicyList } from '../policy-lists.js';
import type { Alternative } from '../rule.js';
import type { Selector } from '../select.js';
import { OPERATIONS } from '../verdict.js';
import type { Action } from './approvals.js';
import type { Case } from './case.js';
import { isFurther, isLessDemanding, type Judgement, judgeList, withoutAlternative } from './judge-list.js';

export type LayerName = 'policies' | 'user_policies' | 'agent_policies' | 'type_ceiling' | 'ceiling' | 'delegate' | 'scope' | 'rar';

export interface Layer {
  readonly layer: LayerName;
  /** `kind:id`. */
  readonly principal: string;
  /** Whose it is, for `{{self.id}}`. */
  readonly self: string | null;
  /** Of a scope layer any suffices; of a delegate layer all must allow; others have one. */
  readonly lists: readonly PolicyList[];
  /** For `delegate`: the agent that the authority is handed to. */
  readonly next: string | null;
}

export interface LayerJudgement extends Judgement {
  readonly layer: LayerName;
  readonly principal: string;
  /** Those that were judged on the request itself; null where something else was. */
  readonly lists: readonly PolicyList[] | null;
  /** What it allows by: the chosen alternative of each list that had to allow. */
  readonly chosen: readonly Alternative[];
  /** Of the guardrails on handing authority on: what soft ones want, which advisory ones object. */
  readonly needs: readonly Requirement[];
  readonly advice: readonly string[];
}

const NONE: readonly never[] = [];

function layer(name: LayerName, kind: string, self: string | null, lists: readonly PolicyList[], next: string | null = null): Layer {
  return { layer: name, principal: self === null ? kind : `${kind}:${self}`, self, lists, next };
}

/** Those of every form but bare policies, without `rar`. */
export function layersOf({ parties, request }: Case, snapshot: Snapshot, userList: PolicyList | null): Layer[] {
  const { user, chain, delegation } = parties;
  const layers: Layer[] = [];
  if (user !== null && userList !== null) layers.push(layer('user_policies', 'user', user.id, [userList]));
  const root = chain[0];
  if (user === null && root !== undefined) layers.push(layer('agent_policies', 'agent', root.id, [root.policies]));
  const direct = request.delegation === undefined;
  for (const agent of chain) layers.push(...ceilingsOf(agent, direct));
  chain.slice(0, -1).forEach((agent, i) => {
    const lists = [agent.policies, ...ceilingsOf(agent, false).flatMap(({ lists }) => lists)];
    layers.push(layer('delegate', 'agent', agent.id, lists, chain[i + 1]?.id ?? null));
  });
  if (!direct && delegation !== null) {
    const scopes = delegation.scopes.flatMap((name) => snapshot.lists.ofScope(name) ?? []);
    layers.push(layer('scope', 'delegation', delegation.id, scopes));
  }
  return layers;
}

function ceilingsOf({ id, type, ceiling, direct: binds, factsCeiling }: Agent, direct: boolean): Layer[] {
  const layers: Layer[] = [];
  if (type !== null && type.ceiling !== null) layers.push(layer('type_ceiling', 'agent_type', type.id, [type.ceiling]));
  if (binds || !direct) layers.push(layer('ceiling', 'agent', id, [ceiling]));
  if (factsCeiling !== null) layers.push(layer('ceiling', 'agent', id, [factsCeiling]));
  return layers;
}

/** For a case that asks what the layer is asked: for `delegate` that is the handing on. */
export function judgeLayer({ lists, layer, self, principal }: Layer, selector: Selector, one: Case, action: Action): LayerJudgement {
  one.self = self;
  const judge = (list: PolicyList): Judgement =>
    list.unknown === null ? judgeList(selector, list.view, one, action) : withoutAlternative('unknown_policy', null, list.unknown);
  const all = lists.map(judge);
  if (layer === 'delegate') {
    const denying = all.find(({ outcome }) => outcome !== 'allowed');
    const missing = all.flatMap((judged) => judged.missing);
    return { ...layerOf(layer, principal, denying ?? (all[0] as Judgement), null), chosen: denying === undefined ? alternativesOf(all) : [], missing };
  }
  let best: Judgement | null = null;
  for (const judged of all) if (best === null || betters(judged, best, one, action)) best = judged;
  const chosen = best ?? withoutAlternative('no_matching_rule', null);
  return layerOf(layer, principal, chosen.outcome === 'allowed' ? chosen : { ...chosen, missing: all.flatMap((judged) => judged.missing) }, lists);
}

export function layerOf(layer: LayerName, principal: string, judged: Judgement, lists: readonly PolicyList[] | null): LayerJudgement {
  // WHY member by member: an object that is spread into another is copied by its names, which costs microseconds (bench/decisions).
  const { outcome, rule, alternative, fault, missing, words, stage } = judged;
  const chosen = outcome === 'allowed' && alternative !== null ? [alternative] : NONE;
  return { outcome, rule, alternative, fault, missing, words, stage, layer, principal, lists, chosen, needs: NONE, advice: NONE };
}

/** What the layer was asked, as far as its needs go: a delegate layer is asked for the handing on. */
export function caseAt({ layer }: LayerJudgement, one: Case): Case {
  return layer === 'delegate' ? one.asking({ ...one.asked, operation: OPERATIONS.get('delegate') }) : one;
}

function alternativesOf(judged: readonly Judgement[]): Alternative[] {
  return judged.flatMap(({ outcome, alternative }) => (outcome === 'allowed' && alternative !== null ? [alternative] : []));
}

function betters(judged: Judgement, best: Judgement, one: Case, action: Action): boolean {
  if (judged.outcome !== 'allowed' || best.outcome !== 'allowed')
    return judged.outcome === 'allowed' || (best.outcome !== 'allowed' && isFurther(judged, best));
  return judged.alternative !== null && best.alternative !== null && isLessDemanding(judged.alternative, best.alternative, one, action);
}
