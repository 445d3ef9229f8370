// Selectors that the compiler has generated for policy lists known ahead of time (compiler/codegen). One says by its number which leaf wins on a path;
// everything else about the leaf is read from the tree, which was checked. So nothing is decided by generated code but where a walk would end.

import type { Classified } from '../match/pattern.js';
import { leafPlaces, type PlacedTree } from './read-tree.js';
import type { Walker } from './walker.js';

/** The number of the leaf that wins, -1 where none matches. */
export type SelectLeaf = (path: string) => number;

/** By policy list: the numbers of its policies, with commas between. */
export type GeneratedSelectors = ReadonlyMap<string, SelectLeaf>;

export class GeneratedTree {
  readonly select: SelectLeaf;
  /** Three words a leaf: its word, where its program starts, and how far it is literal. */
  readonly #places: Int32Array;

  constructor(select: SelectLeaf, tree: PlacedTree) {
    this.select = select;
    this.#places = leafPlaces(tree);
  }

  /** Leaves the walker as a walk does that has found the leaf. */
  place(walker: Walker, leaf: number): void {
    const at = leaf * 3;
    const literal = this.#places[at + 2] as number;
    walker.best = leaf;
    walker.word = this.#places[at] as number;
    walker.program = this.#places[at + 1] as number;
    walker.literal = literal;
    walker.firstPlus = literal;
  }
}

/** Whether the text stands in the path from `at` on. WHY no slice: it would make a string. */
export function standsAt(text: string, path: string, at: number): boolean {
  if (path.length < at + text.length) return false;
  for (let i = text.length - 1; i >= 0; i--) if (path.charCodeAt(at + i) !== text.charCodeAt(i)) return false;
  return true;
}

/** The literal pieces of a pattern; between two of them a segment is skipped. Open: any text may follow the last. */
export function piecesOf({ kind, text }: Classified): { readonly pieces: readonly string[]; readonly open: boolean } {
  if (kind !== 'segment') return { pieces: [text], open: kind === 'prefix' };
  const open = text.endsWith('*');
  const pieces = [''];
  (open ? text.slice(0, -1) : text).split('/').forEach((segment, i) => {
    const last = pieces.length - 1;
    if (i > 0) pieces[last] += '/';
    if (segment === '+') pieces.push('');
    else pieces[last] += segment;
  });
  return { pieces, open };
}
