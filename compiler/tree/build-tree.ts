// The decision tree over all patterns: a radix tree by character whose `+` edges skip one segment. Every pattern ends in one slot of one node.

import { type Classified, layout } from '@polc/runtime';

export interface Tree {
  readonly nodes: Int32Array;
  readonly labels: Uint16Array;
}

interface Node {
  label: string;
  /** By the first unit of their labels. */
  readonly children: Map<number, Node>;
  plus: Node | null;
  exact: number;
  segment: number;
  prefix: number;
  segmentPrefix: number;
}

function makeNode(label: string): Node {
  return { label, children: new Map(), plus: null, exact: -1, segment: -1, prefix: -1, segmentPrefix: -1 };
}

/** A pattern's number is its place in `patterns`. */
export function buildTree(patterns: readonly Classified[]): Tree {
  const root = makeNode('');
  for (const [number, pattern] of patterns.entries()) insert(root, pattern, number);
  return layOut(root);
}

function insert(root: Node, { kind, text }: Classified, number: number): void {
  if (kind === 'exact') descend(root, text).exact = number;
  else if (kind === 'prefix') descend(root, text).prefix = number;
  else {
    const open = text.endsWith('*');
    const end = descendSegments(root, open ? text.slice(0, -1) : text);
    if (open) end.segmentPrefix = number;
    else end.segment = number;
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

/** The node at the end of `text` below `node`, made (and edges split) as needed. */
function descend(start: Node, text: string): Node {
  let node = start;
  let rest = text;
  while (rest !== '') {
    const unit = rest.charCodeAt(0);
    const child = node.children.get(unit);
    if (child === undefined) {
      const leaf = makeNode(rest);
      node.children.set(unit, leaf);
      return leaf;
    }
    const shared = commonLength(child.label, rest);
    if (shared < child.label.length) {
      const middle = makeNode(child.label.slice(0, shared));
      child.label = child.label.slice(shared);
      middle.children.set(child.label.charCodeAt(0), child);
      node.children.set(unit, middle);
      node = middle;
    } else node = child;
    rest = rest.slice(shared);
  }
  return node;
}

function commonLength(a: string, b: string): number {
  const limit = Math.min(a.length, b.length);
  let i = 0;
  while (i < limit && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  return i;
}

/** Parents before children, siblings side by side in order of their first unit: what the reader checks and its binary search needs. */
function layOut(root: Node): Tree {
  const { NODE, NODE_WORDS } = layout;
  const order: Node[] = [root];
  const words: number[][] = [];
  const labels: number[] = [];
  for (let i = 0; i < order.length; i++) {
    const node = order[i] as Node;
    const children = [...node.children.entries()].sort(([a], [b]) => a - b).map(([, child]) => child);
    const record = new Array<number>(NODE_WORDS).fill(-1);
    record[NODE.labelStart] = labels.length;
    record[NODE.labelLength] = node.label.length;
    for (let unit = 0; unit < node.label.length; unit++) labels.push(node.label.charCodeAt(unit));
    record[NODE.firstChild] = children.length === 0 ? 0 : order.length;
    record[NODE.childCount] = children.length;
    for (const child of children) order.push(child);
    if (node.plus !== null) {
      record[NODE.plusChild] = order.length;
      order.push(node.plus);
    }
    record[NODE.exact] = node.exact;
    record[NODE.segment] = node.segment;
    record[NODE.prefix] = node.prefix;
    record[NODE.segmentPrefix] = node.segmentPrefix;
    words.push(record);
  }
  return { nodes: Int32Array.from(words.flat()), labels: Uint16Array.from(labels) };
}
