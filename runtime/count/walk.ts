// A walk that counts what it tests: the same patterns found as by tree/walker.ts, written to be read and not to be fast. test/runtime/count.test.ts
// holds the two against each other.

import { CHILD_COUNT_SHIFT, LABEL_LENGTH, PROGRAM_SHIFT, ROOT, SLOT, WIDE } from '../tree/layout.js';
import type { PlacedTree } from '../tree/read-tree.js';
import type { Tests } from './tests.js';

interface Waiting {
  readonly node: number;
  readonly position: number;
}

/** Adds to `tests`; answers the leaf that wins, -1 for none. */
export function countWalk(tree: PlacedTree, path: string, end: number, tests: Tests): number {
  const waiting: Waiting[] = [{ node: ROOT, position: 0 }];
  let best = -1;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) best = Math.max(best, countBranch(tree, path, end, next, waiting, tests));
  return best;
}

/** From one node down, as far as the path goes on; what skips a segment is left for later. */
function countBranch({ words, labels, base }: PlacedTree, path: string, end: number, from: Waiting, waiting: Waiting[], tests: Tests): number {
  let { node, position } = from;
  let best = -1;
  for (;;) {
    let at = base + node;
    const head = words[at++] as number;
    tests.nodes++;
    const units = head & LABEL_LENGTH;
    if (position + units > end) return best;
    let byte = at * 4;
    for (let i = 0; i < units; i++) {
      const isWide = labels[byte] === WIDE;
      const unit = isWide ? ((labels[byte + 1] as number) & 255) | (((labels[byte + 2] as number) & 255) << 8) : labels[byte];
      tests.characters++;
      if (path.charCodeAt(position) !== unit) return best;
      position++;
      byte += isWide ? 3 : 1;
    }
    at = (byte + 3) >> 2;
    const leaf = (slot: SLOT, matches: boolean) => {
      if ((head & slot) === 0) return;
      if (matches) {
        tests.leaves++;
        best = Math.max(best, words[at] as number);
      }
      at += 2 + ((words[at + 1] as number) >>> PROGRAM_SHIFT);
    };
    leaf(SLOT.prefix, true);
    leaf(SLOT.segmentPrefix, true);
    if ((head & SLOT.plus) !== 0) {
      const slash = path.indexOf('/', position);
      waiting.push({ node: words[at++] as number, position: slash < 0 || slash > end ? end : slash });
    }
    const children = head >>> CHILD_COUNT_SHIFT;
    const first = at;
    at += children * 2;
    leaf(SLOT.exact, position === end);
    leaf(SLOT.segment, position === end);
    if (position === end || children === 0) return best;
    tests.characters++;
    const unit = path.charCodeAt(position++);
    let child = -1;
    for (let i = first; i < first + children * 2; i += 2) if (words[i] === unit) child = words[i + 1] as number;
    if (child < 0) return best;
    node = child;
  }
}
