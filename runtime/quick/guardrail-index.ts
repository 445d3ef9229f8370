// Whether any guardrail may concern a request, by its path and operation (grammar/spec.md §10.3). Where one may, the long way asks it.

import type { LoadedGuardrail } from '../load-blocks.js';
import { compareSpecificity } from '../match/pattern.js';
import { buildTree } from '../tree/build-tree.js';
import type { PlacedTree } from '../tree/read-tree.js';
import { Walker } from '../tree/walker.js';

const ALL = -1;
const NO_PROGRAM = new Uint8Array(0);
const SLASH = 47;

export class GuardrailIndex {
  /** Bits of the operations that guardrails without paths speak of. */
  readonly #everywhere: number;
  /** Of the paths of all others; null where there are none. */
  readonly #tree: PlacedTree | null;
  readonly #walker = new Walker();

  constructor(guardrails: readonly LoadedGuardrail[]) {
    this.#everywhere = guardrails.reduce((bits, { patterns, capabilities }) => (patterns === null ? bits | (capabilities ?? ALL) : bits), 0);
    const patterns = new Map(guardrails.flatMap(({ patterns: all }) => (all ?? []).map((pattern) => [`${pattern.kind} ${pattern.text}`, pattern] as const)));
    const ordered = [...patterns.values()].sort(compareSpecificity);
    const words = buildTree(ordered.map((pattern) => ({ ...pattern, capabilities: 0, plain: false, program: NO_PROGRAM })));
    this.#tree = ordered.length === 0 ? null : { words, labels: new Int8Array(words.buffer), base: 0, length: words.length };
  }

  /** `bit` of the operation; a list is of the folder with and without its slash. */
  mayConcern(path: string, bit: number, list: boolean): boolean {
    if ((this.#everywhere & bit) !== 0) return true;
    if (this.#tree === null) return false;
    if (this.#matches(this.#tree, path, path.length)) return true;
    if (!list) return false;
    // WHY any answer but no is a yes here: a list without its slash stands for the folder, too, and that is a longer path.
    return path.charCodeAt(path.length - 1) === SLASH ? this.#matches(this.#tree, path, path.length - 1) : true;
  }

  #matches(tree: PlacedTree, path: string, end: number): boolean {
    this.#walker.walk(tree, path, end);
    return this.#walker.count > 0;
  }
}
