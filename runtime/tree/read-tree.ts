// A tree's words, checked once so that no walk need ask; and the texts of its leaves, which the tree holds and nothing else does.

import { check } from '../errors.js';
import { KIND_NAMES, type PatternKind } from '../format/layout.js';
import type { Classified } from '../match/pattern.js';
import { CHILD_COUNT_SHIFT, LABEL_LENGTH, LEAF_KIND, LEAF_KIND_SHIFT, PROGRAM_SHIFT, ROOT, SLOT, TREE, WIDE } from './layout.js';

/** Where a tree stands in a larger array. */
export interface PlacedTree {
  readonly words: Int32Array;
  /** The same bytes. */
  readonly labels: Int8Array;
  /** The tree's first word. */
  readonly base: number;
  /** How many words it is. */
  readonly length: number;
}

/** One node, taken apart; offsets from the tree's first word. */
interface ReadNode {
  readonly label: string;
  readonly leaves: readonly ReadLeaf[];
  /** -1: none. */
  readonly plus: number;
  readonly children: readonly (readonly [unit: number, node: number])[];
  readonly end: number;
}

interface ReadLeaf {
  readonly slot: SLOT;
  readonly number: number;
  readonly word: number;
  /** Its program. */
  readonly start: number;
  readonly end: number;
}

/** @throws RuntimeError corrupt, where the node does not lie within the tree */
function readNode({ words, labels, base, length }: PlacedTree, node: number): ReadNode {
  let at = node;
  const word = () => {
    check(at < length, 'tree');
    return words[base + at++] as number;
  };
  const head = word();
  let byte = (base + at) * 4;
  const end = (base + length) * 4;
  let label = '';
  for (let units = head & LABEL_LENGTH; units > 0; units--) {
    check(byte + 3 <= end, 'tree');
    const first = labels[byte] as number;
    check(first >= WIDE, 'tree');
    label += String.fromCharCode(first === WIDE ? ((labels[byte + 1] as number) & 255) | (((labels[byte + 2] as number) & 255) << 8) : first);
    byte += first === WIDE ? 3 : 1;
  }
  at = ((byte + 3) >> 2) - base;
  const leaves: ReadLeaf[] = [];
  const readLeaf = (slot: SLOT) => {
    if ((head & slot) === 0) return;
    const number = word();
    const said = word();
    const start = at;
    at += said >>> PROGRAM_SHIFT;
    check(at <= length, 'tree');
    leaves.push({ slot, number, word: said, start, end: at });
  };
  readLeaf(SLOT.prefix);
  readLeaf(SLOT.segmentPrefix);
  const plus = (head & SLOT.plus) === 0 ? -1 : word();
  const count = head >>> CHILD_COUNT_SHIFT;
  check(at + count * 2 <= length, 'tree');
  const children = Array.from({ length: count }, () => [word(), word()] as const);
  readLeaf(SLOT.exact);
  readLeaf(SLOT.segment);
  return { label, leaves, plus, children, end: at };
}

/**
 * Nodes lie side by side, each but the root the child of one before it, so that a walk ends and neither its stack nor its matches outgrow the tree;
 * leaves are numbered without gaps, each of its slot's kind.
 * @throws RuntimeError corrupt
 */
export function checkTree(tree: PlacedTree, checkProgram: (start: number, end: number) => void): void {
  const { words, base, length } = tree;
  check(length > ROOT, 'tree');
  const leafCount = words[base + TREE.leafCount] as number;
  const exactFrom = words[base + TREE.exactFrom] as number;
  check(leafCount >= 0 && leafCount <= length && exactFrom >= 0 && exactFrom <= leafCount, 'tree');
  const seen = new Uint8Array(leafCount);
  let leaves = 0;
  // Where somebody's child should start.
  const adopted = new Uint8Array(length);
  let orphans = 0;
  const adopt = (child: number, parent: number) => {
    check(child > parent && child < length && adopted[child] === 0, 'tree');
    adopted[child] = 1;
    orphans++;
  };
  adopt(ROOT, 0);
  for (let node = ROOT; node < length; ) {
    check(adopted[node] === 1, 'tree');
    orphans--;
    const read = readNode(tree, node);
    for (const leaf of read.leaves) {
      check(leaf.number >= 0 && leaf.number < leafCount && seen[leaf.number] === 0, 'tree');
      seen[leaf.number] = 1;
      leaves++;
      check((leaf.word & LEAF_KIND) >> LEAF_KIND_SHIFT === KIND_NAMES.indexOf(kindOf(leaf.slot)), 'tree');
      check(leaf.number >= exactFrom === (leaf.slot === SLOT.exact), 'tree');
      if (leaf.end > leaf.start) checkProgram((base + leaf.start) * 4, (base + leaf.end) * 4);
    }
    if (read.plus >= 0) {
      adopt(read.plus, node);
      check(((words[base + read.plus] as number) & LABEL_LENGTH) === 0, 'tree');
    }
    let last = -1;
    for (const [unit, child] of read.children) {
      check(unit > last && unit < 0x10000, 'tree');
      last = unit;
      adopt(child, node);
    }
    node = read.end;
  }
  check(orphans === 0 && leaves === leafCount, 'tree');
}

function kindOf(slot: SLOT): PatternKind {
  return slot === SLOT.exact ? 'exact' : slot === SLOT.prefix ? 'prefix' : 'segment';
}

/** The pattern of each leaf, by number. */
export function leafPatterns(tree: PlacedTree): Classified[] {
  const patterns: Classified[] = [];
  const waiting: (readonly [node: number, text: string])[] = [[ROOT, '']];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { label, leaves, plus, children } = readNode(tree, next[0]);
    const text = next[1] + label;
    for (const { slot, number } of leaves) patterns[number] = { kind: kindOf(slot), text: slot === SLOT.segmentPrefix ? `${text}*` : text };
    if (plus >= 0) waiting.push([plus, `${text}+`]);
    for (const [unit, child] of children) waiting.push([child, text + String.fromCharCode(unit)]);
  }
  return patterns;
}
