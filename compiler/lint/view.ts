// All policies of the set as one policy list, ready to be asked which rule a request would get (vault-acl.md §4). Rules are found through a map
// of texts, a map of prefixes and a tree of segments, never by trying all. What a templated pattern means is the caller's to settle first.

import { compareSpecificity } from '../normal/order.js';
import { grantsList, type MergedRule } from './merged.js';
import { isStarred, segmentsOf } from './slots.js';

interface Node {
  readonly children: Map<string, Node>;
  plus: Node | null;
  /** Ends here. */
  rule: MergedRule | null;
  /** The next segment begins with this text, and anything may follow it. */
  readonly open: Map<string, MergedRule>;
}

const newNode = (): Node => ({ children: new Map(), plus: null, rule: null, open: new Map() });

export class View {
  /** Numbers of segments of all patterns with wildcards, ascending, each once. */
  readonly depths: readonly number[];
  readonly #exact = new Map<string, MergedRule>();
  readonly #prefixes = new Map<string, MergedRule>();
  /** Lengths of the prefixes, longest first, each once. */
  readonly #lengths: readonly number[];
  readonly #root = newNode();

  constructor(rules: readonly MergedRule[]) {
    const depths = new Set<number>();
    for (const rule of rules) {
      if (rule.kind === 'exact') this.#exact.set(rule.text, rule);
      else if (rule.kind === 'prefix') this.#prefixes.set(rule.text, rule);
      else this.#insert(rule);
      if (rule.kind !== 'exact') depths.add(segmentsOf(rule).length);
    }
    this.depths = [...depths].sort((a, b) => a - b);
    this.#lengths = [...new Set([...this.#prefixes.keys()].map((text) => text.length))].sort((a, b) => b - a);
  }

  /** For every operation but `list`. */
  select(path: string): MergedRule | undefined {
    return this.#exact.get(path) ?? best(this.#candidates(path));
  }

  /** For `list`: the rule without the path's final slash counts too. */
  selectList(path: string): MergedRule | undefined {
    if (!path.endsWith('/')) return this.select(path);
    const exact = this.#exact.get(path) ?? this.#exact.get(path.slice(0, -1));
    if (exact !== undefined) return exact;
    const candidates = this.listCandidates(path);
    const deny = best(candidates.filter((rule) => rule.deny));
    const list = best(candidates.filter(grantsList));
    if (deny !== undefined && (list === undefined || compareSpecificity(deny, list) > 0)) return deny;
    return list ?? best(candidates);
  }

  /** What a `list` of a path that ends in a slash is decided among, where no exact pattern speaks. */
  listCandidates(path: string): readonly MergedRule[] {
    return [...new Set([...this.#candidates(path.slice(0, -1)), ...this.#candidates(path)])];
  }

  #insert(rule: MergedRule): void {
    const segments = [...segmentsOf(rule)];
    const last = isStarred(rule) ? segments.pop() : undefined;
    let node = this.#root;
    for (const segment of segments) node = step(node, segment);
    if (last === undefined) node.rule = rule;
    else node.open.set(last, rule);
  }

  #candidates(path: string): MergedRule[] {
    const found: MergedRule[] = [];
    const prefix = this.#longestPrefix(path);
    if (prefix !== undefined) found.push(prefix);
    const segments = path.split('/');
    // WHY a stack: patterns may be deeper than the call stack.
    const stack: { node: Node; at: number }[] = [{ node: this.#root, at: 0 }];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      const { node, at } = top;
      const segment = segments[at];
      if (segment === undefined) {
        if (node.rule !== null) found.push(node.rule);
        continue;
      }
      collectOpen(node.open, segment, found);
      const child = node.children.get(segment);
      if (child !== undefined) stack.push({ node: child, at: at + 1 });
      if (node.plus !== null) stack.push({ node: node.plus, at: at + 1 });
    }
    return found;
  }

  #longestPrefix(path: string): MergedRule | undefined {
    for (const length of this.#lengths) {
      const rule = length > path.length ? undefined : this.#prefixes.get(path.slice(0, length));
      if (rule !== undefined) return rule;
    }
    return undefined;
  }
}

function step(node: Node, segment: string): Node {
  if (segment === '+') {
    node.plus ??= newNode();
    return node.plus;
  }
  let child = node.children.get(segment);
  if (child === undefined) {
    child = newNode();
    node.children.set(segment, child);
  }
  return child;
}

/** Looks up each beginning of the segment, or tries each text, whichever is less. */
function collectOpen(open: ReadonlyMap<string, MergedRule>, segment: string, found: MergedRule[]): void {
  if (open.size <= segment.length) {
    for (const [text, rule] of open) if (segment.startsWith(text)) found.push(rule);
    return;
  }
  for (let length = 0; length <= segment.length; length++) {
    const rule = open.get(segment.slice(0, length));
    if (rule !== undefined) found.push(rule);
  }
}

function best(rules: readonly MergedRule[]): MergedRule | undefined {
  let winner: MergedRule | undefined;
  for (const rule of rules) if (winner === undefined || compareSpecificity(rule, winner) > 0) winner = rule;
  return winner;
}
