// An OpenID provider as a CIBA client needs it: what it says of itself (OpenID Connect Discovery 1.0), calls with client authentication, its keys.

import { type KeyObject, randomUUID } from 'node:crypto';
import type { JsonObject } from '@polc/runtime';
import { type JSONWebKeySet, SignJWT } from 'jose';
import { CibaError } from './ciba-error.js';

export type ClientAuthentication =
  /** RFC 6749 §2.3.1. */
  | { readonly method: 'client_secret_basic'; readonly secret: string }
  /** RFC 7523, OpenID Connect Core §9. `algorithm` as in RFC 7518: `ES256`, `EdDSA`, `PS256`. */
  | { readonly method: 'private_key_jwt'; readonly key: KeyObject; readonly algorithm: string; readonly keyId?: string };

export interface ProviderClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly authentication: ClientAuthentication;
  /** Milliseconds that a call may take. */
  readonly timeout: number;
  readonly clock: () => number;
}

export interface Answered {
  readonly ok: boolean;
  readonly body: JsonObject;
}

const MAX_ANSWER = 1_048_576;
/** Seconds that a client assertion is good for. */
const ASSERTION = 60;

/** Of one request to people. Every call throws CibaError `unreachable`, `misconfigured` or `stopped`. */
export class CibaProvider {
  readonly #client: ProviderClient;
  readonly #signal: AbortSignal;
  readonly #backchannel: string;
  readonly #token: string;
  readonly #jwks: string;

  private constructor(client: ProviderClient, metadata: JsonObject, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
    this.#backchannel = endpoint(metadata, 'backchannel_authentication_endpoint');
    this.#token = endpoint(metadata, 'token_endpoint');
    this.#jwks = endpoint(metadata, 'jwks_uri');
  }

  static async discover(client: ProviderClient, signal: AbortSignal): Promise<CibaProvider> {
    const url = `${client.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    mustBeSafe(url, 'the issuer');
    const { ok, body } = await call(url, {}, client.timeout, signal);
    if (!ok) throw new CibaError('misconfigured', `${url} has no metadata`);
    // Discovery §4.3: exactly equal, as text.
    if (body.issuer !== client.issuer) throw new CibaError('misconfigured', `${url} is of another issuer`);
    const modes = body.backchannel_token_delivery_modes_supported;
    if (!Array.isArray(modes) || !modes.includes('poll')) throw new CibaError('misconfigured', 'the provider cannot be polled');
    return new CibaProvider(client, body, signal);
  }

  /** CIBA §7.1. */
  authenticate(parameters: Readonly<Record<string, string>>): Promise<Answered> {
    return this.#post(this.#backchannel, parameters);
  }

  /** CIBA §10.1. */
  token(parameters: Readonly<Record<string, string>>): Promise<Answered> {
    return this.#post(this.#token, { grant_type: 'urn:openid:params:grant-type:ciba', ...parameters });
  }

  async keys(): Promise<JSONWebKeySet> {
    const { ok, body } = await call(this.#jwks, {}, this.#client.timeout, this.#signal);
    if (!ok || !Array.isArray(body.keys)) throw new CibaError('misconfigured', `${this.#jwks} has no keys`);
    return body as unknown as JSONWebKeySet;
  }

  async #post(url: string, parameters: Readonly<Record<string, string>>): Promise<Answered> {
    const { headers, more } = await this.#credentials();
    return call(url, { method: 'POST', headers, body: new URLSearchParams({ ...parameters, ...more }) }, this.#client.timeout, this.#signal);
  }

  async #credentials(): Promise<{ headers: Record<string, string>; more: Record<string, string> }> {
    const { issuer, clientId, authentication, clock } = this.#client;
    if (authentication.method === 'client_secret_basic') {
      const pair = [clientId, authentication.secret].map(formEncoded).join(':');
      return { headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }, more: {} };
    }
    const { key, algorithm, keyId } = authentication;
    const now = Math.floor(clock() / 1000);
    const assertion = await new SignJWT({})
      .setProtectedHeader({ alg: algorithm, ...(keyId === undefined ? {} : { kid: keyId }) })
      .setIssuer(clientId)
      .setSubject(clientId)
      // CIBA §7.1: every provider takes its issuer as the audience, at either endpoint.
      .setAudience(issuer)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setExpirationTime(now + ASSERTION)
      .sign(key);
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    return { headers: {}, more: { client_id: clientId, client_assertion_type: type, client_assertion: assertion } };
  }
}

const formEncoded = (text: string) => new URLSearchParams({ '': text }).toString().slice(1);

function endpoint(metadata: JsonObject, name: string): string {
  const url = metadata[name];
  if (typeof url !== 'string') throw new CibaError('misconfigured', `the provider's metadata has no ${name}`);
  mustBeSafe(url, name);
  return url;
}

function mustBeSafe(text: string, what: string): void {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLoopback = url !== null && /^(?:localhost|127(?:\.[0-9]+){3}|\[::1\])$/.test(url.hostname);
  if (url?.protocol !== 'https:' && !(isLoopback && url.protocol === 'http:')) throw new CibaError('misconfigured', `${what} is not https: ${text}`);
}

/** JSON of 2xx and 4xx; everything else is unreachable. WHY no redirects: what is sent is for the endpoint that the metadata names. */
async function call(url: string, init: RequestInit, timeout: number, signal: AbortSignal): Promise<Answered> {
  let status: number;
  let text: string;
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.any([AbortSignal.timeout(timeout), signal]) });
    status = response.status;
    text = await bodyOf(response);
  } catch (error) {
    if (signal.aborted) throw new CibaError('stopped', 'nobody waits any longer');
    throw new CibaError('unreachable', `${url} does not answer`, error);
  }
  if (status === 408 || status === 429 || status >= 500) throw new CibaError('unreachable', `${url} answers ${status}`);
  const body = parsed(text);
  if (body === null) throw new CibaError('misconfigured', `${url} answers ${status} without a JSON object`);
  return { ok: status === 200, body };
}

async function bodyOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MAX_ANSWER) throw new Error('the answer is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function parsed(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}
