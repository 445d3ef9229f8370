// A tree's words, checked once so that no walk need ask; and the texts of its leaves, which the tree holds and nothing else does.

import { check } from '../errors.js';
import { KIND_NAMES, type PatternKind } from '../format/layout.js';
import type { Classified } from '../match/pattern.js';
import { CHILD_COUNT_SHIFT, LABEL_LENGTH, LEAF_KIND, LEAF_KIND_SHIFT, PROGRAM_SHIFT, ROOT, SLOT, TREE, WIDE, WIDE_LABEL } from './layout.js';

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
export interface ReadNode {
  readonly label: string;
  readonly leaves: readonly ReadLeaf[];
  /** -1: none. */
  readonly plus: number;
  readonly children: readonly (readonly [unit: number, node: number])[];
  readonly end: number;
}

export interface ReadLeaf {
  readonly kind: PatternKind;
  /** Any text may follow. */
  readonly open: boolean;
  readonly number: number;
  readonly word: number;
  /** Its program. */
  readonly start: number;
  readonly end: number;
}

/** @throws RuntimeError corrupt, where the node does not lie within the tree */
export function readNode({ words, labels, base, length }: PlacedTree, node: number): ReadNode {
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
    leaves.push({ kind: kindOf(slot), open: slot === SLOT.prefix || slot === SLOT.segmentPrefix, number, word: said, start, end: at });
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
 * leaves are numbered without gaps, each of its slot's kind. One loop over the words, and nothing made: a bundle may hold ten thousand trees.
 * @throws RuntimeError corrupt
 */
export function checkTree(tree: PlacedTree, scratch: TreeScratch, checkProgram: (start: number, end: number) => void): void {
  const { words, labels, base, length } = tree;
  check(length > ROOT, 'tree');
  const leafCount = words[base + TREE.leafCount] as number;
  const exactFrom = words[base + TREE.exactFrom] as number;
  check(leafCount >= 0 && leafCount <= length && exactFrom >= 0 && exactFrom <= leafCount, 'tree');
  scratch.reset(length);
  scratch.adopt(ROOT, 0, length);
  let leaves = 0;
  for (let node = ROOT; node < length; ) {
    scratch.visit(node);
    const head = words[base + node] as number;
    let at = node + 1;
    const units = head & LABEL_LENGTH;
    if (units > 0) at = labelEnd(labels, (base + at) * 4, (base + length) * 4, units, (head & WIDE_LABEL) !== 0) - base;
    for (let i = 0; i < LEAF_SLOTS.length; i++) {
      const slot = LEAF_SLOTS[i] as SLOT;
      if (slot === SLOT.exact) at = checkEdges(tree, scratch, node, at);
      if ((head & slot) === 0) continue;
      check(at + 2 <= length, 'tree');
      const number = words[base + at] as number;
      const word = words[base + at + 1] as number;
      const end = at + 2 + (word >>> PROGRAM_SHIFT);
      check(number >= 0 && number < leafCount && end <= length, 'tree');
      scratch.number(number);
      leaves++;
      check((word & LEAF_KIND) === kindBits(slot) && number >= exactFrom === (slot === SLOT.exact), 'tree');
      if (end > at + 2) checkProgram((base + at + 2) * 4, (base + end) * 4);
      at = end;
    }
    node = at;
  }
  check(scratch.orphans === 0 && leaves === leafCount, 'tree');
}

/** The slots of leaves in their order; what leads on stands between the second and the third. */
const LEAF_SLOTS = [SLOT.prefix, SLOT.segmentPrefix, SLOT.exact, SLOT.segment] as const;

function kindBits(slot: SLOT): number {
  return KIND_NAMES.indexOf(kindOf(slot)) << LEAF_KIND_SHIFT;
}

/** The nodes that a node leads to; where they end. */
function checkEdges({ words, base, length }: PlacedTree, scratch: TreeScratch, node: number, start: number): number {
  const head = words[base + node] as number;
  let at = start;
  if ((head & SLOT.plus) !== 0) {
    check(at < length, 'tree');
    const target = words[base + at++] as number;
    scratch.adopt(target, node, length);
    check(((words[base + target] as number) & LABEL_LENGTH) === 0, 'tree');
  }
  const end = at + (head >>> CHILD_COUNT_SHIFT) * 2;
  check(end <= length, 'tree');
  for (let last = -1; at < end; at += 2) {
    const unit = words[base + at] as number;
    check(unit > last && unit < 0x10000, 'tree');
    last = unit;
    scratch.adopt(words[base + at + 1] as number, node, length);
  }
  return end;
}

/** The word behind a label, which must be of the width that its node says. */
function labelEnd(labels: Int8Array, start: number, end: number, units: number, isWide: boolean): number {
  let byte = start;
  for (let i = 0; i < units; i++) {
    check(byte + 3 <= end, 'tree');
    const first = labels[byte] as number;
    check(first >= WIDE, 'tree');
    byte += first === WIDE ? 3 : 1;
  }
  check(byte - start > units === isWide, 'tree');
  return (byte + 3) >> 2;
}

/** Marks that the check of one tree after the other needs. */
export class TreeScratch {
  /** How many nodes are somebody's child and were not visited yet. */
  orphans = 0;
  /** By offset or number: the round in which it was adopted or numbered. WHY rounds: clearing would take as long as checking. */
  #adopted = new Uint32Array(1024);
  #numbered = new Uint32Array(1024);
  #round = 0;

  reset(length: number): void {
    this.orphans = 0;
    this.#round++;
    if (length <= this.#adopted.length) return;
    this.#adopted = new Uint32Array(length * 2);
    this.#numbered = new Uint32Array(length * 2);
  }

  adopt(child: number, parent: number, length: number): void {
    check(child > parent && child < length && this.#adopted[child] !== this.#round, 'tree');
    this.#adopted[child] = this.#round;
    this.orphans++;
  }

  visit(node: number): void {
    check(this.#adopted[node] === this.#round, 'tree');
    this.orphans--;
  }

  number(leaf: number): void {
    check(this.#numbered[leaf] !== this.#round, 'tree');
    this.#numbered[leaf] = this.#round;
  }
}

function kindOf(slot: SLOT): PatternKind {
  return slot === SLOT.exact ? 'exact' : slot === SLOT.prefix ? 'prefix' : 'segment';
}

export interface TreeLeaf {
  readonly pattern: Classified;
  /** Empty where it has none. */
  readonly program: Uint8Array;
}

/** By number. @throws RuntimeError corrupt */
export function leavesOf(tree: PlacedTree): TreeLeaf[] {
  const found: TreeLeaf[] = [];
  const { labels, base } = tree;
  forEachLeaf(tree, (leaf, text) => {
    const program = Uint8Array.from(labels.subarray((base + leaf.start) * 4, (base + leaf.end) * 4));
    found[leaf.number] = { pattern: patternOf(leaf, text), program };
  });
  return found;
}

/** The pattern of each leaf, by number. @throws RuntimeError corrupt */
export function leafPatterns(tree: PlacedTree): Classified[] {
  const found: Classified[] = [];
  forEachLeaf(tree, (leaf, text) => {
    found[leaf.number] = patternOf(leaf, text);
  });
  return found;
}

/** Each with the text that leads to it. */
function forEachLeaf(tree: PlacedTree, visit: (leaf: ReadLeaf, text: string) => void): void {
  const waiting: (readonly [node: number, text: string])[] = [[ROOT, '']];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { label, leaves, plus, children } = readNode(tree, next[0]);
    const text = next[1] + label;
    for (const leaf of leaves) visit(leaf, text);
    if (plus >= 0) waiting.push([plus, `${text}+`]);
    for (const [unit, child] of children) waiting.push([child, text + String.fromCharCode(unit)]);
  }
}

/** Of a leaf to which `text` leads. */
export function patternOf({ kind, open }: ReadLeaf, text: string): Classified {
  return { kind, text: open && kind === 'segment' ? `${text}*` : text };
}

/** Three words a leaf, by number: its word, where its program starts, and how far what it says is literal. */
export function leafPlaces(tree: PlacedTree): Int32Array {
  const places = new Int32Array((tree.words[tree.base + TREE.leafCount] as number) * 3);
  const waiting: (readonly [node: number, length: number, literal: number])[] = [[ROOT, 0, -1]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { label, leaves, plus, children } = readNode(tree, next[0]);
    const length = next[1] + label.length;
    for (const { number, word, start } of leaves) places.set([word, tree.base + start, next[2] < 0 ? length : next[2]], number * 3);
    // Behind a skipped segment, lengths are no longer known.
    if (plus >= 0) waiting.push([plus, length, next[2] < 0 ? length : next[2]]);
    for (const [, child] of children) waiting.push([child, length + 1, next[2]]);
  }
  return places;
}
