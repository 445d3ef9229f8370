// API keys: `polc_ID_SECRET`. WHY a plain hash is kept and not a slow one: the secret is 32 random bytes, which nobody guesses.

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface NewKey {
  /** Names the key; no secret. */
  readonly id: string;
  /** Given out once, kept nowhere. */
  readonly text: string;
  /** Hexadecimal SHA-256 of the secret. */
  readonly hash: string;
}

const FORM = /^polc_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

export function makeKey(): NewKey {
  const id = randomBytes(8).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  return { id, text: `polc_${id}_${secret}`, hash: hashOf(secret) };
}

/** null for what is no key. */
export function readKey(text: string): { readonly id: string; readonly hash: string } | null {
  const [, id, secret] = FORM.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, hash: hashOf(secret) };
}

export function sameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, 'hex'), Buffer.from(b, 'hex')];
  return left.length === right.length && timingSafeEqual(left, right);
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
