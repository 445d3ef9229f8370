// The layers of each form (spec.md §10.4), each judged whole and on its own.

import { askedWrapTtl } from '../request-form.js';
import { type Alternative, type Asked, capabilityFor, type Judged, judgeList, placesOf, stageOf } from './alternatives.js';
import { judgeGuardrails } from './guardrails.js';
import type { Agent, Model, Stanza } from './model.js';
import { leastDemanding } from './needs.js';
import type { LayerAnswer, Outcome, Requirement } from './outcome.js';
import { policiesOfUser, type Situation } from './principals.js';
import { judgeDetails } from './rar.js';
import { UnbuildableList } from './templates.js';

/** A chosen alternative, and the capability for which it was. */
export interface Chosen {
  readonly alternative: Alternative;
  readonly capability: string;
}

export interface Layer extends LayerAnswer {
  /** Where the layer allows; of `delegate` one a list. */
  readonly chosen: readonly Chosen[];
  readonly missing: readonly string[];
  /** Of the guardrails of `delegate`. */
  readonly needs: readonly Requirement[];
  readonly advice: readonly string[];
}

type Result = Pick<Layer, 'outcome' | 'chosen' | 'missing'> & Partial<Pick<Layer, 'needs' | 'advice'>>;

function layer(name: string, principal: string, result: Result): Layer {
  return { layer: name, principal, allowed: result.outcome === 'allowed', needs: [], advice: [], ...result };
}

/** What the request itself asks. */
export function askedOf({ operation, path, request }: Situation): Asked {
  return { operation, path, parameters: request.parameters ?? null, wrapTtl: askedWrapTtl(request) };
}

export function layersOf(situation: Situation): readonly Layer[] {
  const { form, user, agents, hops, request } = situation;
  const layers: Layer[] = [];
  const asked = askedOf(situation);
  const [root] = agents;
  if (user !== null) layers.push(layer('user_policies', `user:${user.id}`, judgePolicies(policiesOfUser(user, situation), user.id, situation, asked)));
  else if (root !== undefined) layers.push(agentPolicies(root, situation, asked));
  for (const agent of agents) layers.push(...ceilingsOf(agent, form === 'delegation', situation, asked));
  for (const [i, next] of agents.slice(1).entries()) layers.push(delegateLayer(agents[i] as Agent, next.id, situation));
  const last = hops.at(-1);
  if (last !== undefined) layers.push(layer('scope', `delegation:${last.delegation.id}`, judgeScopes(last.scopes, last.delegation.id, situation, asked)));
  if (request.authorization_details !== undefined) layers.push(rarLayer(situation, asked));
  return layers;
}

/** "Bare `policies`: §4, then §10.4's `rar` layer where the request has details"; "names that do not exist are ignored". */
export function bareLayers(names: readonly string[], situation: Situation): readonly Layer[] {
  const asked = askedOf(situation);
  const stanzas = names.flatMap((name) => situation.model.policies.get(name) ?? []);
  const principal = `policies:${(situation.request.policies ?? []).join(',')}`;
  const layers = [layer('policies', principal, chosenOf([judge(stanzas, null, situation, asked)], situation, asked))];
  return situation.request.authorization_details === undefined ? layers : [...layers, rarLayer(situation, asked)];
}

export function rarLayer(situation: Situation, asked: Asked): Layer {
  const outcome = judgeDetails(situation.request.authorization_details ?? [], capabilityFor(asked.operation), asked);
  return layer('rar', 'token', { outcome, chosen: [], missing: [] });
}

function agentPolicies(agent: Agent, situation: Situation, asked: Asked): Layer {
  return layer('agent_policies', `agent:${agent.id}`, judgePolicies(agent.policies, agent.id, situation, asked));
}

/** "`type_ceiling`, `ceiling` unless `direct = false`, the facts' ceiling"; on behalf of others whatever `direct` says. */
function ceilingsOf(agent: Agent, onBehalf: boolean, situation: Situation, asked: Asked): readonly Layer[] {
  const layers: Layer[] = [];
  const type = agent.type === null ? undefined : situation.model.types.get(agent.type);
  if (type !== undefined && type.ceilingPolicies !== null) {
    layers.push(layer('type_ceiling', `agent_type:${type.name}`, judgePolicies(type.ceilingPolicies, type.name, situation, asked)));
  }
  const ceilings = [onBehalf || agent.ceiling.direct ? agent.ceiling : null, agent.factsCeiling].filter((ceiling) => ceiling !== null);
  for (const { policies } of ceilings) layers.push(layer('ceiling', `agent:${agent.id}`, judgePolicies(policies, agent.id, situation, asked)));
  return layers;
}

/** "the agent's own policies and its ceilings allow `delegate` on `agents/<next>` (without parameters), and no guardrail denies that". */
function delegateLayer(agent: Agent, next: string, situation: Situation): Layer {
  const path = `agents/${next}`;
  const { parameters: _, ...request } = situation.request;
  const handing: Situation = { ...situation, request, operation: 'delegate', path };
  const asked: Asked = { operation: 'delegate', path, parameters: null, wrapTtl: null };
  const layers = [agentPolicies(agent, handing, asked), ...ceilingsOf(agent, true, handing, asked)];
  const { denying, needs, advice, missing } = judgeGuardrails(handing);
  const denied = layers.find(({ allowed }) => !allowed);
  const outcome: Outcome = denied?.outcome ?? (denying.length > 0 ? 'guardrail' : 'allowed');
  return layer('delegate', `agent:${agent.id}`, {
    outcome,
    chosen: outcome === 'allowed' ? layers.flatMap(({ chosen }) => chosen) : [],
    missing: [...layers.flatMap((each) => each.missing), ...missing],
    needs,
    advice,
  });
}

/** "A name in a principal's list that no policy has makes its layer `unknown_policy`." */
function judgePolicies(names: readonly string[], self: string, situation: Situation, asked: Asked): Result {
  const stanzas = stanzasOf(names, situation.model.policies);
  if (stanzas === null) return { outcome: 'unknown_policy', chosen: [], missing: [] };
  return chosenOf([judge(stanzas, self, situation, asked)], situation, asked);
}

/** "the effective scopes of the last hop, each alone; one that allows suffices, the least demanding counts". */
function judgeScopes(names: readonly string[], self: string, situation: Situation, asked: Asked): Result {
  const judged = names.map((name): Judged => {
    const stanzas = stanzasOf([name], situation.model.scopes);
    // §12: a scope that nobody has covers nothing.
    return stanzas === null
      ? { outcome: 'no_matching_rule', allowing: [], reached: stageOf('no_matching_rule'), missing: [] }
      : judge(stanzas, self, situation, asked);
  });
  return chosenOf(judged, situation, asked);
}

function stanzasOf(names: readonly string[], known: Model['policies']): readonly Stanza[] | null {
  const lists = names.map((name) => known.get(name));
  return lists.includes(undefined) ? null : lists.flatMap((list) => list ?? []);
}

function judge(stanzas: readonly Stanza[], self: string | null, situation: Situation, asked: Asked): Judged {
  try {
    return judgeList(placesOf(stanzas, self, situation, asked), situation, asked);
  } catch (error) {
    if (error instanceof UnbuildableList) return { outcome: 'internal', allowing: [], reached: -1, missing: [] };
    throw error;
  }
}

/** Of several lists, of which one that allows suffices: the least demanding alternative, or the answer of the one that got furthest. */
function chosenOf(judged: readonly Judged[], situation: Situation, asked: Asked): Result {
  const allowing = judged.flatMap((each) => each.allowing);
  const capability = capabilityFor(asked.operation);
  if (allowing.length > 0 && capability !== null) {
    return { outcome: 'allowed', chosen: [{ alternative: leastDemanding(allowing, capability, situation), capability }], missing: [] };
  }
  const [first, ...others] = judged;
  if (first === undefined) return { outcome: 'no_matching_rule', chosen: [], missing: [] };
  const furthest = others.reduce((best, each) => (each.reached > best.reached ? each : best), first);
  return { outcome: furthest.outcome, chosen: [], missing: judged.flatMap(({ missing }) => missing) };
}
