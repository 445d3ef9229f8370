// From what a connection shows to a caller: an API key, a token with its proof, a certificate, or nothing at all. A credential that is shown and not good
// is refused, whatever else is shown.

import { createHash } from 'node:crypto';
import type { VouchedEntry } from '../audit/audit-entry.js';
import type { Confirmation } from '../grants/grant-claims.js';
import { ServiceError } from '../service-error.js';
import type { Presented } from '../tokens/presented.js';
import { type Identities, type PrincipalRefused, principalOf, type TokenPrincipal } from '../tokens/principal-of.js';
import type { TokenDoor } from '../tokens/token-door.js';
import type { Refused } from '../tokens/token-error.js';
import type { Caller, CallerPrincipal } from './caller.js';
import type { Known, KnownCallers } from './known-callers.js';

/** What a request shows, however it came. */
export interface ShownCredentials {
  /** `Authorization`, each time that it stands there. */
  readonly authorization: readonly string[];
  /** `DPoP`, likewise. */
  readonly dpop: readonly string[];
  readonly method: string;
  /** As the caller sees it, whole. */
  readonly url: string;
  /** Of the TLS peer, DER, the leaf first; empty without. */
  readonly certificates: readonly Uint8Array[];
  /** The TLS peer's chain ends in an authority that callers' certificates come from. */
  readonly isTrustedPeer: boolean;
  readonly address: string | null;
}

export interface AuthenticationSettings {
  readonly known: KnownCallers;
  /** null: tokens and SVIDs are nobody's. */
  readonly door: TokenDoor | null;
  /** Issuers whose subjects are users by their own ids. */
  readonly userIssuers: readonly string[];
  /** What whoever shows nothing holds; null: nothing, and is refused. */
  readonly anonymous: readonly string[] | null;
}

const KEY = /^Bearer (polc_[^\s]+)$/i;
const TOKEN = /^(Bearer|DPoP) ([^\s]+)$/i;

const NOBODY: readonly string[] = [];

/** At once for keys. WHY: most requests have one, and a promise more for each of them costs (bench/serve). @throws ServiceError unauthenticated */
export function authenticate(shown: ShownCredentials, settings: AuthenticationSettings): Caller | Promise<Caller> {
  const { authorization, address, certificates } = shown;
  const [header, ...more] = authorization;
  if (more.length > 0) throw refusal('the request has several Authorization headers');
  const thumbprint = certificates[0] === undefined ? null : createHash('sha256').update(certificates[0]).digest();
  const holder = thumbprint === null ? null : { 'x5t#S256': thumbprint.toString('base64url') };
  if (header === undefined) return withoutHeader(shown, settings, thumbprint, holder);
  const [, key] = KEY.exec(header) ?? [];
  return key === undefined
    ? byToken(header, shown, settings, holder)
    : known(settings.known.byKey(key), 'api_key', address, holder, 'the API key is not known');
}

async function byToken(header: string, shown: ShownCredentials, settings: AuthenticationSettings, holder: Confirmation | null): Promise<Caller> {
  const { dpop, method, url, certificates, address } = shown;
  const { door } = settings;
  const [, scheme, token] = TOKEN.exec(header) ?? [];
  if (scheme === undefined || token === undefined || door === null) throw refusal('the credential is not understood');
  const kind = scheme.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer';
  const presented = await door.present({ scheme: kind, token, dpop, method, url, certificate: certificates[0] ?? null });
  if ('fault' in presented) throw refused(presented);
  return byPresented(presented, 'jwt', settings, address, presented.confirmation ?? holder);
}

async function withoutHeader(
  { certificates, address, isTrustedPeer }: ShownCredentials,
  settings: AuthenticationSettings,
  thumbprint: Buffer | null,
  holder: Confirmation | null,
): Promise<Caller> {
  const { door, anonymous } = settings;
  if (thumbprint !== null && door !== null) {
    const presented = await door.presentCertificate(certificates);
    if (!('fault' in presented)) return byPresented(presented, 'mtls', settings, address, holder);
  }
  if (thumbprint !== null && isTrustedPeer) {
    return known(settings.known.byCertificate(thumbprint.toString('hex')), 'mtls', address, holder, 'nobody is registered by this certificate');
  }
  if (thumbprint !== null) throw refusal('the certificate is of no authority that is known here, or has ended');
  if (anonymous === null) throw refusal('a credential is needed');
  return { id: 'anonymous', credential: 'none', principal: { policies: anonymous }, groups: NOBODY, vouched: null, address, holder };
}

/** @throws ServiceError unauthenticated, with these words */
function known(found: Known | null, credential: Caller['credential'], address: string | null, holder: Confirmation | null, words: string): Caller {
  if (found === null) throw refusal(words);
  return { id: found.id, credential, principal: found.principal, groups: NOBODY, vouched: null, address, holder };
}

/** A token, or an SVID: of a registered caller, or of an agent or a user who ask for themselves. @throws ServiceError unauthenticated */
function byPresented(
  presented: Presented,
  credential: 'jwt' | 'mtls',
  { known, userIssuers }: AuthenticationSettings,
  address: string | null,
  holder: Confirmation | null,
): Caller {
  const { actors, groups, authorizationDetails } = presented;
  const rest = { credential, groups, vouched: credential === 'jwt' ? vouchedBy(presented) : null, address, holder };
  const registered = actors.length > 0 ? null : known.callerOf(presented);
  if (registered === 'ended') throw refusal('its subject is not registered');
  if (registered !== null) return { ...rest, id: registered.id, principal: narrowed(registered.principal, authorizationDetails) };
  const principal = principalBy(presented, known, userIssuers);
  if ('fault' in principal) throw refusal(principal.message);
  const id = 'agent' in principal ? `agent:${principal.agent}` : `user:${principal.user.id}`;
  return { ...rest, id, principal };
}

/** What narrows a token narrows whoever shows it (RFC 9396), and is never left out. @throws ServiceError unauthenticated */
function narrowed(principal: CallerPrincipal, details: Presented['authorizationDetails']): CallerPrincipal {
  if (details === null) return principal;
  if ('policies' in principal) throw refusal('the token is narrowed, which policies of a caller cannot be');
  return { ...principal, authorization_details: details };
}

export function vouchedBy({ kind, issuer, jti, txn, confirmation, actors }: Presented): VouchedEntry {
  return { kind, issuer, jti, txn, bound: confirmation !== null, prior_actors: actors.slice(1).map(({ subject }) => subject) };
}

/**
 * Of a token's subject and its actors. An agent that is the registration of a Vault entity has no authority by a token that is not narrowed, unless its
 * registration says so (`optional_authorization_details`).
 */
export function principalBy(presented: Presented, known: KnownCallers, userIssuers: readonly string[]): TokenPrincipal | PrincipalRefused {
  const principal = principalOf(presented, identitiesOf(known, userIssuers));
  const isWide = 'agent' in principal && principal.authorization_details === undefined && known.needsDetails(principal.agent);
  return isWide ? { ...principal, authorization_details: [] } : principal;
}

/** Who is meant by a name that an issuer vouches for. */
function identitiesOf(known: KnownCallers, userIssuers: readonly string[]): Identities {
  return {
    agentOf: (issuer, subject) => known.agentOf(issuer, subject),
    agentOfSpiffe: (id) => known.agentOfSpiffe(id),
    agentOfCertificate: (sha256) => known.agentOfCertificate(sha256),
    userOf: (issuer, subject) => (userIssuers.includes(issuer) && known.isUser(subject) ? subject : null),
  };
}

function refusal(message: string): ServiceError {
  return new ServiceError('unauthenticated', message);
}

/** WHY apart: a good token is not to be thrown away because its issuer's keys cannot be had just now. */
function refused({ fault, message }: Refused): ServiceError {
  return fault === 'unavailable' ? new ServiceError('unavailable', 'the keys of the issuer cannot be had') : refusal(message);
}
