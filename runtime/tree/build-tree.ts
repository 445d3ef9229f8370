// From patterns in the order in which they win to the words of a tree. The compiler builds one for each policy, the runtime for lists of several.

import { KIND_NAMES } from '../format/layout.js';
import { isNormal } from '../match/normal-path.js';
import type { Classified } from '../match/pattern.js';
import { CHILD_COUNT_SHIFT, LABEL_LENGTH, LEAF, LEAF_KIND_SHIFT, PROGRAM_SHIFT, ROOT, SLOT, WIDE, WIDE_LABEL } from './layout.js';

/** A pattern with what is judged of it without looking further. */
export interface TreePattern extends Classified {
  readonly capabilities: number;
  readonly plain: boolean;
  /** What is tested behind it (program.ts), of at most MAX_PROGRAM words; empty where that is not said in the tree. */
  readonly program: Uint8Array;
}

interface Node {
  /** Without the unit that leads here. */
  label: string;
  readonly children: Map<number, Node>;
  readonly slots: Map<SLOT, number>;
  plus: Node | null;
  offset: number;
}

function makeNode(label: string): Node {
  return { label, children: new Map(), slots: new Map(), plus: null, offset: 0 };
}

/** `patterns` ascend in the order in which they win, exact ones last; each once. */
export function buildTree(patterns: readonly TreePattern[]): Int32Array {
  const root = makeNode('');
  for (const [number, pattern] of patterns.entries()) insert(root, pattern, number);
  return layOut(root, patterns);
}

function insert(root: Node, { kind, text }: Classified, number: number): void {
  if (kind === 'exact') descend(root, text).slots.set(SLOT.exact, number);
  else if (kind === 'prefix') descend(root, text).slots.set(SLOT.prefix, number);
  else {
    const open = text.endsWith('*');
    descendSegments(root, open ? text.slice(0, -1) : text).slots.set(open ? SLOT.segmentPrefix : SLOT.segment, number);
  }
}

/** Only a segment that is exactly `+` is a wildcard; every other is literal. */
function descendSegments(root: Node, text: string): Node {
  let node = root;
  let literal = '';
  text.split('/').forEach((segment, i) => {
    const slash = i === 0 ? '' : '/';
    if (segment !== '+') {
      literal += slash + segment;
      return;
    }
    node = descend(node, literal + slash);
    literal = '';
    node.plus ??= makeNode('');
    node = node.plus;
  });
  return descend(node, literal);
}

/** The node at the end of `text` below `node`, made (and labels split) as needed. */
function descend(start: Node, text: string): Node {
  let node = start;
  let at = 0;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    const child = node.children.get(unit);
    if (child === undefined) {
      const leaf = makeNode(text.slice(at + 1, at + 1 + LABEL_LENGTH));
      node.children.set(unit, leaf);
      node = leaf;
      at += 1 + leaf.label.length;
      continue;
    }
    let shared = 0;
    while (shared < child.label.length && text.charCodeAt(at + 1 + shared) === child.label.charCodeAt(shared)) shared++;
    if (shared < child.label.length) {
      const middle = makeNode(child.label.slice(0, shared));
      middle.children.set(child.label.charCodeAt(shared), child);
      child.label = child.label.slice(shared + 1);
      node.children.set(unit, middle);
      node = middle;
    } else node = child;
    at += 1 + shared;
  }
  return node;
}

/** In the order in which a walk meets them, so that what is read one after the other lies side by side. */
function inOrder(root: Node): Node[] {
  const order: Node[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    order.push(node);
    const children = childrenOf(node.children).map(([, child]) => child);
    waiting.push(...(node.plus === null ? [] : [node.plus]), ...children.reverse());
  }
  return order;
}

function childrenOf(children: Node['children']): (readonly [number, Node])[] {
  return [...children].sort(([a], [b]) => a - b);
}

function layOut(root: Node, patterns: readonly TreePattern[]): Int32Array {
  const nodes = inOrder(root);
  const exact = patterns.findIndex(({ kind }) => kind === 'exact');
  const words: number[] = [patterns.length, exact < 0 ? patterns.length : exact];
  // Twice, since where a child lies is known when its parent has been written.
  for (const final of [false, true]) {
    words.length = ROOT;
    for (const node of nodes) {
      node.offset = words.length;
      writeNode(words, node, patterns, final);
    }
  }
  return Int32Array.from(words);
}

function writeNode(words: number[], { label, slots, plus, children }: Node, patterns: readonly TreePattern[], final: boolean): void {
  let flags = plus === null ? 0 : SLOT.plus;
  for (const slot of slots.keys()) flags |= slot;
  const bytes = labelBytes(label);
  if (bytes.length > label.length) flags |= WIDE_LABEL;
  words.push(label.length | flags | (children.size << CHILD_COUNT_SHIFT), ...wordsOf(bytes));
  const writeLeaf = (slot: SLOT) => {
    const number = slots.get(slot);
    if (number === undefined) return;
    const program = wordsOf(patterns[number]?.program ?? []);
    words.push(number, leafWord(patterns[number] as TreePattern) | (program.length << PROGRAM_SHIFT), ...program);
  };
  writeLeaf(SLOT.prefix);
  writeLeaf(SLOT.segmentPrefix);
  if (plus !== null) words.push(final ? plus.offset : 0);
  for (const [unit, child] of childrenOf(children)) words.push(unit, final ? child.offset : 0);
  writeLeaf(SLOT.exact);
  writeLeaf(SLOT.segment);
}

function labelBytes(label: string): number[] {
  const bytes: number[] = [];
  for (let i = 0; i < label.length; i++) {
    const unit = label.charCodeAt(i);
    if (unit < 128) bytes.push(unit);
    else bytes.push(WIDE & 255, unit & 255, unit >> 8);
  }
  return bytes;
}

/** Little-endian, filled up with zeros. */
function wordsOf(bytes: ArrayLike<number>): number[] {
  const words = new Array<number>((bytes.length + 3) >> 2).fill(0);
  for (let i = 0; i < bytes.length; i++) words[i >> 2] = (words[i >> 2] as number) | ((bytes[i] as number) << ((i & 3) * 8));
  return words;
}

function leafWord({ kind, text, capabilities, plain }: TreePattern): number {
  const normal = saysNormally({ kind, text }) && !text.startsWith('http/');
  return capabilities | (KIND_NAMES.indexOf(kind) << LEAF_KIND_SHIFT) | (plain ? LEAF.plain : 0) | (normal ? LEAF.normal : 0);
}

function saysNormally({ kind, text }: Classified): boolean {
  if (kind === 'exact') return isNormal(text, false);
  const literal = kind === 'prefix' ? text.slice(0, text.lastIndexOf('/') + 1) : text.slice(0, firstPlus(text));
  return literal === '' || isNormal(literal, true);
}

/** Where the first segment stands that is exactly `+`. */
function firstPlus(text: string): number {
  return `/${text}/`.indexOf('/+/');
}
