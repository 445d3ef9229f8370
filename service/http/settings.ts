// How the server listens, and what it lets in.

import type { CibaSettings } from '../approvals/ciba.js';
import type { Caller } from '../callers/caller.js';
import type { TokenDoor } from '../tokens/token-door.js';

export interface TlsSettings {
  /** PEM. */
  readonly key: string | Uint8Array;
  readonly cert: string | Uint8Array;
  /** Authorities that callers' certificates come from. */
  readonly clientCa?: string | Uint8Array;
  /** Certificates are X509-SVIDs, which the token door judges by its trust domains. */
  readonly takesSvids?: boolean;
}

export interface RateLimit {
  /** Requests of one caller. */
  readonly requests: number;
  /** Within so many seconds. */
  readonly seconds: number;
}

export interface ServerSettings {
  readonly host?: string;
  /** 0: any that is free. */
  readonly port?: number;
  /** What the server is called from outside, without a slash at its end; where it listens, when absent. */
  readonly base?: string;
  readonly tls?: TlsSettings;
  readonly door?: TokenDoor;
  /** Everybody is this one: for a command that has the store itself, and listens to nobody else. */
  readonly as?: Caller;
  /** Issuers whose subjects are users by their own ids. */
  readonly userIssuers?: readonly string[];
  /** The identity provider through which people are asked for approvals. */
  readonly ciba?: CibaSettings;
  /** Policies of whoever shows no credential; absent: nobody without one is let in. */
  readonly anonymous?: readonly string[];
  /** Bytes of a body. */
  readonly bodyLimit?: number;
  /** Seconds in which a request has to come, whole. */
  readonly patience?: number;
  readonly rateLimit?: RateLimit;
  /** Credentials that are refused, by address. */
  readonly failureLimit?: RateLimit;
  /** Addresses or networks of proxies whose X-Forwarded-For is believed. */
  readonly trustProxy?: readonly string[];
  /** Seconds that requests under way have once the server is told to end. */
  readonly grace?: number;
  /** Lines of JSON, one a call; absent: nothing is logged. */
  readonly log?: { write(line: string): void };
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error';
  /** Asks for other policies: SIGHUP, a call, a changed file. Absent: they cannot be asked for. */
  readonly reload?: () => Promise<Uint8Array>;
  /** Folder of this server's log, for those who may read it. */
  readonly auditFolder?: string;
}
