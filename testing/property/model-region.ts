// The region of a property as a policy's file says it (grammar/spec.md §13.3): who of those that the files and the facts know lies in it, and which requests.

import { type Chosen, literalsOf, type Region } from '@polc/compiler';
import { classifyPattern, conditionTruth, foldName, matchesPattern, type Outcome, type Request } from '@polc/runtime';
import { type Asking, askingText, type Registry } from '../arbitraries/principals.js';
import type { Stock } from '../arbitraries/stock.js';

/** Who stands behind a request. */
interface Standing {
  readonly user: string | null;
  /** Root first. */
  readonly chain: readonly string[];
  /** Delegations that join them, all that there are between two. */
  readonly delegations: readonly string[];
}

/** Whom nobody knows lies in no region: of them nothing is allowed, and nothing is said. */
export function asksIn(region: Region, registry: Registry): (asking: Asking) => boolean {
  const { agent, agentType, user, delegation, policies } = region;
  const delegations = new Map(registry.delegations.map((each) => [each.id, each]));
  const hops = new Map<string, string[]>();
  for (const { id, from, to } of registry.delegations) hops.set(`${from} ${to}`, [...(hops.get(`${from} ${to}`) ?? []), id]);
  const list = Array.isArray(policies) ? listKey(policies.map(({ name }) => name)) : null;

  function standingOf({ user: who, agent: actor, delegation: by }: Asking): Standing | null {
    if (actor === undefined) return who === undefined ? null : known(String(who.id), []);
    if (by === undefined) return known(null, [actor]);
    if (typeof by.id === 'string') {
      const { from = '', to } = delegations.get(by.id) ?? {};
      if (to !== actor) return null;
      const standing = from.startsWith('agent:') ? known(null, [nameOf(from), actor]) : known(nameOf(from), [actor]);
      return standing === null ? null : { ...standing, delegations: [by.id] };
    }
    const chain = Array.isArray(by.chain) ? by.chain.map(String) : [];
    return known(by.user === undefined ? null : String(by.user), chain);
  }

  function known(who: string | null, chain: readonly string[]): Standing | null {
    if (who !== null && !registry.users.has(who)) return null;
    if (!chain.every((id) => registry.agents.has(id))) return null;
    const all = [...(who === null ? [] : [`user:${who}`]), ...chain.map((id) => `agent:${id}`)];
    return { user: who, chain, delegations: all.slice(1).flatMap((to, i) => hops.get(`${all[i]} ${nameOf(to)}`) ?? []) };
  }

  function isIn(asking: Asking): boolean {
    if (asking.policies !== undefined) return policies !== null && (list === null || list === listKey(asking.policies));
    if (policies !== null) return false;
    const standing = standingOf(asking);
    if (standing === null) return false;
    const types = standing.chain.flatMap((id) => registry.agents.get(id)?.type ?? []);
    return (
      isChosen(agent, standing.chain) &&
      isChosen(agentType, types) &&
      isChosen(user, standing.user === null ? [] : [standing.user]) &&
      isChosen(delegation, asking.delegation === undefined ? [] : standing.delegations)
    );
  }

  const answers = new Map<string, boolean>();
  return (asking) => {
    const key = askingText(asking);
    let answer = answers.get(key);
    if (answer === undefined) {
      answer = isIn(asking);
      answers.set(key, answer);
    }
    return answer;
  };
}

/** Those lie in a region only of which nothing else is expected: what is no request, and what nobody can grant. */
const STRANGE: readonly Outcome[] = ['malformed_request', 'unknown_operation'];

/** `asksIn` beside everything else that the region says. */
export function liesIn(
  region: Region,
  { policy, engine }: Stock,
  isAsking: (asking: Asking) => boolean,
  expected: Outcome | null,
): (request: Request) => boolean {
  const { schema } = policy.model.blocks;
  const { condition } = region;
  const operations = namesOf(region.operation);
  const patterns = namesOf(region.path)?.flatMap((path) => classifyPattern(path) ?? []) ?? null;
  // Vault's help is always allowed, so that nothing could be said of any operation.
  const isPlain = (operation: string, outcome: Outcome): boolean =>
    !STRANGE.some((each) => each === outcome && each !== expected) && (operation !== 'help' || operations !== null);
  const truth = condition === null ? null : conditionTruth(engine, condition.code, literalsOf([condition.code], schema));
  return (request) => {
    const { operation, path, purpose, policies } = request;
    const meant = policies === undefined ? (schema.operations.get(operation) ?? operation) : operation;
    const plain = path.replace(/^\/+/, '');
    return (
      isAsking(request) &&
      (operations === null || operations.includes(operation) || operations.includes(meant)) &&
      (patterns === null || patterns.some((pattern) => matchesPattern(pattern, plain))) &&
      isChosen(region.purpose, purpose === undefined || purpose === null ? [] : [purpose]) &&
      (truth === null || truth(request) === true) &&
      isPlain(operation, engine.decide(request).outcome)
    );
  };
}

/** null: any. */
export function namesOf(chosen: Region['operation']): readonly string[] | null {
  return chosen === null || chosen === 'any' ? null : chosen.map(({ name }) => name);
}

function isChosen(chosen: Chosen | null, there: readonly string[]): boolean {
  if (chosen === null) return true;
  if (chosen === 'any' || chosen === 'none') return there.length > 0 === (chosen === 'any');
  return chosen.some(({ name }) => there.includes(name));
}

const nameOf = (principal: string) => principal.slice(principal.indexOf(':') + 1);
const listKey = (names: readonly string[]) => JSON.stringify([...new Set(names.map(foldName))].sort());
