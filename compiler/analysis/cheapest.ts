// The way through a diagram that needs the least to be written down, and the values on it.

import type { Board } from './board.js';
import type { Class, Group } from './classes.js';
import type { Node } from './diagram.js';
import type { Place, Put } from './place.js';

/** What was chosen at each place. */
export type Chosen = ReadonlyMap<string, { readonly place: Place; readonly value: Put }>;

/** Of the certain ways to a value; null where there is none. */
export function cheapest(board: Board, root: Node, wanted: unknown): Chosen | null {
  const { diagrams, groups } = board;
  interface Best {
    readonly cost: number;
    readonly next: readonly [group: Group, one: Class, child: Node] | null;
  }
  const done = new Map<Node, Best>();
  const walk = (node: Node): Best => {
    const known = done.get(node);
    if (known !== undefined) return known;
    let best: Best = { cost: Number.POSITIVE_INFINITY, next: null };
    if (diagrams.isLeaf(node)) {
      if (diagrams.valueOf(node) === wanted) best = { cost: 0, next: null };
    } else {
      const group = groups[diagrams.variableOf(node)] as Group;
      diagrams.childrenOf(node).forEach((child, i) => {
        const one = group.classes[i] as Class;
        if (!one.certain) return;
        const cost = one.cost + walk(child).cost;
        if (cost < best.cost) best = { cost, next: [group, one, child] };
      });
    }
    done.set(node, best);
    return best;
  };
  if (walk(root).cost === Number.POSITIVE_INFINITY) return null;
  const chosen = new Map<string, { place: Group['places'][number]; value: Class['values'] extends ReadonlyMap<string, infer V> ? V : never }>();
  for (let at = walk(root); at.next !== null; at = walk(at.next[2])) {
    const [group, one] = at.next;
    for (const place of group.places) {
      const value = one.values.get(place.key);
      if (value !== undefined) chosen.set(place.key, { place, value });
    }
  }
  return chosen;
}
