// The door for emitted modules (compiler/codegen): the small engine on a bundle that stands in the module's own text. The build makes one script of it,
// which the command puts into what it emits.

import { Engine, loadEngine } from './engine.js';
import { decodeBase64 } from './format/base64.js';
import type { EngineOptions, Engine as ModuleEngine } from './module-types.js';

export { RuntimeError } from './errors.js';

export interface Embedded {
  readonly engine: ModuleEngine;
  makeEngine(options?: EngineOptions): ModuleEngine;
}

/** @throws RuntimeError where the text is not what the compiler wrote */
export function embed(bundle: string): Embedded {
  const bytes = decodeBase64(bundle);
  const engine = loadEngine(Engine, bytes, {});
  return {
    engine,
    // What was checked once is not checked again.
    makeEngine: (options = {}) => loadEngine(Engine, bytes, isObject(options) ? { ...options, previous: engine } : options),
  };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
