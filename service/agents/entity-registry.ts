// Vault's entities and the agents that are registrations of one: an entity must be there, has one registration, and its policies are the agent's.

import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@polc/runtime';
import type { PolicySet } from '../facts/policy-set.js';
import type { Page, RecordStore, StoredRecord } from '../stores/store.js';
import { mustBeThere } from '../stores/store-error.js';
import { AgentRegistry } from './agent-registry.js';
import { checkShape } from './check-shape.js';
import { ENTITY, REGISTRATION } from './entity-schema.js';
import { RegistryError } from './registry-error.js';

interface EntityGiven {
  readonly id?: string;
  readonly name?: string;
  readonly policies?: readonly string[];
}

interface RegistrationGiven {
  readonly id?: string;
  readonly display_name: string;
  readonly entity_id: string;
  readonly description?: string;
  readonly owner?: string;
  readonly ceiling_policies?: readonly string[];
  readonly no_default_ceiling_policy?: boolean;
  readonly optional_authorization_details?: boolean;
}

/** Vault adds them to each registration that does not say no. */
const DEFAULT_CEILINGS = ['default', 'default-ceiling'];

export class EntityRegistry {
  readonly #store: RecordStore;
  readonly #agents: AgentRegistry;

  constructor(store: RecordStore, policies: () => PolicySet | null) {
    this.#store = store;
    this.#agents = new AgentRegistry(store, policies);
  }

  /** @throws RegistryError invalid; StoreError conflict where another has the name */
  create(entry: unknown): Promise<StoredRecord> {
    const given = checkShape<EntityGiven & JsonObject>(ENTITY, entry);
    const id = given.id ?? randomUUID();
    const name = given.name ?? `entity_${id.slice(0, 8)}`;
    const names = [{ name: 'name', value: name }];
    return this.#store.change((records) => records.put({ kind: 'entity', id, body: { ...given, id, name }, names, expected: 0 }));
  }

  get(id: string): Promise<StoredRecord | null> {
    return this.#store.get('entity', id);
  }

  named(name: string): Promise<StoredRecord | null> {
    return this.#store.named('entity', 'name', name);
  }

  list(page: Page): Promise<readonly StoredRecord[]> {
    return this.#store.list('entity', page);
  }

  /** One that is registered cannot go. @throws StoreError not_found; RegistryError invalid */
  async remove(id: string): Promise<void> {
    if ((await this.registrationOf(id)) !== null) throw new RegistryError('invalid', `the entity ${JSON.stringify(id)} is registered as an agent`);
    await this.#store.change((records) => records.put({ kind: 'entity', id, body: null }));
  }

  /** The agent that is the registration of an entity. */
  registrationOf(entity: string): Promise<StoredRecord | null> {
    return this.#store.named('agent', 'entity_id', entity);
  }

  displayed(name: string): Promise<StoredRecord | null> {
    return this.#store.named('agent', 'display_name', name);
  }

  /** @throws RegistryError unknown_name where there is no such entity; StoreError conflict where it has a registration, or another has the name */
  async register(entry: unknown): Promise<StoredRecord> {
    const given = checkShape<RegistrationGiven & JsonObject>(REGISTRATION, entry);
    return this.#agents.register('agent', await this.#agentOf(given, given.id ?? randomUUID()));
  }

  /** Members that are not given stay as they are. @throws RegistryError; StoreError not_found, conflict */
  async update(id: string, entry: JsonObject): Promise<StoredRecord> {
    const before = mustBeThere(await this.#agents.get('agent', id), 'registration', id);
    const given = checkShape<RegistrationGiven & JsonObject>(REGISTRATION, { ...givenMembers(before), ...entry, id });
    return this.#agents.update('agent', id, await this.#agentOf(given, id), before.version);
  }

  /**
   * WHY direct is false: Vault bounds by the ceiling only what an agent does for somebody else.
   * @throws RegistryError unknown_name
   */
  async #agentOf(given: RegistrationGiven, id: string): Promise<JsonObject> {
    const {
      display_name,
      entity_id,
      description,
      owner,
      ceiling_policies = [],
      no_default_ceiling_policy = false,
      optional_authorization_details = false,
    } = given;
    const entity = await this.get(entity_id);
    if (entity === null) throw new RegistryError('unknown_name', `there is no entity ${JSON.stringify(entity_id)}`, 'entity_id');
    const { policies = [] } = entity.body as EntityGiven;
    const ceiling = [...new Set([...(no_default_ceiling_policy ? [] : DEFAULT_CEILINGS), ...ceiling_policies])];
    return {
      ...{ id, display_name, entity_id, policies, ceiling: { policies: ceiling, direct: false }, optional_authorization_details },
      ...(description === undefined ? {} : { description }),
      ...(owner === undefined ? {} : { owner }),
    };
  }
}

/** As Vault shows it. */
export function shownRegistration(record: StoredRecord): JsonObject {
  const time = (at: number) => new Date(at).toISOString();
  return { ...registrationMembers(record), creation_time: time(record.createdAt), last_updated_time: time(record.changedAt) };
}

/** Without those that nobody has given, which are shown empty. */
function givenMembers(record: StoredRecord): JsonObject {
  return Object.fromEntries(Object.entries(registrationMembers(record)).filter(([, value]) => value !== ''));
}

function registrationMembers({ id, body }: StoredRecord): JsonObject {
  const { display_name = id, entity_id = '', description = '', owner = '', ceiling, optional_authorization_details = false } = body;
  const { policies = [] } = (ceiling ?? {}) as { readonly policies?: readonly string[] };
  return {
    ...{ id, display_name, entity_id, description, owner, ceiling_policies: policies, optional_authorization_details },
    no_default_ceiling_policy: !DEFAULT_CEILINGS.every((name) => policies.includes(name)),
  };
}
