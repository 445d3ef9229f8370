// A tree taken apart for people: its nodes as they lie, each with the text that leads to it; or only those that a walk for one path comes to.

import type { Classified } from '../match/pattern.js';
import { ROOT } from './layout.js';
import { type PlacedTree, patternOf, type ReadNode, readNode } from './read-tree.js';

export interface TreeNode {
  /** Its place among the nodes, which stand before what they lead to; -1 of the root. */
  readonly parent: number;
  /** What stands between the parent and here; `+` where a segment is skipped. */
  readonly edge: string;
  readonly plus: boolean;
  /** false: a walk for the path has come to its label, and found another text. */
  readonly reached: boolean;
  readonly leaves: readonly TreeLeaf[];
}

export interface TreeLeaf {
  readonly pattern: Classified;
  /** Its place in the order in which patterns win. */
  readonly number: number;
  /** Any text may follow; else the path ends here. */
  readonly open: boolean;
  /** Bytes; empty where it has no program (program.ts). */
  readonly program: readonly [start: number, end: number];
}

interface Waiting {
  readonly node: number;
  readonly parent: number;
  readonly lead: string;
  readonly plus: boolean;
  readonly text: string;
  /** How much of the path is used up. */
  readonly position: number;
}

/** All of them, or those of a walk for `path`. INVARIANT: the tree has been checked. WHY no recursion: patterns may nest as deep as they are many. */
export function nodesOf(tree: PlacedTree, path: string | null): TreeNode[] {
  const nodes: TreeNode[] = [];
  const waiting: Waiting[] = [{ node: ROOT, parent: -1, lead: '', plus: false, text: '', position: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { parent, lead, plus, position } = next;
    const node = readNode(tree, next.node);
    const edge = lead + node.label;
    const reached = path === null || path.startsWith(node.label, position);
    const text = next.text + edge;
    const end = position + node.label.length;
    const onward = reached ? onwardOf(node, path, text, end) : [];
    waiting.push(...onward.map((each) => ({ ...each, parent: nodes.length })).reverse());
    nodes.push({ parent, edge, plus, reached, leaves: reached ? leavesAt(tree, node, text, path === null || end === path.length) : [] });
  }
  return nodes;
}

/** Those that end here first, where the path does. */
function leavesAt({ base }: PlacedTree, { leaves }: ReadNode, text: string, ends: boolean): TreeLeaf[] {
  const wanted = [...leaves.filter(({ open }) => !open && ends), ...leaves.filter(({ open }) => open)];
  return wanted.map((leaf) => ({
    ...{ pattern: patternOf(leaf, text), number: leaf.number, open: leaf.open },
    program: [(base + leaf.start) * 4, (base + leaf.end) * 4],
  }));
}

/** Where a node leads: on a walk for `path`, of which `end` units are used up, what matches. */
function onwardOf({ plus, children }: ReadNode, path: string | null, text: string, end: number): Omit<Waiting, 'parent'>[] {
  const onward: Omit<Waiting, 'parent'>[] = [];
  if (plus >= 0) {
    const slash = path === null ? 0 : path.indexOf('/', end);
    onward.push({ node: plus, lead: '+', plus: true, text, position: slash < 0 ? (path as string).length : slash });
  }
  for (const [unit, node] of children) {
    if (path === null || path.charCodeAt(end) === unit) onward.push({ node, lead: String.fromCharCode(unit), plus: false, text, position: end + 1 });
  }
  return onward;
}
