// Whom the door trusts, for what. What is wrong with it is found when the door is made, not when somebody knocks.

import type { JSONWebKeySet } from 'jose';
import { checkShape } from '../agents/check-shape.js';
import { RegistryError } from '../agents/registry-error.js';
import { CodedError } from '../coded-error.js';
import { isObject } from '../is-object.js';
import { TOKEN_SETTINGS } from './token-settings-form.js';

/** All that may sign (RFC 7518 §3.1, RFC 8037, RFC 9864): never `none`, never a shared secret. */
export const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
] as const satisfies readonly string[];

/** RFC 9068 §2.1, and the header of transaction tokens. */
export const TOKEN_TYPES = ['at+jwt', 'txntoken+jwt'] as const;
export type TokenType = (typeof TOKEN_TYPES)[number];

/** Public keys as they are, or where they are: https, or http on this machine. Times in seconds. */
export type KeySettings =
  | { readonly jwks: JSONWebKeySet }
  | {
      readonly uri: string;
      /** For all of the answer. */
      readonly timeout?: number;
      /** How long an answer counts. */
      readonly maxAge?: number;
      /** How long after an answer a name that it does not hold is no reason to ask again. */
      readonly cooldown?: number;
      /** Bytes. */
      readonly maxSize?: number;
    };

export interface DpopSettings {
  /** Tokens that are bound to no key are refused. */
  readonly required?: boolean;
  /** Seconds: how old a proof may be. */
  readonly window?: number;
  readonly algorithms?: readonly string[];
  /** Whether this server gave out the nonce and it still counts. Absent: proofs need none. */
  readonly nonce?: (nonce: string, now: number) => boolean;
}

export interface IssuerSettings {
  /** Exactly as it stands in `iss`: nothing is folded, trimmed or normalised. */
  readonly issuer: string;
  /** Names of this server, or its trust domain; a token is for one of them. */
  readonly audiences: readonly string[];
  readonly keys: KeySettings;
  readonly algorithms?: readonly string[];
  /** `at+jwt` when absent. */
  readonly types?: readonly TokenType[];
  /** Names of claims: `sub`, `act`, `authorization_details` when absent. */
  readonly userClaim?: string;
  readonly actorClaim?: string;
  readonly authorizationDetailsClaim?: string;
  /** Other issuers, or `spiffe://` and a trust domain, whose subjects it may name as actors. An issuer speaks for its own otherwise. */
  readonly actorIssuers?: readonly string[];
  /** Seconds for `exp`, `nbf` and `iat`, and for a proof's `iat` ahead of the clock. */
  readonly leeway?: number;
  readonly dpop?: DpopSettings;
  /** A subject token without `may_act` is not exchanged. */
  readonly mayActRequired?: boolean;
}

/** A SPIFFE trust domain: who may come with SVIDs of it. */
export interface TrustDomainSettings {
  /** `example.org` */
  readonly trustDomain: string;
  /** For JWT-SVIDs. */
  readonly audiences: readonly string[];
  /** Its bundle, a JWKS with `use` `jwt-svid` and `x509-svid`. */
  readonly bundle: KeySettings;
  readonly leeway?: number;
}

export interface TokenSettings {
  readonly issuers: readonly IssuerSettings[];
  readonly trustDomains?: readonly TrustDomainSettings[];
  /** The store's: true once for each id of a use until it expires. */
  readonly first: (use: string, id: string, expires: number, now: number) => Promise<boolean>;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
}

export type SettingsErrorCode = 'invalid';

export class TokenSettingsError extends CodedError<SettingsErrorCode> {
  override readonly name = 'TokenSettingsError';
  /** `issuers[0].audiences` */
  readonly member: string;

  constructor(member: string, message: string) {
    super('invalid', `${member}: ${message}`);
    this.member = member;
  }
}

const LONGEST_LEEWAY = 300;

/** @throws TokenSettingsError */
export function checkForm<T>(form: object, settings: unknown): T {
  try {
    return checkShape<T>(form, settings);
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    throw new TokenSettingsError((error.member ?? 'settings').replace(/\.(\d+)(?=\.|$)/g, '[$1]'), error.message);
  }
}

/** @throws TokenSettingsError */
export function checkSettings(settings: Pick<TokenSettings, 'issuers' | 'trustDomains'>): void {
  checkForm(TOKEN_SETTINGS, settings);
  const { issuers, trustDomains = [] } = settings;
  const names = new Set<string>();
  const check = (member: string, fine: boolean, message: string) => {
    if (!fine) throw new TokenSettingsError(member, message);
  };
  const checkShared = (
    at: string,
    name: string,
    { audiences, leeway = 0 }: Pick<IssuerSettings, 'audiences' | 'leeway'>,
    keys: KeySettings,
    member: string,
  ) => {
    check(at, !names.has(name), `${JSON.stringify(name)} is there twice`);
    names.add(name);
    check(`${at}.audiences`, audiences.length > 0 && audiences.every((audience) => audience !== ''), 'at least one name of this server');
    check(`${at}.leeway`, leeway >= 0 && leeway <= LONGEST_LEEWAY, `from 0 to ${LONGEST_LEEWAY} seconds`);
    const fault = faultOfKeys(keys);
    check(`${at}.${member}`, fault === null, fault ?? '');
  };
  issuers.forEach((settings, i) => {
    const at = `issuers[${i}]`;
    check(`${at}.issuer`, settings.issuer !== '' && !settings.issuer.startsWith('spiffe://'), 'a text; trust domains stand apart');
    checkShared(at, settings.issuer, settings, settings.keys, 'keys');
    const { types = ['at+jwt'], algorithms = ALGORITHMS, dpop = {} } = settings;
    check(`${at}.types`, types.length > 0 && types.every((type) => TOKEN_TYPES.includes(type)), `of ${TOKEN_TYPES.join(', ')}`);
    for (const [member, list] of [
      ['algorithms', algorithms],
      ['dpop.algorithms', dpop.algorithms ?? ALGORITHMS],
    ] as const) {
      check(`${at}.${member}`, list.length > 0 && list.every((alg) => (ALGORITHMS as readonly string[]).includes(alg)), `of ${ALGORITHMS.join(', ')}`);
    }
    check(`${at}.dpop.window`, (dpop.window ?? 1) > 0 && (dpop.window ?? 1) <= LONGEST_LEEWAY, `up to ${LONGEST_LEEWAY} seconds`);
  });
  trustDomains.forEach((settings, i) => {
    const at = `trustDomains[${i}]`;
    check(`${at}.trustDomain`, /^[a-z0-9._-]{1,255}$/.test(settings.trustDomain), 'small letters, digits, ".", "-" and "_"');
    checkShared(at, `spiffe://${settings.trustDomain}`, settings, settings.bundle, 'bundle');
  });
}

function faultOfKeys(keys: KeySettings): string | null {
  if ('jwks' in keys) {
    if (!Array.isArray(keys.jwks?.keys)) return 'a JSON Web Key Set';
    if (!keys.jwks.keys.every(isObject)) return 'a JSON Web Key Set';
    return keys.jwks.keys.some((key) => 'd' in key || 'priv' in key || 'k' in key) ? 'public keys only' : null;
  }
  const numbers = [keys.timeout, keys.maxAge, keys.cooldown, keys.maxSize].filter((number) => number !== undefined);
  if (!numbers.every((number) => Number.isFinite(number) && number > 0)) return 'times and sizes above 0';
  if (!URL.canParse(keys.uri)) return 'an absolute URL';
  const { protocol, hostname } = new URL(keys.uri);
  const near = hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && near) ? null : 'https, or http on this machine';
}
