// The public keys that grants are checked with: each node publishes its own in the store, so that all of them take each other's grants.

import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import type { JsonObject } from '@polc/runtime';
import type { JWK } from 'jose';
import type { Store, StoredRecord } from '../stores/store.js';

/** The thumbprint of RFC 7638. `key`: Ed25519. */
export function keyIdOf(key: KeyObject): string {
  const { crv, kty, x } = publicJwk(key);
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
}

export function publicJwk(key: KeyObject): JWK {
  return (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' }) as JWK;
}

/** @throws StoreError */
export async function publishKey(store: Store, key: KeyObject): Promise<void> {
  const id = keyIdOf(key);
  if ((await store.get('key', id)) !== null) return;
  const body = { ...publicJwk(key), kid: id, alg: 'EdDSA', use: 'sig' } as JsonObject;
  await store.change(async (records) => {
    if ((await records.get('key', id)) === null) await records.put({ kind: 'key', id, body });
  });
}

export function publishedKeys(records: Iterable<StoredRecord>): readonly JWK[] {
  return [...records].filter(({ kind, deleted }) => kind === 'key' && !deleted).map(({ body }) => body as unknown as JWK);
}
