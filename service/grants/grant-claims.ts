// What a grant says: a transaction token (draft-ietf-oauth-transaction-tokens) for one allowed decision, of one action by one agent.

import { digestOf, type JsonObject, type JsonValue } from '@polc/runtime';

/** Of the header (`typ`). */
export const GRANT_TYPE = 'txntoken+jwt';

/** The key that whoever uses it has to hold (RFC 9449 §6, RFC 8705 §3.1). */
export type Confirmation = { readonly jkt: string } | { readonly 'x5t#S256': string };

/** An action that a decision allowed, exactly. */
export interface GrantedAction {
  readonly agent: string;
  /** For whom; null: the agent acts for nobody. */
  readonly user: string | null;
  /** Root first, ending in the agent. */
  readonly chain: readonly string[];
  readonly operation: string;
  readonly path: string;
  readonly parameters: JsonObject | null;
  readonly purpose: string | null;
  readonly session: JsonValue;
}

/** Actor claim (RFC 8693 §4.1): the outermost is the current actor. */
export interface Actor {
  readonly sub: string;
  readonly act?: Actor;
}

/** The immutable part of the transaction. */
export interface TransactionContext {
  readonly operation: string;
  readonly path: string;
  readonly parameters: string;
  readonly purpose: string | null;
  readonly session: string | null;
  readonly chain: readonly string[];
}

/** Instants are seconds since the epoch, as in every JWT. */
export interface GrantClaims {
  readonly iss: string;
  /** The trust domain. */
  readonly aud: string;
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  /** Of the decision. */
  readonly txn: string;
  readonly sub: string;
  readonly scope: string;
  /** The requesting workload: the agent. */
  readonly req_wl: string;
  readonly act?: Actor;
  readonly tctx: TransactionContext;
  /** How often it may be used. */
  readonly uses: number;
  readonly cnf?: Confirmation;
}

/** Parameters and session stand in it as digests: they may be long, and secret. */
export function contextOf({ operation, path, parameters, purpose, session, chain }: GrantedAction): TransactionContext {
  return { operation, path, parameters: digestOf(parameters), purpose, session: session === null ? null : digestOf(session), chain };
}

/** null where the agent acts for nobody: then it is the subject. */
export function actorOf({ user, chain, agent }: GrantedAction): Actor | null {
  if (user === null && chain.length < 2) return null;
  const [first, ...rest] = chain.length === 0 ? [agent] : chain;
  return rest.reduce<Actor>((act, sub) => ({ sub, act }), { sub: first as string });
}
