// One walk of a tree over a path: all patterns that match it, each test once. Hot: integers and typed arrays only (bench/decisions).

import { CHILD_COUNT_SHIFT, LABEL_LENGTH, PROGRAM_SHIFT, ROOT, SLOT, WIDE, WIDE_LABEL } from './layout.js';
import type { LeafTexts } from './leaf-texts.js';
import type { PlacedTree } from './read-tree.js';

export const UNSURE = -2;
/** From so many children on they are searched by halving. */
const MANY = 8;

/**
 * A walker owns its scratch space, so that a walk allocates nothing. `matches[0 … count)` holds the last walk's leaves, `said` their words.
 * INVARIANT: every node has one parent and every leaf one slot (read-tree.ts), so neither the stack nor the matches outgrow the tree.
 */
export class Walker {
  /** Numbers of leaves, and their words. */
  matches = new Int32Array(64);
  said = new Int32Array(64);
  count = 0;
  /** The leaf that wins, -1 for none; its word, and where in the tree's array its program starts. */
  best = -1;
  word = 0;
  program = 0;
  /** Where the text ends that the leaf, if it is a prefix, says literally. */
  literal = 0;
  /** Where the first segment was skipped: what stands before is said literally by every leaf of a pattern with `+`. */
  firstPlus = 0;
  #nodes = new Int32Array(64);
  #positions = new Int32Array(64);

  /**
   * What a walk would find to be best, if the path is one whose leaf says all it says literally and was met before: -1 where nothing matches, UNSURE where
   * a walk must say. WHY: it compares the whole text once, as engines do with two strings, and not unit by unit (bench/decisions, w1 and w2).
   */
  guess({ words, base }: PlacedTree, texts: LeafTexts, path: string): number {
    const end = path.length;
    let leaf = -1;
    let leafAt = 0;
    let literal = 0;
    let node = ROOT;
    let position = 0;
    for (;;) {
      let at = base + node;
      const head = words[at] as number;
      if ((head & (SLOT.segmentPrefix | SLOT.plus | SLOT.segment | WIDE_LABEL)) !== 0) return UNSURE;
      const units = head & LABEL_LENGTH;
      at += 1 + ((units + 3) >> 2);
      position += units;
      if (position > end) break;
      if ((head & SLOT.prefix) !== 0) {
        leaf = words[at] as number;
        leafAt = at;
        literal = position;
        at += 2 + ((words[at + 1] as number) >>> PROGRAM_SHIFT);
      }
      const children = head >>> CHILD_COUNT_SHIFT;
      if (position === end) {
        if ((head & SLOT.exact) === 0) break;
        leafAt = at + children * 2;
        leaf = words[leafAt] as number;
        literal = -1;
        break;
      }
      const child = children === 0 ? -1 : childOf(words, at, children, path.charCodeAt(position));
      if (child < 0) break;
      node = child;
      position++;
    }
    if (leaf >= 0 && !(literal < 0 ? texts.isText(leaf, path) : texts.startsText(leaf, path))) return UNSURE;
    this.best = leaf;
    if (leaf < 0) return leaf;
    this.word = words[leafAt + 1] as number;
    this.program = leafAt + 2;
    this.literal = literal;
    return leaf;
  }

  /** Matches `path` up to `end`. */
  walk({ words, labels, base, length }: PlacedTree, path: string, end: number): void {
    if (length > this.matches.length) this.#grow(length);
    const { matches, said } = this;
    let found = 0;
    let best = -1;
    let bestAt = 0;
    let literal = 0;
    let firstPlus = -1;
    let top = 0;
    let node = ROOT;
    let position = 0;
    for (;;) {
      let at = base + node;
      const head = words[at++] as number;
      let left = head & LABEL_LENGTH;
      if (left > 0) {
        let label = at * 4;
        if (position + left > end) left = -1;
        // WHY by four: a third of the time of one by one (bench/decisions).
        while (
          left >= 4 &&
          path.charCodeAt(position) === labels[label] &&
          path.charCodeAt(position + 1) === labels[label + 1] &&
          path.charCodeAt(position + 2) === labels[label + 2] &&
          path.charCodeAt(position + 3) === labels[label + 3]
        ) {
          position += 4;
          label += 4;
          left -= 4;
        }
        while (left > 0) {
          const unit = path.charCodeAt(position);
          if (unit === labels[label]) label++;
          else if (labels[label] === WIDE && unit === (((labels[label + 1] as number) & 255) | (((labels[label + 2] as number) & 255) << 8))) label += 3;
          else break;
          position++;
          left--;
        }
        at = (label + 3) >> 2;
      }
      if (left === 0) {
        // One test for the many nodes that only lead on.
        if ((head & (SLOT.prefix | SLOT.segmentPrefix | SLOT.plus)) !== 0) {
          if ((head & SLOT.prefix) !== 0) {
            const leaf = words[at] as number;
            matches[found] = leaf;
            said[found++] = words[at + 1] as number;
            if (leaf > best) {
              best = leaf;
              bestAt = at;
              literal = position;
            }
            at += 2 + ((words[at + 1] as number) >>> PROGRAM_SHIFT);
          }
          if ((head & SLOT.segmentPrefix) !== 0) {
            const leaf = words[at] as number;
            matches[found] = leaf;
            said[found++] = words[at + 1] as number;
            if (leaf > best) {
              best = leaf;
              bestAt = at;
            }
            at += 2 + ((words[at + 1] as number) >>> PROGRAM_SHIFT);
          }
          if ((head & SLOT.plus) !== 0) {
            if (firstPlus < 0 || position < firstPlus) firstPlus = position;
            const next = path.indexOf('/', position);
            this.#nodes[top] = words[at++] as number;
            this.#positions[top] = next < 0 || next > end ? end : next;
            top++;
          }
        }
        const children = head >>> CHILD_COUNT_SHIFT;
        if (position === end) {
          at += children * 2;
          if ((head & SLOT.exact) !== 0) {
            const leaf = words[at] as number;
            matches[found] = leaf;
            said[found++] = words[at + 1] as number;
            if (leaf > best) {
              best = leaf;
              bestAt = at;
            }
            at += 2 + ((words[at + 1] as number) >>> PROGRAM_SHIFT);
          }
          if ((head & SLOT.segment) !== 0) {
            const leaf = words[at] as number;
            matches[found] = leaf;
            said[found++] = words[at + 1] as number;
            if (leaf > best) {
              best = leaf;
              bestAt = at;
            }
          }
        } else if (children > 0) {
          const child = childOf(words, at, children, path.charCodeAt(position));
          if (child >= 0) {
            node = child;
            position++;
            continue;
          }
        }
      }
      if (top === 0) break;
      top--;
      node = this.#nodes[top] as number;
      position = this.#positions[top] as number;
    }
    this.count = found;
    this.best = best;
    if (best < 0) return;
    this.word = words[bestAt + 1] as number;
    this.program = bestAt + 2;
    this.literal = literal;
    this.firstPlus = firstPlus;
  }

  #grow(length: number): void {
    this.matches = new Int32Array(length);
    this.said = new Int32Array(length);
    this.#nodes = new Int32Array(length);
    this.#positions = new Int32Array(length);
  }
}

/** The child that `unit` leads to, or -1. */
function childOf(words: Int32Array, at: number, count: number, unit: number): number {
  let low = 0;
  if (count > MANY) {
    let high = count;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((words[at + middle * 2] as number) <= unit) low = middle;
      else high = middle;
    }
    return words[at + low * 2] === unit ? (words[at + low * 2 + 1] as number) : -1;
  }
  for (; low < count; low++) if (words[at + low * 2] === unit) return words[at + low * 2 + 1] as number;
  return -1;
}
