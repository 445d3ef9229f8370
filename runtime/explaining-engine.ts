// The engine with explanations. Apart, so that an embedder who only decides (core.ts) does not carry their words.

import { Engine, type EngineOptions, type Facts, loadEngine } from './engine.js';
import { type Explanation, explain } from './explain.js';
import type { Request } from './request.js';

export class ExplainingEngine extends Engine {
  override withFacts(facts: Facts): ExplainingEngine {
    return this.refitted(ExplainingEngine, facts);
  }

  /** Why, step by step, and what would turn the answer. Never throws. */
  explain(request: Request): Explanation {
    return explain(this, request);
  }
}

/**
 * Loads a bundle: checks every hash and every number in it once, and the signature when `verify` is given.
 * @throws RuntimeError whatever is wrong with the bytes or the options
 */
export function loadBundle(bytes: Uint8Array, options: EngineOptions = {}): ExplainingEngine {
  return loadEngine(ExplainingEngine, bytes, options);
}
