// A JWS in compact serialization (RFC 7515 §7.1), read and not yet believed: bounded, in the one way in which its bytes can be written, with no extension
// that nobody here knows.

import type { JsonObject } from '@polc/runtime';
import { compactVerify, type JWK } from 'jose';
import { readJsonObject } from './strict-json.js';
import { TokenError } from './token-error.js';

/** Characters. */
export const MAX_TOKEN = 16 * 1024;

export interface Jws {
  readonly text: string;
  readonly header: JsonObject & { readonly alg: string };
  /** Nobody has vouched for them before `isSignedBy` says so. */
  readonly claims: JsonObject;
}

/** @throws TokenError malformed */
export function readJws(text: unknown): Jws {
  if (typeof text !== 'string') throw new TokenError('malformed', 'it is no text');
  if (text.length > MAX_TOKEN) throw new TokenError('malformed', `it has more than ${MAX_TOKEN} characters`);
  const parts = text.split('.');
  if (parts.length === 5) throw new TokenError('malformed', 'it is encrypted');
  const [header, claims] = parts.map(canonicalBytes);
  if (parts.length !== 3 || !header || !claims || canonicalBytes(parts[2] ?? '') === null) throw new TokenError('malformed', 'it is no signed token');
  const head = readJsonObject(header);
  const body = readJsonObject(claims);
  if (head === null || body === null) throw new TokenError('malformed', 'its header and its claims are not one JSON object each');
  const { alg } = head;
  if (typeof alg !== 'string') throw new TokenError('malformed', 'its header names no algorithm');
  // RFC 7515 §4.1.11: what must be understood, and is not. None is understood; `b64` (RFC 7797) is named whether or not it is critical.
  if (Object.hasOwn(head, 'crit') || Object.hasOwn(head, 'b64')) throw new TokenError('malformed', 'its header has an extension');
  return { text, header: { ...head, alg }, claims: body };
}

/**
 * null for what is no base64url, or has bits behind its end.
 * WHY: decoders drop those bits, so that some tokens could be written in several ways, and who remembers one by its text would not know it again.
 */
export function canonicalBytes(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}

/** Whether one of the keys signed it, with an algorithm that fits the key and is one of these. */
export async function isSignedBy({ text, header }: Jws, keys: readonly JWK[], algorithms: readonly string[]): Promise<boolean> {
  if (!algorithms.includes(header.alg)) return false;
  for (const key of keys) {
    try {
      await compactVerify(text, key, { algorithms: [header.alg] });
      return true;
    } catch {
      // Not with this one: whatever the reason, the next may do.
    }
  }
  return false;
}

/** RFC 7515 §4.1.9: a media type, in which case does not count and `application/` may be left out. null: there is none; '': it is none. */
export function typeOf({ header }: Jws): string | null {
  const { typ } = header;
  if (typ === undefined) return null;
  return typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : '';
}
