// The request: what an enforcement point asks about. Shapes only; `decide` judges whatever it is given.

/** A value as JSON has it. Numbers of a request equal no number of a Vault parameter list, as over Vault's HTTP API. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type JsonObject = { readonly [key: string]: JsonValue };

/** Vault's identity of the requester, for `{{identity.…}}` in path patterns. */
export interface Identity {
  readonly entity?: Entity | null;
  readonly groups?: readonly Group[] | null;
}

export interface Entity {
  readonly id?: string;
  readonly name?: string;
  readonly metadata?: { readonly [key: string]: string } | null;
  readonly aliases?: readonly Alias[] | null;
}

export interface Alias {
  readonly mount_accessor?: string;
  readonly id?: string;
  readonly name?: string;
  readonly metadata?: { readonly [key: string]: string } | null;
  readonly custom_metadata?: { readonly [key: string]: string } | null;
}

/** `namespace_id` defaults to `root`, the namespace of every policy: groups of another are found by id, never by name. */
export interface Group {
  readonly id?: string;
  readonly name?: string;
  readonly namespace_id?: string;
  readonly metadata?: { readonly [key: string]: string } | null;
}

/** Exactly one principal form: `policies`, or `user`, or `agent`, or `agent` with `delegation`. */
export interface Request {
  /** Vault's ACL layer: the policies of a token, any subset of those compiled; names fold case. */
  readonly policies?: readonly string[];
  readonly user?: JsonObject;
  readonly agent?: string;
  readonly delegation?: JsonObject;
  readonly authorization_details?: readonly JsonObject[];
  /** A Vault logical operation; any string, unknown ones are denied. */
  readonly operation: string;
  readonly path: string;
  /** The request's data; for a tool call its arguments. */
  readonly parameters?: JsonObject | null;
  readonly purpose?: string;
  readonly session?: JsonObject;
  readonly target?: JsonObject;
  readonly attributes?: JsonObject;
  readonly approvals?: readonly JsonObject[];
  /** Response wrapping asked for: seconds, or a Vault duration (`"60"`, `"1h30m"`, `"2d"`). */
  readonly wrap_ttl?: number | string | null;
  readonly identity?: Identity | null;
  readonly context?: JsonObject;
}
