// What an emitted module exports (`polc build --target esm`). The build writes its declarations from this file and the types that it names
// (scripts/build-module-parts.mjs), so that they need no package.

import type { Decision } from './decision.js';
import type { RuntimeErrorCode } from './errors.js';
import type { Facts } from './facts/records.js';
import type { Identity, Request } from './request.js';

/** The decision; all but `allowed` and `outcome` is found when it is first read. */
export interface Answer extends Decision {
  /** All of it. */
  toJSON(): Decision;
}

export interface Engine {
  /** `sha256:` and the hex digest of the policies' content. */
  readonly revision: string;
  /** True only when the request is allowed and nothing is left to be fulfilled. */
  allows(request: Request): boolean;
  /** Never throws: whatever goes wrong denies, with a word for the cause. */
  decide(request: Request): Answer;
  /** The answers to several requests, each as if it were asked alone. */
  decideAll(requests: readonly Request[]): Answer[];
  /** Vault's sys/capabilities view of a path. */
  capabilities(principal: { readonly policies: readonly string[]; readonly identity?: Identity | null }, path: string): string[];
  /** The same policies with other facts; this engine keeps its own. Throws RuntimeError bad_facts. */
  withFacts(facts: Facts): Engine;
}

export interface EngineOptions {
  /** Handed the 32 bytes of the revision, the signature and the key's id. When given, policies that are not signed are refused. */
  readonly verify?: (digest: Uint8Array, signature: Uint8Array, keyId: string) => boolean;
  /** Agents, users, delegations, consents, beside those of the files. */
  readonly facts?: Facts;
  /** Let `policies: ["root"]` be Vault's root, which may do everything. Off unless it is said. */
  readonly allowRoot?: boolean;
  /** Milliseconds since the epoch; where a request does not say `context.time`, and for the age of facts. Date.now by default. */
  readonly clock?: () => number;
}

/** What making an engine may throw. */
export declare class RuntimeError extends Error {
  readonly code: RuntimeErrorCode;
}

/** An engine on the policies of this module. Throws RuntimeError. */
export declare function makeEngine(options?: EngineOptions): Engine;
/** The one whose members stand below: without facts and options. */
export declare const engine: Engine;
export declare const revision: string;
export declare function allows(request: Request): boolean;
export declare function decide(request: Request): Answer;
export declare function decideAll(requests: readonly Request[]): Answer[];
export declare function capabilities(principal: { readonly policies: readonly string[]; readonly identity?: Identity | null }, path: string): string[];
export declare function withFacts(facts: Facts): Engine;
