// The small door: load, decide, allow. `@polc/runtime` has explanations and what the compiler shares besides.

import { Engine, type EngineOptions, loadEngine } from './engine.js';
import { sha256 } from './format/platform-hash.js';

export type { Answer } from './answer.js';
export type * from './decision.js';
export type { Engine, EngineOptions } from './engine.js';
export { RuntimeError, type RuntimeErrorCode } from './errors.js';
export type * from './facts/records.js';
export type * from './request.js';

/**
 * Loads a bundle: checks every hash and every number in it once, and the signature when `verify` is given.
 * @throws RuntimeError whatever is wrong with the bytes or the options
 */
export function loadBundle(bytes: Uint8Array, options: EngineOptions = {}): Engine {
  return loadEngine(Engine, bytes, options, sha256);
}
