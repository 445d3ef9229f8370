// Who can ask: the principals and chains of delegation that the files and facts of some engines admit, and lists of policies.

import type { Engine, JsonObject, Request } from '@polc/runtime';
import { type Delegation, MAX_CHAIN } from '@polc/runtime/anatomy';

export type SubjectKind = 'policies' | 'user' | 'agent' | 'delegation';

export interface Subject {
  readonly kind: SubjectKind;
  /** What a request of theirs begins with. */
  readonly request: Pick<Request, 'policies' | 'user' | 'agent' | 'delegation'>;
  /** In a report: `agent my-ai-agent for user alice`. */
  readonly words: string;
  readonly user: string | null;
  /** Root first; the last acts. */
  readonly chain: readonly string[];
  readonly policies: readonly string[];
}

/** More are not looked at: who asks says so. Chains longer than a request may name grant nothing. */
const MAX_CHAINS = 5_000;

export interface Subjects {
  readonly subjects: readonly Subject[];
  /** Some chain was left out. */
  readonly partial: boolean;
}

export function subjectOfPolicies(policies: readonly string[]): Subject {
  return { kind: 'policies', request: { policies }, words: `policies ${policies.join(', ')}`, user: null, chain: [], policies };
}

/** Of all engines together, each once. */
export function subjectsOf(engines: readonly Engine[]): Subjects {
  const users = unique(engines.flatMap(({ snapshot }) => snapshot.users.all().map(({ id }) => id)));
  const agents = unique(engines.flatMap(({ snapshot }) => snapshot.agents.all().map(({ id }) => id)));
  const { chains, partial } = chainsOf(engines, users, agents);
  return {
    partial,
    subjects: [
      ...users.map((id): Subject => ({ kind: 'user', request: { user: { id } }, words: `user ${id}`, user: id, chain: [], policies: [] })),
      ...agents.map((id): Subject => ({ kind: 'agent', request: { agent: id }, words: `agent ${id}`, user: null, chain: [id], policies: [] })),
      ...chains,
      ...singles(engines),
    ],
  };
}

const unique = (ids: readonly string[]) => [...new Set(ids)];

/** As Vault's tokens may hold them. */
export function everyPolicy(engines: readonly Engine[]): readonly string[] {
  return unique(engines.flatMap(({ tables }) => [...tables.policyByName.keys()]));
}

function chainsOf(engines: readonly Engine[], users: readonly string[], agents: readonly string[]): { readonly chains: Subject[]; readonly partial: boolean } {
  const hops = new Map<string, Map<string, number>>();
  for (const { snapshot } of engines) {
    for (const { from, to, maxDepth } of snapshot.delegations.values()) {
      const there = hops.get(from) ?? new Map<string, number>();
      there.set(to, Math.max(there.get(to) ?? 0, maxDepth));
      hops.set(from, there);
    }
  }
  const chains: Subject[] = [];
  let partial = false;
  const extend = (user: string | null, chain: readonly string[], from: string, depth: number): void => {
    for (const [to, maxDepth] of hops.get(from) ?? []) {
      if (chain.includes(to) || chain.length >= MAX_CHAIN) continue;
      if (chains.length >= MAX_CHAINS) {
        partial = true;
        return;
      }
      const longer = [...chain, to];
      chains.push(chainSubject(user, longer));
      const left = Math.min(maxDepth, depth - 1);
      if (left > 0) extend(user, longer, `agent:${to}`, left);
    }
  };
  for (const user of users) extend(user, [], `user:${user}`, Number.POSITIVE_INFINITY);
  for (const agent of agents) extend(null, [agent], `agent:${agent}`, Number.POSITIVE_INFINITY);
  return { chains, partial };
}

function chainSubject(user: string | null, chain: readonly string[]): Subject {
  const actor = chain.at(-1) as string;
  const through = chain.slice(0, -1).reverse();
  const words = [`agent ${actor}`, ...through.map((id) => `for agent ${id}`), ...(user === null ? [] : [`for user ${user}`])].join(' ');
  const delegation: JsonObject = user === null ? { chain } : { user, chain };
  return { kind: 'delegation', request: { agent: actor, delegation }, words, user, chain, policies: [] };
}

/** One delegation by its id, where others join the same two: by the chain alone the best of them counts. */
function singles(engines: readonly Engine[]): Subject[] {
  const seen = new Set<string>();
  return engines.flatMap(({ snapshot }) =>
    [...snapshot.delegations.values()].flatMap((delegation: Delegation): Subject[] => {
      const { id, from, to } = delegation;
      const alone = engines.every((engine) => engine.snapshot.between(from, to).every((other) => other.id === id));
      if (alone || seen.has(id)) return [];
      seen.add(id);
      const [kind, root] = [from.slice(0, from.indexOf(':')), from.slice(from.indexOf(':') + 1)];
      const user = kind === 'user' ? root : null;
      const chain = user === null ? [root, to] : [to];
      return [{ ...chainSubject(user, chain), request: { agent: to, delegation: { id } }, words: `${chainSubject(user, chain).words} by ${id}` }];
    }),
  );
}
