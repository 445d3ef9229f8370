// The words of a decision tree over patterns, relative to their first. A tree is a radix tree by UTF-16 unit whose `plus` edges skip one segment;
// each pattern is one leaf, in one slot of one node. WHY all of a node in one place, its label and its leaves with what is tested behind them: a decision
// waits for memory longer than for anything else (bench/decisions, w4).
//
// A node is
//   its head;
//   the bytes of its label, filled up to whole words: the units between the one that leads to the node and the next fork or leaf;
//   slots `prefix` and `segmentPrefix`, each a leaf; slot `plus`, a node;
//   two words a child: the unit that leads to it, ascending, and the child;
//   slots `exact` and `segment`, each a leaf.
// A leaf is its number, in the order in which patterns win, its word, and the words of its program (program.ts).

import { KIND_NAMES } from '../format/layout.js';

/** The words at the start of a tree; the root follows. */
export enum TREE {
  leafCount = 0,
  /** The number of the first exact pattern; exact ones come last. */
  exactFrom = 1,
}
export const ROOT = 2;

/** Bits of a node's head: the number of units of its label, its slots, the number of its children. */
export const LABEL_LENGTH = 1023;
export enum SLOT {
  /** Patterns that end here with `*`: any text may follow. */
  prefix = 1 << 10,
  segmentPrefix = 1 << 11,
  /** The node that is reached by skipping the rest of a segment. */
  plus = 1 << 12,
  /** Patterns that end here: the path must end too. */
  exact = 1 << 13,
  segment = 1 << 14,
}
/** The label has units of more than a byte. */
export const WIDE_LABEL = 1 << 15;
export const CHILD_COUNT_SHIFT = 16;

/** A unit below 128 is its byte; any other is this byte and two more, little-endian. No unit equals it, which is how the walk finds it. */
export const WIDE = -1;

/** A leaf's word: the capabilities of its stanzas, what follows here, its kind, and how many words its program has. */
export const LEAF_CAPABILITIES = 0xfff;
export enum LEAF {
  /** Its capabilities are all there is to judge. */
  plain = 1 << 12,
  /** What the pattern says literally is normal (spec §9): of an exact pattern all, of a prefix what stands up to its last slash, else before its first `+`. */
  normal = 1 << 13,
}
export const LEAF_KIND_SHIFT = 14;
export const LEAF_KIND = 3 << LEAF_KIND_SHIFT;
export const PREFIX_LEAF = KIND_NAMES.indexOf('prefix') << LEAF_KIND_SHIFT;
export const EXACT_LEAF = KIND_NAMES.indexOf('exact') << LEAF_KIND_SHIFT;
export const PROGRAM_SHIFT = 16;
/** Words. */
export const MAX_PROGRAM = 64;
