// The door for emitted modules (compiler/codegen): the small engine on a bundle that stands in the module's own text. The build makes one script of it,
// which the command puts into what it emits.

import { Engine, loadEngine } from './engine.js';
import { decodeBase64 } from './format/base64.js';
import { ownSha256 } from './format/sha256.js';
import type { EngineOptions, Engine as ModuleEngine } from './module-types.js';
import type { SelectLeaf } from './tree/generated.js';

export { RuntimeError } from './errors.js';
export { standsAt } from './tree/generated.js';

export interface Embedded {
  readonly engine: ModuleEngine;
  makeEngine(options?: EngineOptions): ModuleEngine;
}

/** `generated`: selectors of this very bundle. @throws RuntimeError where the text is not what the compiler wrote */
export function embed(bundle: string, generated: readonly (readonly [list: string, select: SelectLeaf])[]): Embedded {
  const bytes = decodeBase64(bundle);
  const selectors = new Map(generated);
  const engine = loadEngine(Engine, bytes, {}, ownSha256, selectors);
  return {
    engine,
    // What was checked once is not checked again.
    makeEngine: (options = {}) => loadEngine(Engine, bytes, isObject(options) ? { ...options, previous: engine } : options, ownSha256, selectors),
  };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
