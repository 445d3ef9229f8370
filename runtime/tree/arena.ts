// Where trees lie that are built at run time and kept: side by side in a few large arrays. WHY: a tree in an array of its own is one more wait for
// memory for each decision that walks it (bench/decisions, w5).

import type { PlacedTree } from './read-tree.js';

/** Words. */
const CHUNK = 1 << 16;

export class TreeArena {
  #words = new Int32Array(0);
  #labels = new Int8Array(0);
  #end = 0;

  /** A chunk lives as long as one of its trees is held. */
  place(tree: Int32Array): PlacedTree {
    if (this.#end + tree.length > this.#words.length) {
      this.#words = new Int32Array(Math.max(CHUNK, tree.length));
      this.#labels = new Int8Array(this.#words.buffer);
      this.#end = 0;
    }
    const base = this.#end;
    this.#words.set(tree, base);
    this.#end += tree.length;
    return { words: this.#words, labels: this.#labels, base, length: tree.length };
  }
}
