// Ephemeral grants: authority for one action that was allowed, signed, short, counted, and revocable.

import { type KeyObject, randomUUID } from 'node:crypto';
import { decodeJwt, type JSONWebKeySet, type JWK, SignJWT } from 'jose';
import type { SpendAnswer, Store } from '../stores/store.js';
import { actorOf, type Confirmation, contextOf, GRANT_TYPE, type GrantedAction } from './grant-claims.js';
import { publicJwk } from './published-keys.js';
import { type GrantAnswer, type GrantFault, verifyGrant } from './verify-grant.js';

/** A name, or what says it, where it is known only once the server listens. */
export type Called = string | (() => string);

export interface GrantSettings {
  readonly issuer: Called;
  /** The trust domain that grants are for. */
  readonly audience: Called;
  /** Ed25519. */
  readonly key: KeyObject;
  readonly keyId: string;
  /** Public keys of other nodes, whose grants are as good. */
  readonly others?: () => readonly JWK[];
  /** Seconds: no grant is for longer, whatever the policies say. */
  readonly longest?: number;
  readonly clock?: () => number;
}

/** What the decision limits it to: seconds and times, null where it does not. */
export interface GrantLimits {
  readonly maxTtl: number | null;
  readonly uses: number | null;
}

export interface IssuedGrant {
  readonly id: string;
  readonly token: string;
  /** Seconds from now. */
  readonly expiresIn: number;
  readonly uses: number;
}

export type RedeemFault = GrantFault | Exclude<SpendAnswer, 'spent'>;

const LONGEST = 600;

export class Grants {
  readonly #store: Store;
  readonly #settings: Required<GrantSettings>;

  constructor(store: Store, settings: GrantSettings) {
    this.#store = store;
    this.#settings = { longest: LONGEST, clock: Date.now, others: () => [], ...settings };
  }

  get issuer(): string {
    return nameOf(this.#settings.issuer);
  }

  get audience(): string {
    return nameOf(this.#settings.audience);
  }

  /** For whoever verifies grants without asking (RFC 7517). */
  keys(): JSONWebKeySet {
    const { key, keyId, others } = this.#settings;
    const own = { ...publicJwk(key), kid: keyId, alg: 'EdDSA', use: 'sig' };
    return { keys: [own, ...others().filter(({ kid }) => kid !== keyId)] };
  }

  /** `decision`: its id. `holder`: the key that it is bound to. Written down before it is given out. @throws StoreError */
  async issue(action: GrantedAction, limits: GrantLimits, decision: string, holder: Confirmation | null = null): Promise<IssuedGrant> {
    const { key, keyId, longest, clock } = this.#settings;
    const { issuer, audience } = this;
    // Whole seconds, as a JWT has them; a ceiling of less than one leaves none.
    const now = Math.floor(clock() / 1000);
    const ttl = Math.floor(Math.min(longest, limits.maxTtl ?? longest));
    const uses = limits.uses ?? 1;
    const id = randomUUID();
    const act = actorOf(action);
    const token = await new SignJWT({
      ...{ txn: decision, scope: action.operation, req_wl: action.agent, tctx: contextOf(action), uses },
      ...(act === null ? {} : { act }),
      ...(holder === null ? {} : { cnf: holder }),
    })
      .setProtectedHeader({ alg: 'EdDSA', typ: GRANT_TYPE, kid: keyId })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(action.user ?? action.chain[0] ?? action.agent)
      .setIssuedAt(now)
      .setExpirationTime(now + ttl)
      .setJti(id)
      .sign(key);
    const body = { decision, user: action.user, chain: action.chain, operation: action.operation, path: action.path };
    await this.#store.issue({ id, agent: action.agent, body, uses, issuedAt: now * 1000, expires: (now + ttl) * 1000 });
    return { id, token, expiresIn: ttl, uses };
  }

  /** One use of it, for just this action. @throws StoreError */
  async redeem(token: string, action: GrantedAction, holder: Confirmation | null = null): Promise<GrantAnswer | { readonly fault: RedeemFault }> {
    const { clock } = this.#settings;
    const { issuer, audience } = this;
    const answer = await verifyGrant(token, action, holder, { keys: this.keys(), issuer, audience, clock });
    if ('fault' in answer) {
      // WHY: what was seen to be over stays so, by whatever clock it is looked at next.
      if (answer.fault === 'expired') await this.revoke(String(decodeJwt(token).jti));
      return answer;
    }
    const spent = await this.#store.spend(answer.claims.jti, clock());
    return spent === 'spent' ? answer : { fault: spent };
  }

  /** From the next use on. False: it is not there, or was revoked before. @throws StoreError */
  revoke(id: string): Promise<boolean> {
    return this.#store.revoke(id, this.#settings.clock());
  }
}

const nameOf = (called: Called) => (typeof called === 'string' ? called : called());
