// Who is registered: agents, users and groups, each change checked as a whole before it is written, and all of them facts for the next decision.

import type { AgentRecord, JsonObject } from '@polc/runtime';
import { NARROWING } from '../facts/facts-of.js';
import type { PolicySet } from '../facts/policy-set.js';
import type { Page, RecordStore, StoredRecord, UniqueName, Writing } from '../stores/store.js';
import { StoreError } from '../stores/store-error.js';
import { AGENT, GROUP, USER } from './agent-schema.js';
import { checkFact, checkShape } from './check-shape.js';
import { checkIdentity, type Identity, identityNames } from './identity.js';
import { RegistryError } from './registry-error.js';

/** A record as decisions read it, and what is the registry's own. */
export interface AgentEntry extends Omit<AgentRecord, 'identity'> {
  readonly instance?: string;
  readonly description?: string;
  readonly display_name?: string;
  readonly entity_id?: string;
  readonly optional_authorization_details?: boolean;
  readonly identity?: Identity;
}

type Kind = 'agent' | 'user' | 'group';

const SCHEMAS = { agent: AGENT, user: USER, group: GROUP } as const;
const LISTS = { agent: 'agents', user: 'users', group: 'groups' } as const;
/** The registry's own: no decision reads them. */
const OWN = ['instance', 'description', 'display_name', 'entity_id', 'optional_authorization_details'];

export class AgentRegistry {
  readonly #store: RecordStore;
  readonly #policies: () => PolicySet | null;

  /** `policies`: those in force; null where they are not known, as for a command that has only the store: then names are taken as they are, and deny later. */
  constructor(store: RecordStore, policies: () => PolicySet | null) {
    this.#store = store;
    this.#policies = policies;
  }

  /** A new one. @throws RegistryError; StoreError conflict where it is there, or another has its names */
  async register(kind: Kind, entry: unknown): Promise<StoredRecord> {
    const body = this.#checked(kind, entry);
    return this.#store.change((records) => put(records, kind, body, 0));
  }

  /**
   * As it is to be from now on; members that are null are taken out. `expected`: the version that was read.
   * @throws RegistryError; StoreError not_found, conflict
   */
  update(kind: Kind, id: string, members: JsonObject, expected?: number): Promise<StoredRecord> {
    return this.#store.change(async (records) => {
      const before = await records.get(kind, id);
      if (before === null && !this.#isDeclared(kind, id)) throw new StoreError('not_found', `there is no ${kind} ${JSON.stringify(id)}`);
      const merged = { ...before?.body, ...members, id };
      const body = this.#checked(kind, Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)));
      return put(records, kind, body, expected ?? before?.version ?? 0);
    });
  }

  /** @throws StoreError not_found */
  async remove(kind: Kind, id: string): Promise<void> {
    await this.#store.change((records) => records.put({ kind, id, body: null }));
  }

  get(kind: Kind, id: string): Promise<StoredRecord | null> {
    return this.#store.get(kind, id);
  }

  list(kind: Kind, page: Page): Promise<readonly StoredRecord[]> {
    return this.#store.list(kind, page);
  }

  #isDeclared(kind: Kind, id: string): boolean {
    return this.#policies()?.has(kind, id) ?? false;
  }

  #checked(kind: Kind, entry: unknown): JsonObject & { readonly id: string } {
    const body = checkShape<JsonObject & { readonly id: string }>(SCHEMAS[kind], entry);
    const policies = this.#policies();
    if (policies?.has(kind, body.id)) {
      const foreign = Object.keys(body).find((member) => !NARROWING[kind].includes(member) && !OWN.includes(member));
      if (foreign !== undefined || kind === 'group') {
        const what = `the ${kind} ${JSON.stringify(body.id)} is declared in the policies' files`;
        throw new RegistryError('owned_by_files', foreign === undefined ? what : `${what}, and so is its ${foreign}`, foreign ?? null);
      }
    }
    checkIdentity((body.identity ?? {}) as Identity, 'identity.spiffe');
    checkNames(kind, body, policies);
    checkFact(LISTS[kind], Object.fromEntries(Object.entries(body).filter(([member]) => !OWN.includes(member))));
    return body;
  }
}

function checkNames(kind: Kind, body: JsonObject, policies: PolicySet | null): void {
  const ceiling = (body.ceiling as { readonly policies?: readonly string[] } | undefined)?.policies;
  for (const [member, names] of [
    ['policies', body.policies as readonly string[] | undefined],
    ['ceiling.policies', ceiling],
  ] as const) {
    for (const name of names ?? []) {
      if (name.toLowerCase() === 'root') throw new RegistryError('invalid', `"root" is nobody's: ${kind}s are never Vault's root`, member);
      if (policies !== null && !policies.knowsPolicy(name)) throw new RegistryError('unknown_name', `there is no policy ${JSON.stringify(name)}`, member);
    }
  }
  const { type } = body;
  if (typeof type === 'string' && policies !== null && !policies.knowsType(type)) {
    throw new RegistryError('unknown_name', `there is no agent type ${JSON.stringify(type)}`, 'type');
  }
}

function put(records: Writing, kind: Kind, body: JsonObject & { readonly id: string }, expected: number): Promise<StoredRecord> {
  return records.put({ kind, id: body.id, body, names: namesOf(kind, body), expected });
}

/** What no other agent may have. */
function namesOf(kind: Kind, body: JsonObject): readonly UniqueName[] {
  if (kind !== 'agent') return [];
  const { display_name, entity_id, identity = {} } = body as unknown as AgentEntry;
  return [
    ...(display_name === undefined ? [] : [{ name: 'display_name', value: display_name }]),
    ...(entity_id === undefined ? [] : [{ name: 'entity_id', value: entity_id }]),
    ...identityNames(identity),
  ];
}
