// Rules with wildcards by the segments of their patterns: which of them match a path, and which can share a path with another rule, without trying
// them all. A prefix is a pattern whose last segment goes on.

import type { MergedRule } from './merged.js';
import { ANY, isStarred, type Slot, segmentsOf, slotsOf } from './slots.js';

interface Node {
  /** By the next segment; `+` is the wildcard, for no literal segment is that. */
  readonly children: Map<string, Node>;
  /** Those that end here. */
  readonly rules: MergedRule[];
  /** Those that end in `*`, by what the next segment begins with. */
  readonly open: Map<string, MergedRule[]>;
}

const newNode = (): Node => ({ children: new Map(), rules: [], open: new Map() });

export class SegmentTree {
  readonly #root = newNode();

  constructor(rules: Iterable<MergedRule> = []) {
    for (const rule of rules) this.add(rule);
  }

  add(rule: MergedRule): void {
    const { segments, last } = wayOf(rule);
    let node = this.#root;
    for (const segment of segments) node = at(node.children, segment, newNode);
    (last === undefined ? node.rules : at(node.open, last, () => [])).push(rule);
  }

  /** One that was added. Nothing stays of its way that no other goes. */
  remove(rule: MergedRule): void {
    const { segments, last } = wayOf(rule);
    const way: Node[] = [this.#root];
    for (const segment of segments) {
      const next = way[way.length - 1]?.children.get(segment);
      if (next === undefined) return;
      way.push(next);
    }
    const node = way[way.length - 1] as Node;
    const rules = last === undefined ? node.rules : (node.open.get(last) ?? []);
    const place = rules.indexOf(rule);
    if (place >= 0) rules.splice(place, 1);
    if (last !== undefined && rules.length === 0) node.open.delete(last);
    for (let i = way.length - 1; i > 0 && isEmpty(way[i] as Node); i--) (way[i - 1] as Node).children.delete(segments[i - 1] as string);
  }

  matching(path: string): MergedRule[] {
    const segments = path.split('/');
    const found: MergedRule[] = [];
    // WHY stacks in both walks: patterns may be deeper than the call stack.
    const stack = [{ node: this.#root, depth: 0 }];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      const { node, depth } = top;
      const text = segments[depth];
      if (text === undefined) {
        for (const rule of node.rules) found.push(rule);
        continue;
      }
      collectOpen(node.open, { text, open: false }, found);
      for (const child of childrenOf(node.children, { text, open: false })) stack.push({ node: child, depth: depth + 1 });
    }
    return found;
  }

  /** Never too few: lengths are not compared, so that a path and the same path with a final slash count as one (vault-acl.md §4.2). */
  overlapping(rule: MergedRule): readonly MergedRule[] {
    const slots = slotsOf(rule, segmentsOf(rule).length) ?? [];
    const found: MergedRule[] = [];
    const stack = [{ node: this.#root, depth: 0 }];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      const { node, depth } = top;
      const slot = slots[depth] ?? ANY;
      for (const ended of node.rules) found.push(ended);
      collectOpen(node.open, slot, found);
      for (const child of childrenOf(node.children, slot)) stack.push({ node: child, depth: depth + 1 });
    }
    return found;
  }
}

/** The segments to go along, and what the next one begins with where the pattern ends in `*`. */
function wayOf(rule: MergedRule): { readonly segments: readonly string[]; readonly last: string | undefined } {
  const segments = [...segmentsOf(rule)];
  const last = isStarred(rule) ? segments.pop() : undefined;
  return { segments, last };
}

function isEmpty({ children, rules, open }: Node): boolean {
  return children.size === 0 && rules.length === 0 && open.size === 0;
}

/** Tries each text, or looks up each beginning of the slot's, whichever is less. */
function collectOpen(open: ReadonlyMap<string, readonly MergedRule[]>, slot: Slot, found: MergedRule[]): void {
  if (slot.open || open.size <= slot.text.length) {
    for (const [text, rules] of open) if (slot.text.startsWith(text) || (slot.open && text.startsWith(slot.text))) found.push(...rules);
    return;
  }
  for (let length = 0; length <= slot.text.length; length++) found.push(...(open.get(slot.text.slice(0, length)) ?? []));
}

function* childrenOf(children: ReadonlyMap<string, Node>, slot: Slot): Generator<Node> {
  if (slot.open) {
    for (const [text, child] of children) if (text === '+' || text.startsWith(slot.text)) yield child;
    return;
  }
  const named = slot.text === '+' ? undefined : children.get(slot.text);
  const plus = children.get('+');
  if (named !== undefined) yield named;
  if (plus !== undefined) yield plus;
}

function at<T>(map: Map<string, T>, key: string, make: () => T): T {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
