// A decision, step by step (grammar/spec.md §10): standing, guardrails, layers, needs; each only able to deny. Bare policies take their own short way
// in engine.ts and come here for details of a token and for approvals.

import type { Outcome } from '../decision.js';
import type { Requirement } from '../facts/blocks.js';
import type { Snapshot } from '../facts/snapshot.js';
import type { Tables } from '../load.js';
import type { PolicyList } from '../policy-lists.js';
import type { JsonObject, Request } from '../request.js';
import type { Selector } from '../select.js';
import { OPERATIONS } from '../verdict.js';
import { Action, type KnownDigest } from './approvals.js';
import { rulesOfDetails } from './authorization-details.js';
import { type Asked, Case, type Parties } from './case.js';
import type { Clock } from './clock.js';
import { type Objection, objectionsOf } from './guardrails.js';
import { approvalsOf, hasMfa, isFurther, judgeRule, wantsMfa, withoutAlternative } from './judge-list.js';
import { caseAt, judgeLayer, type Layer, type LayerJudgement, layerOf, layersOf } from './layers.js';
import { type Footing, footingsOf, namesOf } from './standing.js';

/** What a decision came to. */
export interface Verdict {
  readonly outcome: Outcome;
  /** Words for a cause that is no layer's: form, standing. */
  readonly words: string | null;
  readonly layers: readonly LayerJudgement[];
  /** Hard-mandatory guardrails that object. */
  readonly objections: readonly Objection[];
  /** Names of advisory ones. */
  readonly advice: readonly string[];
  /** Approvals that are wanted and not there. */
  readonly outstanding: readonly Requirement[];
  readonly mfa: boolean;
  /** Seconds; infinite where nothing limits. */
  readonly maxTtl: number;
  readonly uses: number;
  readonly missing: readonly string[];
  readonly action: Action | null;
  /** What was decided; null where the request did not get so far. */
  readonly one: Case | null;
}

const NONE: readonly never[] = [];

/** One shape for all, so that reading one is fast. */
function makeVerdict(outcome: Outcome, words: string | null, layers: readonly LayerJudgement[], action: Action | null, one: Case | null): Mutable<Verdict> {
  return {
    outcome,
    words,
    layers,
    objections: NONE,
    advice: NONE,
    outstanding: NONE,
    mfa: false,
    maxTtl: Number.POSITIVE_INFINITY,
    uses: Number.POSITIVE_INFINITY,
    missing: NONE,
    action,
    one,
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function refusal(outcome: Outcome, words: string | null): Verdict {
  return makeVerdict(outcome, words, NONE, null, null);
}

/** Everybody's help (spec §4.3). */
export function helpful(layer: LayerJudgement, one: Case): Verdict {
  return makeVerdict('allowed', 'help is always allowed', [layer], null, one);
}

/** What decisions are made from. */
export interface Grounds {
  readonly tables: Tables;
  readonly snapshot: Snapshot;
  readonly selector: Selector;
}

/** The form of the request is sound and its principal none of bare policies. */
export function decideForm(grounds: Grounds, request: Request, asked: Asked, clock: Clock): Verdict {
  const { snapshot, tables } = grounds;
  if (!(clock.now <= snapshot.freshUntil)) {
    // The form comes before the standing.
    const named = namesOf(request, snapshot);
    if ('outcome' in named && named.outcome === 'malformed_request') return refusal(named.outcome, named.words);
    return refusal('stale_facts', 'the facts are older than they may be');
  }
  const nobody = new Case(request, asked, NOBODY, tables, clock, null);
  const footings = footingsOf(request, snapshot, tables.blocks.trusted_groups, nobody.now);
  if ('outcome' in footings) return { ...refusal(footings.outcome, footings.words), one: nobody };
  let best: Verdict | null = null;
  const known = { digest: null };
  for (const footing of footings) {
    const verdict = decideFooting(grounds, request, asked, clock, footing, known);
    if (verdict.outcome === 'allowed') return verdict;
    if (best === null || (wantsOnly(verdict) && !wantsOnly(best))) best = verdict;
  }
  return best ?? refusal('internal', null);
}

const NOBODY = { user: null, groups: [], chain: [], delegation: null } as const;

function wantsOnly({ outcome }: Verdict): boolean {
  return outcome === 'approval_required' || outcome === 'mfa_required';
}

/** Of the ways to stand `known` is the same action's. */
export function decideFooting(grounds: Grounds, request: Request, asked: Asked, clock: Clock, footing: Footing, known?: KnownDigest): Verdict {
  const { tables, snapshot } = grounds;
  const {
    parties,
    ends,
    faults: [fault],
  } = footing;
  const one = new Case(request, asked, parties, tables, clock, snapshot);
  if (fault !== undefined) return { ...refusal(fault.outcome, fault.words), one };
  const action = new Action(one, known);
  const objections = objectionsOf(tables.blocks.guardrails, one);
  const userList = listOf(grounds, parties);
  const layers = layersOf(one, snapshot, userList).map((layer) => judgeOne(grounds, layer, one, action));
  if (request.authorization_details !== undefined) layers.push(judgeDetails(request.authorization_details, one, action));
  const bounds = parties.chain.flatMap((agent) => (agent.type === null ? [agent] : [agent, agent.type]));
  const left = ends === Number.POSITIVE_INFINITY ? ends : (ends - (one.now as number)) / 1000;
  const limits = {
    maxTtl: Math.min(left, ...bounds.map(({ maxTtl }) => maxTtl)),
    uses: Math.min(Number.POSITIVE_INFINITY, ...bounds.map(({ uses }) => uses)),
  };
  return conclude(layers, objections, one, action, limits);
}

/** The user's policies with those of groups that the request may add. */
export function listOf({ tables, snapshot }: Pick<Grounds, 'tables' | 'snapshot'>, parties: Parties): PolicyList | null {
  const { user, groups } = parties;
  if (user === null) return null;
  if (groups === user.groups || !tables.blocks.trusted_groups) return user.policies;
  const more = groups.filter((id) => !user.groups.includes(id));
  return snapshot.lists.once([...user.policyNames, ...snapshot.policyNames([], more)]);
}

function judgeOne(grounds: Grounds, layer: Layer, one: Case, action: Action): LayerJudgement {
  if (layer.next === null) return judgeLayer(layer, grounds.selector, one, action);
  const handing = one.asking(handingOn(layer.next, one.asked));
  const judged = judgeLayer(layer, grounds.selector, handing, action);
  const objections = objectionsOf(grounds.tables.blocks.guardrails, handing);
  const [hard] = enforced(objections, 'hard-mandatory');
  const said = {
    missing: [...judged.missing, ...objections.flatMap(({ guardrail, missing }) => (guardrail.enforcement === 'advisory' ? [] : missing))],
    needs: enforced(objections, 'soft-mandatory').flatMap(({ guardrail }) => guardrail.approval ?? []),
    advice: enforced(objections, 'advisory').map(({ guardrail }) => guardrail.name),
  };
  if (judged.outcome !== 'allowed' || hard === undefined) return { ...judged, ...said };
  return { ...judged, ...withoutAlternative('guardrail', null, hard.guardrail.name), chosen: [], ...said };
}

/** Handing authority on to the next agent, as a request. */
export function handingOn(next: string, asked: Asked): Asked {
  return { ...asked, word: 'delegate', operation: OPERATIONS.get('delegate'), path: `agents/${next}`, parameters: null, wrapTtl: null };
}

export function judgeDetails(details: readonly JsonObject[], one: Case, action: Action): LayerJudgement {
  one.self = null;
  const rules = one.asked.operation === undefined ? 'unknown_operation' : rulesOfDetails(details, one);
  if (typeof rules === 'string') return layerOf('rar', 'token', withoutAlternative(rules, null), null);
  let best = withoutAlternative('no_matching_rule', null);
  for (const rule of rules) {
    const judged = judgeRule(rule, one, action);
    if (judged.outcome === 'allowed' ? best.outcome !== 'allowed' : best.outcome !== 'allowed' && isFurther(judged, best)) best = judged;
  }
  return { ...layerOf('rar', 'token', best, null), chosen: [] };
}

interface Limits {
  readonly maxTtl: number;
  readonly uses: number;
}

function enforced(objections: readonly Objection[], enforcement: Objection['guardrail']['enforcement']): readonly Objection[] {
  return objections.length === 0 ? NONE : objections.filter(({ guardrail }) => guardrail.enforcement === enforcement);
}

/** Guardrails, then layers, then needs: the first that denies gives the outcome. */
export function conclude(layers: readonly LayerJudgement[], all: readonly Objection[], one: Case, action: Action, limits: Limits): Verdict {
  const verdict = makeVerdict('allowed', null, layers, action, one);
  verdict.objections = enforced(all, 'hard-mandatory');
  const soft = enforced(all, 'soft-mandatory');
  verdict.advice = merged([...enforced(all, 'advisory').map(({ guardrail }) => guardrail.name)], layers, (layer) => layer.advice);
  verdict.missing = [
    ...merged(
      [...verdict.objections, ...soft].flatMap(({ missing }) => missing),
      layers,
      (layer) => layer.missing,
    ),
  ].sort();
  const denying = layers.find(({ outcome }) => outcome !== 'allowed');
  if (verdict.objections.length > 0) verdict.outcome = 'guardrail';
  else if (denying !== undefined) verdict.outcome = outcomeOf(denying, one);
  else addNeeds(verdict, soft, one, action, limits);
  return verdict;
}

/** Each once. */
function merged<T>(own: readonly T[], layers: readonly LayerJudgement[], of: (layer: LayerJudgement) => readonly T[]): readonly T[] {
  return own.length === 0 && layers.every((layer) => of(layer).length === 0) ? NONE : [...new Set([...own, ...layers.flatMap(of)])];
}

function addNeeds(verdict: Mutable<Verdict>, soft: readonly Objection[], one: Case, action: Action, { maxTtl, uses }: Limits): void {
  const outstanding = new Map<string, Requirement>();
  const want = (need: Requirement) => {
    if (action.isApproved(need)) return;
    outstanding.set(need.digest, need);
    // The answer tells it. WHY already here: what cannot be digested must fail where failing denies.
    action.settle();
  };
  verdict.uses = uses;
  verdict.maxTtl = maxTtl;
  for (const layer of verdict.layers) {
    const asked = caseAt(layer, one);
    for (const alternative of layer.chosen) {
      for (const need of approvalsOf(alternative, asked)) want(need);
      verdict.mfa ||= wantsMfa(alternative, asked) && !hasMfa(asked);
      verdict.maxTtl = Math.min(verdict.maxTtl, alternative.own?.maxTtl ?? Number.POSITIVE_INFINITY);
    }
  }
  for (const layer of verdict.layers) for (const need of layer.needs) want(need);
  for (const { guardrail } of soft) if (guardrail.approval !== undefined) want(guardrail.approval);
  verdict.maxTtl = Math.floor(verdict.maxTtl);
  if (outstanding.size > 0) verdict.outstanding = [...outstanding.values()];
  verdict.outcome = verdict.mfa ? 'mfa_required' : outstanding.size > 0 ? 'approval_required' : 'allowed';
}

/** What a layer's denial is called (spec §10.4). */
function outcomeOf({ layer, outcome }: LayerJudgement, { parties }: Case): Outcome {
  if (outcome === 'unknown_policy') return outcome;
  switch (layer) {
    case 'user_policies':
      return parties.chain.length > 0 ? 'user_policies' : outcome;
    case 'ceiling':
    case 'type_ceiling':
      return 'ceiling';
    case 'delegate':
      return 'delegate_not_allowed';
    case 'scope':
      return 'scope';
    case 'rar':
      return 'rar_no_match';
    default:
      return outcome;
  }
}
