// Who may ask the service, and with which credentials.

import type { JsonObject } from '@polc/runtime';
import { checkShape } from '../agents/check-shape.js';
import { checkIdentity, type Identity, identityNames } from '../agents/identity.js';
import { RegistryError } from '../agents/registry-error.js';
import type { PolicySet } from '../facts/policy-set.js';
import type { Page, RecordStore, StoredRecord } from '../stores/store.js';
import { mustBeThere } from '../stores/store-error.js';
import { makeKey } from './api-key.js';
import { CALLER } from './caller-schema.js';

/** As it is stored. */
export interface CallerRecord extends Identity {
  readonly id: string;
  readonly description?: string;
  readonly policies?: readonly string[];
  readonly user?: string;
  readonly agent?: string;
  readonly status?: 'active' | 'suspended';
  readonly expires?: string | number;
  readonly keys: readonly StoredKey[];
}

export interface StoredKey {
  readonly id: string;
  /** Hexadecimal SHA-256. */
  readonly hash: string;
  /** RFC 3339. */
  readonly created_at: string;
  readonly expires?: string;
}

export interface KeyGiven {
  readonly record: StoredRecord;
  /** The API key: given out once, kept nowhere. */
  readonly key: string;
}

export class CallerRegistry {
  readonly #store: RecordStore;
  readonly #policies: () => PolicySet | null;
  readonly #clock: () => number;

  constructor(store: RecordStore, policies: () => PolicySet | null, clock: () => number = Date.now) {
    this.#store = store;
    this.#policies = policies;
    this.#clock = clock;
  }

  /** With a first key. @throws RegistryError; StoreError conflict where it is there, or another has its credentials */
  async create(entry: unknown): Promise<KeyGiven> {
    const body = checkShape<Omit<CallerRecord, 'keys'> & JsonObject>(CALLER, entry);
    const unknown = body.policies?.find((name) => this.#policies()?.knowsPolicy(name) === false);
    if (unknown !== undefined) throw new RegistryError('unknown_name', `there is no policy ${JSON.stringify(unknown)}`, 'policies');
    if (body.policies?.some((name) => name.toLowerCase() === 'root')) throw new RegistryError('invalid', '"root" is nobody\'s', 'policies');
    checkIdentity(body, 'spiffe');
    const key = makeKey();
    const record = await this.#store.change((records) => {
      const keys = [{ id: key.id, hash: key.hash, created_at: this.#now() }];
      return records.put({ kind: 'caller', id: body.id, body: { ...body, keys }, names: identityNames(body), expected: 0 });
    });
    return { record, key: key.text };
  }

  /** One more key; those before it end after `overlap` seconds. @throws StoreError not_found */
  async rotate(id: string, overlap = 0): Promise<KeyGiven> {
    const key = makeKey();
    const record = await this.#change(id, (body) => {
      const end = new Date(this.#clock() + overlap * 1000).toISOString();
      const before = body.keys.map((one) => (one.expires !== undefined && one.expires < end ? one : { ...one, expires: end }));
      const kept = before.filter(({ expires = end }) => expires > this.#now());
      return { ...body, keys: [...kept, { id: key.id, hash: key.hash, created_at: this.#now() }] };
    });
    return { record, key: key.text };
  }

  /** @throws StoreError not_found */
  setStatus(id: string, status: 'active' | 'suspended'): Promise<StoredRecord> {
    return this.#change(id, (body) => ({ ...body, status }));
  }

  /** @throws StoreError not_found */
  async remove(id: string): Promise<void> {
    await this.#store.change((records) => records.put({ kind: 'caller', id, body: null }));
  }

  get(id: string): Promise<StoredRecord | null> {
    return this.#store.get('caller', id);
  }

  list(page: Page): Promise<readonly StoredRecord[]> {
    return this.#store.list('caller', page);
  }

  #change(id: string, next: (body: CallerRecord) => CallerRecord): Promise<StoredRecord> {
    return this.#store.change(async (records) => {
      const before = mustBeThere(await records.get('caller', id), 'caller', id);
      const body = next(before.body as unknown as CallerRecord);
      return records.put({ kind: 'caller', id, body: body as unknown as JsonObject, names: identityNames(body), expected: before.version });
    });
  }

  #now(): string {
    return new Date(this.#clock()).toISOString();
  }
}

/** What it may show to others: no hash of a key is anybody's business. */
export function shownCaller({ body, ...record }: StoredRecord): StoredRecord {
  const { keys = [], ...rest } = body as unknown as CallerRecord;
  return { ...record, body: { ...rest, keys: keys.map(({ hash: _, ...key }) => key) } as unknown as JsonObject };
}
