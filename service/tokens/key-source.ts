// Where keys come from: handed in, or fetched and kept for a while. What cannot be fetched is unavailable, never empty.

import type { JsonObject } from '@polc/runtime';
import { readJsonObject } from './strict-json.js';
import { TokenError } from './token-error.js';
import type { KeySettings } from './token-settings.js';

export interface KeySource<T> {
  /** @throws TokenError unavailable */
  get(): Promise<T>;
  /** Asked for again, since something is missing; null where that was done just before. @throws TokenError unavailable */
  newer(): Promise<T | null>;
}

/** What was made of a document, and how many seconds it wants to be kept; null: it does not say. */
export interface Reading<T> {
  readonly value: T;
  readonly maxAge: number | null;
}

/** `read`: null for what is no such document. @throws TokenError unavailable where it is handed in and is none */
export function sourceOf<T>(settings: KeySettings, read: (document: JsonObject) => Reading<T> | null, clock: () => number): KeySource<T> {
  if (!('jwks' in settings)) return new FetchedKeys(settings, read, clock);
  // A copy: others may change what they handed in.
  const reading = read(structuredClone(settings.jwks) as unknown as JsonObject);
  if (reading === null) throw new TokenError('unavailable', 'the keys that were handed in are no JSON Web Key Set');
  return { get: async () => reading.value, newer: async () => null };
}

const SECOND = 1_000;
/** A server that does not answer is not asked again by everybody who knocks. */
const PAUSE = 1 * SECOND;
const DEFAULTS = { timeout: 5, maxAge: 300, cooldown: 30, maxSize: 512 * 1024 };

class FetchedKeys<T> implements KeySource<T> {
  readonly #settings: Required<Exclude<KeySettings, { readonly jwks: unknown }>>;
  readonly #read: (document: JsonObject) => Reading<T> | null;
  readonly #clock: () => number;
  #kept: { readonly value: T; readonly at: number; readonly maxAge: number } | null = null;
  #failed: { readonly error: TokenError; readonly at: number } | null = null;
  #asking: Promise<T> | null = null;

  constructor(settings: Exclude<KeySettings, { readonly jwks: unknown }>, read: (document: JsonObject) => Reading<T> | null, clock: () => number) {
    this.#settings = { ...DEFAULTS, ...settings };
    this.#read = read;
    this.#clock = clock;
  }

  async get(): Promise<T> {
    return this.#kept !== null && this.#isWithin(this.#kept.at, this.#kept.maxAge) ? this.#kept.value : this.#ask();
  }

  async newer(): Promise<T | null> {
    return this.#kept !== null && this.#isWithin(this.#kept.at, this.#settings.cooldown * SECOND) ? null : this.#ask();
  }

  /** A clock that was put back makes nothing younger. */
  #isWithin(instant: number, span: number): boolean {
    const age = this.#clock() - instant;
    return age >= 0 && age < span;
  }

  #ask(): Promise<T> {
    if (this.#failed !== null && this.#isWithin(this.#failed.at, PAUSE)) return Promise.reject(this.#failed.error);
    this.#asking ??= this.#fetch().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #fetch(): Promise<T> {
    const { uri, timeout, maxAge, maxSize } = this.#settings;
    try {
      const document = readJsonObject(await fetchBytes(uri, timeout * SECOND, maxSize));
      const reading = document === null ? null : this.#read(document);
      if (reading === null) throw new Error('the answer is no JSON Web Key Set');
      const wanted = reading.maxAge === null ? maxAge : Math.min(reading.maxAge, maxAge);
      this.#kept = { value: reading.value, at: this.#clock(), maxAge: wanted * SECOND };
      this.#failed = null;
      return reading.value;
    } catch (cause) {
      const error = new TokenError('unavailable', `keys cannot be had from ${new URL(uri).host}`, cause);
      this.#failed = { error, at: this.#clock() };
      throw error;
    }
  }
}

/** `timeout`: milliseconds for all of it. WHY: redirects are refused, since they could lead to where settings would not have let it go. */
async function fetchBytes(uri: string, timeout: number, maxSize: number): Promise<Uint8Array> {
  const headers = { accept: 'application/jwk-set+json, application/json' };
  const response = await fetch(uri, { headers, redirect: 'error', signal: AbortSignal.timeout(timeout) });
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    throw new Error(`it answers ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop ends the connection.
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    size += chunk.length;
    if (size > maxSize) throw new Error(`its answer has more than ${maxSize} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
