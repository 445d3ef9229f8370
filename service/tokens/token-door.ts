// The front door of tokens: what is shown there is somebody's credential, or is refused with a word for why. Who that is here is for `principalOf`.

import { checkCircle, checkMayAct } from './actor-chain.js';
import { checkBindings } from './bound-key.js';
import { verifyJwtSvid } from './jwt-svid.js';
import { sourceOf } from './key-source.js';
import type { Presented, Shown, ShownExchange } from './presented.js';
import { readJws, typeOf } from './read-jws.js';
import { readSigningKeys } from './signing-keys.js';
import { type Refused, TokenError } from './token-error.js';
import { checkSettings, type TokenSettings } from './token-settings.js';
import { readBundle, type TrustDomain } from './trust-domain.js';
import { type Issuer, type Verified, verifyToken } from './verify-token.js';
import { verifyX509Svid } from './x509-svid.js';

/** RFC 8693 §3, and of transaction tokens: what kinds of tokens come under a name. SAML, refresh and ID tokens do not. */
const EXCHANGED: Readonly<Record<string, readonly Presented['kind'][]>> = {
  'urn:ietf:params:oauth:token-type:access_token': ['at+jwt'],
  'urn:ietf:params:oauth:token-type:jwt': ['at+jwt', 'jwt-svid'],
  'urn:ietf:params:oauth:token-type:txn_token': ['txn'],
};

export class TokenDoor {
  readonly #issuers: readonly Issuer[];
  readonly #domains: readonly TrustDomain[];
  readonly #first: TokenSettings['first'];
  readonly #clock: () => number;

  /** @throws TokenSettingsError */
  constructor(settings: TokenSettings) {
    checkSettings(settings);
    const { issuers, trustDomains = [], first, clock = Date.now } = settings;
    this.#issuers = issuers.map((issuer) => ({ settings: issuer, keys: sourceOf(issuer.keys, readSigningKeys, clock) }));
    this.#domains = trustDomains.map((domain) => ({ settings: domain, bundle: sourceOf(domain.bundle, readBundle, clock) }));
    this.#first = first;
    this.#clock = clock;
  }

  /** A token in a request. Never throws. */
  present(shown: Shown): Promise<Presented | Refused> {
    return answered(async () => {
      const now = this.#clock();
      const token = await this.#verify(shown.token, now);
      const isTxn = token.presented.kind === 'txn';
      // WHY: a transaction token tells of a transaction, and authenticates nobody; it comes beside the credential of who does.
      if (isTxn !== (shown.scheme === 'Txn-Token')) throw new TokenError('wrong_type', isTxn ? 'it is no access token' : 'it is no transaction token');
      const confirmation = await checkBindings([token], shown, this.#first, now);
      return { ...token.presented, confirmation };
    });
  }

  /** A subject's token together with its actor's (RFC 8693 §2.1): the same as one token in which the actor acts for the subject. Never throws. */
  exchange(shown: ShownExchange): Promise<Presented | Refused> {
    return answered(async () => {
      const now = this.#clock();
      const subject = await this.#verifyAs(shown.subjectToken, shown.subjectTokenType, now);
      const actor = await this.#verifyAs(shown.actorToken, shown.actorTokenType, now);
      const presented = joined(subject, actor);
      const scheme = shown.dpop.length > 0 ? 'DPoP' : 'Bearer';
      const confirmation = await checkBindings([actor, subject], { ...shown, scheme }, this.#first, now);
      return { ...presented, confirmation };
    });
  }

  /** `chain`: DER, the leaf first, as the peer of TLS sent it. Never throws. */
  presentCertificate(chain: readonly Uint8Array[]): Promise<Presented | Refused> {
    return answered(() => verifyX509Svid(chain, this.#domains, this.#clock()));
  }

  #verify(text: string, now: number): Promise<Verified> {
    const jws = readJws(text);
    const type = typeOf(jws);
    if (type === 'at+jwt' || type === 'txntoken+jwt') return verifyToken(jws, type, this.#issuers, now);
    return verifyJwtSvid(jws, this.#domains, now);
  }

  async #verifyAs(text: string, type: string, now: number): Promise<Verified> {
    const kinds = Object.hasOwn(EXCHANGED, type) ? EXCHANGED[type] : undefined;
    if (kinds === undefined) throw new TokenError('wrong_type', 'tokens of this type are not exchanged');
    const token = await this.#verify(text, now);
    if (!kinds.includes(token.presented.kind)) throw new TokenError('wrong_type', 'it is not of the type that it was given as');
    return token;
  }
}

/** @throws TokenError bad_claims, not_allowed_actor */
function joined(subject: Verified, actor: Verified): Presented {
  const { may_act: mayAct } = subject.claims;
  const by = subject.presented;
  const { kind, issuer, actors, authorizationDetails, clientId, expires } = actor.presented;
  if (kind === 'txn') throw new TokenError('wrong_type', 'a transaction token authenticates no actor');
  if (actors.length > 0) throw new TokenError('not_allowed_actor', 'the actor acts for somebody else');
  // WHY: what narrows the actor's own token cannot be said in one list with what narrows the subject's, and must not be lost.
  if (authorizationDetails !== null) throw new TokenError('not_allowed_actor', 'the token of the actor is narrowed');
  if (mayAct !== undefined) checkMayAct(mayAct, by.issuer, actor.claims, issuer);
  else if (subject.mayActRequired) throw new TokenError('not_allowed_actor', 'the subject says of nobody that he may act for it');
  const chain = [{ issuer, subject: actor.sub }, ...by.actors];
  checkCircle([{ issuer: by.issuer, subject: subject.sub }, ...chain]);
  return { ...by, actors: chain, clientId, expires: Math.min(by.expires, expires) };
}

async function answered(work: () => Promise<Presented>): Promise<Presented | Refused> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TokenError) return { fault: error.code, message: error.message };
    // A bug, or a settings' function that throws: it could not be told, so nobody is let in.
    return { fault: 'unavailable', message: 'it could not be checked' };
  }
}
