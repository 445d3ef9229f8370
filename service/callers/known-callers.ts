// The registered callers, agents and users by their credentials, as the records that are followed have them: what a request shows is looked up without
// asking the store.

import { instantOf } from '@polc/runtime';
import type { AgentEntry } from '../agents/agent-registry.js';
import { certificateName, identityNames, spiffeName, subjectName } from '../agents/identity.js';
import type { StoredRecord, UniqueName } from '../stores/store.js';
import type { Presented } from '../tokens/presented.js';
import { readKey, sameHash } from './api-key.js';
import type { CallerPrincipal } from './caller.js';
import type { CallerRecord, StoredKey } from './caller-registry.js';

export interface Known {
  /** `caller:ID`. */
  readonly id: string;
  readonly principal: CallerPrincipal;
}

interface KeyOf {
  readonly caller: CallerRecord;
  readonly key: StoredKey;
}

/** Ids by `nameKey`; null: several have it, so that nobody does. */
type Agents = Map<string, string | null>;

export interface DeclaredInFiles {
  readonly agents: Iterable<Pick<AgentEntry, 'id' | 'identity'>>;
  /** Ids. */
  readonly users: Iterable<string>;
}

const MOST_SHOWN = 10_000;

export class KnownCallers {
  readonly #clock: () => number;
  #byKey = new Map<string, KeyOf>();
  /** Keys that were shown and are good, until something changes. */
  readonly #shown = new Map<string, KeyOf>();
  /** By `nameKey`. */
  #callers = new Map<string, CallerRecord>();
  #agents: Agents = new Map();
  #users: ReadonlySet<string> = new Set();
  #narrowed: ReadonlySet<string> = new Set();

  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  /** Takes the records as they are now; `files`: who is declared in the policies. */
  renew(records: Iterable<StoredRecord>, files: DeclaredInFiles): void {
    const byKey = new Map<string, KeyOf>();
    const callers = new Map<string, CallerRecord>();
    const agents: Agents = new Map();
    const users = new Set(files.users);
    const narrowed = new Set<string>();
    const declared = new Set<string>();
    for (const agent of files.agents) {
      declared.add(agent.id);
      addAgent(agents, agent);
    }
    for (const { kind, body, deleted } of records) {
      if (deleted) continue;
      // WHY: files own what they declare, also where the registry knew it before them (grammar/spec.md §9.1).
      if (kind === 'agent' && !declared.has(String(body.id))) addAgent(agents, body as unknown as AgentEntry);
      if (kind === 'agent' && body.entity_id !== undefined && body.optional_authorization_details !== true) narrowed.add(String(body.id));
      if (kind === 'user') users.add(String(body.id));
      if (kind !== 'caller') continue;
      const caller = body as unknown as CallerRecord;
      for (const key of caller.keys) byKey.set(key.id, { caller, key });
      for (const name of identityNames(caller)) callers.set(nameKey(name), caller);
    }
    this.#byKey = byKey;
    this.#shown.clear();
    this.#callers = callers;
    this.#agents = agents;
    this.#users = users;
    this.#narrowed = narrowed;
  }

  /** null where it is no key that is known, or one that has ended. */
  byKey(text: string): Known | null {
    const known = this.#shown.get(text) ?? this.#checked(text);
    if (known === null) return null;
    return isOver(known.key.expires, this.#clock()) ? null : this.#asKnown(known.caller);
  }

  #checked(text: string): KeyOf | null {
    const read = readKey(text);
    const known = read === null ? undefined : this.#byKey.get(read.id);
    if (read === null || known === undefined || !sameHash(known.key.hash, read.hash)) return null;
    if (this.#shown.size >= MOST_SHOWN) this.#shown.clear();
    this.#shown.set(text, known);
    return known;
  }

  /** A caller, or an agent. */
  byCertificate(sha256: string): Known | null {
    const caller = this.#callers.get(nameKey(certificateName(sha256)));
    if (caller !== undefined) return this.#asKnown(caller);
    const agent = this.agentOfCertificate(sha256);
    return agent === null ? null : { id: `agent:${agent}`, principal: { agent } };
  }

  /**
   * The caller that a token, or an SVID, is of; null: nobody is registered by it. WHY a word for one that is suspended or has expired: it must not become
   * what else its subject is.
   */
  callerOf({ issuer, subject, kind }: Pick<Presented, 'issuer' | 'subject' | 'kind'>): Known | 'ended' | null {
    const isOfWorkload = kind === 'jwt-svid' || kind === 'x509-svid';
    const caller = this.#callers.get(nameKey(isOfWorkload ? spiffeName(subject) : subjectName(issuer, subject)));
    return caller === undefined ? null : (this.#asKnown(caller) ?? 'ended');
  }

  /** Ids of registered agents; their status is the engine's to judge. */
  agentOfCertificate(sha256: string): string | null {
    return this.#agents.get(nameKey(certificateName(sha256))) ?? null;
  }

  agentOfSpiffe(id: string): string | null {
    return this.#agents.get(nameKey(spiffeName(id))) ?? null;
  }

  agentOf(issuer: string, subject: string): string | null {
    return this.#agents.get(nameKey(subjectName(issuer, subject))) ?? null;
  }

  /** Vault's rule for the agents that are registrations of its entities. */
  needsDetails(agent: string): boolean {
    return this.#narrowed.has(agent);
  }

  isUser(id: string): boolean {
    return this.#users.has(id);
  }

  #asKnown({ id, policies, user, agent, status, expires }: CallerRecord): Known | null {
    if (status === 'suspended' || isOver(expires, this.#clock())) return null;
    const principal = principalOf(policies, user, agent);
    return principal === null ? null : { id: `caller:${id}`, principal };
  }
}

function principalOf(policies: readonly string[] | undefined, user: string | undefined, agent: string | undefined): CallerPrincipal | null {
  if (agent !== undefined) return { agent };
  if (user !== undefined) return { user: { id: user } };
  return policies === undefined ? null : { policies };
}

/** What nobody can read has ended. */
function isOver(expires: string | number | undefined, now: number): boolean {
  if (expires === undefined) return false;
  const end = instantOf(expires);
  return end === null || end <= now;
}

const nameKey = ({ name, value }: UniqueName) => `${name} ${value}`;

function addAgent(agents: Agents, { id, identity = {} }: Pick<AgentEntry, 'id' | 'identity'>): void {
  for (const key of identityNames(identity).map(nameKey)) {
    // One of the files and one of the store may have the same.
    agents.set(key, agents.has(key) && agents.get(key) !== id ? null : id);
  }
}
