// Who may act for whom, and what was consented to. A consent is a record of its own: who gave it, when, what was shown, how, until when, withdrawn when.

import { createHash, randomUUID } from 'node:crypto';
import { type DelegationRecord, instantOf, type JsonObject } from '@polc/runtime';
import { checkFact, checkShape } from '../agents/check-shape.js';
import { RegistryError } from '../agents/registry-error.js';
import { NARROWING } from '../facts/facts-of.js';
import type { PolicySet } from '../facts/policy-set.js';
import { pageByPage } from '../stores/page-by-page.js';
import type { Page, RecordStore, Records, StoredRecord, Writing } from '../stores/store.js';
import { mustBeThere, StoreError } from '../stores/store-error.js';
import { CONSENT, DELEGATION } from './delegation-schema.js';

export interface ConsentEntry {
  readonly delegation: string;
  readonly scopes: readonly string[];
  readonly expires?: string | number;
  readonly text?: string;
  readonly method?: string;
}

export class DelegationRegistry {
  readonly #store: RecordStore;
  readonly #policies: () => PolicySet | null;
  readonly #clock: () => number;

  /** `policies`: those in force; null where they are not known. */
  constructor(store: RecordStore, policies: () => PolicySet | null, clock: () => number = Date.now) {
    this.#store = store;
    this.#policies = policies;
    this.#clock = clock;
  }

  /** @throws RegistryError; StoreError conflict where it is there */
  async create(entry: unknown): Promise<StoredRecord> {
    const body = checkShape<DelegationRecord & JsonObject>(DELEGATION, entry);
    const policies = this.#policies();
    if (policies?.has('delegation', body.id)) {
      throw new RegistryError('owned_by_files', `the delegation ${JSON.stringify(body.id)} is declared in the policies' files`);
    }
    checkFact('delegations', body);
    return this.#store.change(async (records) => {
      const [kind = '', id = ''] = [body.from.slice(0, body.from.indexOf(':')), body.from.slice(body.from.indexOf(':') + 1)];
      if (kind === 'agent' && id === body.to) throw new RegistryError('invalid', 'an agent does not delegate to itself', 'to');
      await this.#mustKnow(records, kind as 'user' | 'agent', id, 'from');
      await this.#mustKnow(records, 'agent', body.to, 'to');
      const unknown = policies === null ? undefined : body.scopes.find((scope) => !policies.knowsScope(scope));
      if (unknown !== undefined) throw new RegistryError('unknown_name', `there is no scope ${JSON.stringify(unknown)}`, 'scopes');
      return records.put({ kind: 'delegation', id: body.id, body, expected: 0 });
    });
  }

  /** For good, from the next decision on; what was consented to by it is withdrawn. @throws StoreError not_found */
  async revoke(id: string): Promise<StoredRecord> {
    return this.#store.change(async (records) => {
      const { body } = await this.#delegation(records, id);
      const owned = this.#policies()?.has('delegation', id) ?? false;
      const kept = owned ? Object.fromEntries(Object.entries(body).filter(([member]) => NARROWING.delegation.includes(member))) : body;
      for await (const consent of pageByPage((page) => records.list('consent', page))) {
        if (consent.body.delegation === id) await this.#end(records, consent, 'revocation');
      }
      return records.put({ kind: 'delegation', id, body: { ...kept, id, status: 'revoked' } });
    });
  }

  get(id: string): Promise<StoredRecord | null> {
    return this.#store.get('delegation', id);
  }

  list(page: Page): Promise<readonly StoredRecord[]> {
    return this.#store.list('delegation', page);
  }

  /**
   * `by`: who consents, `user:ID` or `agent:ID`; nobody but the delegator can.
   * @throws RegistryError; StoreError not_found
   */
  async consent(entry: unknown, by: string): Promise<StoredRecord> {
    const { text, ...given } = checkShape<ConsentEntry & JsonObject>(CONSENT, entry);
    const now = this.#clock();
    const until = given.expires === undefined ? null : instantOf(given.expires);
    if (given.expires !== undefined && until === null) throw new RegistryError('invalid', '"expires" is RFC 3339, or milliseconds', 'expires');
    if (until !== null && until <= now) throw new RegistryError('invalid', 'a consent that has expired already consents to nothing', 'expires');
    return this.#store.change(async (records) => {
      const { from, scopes, status } = (await this.#delegation(records, given.delegation)).body as unknown as DelegationRecord;
      if (from !== by) throw new RegistryError('invalid', `${by} is not who delegates by ${JSON.stringify(given.delegation)}`, 'delegation');
      if (status === 'revoked') throw new RegistryError('invalid', `the delegation ${JSON.stringify(given.delegation)} is revoked`, 'delegation');
      const beyond = given.scopes.find((scope) => !scopes.includes(scope));
      if (beyond !== undefined) throw new RegistryError('invalid', `the delegation does not cover the scope ${JSON.stringify(beyond)}`, 'scopes');
      const id = randomUUID();
      const shown = text === undefined ? {} : { text, text_digest: `sha256:${createHash('sha256').update(text).digest('hex')}` };
      const body = { ...given, ...shown, given_by: by, given_at: new Date(now).toISOString() };
      return records.put({ kind: 'consent', id, body, expected: 0 });
    });
  }

  /** `by`: who withdraws it, the delegator or whoever else may. @throws StoreError not_found */
  async withdraw(id: string, by: string): Promise<StoredRecord> {
    return this.#store.change(async (records) => {
      return this.#end(records, mustBeThere(await records.get('consent', id), 'consent', id), by);
    });
  }

  consents(page: Page): Promise<readonly StoredRecord[]> {
    return this.#store.list('consent', page);
  }

  /** Withdrawn once: the first time is when it ended. */
  async #end(records: Writing, consent: StoredRecord, by: string): Promise<StoredRecord> {
    if (consent.body.withdrawn_at !== undefined) return consent;
    const ended = { withdrawn_at: new Date(this.#clock()).toISOString(), withdrawn_by: by };
    return records.put({ kind: 'consent', id: consent.id, body: { ...consent.body, ...ended } });
  }

  /** Of the registry over that of the files. @throws StoreError not_found */
  async #delegation(records: Records, id: string): Promise<{ readonly body: JsonObject }> {
    const filed = this.#policies()?.delegation(id) ?? null;
    const stored = await records.get('delegation', id);
    if (stored === null && filed === null) throw new StoreError('not_found', `there is no delegation ${JSON.stringify(id)}`);
    return { body: { ...(stored?.body ?? {}), ...(filed === null ? {} : (filed as unknown as JsonObject)), ...statusOf(stored?.body) } };
  }

  async #mustKnow(records: Records, kind: 'user' | 'agent', id: string, member: string): Promise<void> {
    const policies = this.#policies();
    if (policies === null || policies.has(kind, id) || (await records.get(kind, id)) !== null) return;
    throw new RegistryError('unknown_name', `there is no ${kind} ${JSON.stringify(id)}`, member);
  }
}

function statusOf(body: JsonObject | undefined): JsonObject {
  return body?.status === undefined ? {} : { status: body.status };
}
