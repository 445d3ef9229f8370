// What claims of every kind of token have in common (RFC 7519 §4.1): times, audience, texts.

import type { JsonObject, JsonValue } from '@polc/runtime';
import { TokenError } from './token-error.js';

/** Of the instants that there are (ECMA-262 §21.4.1.1), in seconds. */
const LAST = 8_640_000_000_000;
const MAX_TEXT = 2_048;

/** A text that can be somebody's name. @throws TokenError bad_claims */
export function nameIn(claims: JsonObject, claim: string): string {
  const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  if (typeof value !== 'string' || value === '' || value.length > MAX_TEXT || /\p{Cc}/u.test(value)) {
    throw new TokenError('bad_claims', `${JSON.stringify(claim)} is no name`);
  }
  return value;
}

export const nameOrNull = (claims: JsonObject, claim: string) => (Object.hasOwn(claims, claim) ? nameIn(claims, claim) : null);

/** Seconds since the epoch. @throws TokenError bad_claims */
export function instantIn(claims: JsonObject, claim: string): number {
  const value = claims[claim];
  if (typeof value !== 'number' || !(value >= 0 && value <= LAST)) throw new TokenError('bad_claims', `${JSON.stringify(claim)} is no time`);
  return value;
}

/**
 * Answers when it ends, in milliseconds; times that stand there count though nobody asks for them.
 * @param now milliseconds; `leeway` seconds
 * @throws TokenError bad_claims, expired, not_yet
 */
export function checkTimes(claims: JsonObject, now: number, leeway: number): number {
  const seconds = now / 1000;
  const end = instantIn(claims, 'exp');
  if (end + leeway <= seconds) throw new TokenError('expired', 'it has ended');
  for (const claim of ['nbf', 'iat']) {
    if (claims[claim] !== undefined && instantIn(claims, claim) - leeway > seconds)
      throw new TokenError('not_yet', `by its ${JSON.stringify(claim)} it is not yet`);
  }
  return Math.floor(end * 1000);
}

/** @throws TokenError bad_claims, wrong_audience */
export function checkAudience({ aud }: JsonObject, ours: readonly string[]): void {
  const audience = audienceOf(aud);
  if (!audience.some((name) => ours.includes(name))) throw new TokenError('wrong_audience', 'it is for somebody else');
}

/** RFC 7519 §4.1.3. @throws TokenError bad_claims */
export function audienceOf(aud: JsonValue | undefined): readonly string[] {
  const list = typeof aud === 'string' ? [aud] : aud;
  if (!Array.isArray(list) || list.length === 0 || !list.every((name) => typeof name === 'string')) throw new TokenError('bad_claims', '"aud" is no audience');
  return list as readonly string[];
}
