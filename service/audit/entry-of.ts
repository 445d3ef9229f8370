// What is logged of a request and of its decision. It stands in the way of every answer, so nothing is copied that need not be; and whatever the request
// holds, it can be logged.

import type { Decision, JsonValue, LayerVerdict, Request } from '@polc/runtime';
import { isObject } from '../is-object.js';
import type { AskedEntry, DecisionEntry } from './audit-entry.js';
import type { KeyedHash } from './keyed-hash.js';

/** Of a plain string: a longer one stands as its beginning, `…`, and the keyed hash of all of it. */
const LONGEST = 4_096;
/** Of a list of names; what asks with more is refused (runtime/form.ts). */
const MOST_NAMES = 1_024;
/** Members and elements of parameters and the like, together, and their depth: twice what a decision takes (runtime/decide/door.ts). */
const MOST_MEMBERS = 20_000;
const DEEPEST = 64;

/** Stand for what is not logged. No keyed hash begins like them. */
const TOO_MUCH = 'too much';
const TOO_DEEP = 'too deep';

/**
 * Of a request that is none, or malformed, what has the right type is kept; everything else is null, and a missing operation or path empty. Never throws.
 * `layers`: of its decision; they tell between whom a delegation is that the request only names.
 */
export function askedOf(request: Request, hash: KeyedHash, layers: readonly LayerVerdict[] = []): AskedEntry {
  try {
    return isObject(request) ? readAsked(request, hash, layers) : NOTHING;
  } catch {
    // WHY: an object whose members cannot be read is still asked with.
    return NOTHING;
  }
}

const NO_NAMES: readonly string[] = Object.freeze([]);
const NOTHING: AskedEntry = Object.freeze({
  ...{ policies: null, agent: null, user: null, chain: NO_NAMES, delegation: null, operation: '', path: '', purpose: null, session: null },
  ...{ parameters: null, context: null, target: null, attributes: null, approvals: NO_NAMES },
});

type Members = { readonly [name: string]: unknown };

function readAsked(request: Members, hash: KeyedHash, layers: readonly LayerVerdict[]): AskedEntry {
  const { user, delegation, session, approvals } = request;
  const agent = textOf(request.agent, hash);
  const named = isObject(delegation) ? delegation : null;
  const budget = { left: MOST_MEMBERS };
  return {
    policies: request.policies === undefined ? null : namesOf(request.policies, hash),
    agent,
    user: (isObject(user) ? textOf(user.id, hash) : null) ?? textOf(named?.user, hash) ?? userIn(layers),
    chain: agent === null ? NO_NAMES : chainOf(agent, named, hash, layers),
    delegation: textOf(named?.id, hash),
    operation: textOf(request.operation, hash) ?? '',
    path: textOf(request.path, hash) ?? '',
    purpose: textOf(request.purpose, hash),
    session: isObject(session) ? textOf(session.id, hash) : null,
    parameters: membersOf(request.parameters, hash, budget),
    context: membersOf(request.context, hash, budget),
    target: membersOf(request.target, hash, budget),
    attributes: membersOf(request.attributes, hash, budget),
    approvals: Array.isArray(approvals) ? (namesOf(approvals.map(idOf), hash) ?? NO_NAMES) : NO_NAMES,
  };
}

const idOf = (value: unknown) => (isObject(value) ? value.id : undefined);

function textOf(value: unknown, hash: KeyedHash): string | null {
  if (typeof value !== 'string') return null;
  return value.length <= LONGEST ? value : `${value.slice(0, LONGEST)}…${hash.text(value)}`;
}

/** null for what is no list of names. */
function namesOf(value: unknown, hash: KeyedHash): readonly string[] | null {
  if (!Array.isArray(value) || value.length > MOST_NAMES) return null;
  const names = value.map((name) => textOf(name, hash));
  return names.includes(null) ? null : (names as string[]);
}

/** As the request says it; as the layers do, where it names a delegation that is registered. */
function chainOf(agent: string, delegation: Members | null, hash: KeyedHash, layers: readonly LayerVerdict[]): readonly string[] {
  if (delegation === null) return [agent];
  const chain = namesOf(delegation.chain, hash) ?? agentsIn(layers);
  return chain.length === 0 ? [agent] : chain;
}

const USER = 'user:';
const AGENT = 'agent:';

function userIn(layers: readonly LayerVerdict[]): string | null {
  const [own] = layers;
  // The user's layer comes first, but for guardrails that object.
  const found = own?.layer === 'user_policies' ? own : layers.find(({ layer }) => layer === 'user_policies');
  return found?.principal.startsWith(USER) ? found.principal.slice(USER.length) : null;
}

/** Each agent of a chain has a ceiling, root first; one that facts bound has two. */
function agentsIn(layers: readonly LayerVerdict[]): readonly string[] {
  const agents: string[] = [];
  for (const { layer, principal } of layers) {
    if (layer !== 'ceiling' || !principal.startsWith(AGENT)) continue;
    const agent = principal.slice(AGENT.length);
    if (agents.at(-1) !== agent) agents.push(agent);
  }
  return agents;
}

interface Budget {
  left: number;
}

function membersOf(value: unknown, hash: KeyedHash, budget: Budget): JsonValue {
  return isObject(value) ? hashed(value, hash, budget, DEEPEST) : null;
}

/** As KeyedHash.value, within bounds: a request may be as big and as deep as the door of the server lets it be. */
function hashed(value: unknown, hash: KeyedHash, budget: Budget, depth: number): JsonValue {
  if (typeof value === 'string') return hash.text(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null) return null;
  if (depth === 0) return TOO_DEEP;
  if (Array.isArray(value)) {
    budget.left -= value.length;
    return budget.left < 0 ? TOO_MUCH : value.map((one: unknown) => hashed(one, hash, budget, depth - 1));
  }
  const names = Object.keys(value);
  budget.left -= names.length;
  if (budget.left < 0) return TOO_MUCH;
  const members: { [name: string]: JsonValue } = {};
  for (const name of names) {
    const one = hashed((value as Members)[name], hash, budget, depth - 1);
    const shown = name.length <= LONGEST ? name : (textOf(name, hash) as string);
    // WHY: assigned, this one would not become a member.
    if (shown === '__proto__') Object.defineProperty(members, shown, { value: one, enumerable: true, configurable: true, writable: true });
    else members[shown] = one;
  }
  return members;
}

export type DecisionPart = Pick<
  DecisionEntry,
  'allowed' | 'outcome' | 'layers' | 'rules' | 'obligations' | 'advice' | 'missing' | 'revision' | 'facts_revision'
>;

/** Of approvals that are wanted the digests: what is behind them the policies say, by their revision. */
export function decisionPart(decision: Decision): DecisionPart {
  const { allowed, outcome, layers, rules, obligations, advice, missing, revision, facts_revision } = decision;
  const { max_ttl, uses, mfa, approval } = obligations;
  return {
    allowed,
    outcome,
    layers,
    rules,
    obligations: {
      max_ttl,
      uses,
      mfa,
      approval: approval === null ? null : { action: approval.action, requirements: approval.requirements.map(({ requirement }) => requirement) },
    },
    advice,
    missing: missing.length === 0 ? NO_NAMES : missing.map(({ attribute }) => attribute),
    revision,
    facts_revision,
  };
}
