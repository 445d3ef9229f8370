// A tree taken apart for people: its nodes as they lie, each with the text that leads to it; or only those that a walk for one path comes to.

import type { Classified } from '../match/pattern.js';
import { CHILD_COUNT_SHIFT, LABEL_LENGTH, PROGRAM_SHIFT, ROOT, SLOT, WIDE } from './layout.js';
import type { PlacedTree } from './read-tree.js';

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
    const [label, at] = readLabel(tree, next.node);
    const edge = lead + label;
    const reached = path === null || path.startsWith(label, position);
    const here = { text: next.text + edge, end: position + label.length };
    const { leaves, onward } = reached ? readNode(tree, next.node, at, path, here) : NOTHING;
    waiting.push(...onward.map((each) => ({ ...each, parent: nodes.length })).reverse());
    nodes.push({ parent, edge, plus, reached, leaves });
  }
  return nodes;
}

const NOTHING = { leaves: [], onward: [] };

/** The label, and the word behind it. */
function readLabel({ words, labels, base }: PlacedTree, node: number): readonly [label: string, at: number] {
  let byte = (base + node + 1) * 4;
  let label = '';
  for (let units = (words[base + node] as number) & LABEL_LENGTH; units > 0; units--) {
    const first = labels[byte] as number;
    label += String.fromCharCode(first === WIDE ? ((labels[byte + 1] as number) & 255) | (((labels[byte + 2] as number) & 255) << 8) : first);
    byte += first === WIDE ? 3 : 1;
  }
  return [label, (byte + 3) >> 2];
}

/** Its leaves, those that end here first, and where it leads: on a walk for `path`, of which `end` units are used up, what matches. */
function readNode(
  { words, base }: PlacedTree,
  node: number,
  start: number,
  path: string | null,
  { text, end }: { readonly text: string; readonly end: number },
) {
  const head = words[base + node] as number;
  const ends: TreeLeaf[] = [];
  const open: TreeLeaf[] = [];
  const onward: Omit<Waiting, 'parent'>[] = [];
  let at = start;
  const readLeaf = (slot: SLOT, leaves: TreeLeaf[], pattern: Classified) => {
    if ((head & slot) === 0) return;
    const first = at + 2;
    const last = first + ((words[at + 1] as number) >>> PROGRAM_SHIFT);
    const wanted = leaves === open || path === null || end === path.length;
    if (wanted) leaves.push({ pattern, number: words[at] as number, open: leaves === open, program: [first * 4, last * 4] });
    at = last;
  };
  readLeaf(SLOT.prefix, open, { kind: 'prefix', text });
  readLeaf(SLOT.segmentPrefix, open, { kind: 'segment', text: `${text}*` });
  if ((head & SLOT.plus) !== 0) {
    const slash = path === null ? 0 : path.indexOf('/', end);
    const position = slash < 0 ? (path as string).length : slash;
    onward.push({ node: words[at++] as number, lead: '+', plus: true, text, position });
  }
  for (let left = head >>> CHILD_COUNT_SHIFT; left > 0; left--) {
    const unit = words[at++] as number;
    const child = words[at++] as number;
    if (path === null || path.charCodeAt(end) === unit) onward.push({ node: child, lead: String.fromCharCode(unit), plus: false, text, position: end + 1 });
  }
  readLeaf(SLOT.exact, ends, { kind: 'exact', text });
  readLeaf(SLOT.segment, ends, { kind: 'segment', text });
  return { leaves: [...ends, ...open], onward };
}
