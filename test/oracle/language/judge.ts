// The decision (spec.md §10), over a model, facts and a request: form, standing, guardrails, layers, needs, and the answer.

import type { Request } from '@polc/runtime';
import { foldName } from './blocks.js';
import { actionDigest } from './digests.js';
import { least, withFacts } from './facts.js';
import { type Formed, type FormFault, readForm } from './form.js';
import { type Guarded, judgeGuardrails } from './guardrails.js';
import { askedOf, bareLayers, type Layer, layersOf, rarLayer } from './layers.js';
import type { Model, Registry } from './model.js';
import { hasMfa, isMet, requirementsOf, wantsMfa } from './needs.js';
import type { LayerAnswer, OracleAnswer, OracleObligations, Outcome } from './outcome.js';
import type { Situation } from './principals.js';
import { type Stood, standings } from './standing.js';
import { instantOf } from './timestamps.js';

export interface JudgeOptions {
  /** The engine's clock, in milliseconds. */
  readonly clock?: (() => number) | undefined;
  /** Whether the built-in policy `root` may be used at all; not unless it is said. */
  readonly allowRoot?: boolean | undefined;
}

const NO_OBLIGATIONS: OracleObligations = { max_ttl: null, uses: null, mfa: false, approval: null };

export function oracleJudge(model: Model, facts: unknown, request: Request, options: JudgeOptions = {}): OracleAnswer {
  const clock = (options.clock ?? Date.now)();
  // §10.2: the time of a decision is `context.time`; NaN is a time that nobody knows, and nothing that compares with it holds.
  const now = timeOf(request, clock);
  const registry = withFacts(model, facts);
  const formed = readForm(request, model, registry);
  if (typeof formed === 'string') return refused(formed);
  if (formed.form === 'policies') return judgeBare(situationOf(model, registry, request, formed, now, NOBODY), options.allowRoot === true);
  const answers = standings(formed, model, registry, request, { now, clock }).map((stood) =>
    typeof stood === 'string' ? refused(stood) : judgeStanding(situationOf(model, registry, request, formed, now, stood), stood.expiries),
  );
  return best(answers);
}

function timeOf({ context }: Request, clock: number): number {
  return context?.time === undefined ? clock : (instantOf(context.time) ?? Number.NaN);
}

const NOBODY: Stood = { user: null, agents: [], hops: [], expiries: [] };

function situationOf(model: Model, registry: Registry, request: Request, formed: Formed, now: number, { user, agents, hops }: Stood): Situation {
  const { form, operation, path } = formed;
  const known = { model, registry, request, form, operation, path, now, user, agents, hops };
  return { ...known, action: actionDigest(known) };
}

function refused(outcome: Outcome | FormFault): OracleAnswer {
  return { allowed: false, outcome, layers: [], chosen: [], obligations: NO_OBLIGATIONS, advice: [], missing: [] };
}

/** §10.2: "the best answer counts: allowed, then one that only wants approval or MFA, then the first". */
function best(answers: readonly OracleAnswer[]): OracleAnswer {
  const wanting = (answer: OracleAnswer): boolean => answer.outcome === 'approval_required' || answer.outcome === 'mfa_required';
  return answers.find(({ allowed }) => allowed) ?? answers.find(wanting) ?? (answers[0] as OracleAnswer);
}

function judgeStanding(situation: Situation, expiries: readonly number[]): OracleAnswer {
  const guarded = judgeGuardrails(situation);
  const layers = layersOf(situation);
  const denied = guarded.denying.length > 0 ? 'guardrail' : outcomeOf(layers, situation);
  return answer(situation, guarded, layers, denied, expiries);
}

/** "Bare `policies`: §4, then §10.4's `rar` layer where the request has details, then §10.5 for stanzas that stand alone." */
function judgeBare(situation: Situation, allowRoot: boolean): OracleAnswer {
  const { request, operation } = situation;
  const names = (request.policies ?? []).map(foldName);
  const nothing: Guarded = { denying: [], needs: [], advice: [], missing: [] };
  const only = (outcome: Outcome): Layer => {
    const principal = `policies:${(request.policies ?? []).join(',')}`;
    return { layer: 'policies', principal, allowed: outcome === 'allowed', outcome, chosen: [], missing: [], needs: [], advice: [] };
  };
  let layers: readonly Layer[];
  if (names.includes('root')) {
    // §4.3: "`root` alone in the list is allowed everything, where the embedding program allows it."
    const outcome = !allowRoot ? 'unknown_policy' : names.length > 1 ? 'malformed_request' : 'allowed';
    layers = [only(outcome), ...(request.authorization_details === undefined ? [] : [rarLayer(situation, askedOf(situation))])];
  } else {
    // "`help` is always allowed."
    layers = operation === 'help' ? [only('allowed')] : bareLayers(names, situation);
  }
  return answer(situation, nothing, layers, outcomeOf(layers, situation), []);
}

/** §10.4: "When a layer denies, the outcome of the decision is …"; null when none does. */
function outcomeOf(layers: readonly Layer[], { agents }: Situation): Outcome | null {
  const denying = layers.find(({ allowed }) => !allowed);
  if (denying === undefined) return null;
  if (denying.outcome === 'unknown_policy') return 'unknown_policy';
  switch (denying.layer) {
    case 'user_policies':
      return agents.length > 0 ? 'user_policies' : denying.outcome;
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
      return denying.outcome;
  }
}

/** §10.5, and §10.6: "`layers` has every layer of §10.4 …, and before them each hard-mandatory guardrail that denies, as layer `guardrail`". */
function answer(situation: Situation, guarded: Guarded, layers: readonly Layer[], denied: Outcome | null, expiries: readonly number[]): OracleAnswer {
  const chosen = layers.flatMap((layer) => layer.chosen.map((one) => ({ layer: layer.layer, ...one })));
  const obligations = denied === null ? obligationsOf(situation, guarded, layers, expiries) : NO_OBLIGATIONS;
  const outcome = denied ?? (obligations.mfa ? 'mfa_required' : obligations.approval !== null ? 'approval_required' : 'allowed');
  const guardrails = guarded.denying.map((name): LayerAnswer => ({ layer: 'guardrail', principal: `guardrail:${name}`, allowed: false, outcome: 'guardrail' }));
  return {
    allowed: outcome === 'allowed',
    outcome,
    layers: [...guardrails, ...layers.map(({ layer, principal, allowed, outcome }) => ({ layer, principal, allowed, outcome }))],
    chosen: chosen.flatMap(({ layer, alternative }) => alternative.stanzas.map(({ policy, written, line }) => ({ layer, policy, path: written, line }))),
    obligations,
    advice: [...new Set([...guarded.advice, ...layers.flatMap(({ advice }) => advice)])],
    missing: [...new Set([...guarded.missing, ...layers.flatMap(({ missing }) => missing)])].sort(),
  };
}

function obligationsOf(situation: Situation, guarded: Guarded, layers: readonly Layer[], expiries: readonly number[]): OracleObligations {
  const { agents, model, now } = situation;
  const chosen = layers.flatMap((layer) => layer.chosen);
  const needs = [
    ...chosen.flatMap(({ alternative, capability }) => requirementsOf(alternative, capability, situation)),
    ...layers.flatMap((layer) => layer.needs),
    ...guarded.needs,
  ];
  const outstanding = needs.filter((need, i) => !isMet(need, situation) && needs.findIndex((other) => other.requirement === need.requirement) === i);
  const limits = agents.flatMap(({ ephemeral, type }) => [ephemeral, model.types.get(type ?? '')].filter((each) => each !== undefined));
  const left = expiries.map((end) => (end - now) / 1000);
  const ttl = least(...chosen.map(({ alternative }) => alternative.alone?.maxTtl ?? null), ...limits.map(({ maxTtl }) => maxTtl), ...left);
  return {
    max_ttl: ttl === null ? null : Math.floor(ttl),
    uses: least(...limits.map(({ uses }) => uses)),
    mfa: chosen.some(({ alternative }) => wantsMfa(alternative, situation)) && !hasMfa(situation),
    approval: outstanding.length === 0 ? null : { action: situation.action, requirements: outstanding },
  };
}
