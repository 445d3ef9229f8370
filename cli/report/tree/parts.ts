// A tree as a list of parts, nodes and leaves, each before what hangs on it: what all formats but JSON are drawn from. WHY a list: patterns may nest
// as deep as they are many, and no format may run out of stack.

import type { ShownLeaf, ShownNode, ShownTree } from '@polc/runtime';

export type Part = NodePart | LeafPart;

interface Placed {
  /** Its place among the parts; -1: nothing but the title stands before. */
  readonly parent: number;
  readonly depth: number;
  /** Nothing hangs on the parent behind it. */
  readonly last: boolean;
}

interface NodePart extends Placed {
  readonly node: ShownNode;
  readonly leaf: null;
}

interface LeafPart extends Placed {
  readonly node: null;
  readonly leaf: ShownLeaf;
}

/** The root is a part only where text leads to it: else the title stands for it. */
export function partsOf({ nodes }: ShownTree): Part[] {
  const children: number[][] = nodes.map(() => []);
  nodes.forEach(({ parent }, i) => {
    if (parent >= 0) (children[parent] as number[]).push(i);
  });
  const parts: Part[] = [];
  const waiting: (readonly [parent: number, depth: number, last: boolean, what: number | ShownLeaf])[] = [];
  const enter = (node: number, place: number, depth: number) => {
    const below = [...(nodes[node] as ShownNode).leaves, ...(children[node] as number[])];
    for (let i = below.length - 1; i >= 0; i--) waiting.push([place, depth, i === below.length - 1, below[i] as number | ShownLeaf]);
  };
  const root = nodes[0];
  if (root === undefined) return parts;
  if (root.edge === '') enter(0, -1, 0);
  else waiting.push([-1, 0, true, 0]);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [parent, depth, last, what] = next;
    if (typeof what !== 'number') {
      parts.push({ parent, depth, last, node: null, leaf: what });
      continue;
    }
    const place = parts.push({ parent, depth, last, node: nodes[what] as ShownNode, leaf: null }) - 1;
    enter(what, place, depth + 1);
  }
  return parts;
}

export function leafCount(trees: readonly ShownTree[]): number {
  return trees.reduce((sum, { nodes, templated }) => nodes.reduce((inner, { leaves }) => inner + leaves.length, sum + templated.length), 0);
}
