// One walk of the decision tree over a path: all patterns that match it, each test once. Hot: integers and typed arrays only.

import { NODE, NODE_WORDS } from './format/layout.js';
import type { Tables } from './load.js';

const SLASH = 47;

/**
 * A walker owns its scratch space, so that a walk allocates nothing. `matches[0 … count)` holds the last walk's pattern numbers.
 * INVARIANT: every node has one parent (load.ts checks it), so neither the stack nor the matches outgrow the tree.
 */
export class Walker {
  readonly matches: Int32Array;
  count = 0;
  readonly #nodes: Int32Array;
  readonly #labels: Uint16Array;
  readonly #stackNodes: Int32Array;
  readonly #stackPositions: Int32Array;

  constructor(tables: Tables) {
    this.#nodes = tables.nodes;
    this.#labels = tables.labels;
    const count = tables.nodes.length / NODE_WORDS;
    this.matches = new Int32Array(tables.patterns.length + 1);
    this.#stackNodes = new Int32Array(count + 1);
    this.#stackPositions = new Int32Array(count + 1);
  }

  /** Matches `path` up to `end`. */
  walk(path: string, end: number): void {
    const nodes = this.#nodes;
    const labels = this.#labels;
    const matches = this.matches;
    let found = 0;
    let top = 0;
    this.#stackNodes[0] = 0;
    this.#stackPositions[0] = 0;
    while (top >= 0) {
      const base = (this.#stackNodes[top] as number) * NODE_WORDS;
      let position = this.#stackPositions[top] as number;
      top--;
      const labelEnd = position + (nodes[base + NODE.labelLength] as number);
      if (labelEnd > end) continue;
      let label = nodes[base + NODE.labelStart] as number;
      while (position < labelEnd && path.charCodeAt(position) === labels[label]) {
        position++;
        label++;
      }
      if (position < labelEnd) continue;

      const prefix = nodes[base + NODE.prefix] as number;
      if (prefix >= 0) matches[found++] = prefix;
      const segmentPrefix = nodes[base + NODE.segmentPrefix] as number;
      if (segmentPrefix >= 0) matches[found++] = segmentPrefix;
      const plus = nodes[base + NODE.plusChild] as number;
      if (plus >= 0) {
        let next = position;
        while (next < end && path.charCodeAt(next) !== SLASH) next++;
        this.#stackNodes[++top] = plus;
        this.#stackPositions[top] = next;
      }
      if (position === end) {
        const exact = nodes[base + NODE.exact] as number;
        if (exact >= 0) matches[found++] = exact;
        const segment = nodes[base + NODE.segment] as number;
        if (segment >= 0) matches[found++] = segment;
        continue;
      }
      const child = this.#child(base, path.charCodeAt(position));
      if (child >= 0) {
        this.#stackNodes[++top] = child;
        this.#stackPositions[top] = position;
      }
    }
    this.count = found;
  }

  /** The child whose label starts with `unit`, or -1: a binary search. */
  #child(base: number, unit: number): number {
    let low = this.#nodes[base + NODE.firstChild] as number;
    let high = low + (this.#nodes[base + NODE.childCount] as number) - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const first = this.#labels[this.#nodes[middle * NODE_WORDS + NODE.labelStart] as number] as number;
      if (first === unit) return middle;
      if (first < unit) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}
