// Parts of a diagram that come to the same, as people can read them: for each variable that matters the classes that lead there, and the values to show it with.

import type { Board } from '../analysis/board.js';
import { type Chosen, cheapest } from '../analysis/cheapest.js';
import type { Node } from '../analysis/diagram.js';

/** By variable, the classes; variables that are not there do not matter. */
export type Cube = ReadonlyMap<number, readonly number[]>;

/** Cubes of one value of a diagram, as many as are shown. */
const MAX_CUBES = 24;

export interface Part {
  readonly value: unknown;
  readonly cubes: readonly Cube[];
  /** There are more of them. */
  readonly more: boolean;
  /** Values that lead there, the fewest; null where no class on any way is certain. */
  readonly chosen: Chosen | null;
}

/** One for each value that is wanted. */
export function partsOf(board: Board, root: Node, isWanted: (value: unknown) => boolean): Part[] {
  const { diagrams } = board;
  const cubes = new Map<unknown, Cube[]>();
  const more = new Set<unknown>();
  const reach = reachable(board, root);
  const walk = (node: Node, taken: Cube): void => {
    if (diagrams.isLeaf(node)) {
      const value = diagrams.valueOf(node);
      if (!isWanted(value)) return;
      const there = cubes.get(value) ?? [];
      if (there.length < MAX_CUBES) there.push(taken);
      else more.add(value);
      cubes.set(value, there);
      return;
    }
    const values = reach.get(node) as ReadonlySet<unknown>;
    if (![...values].some((value) => isWanted(value) && (cubes.get(value)?.length ?? 0) < MAX_CUBES)) {
      for (const value of values) if (isWanted(value)) more.add(value);
      return;
    }
    const variable = diagrams.variableOf(node);
    const byChild = new Map<Node, number[]>();
    diagrams.childrenOf(node).forEach((child, i) => {
      const there = byChild.get(child);
      if (there === undefined) byChild.set(child, [i]);
      else there.push(i);
    });
    for (const [child, classes] of byChild) walk(child, new Map([...taken, [variable, classes]]));
  };
  walk(root, new Map());
  return [...cubes].map(([value, found]) => ({ value, cubes: found, more: more.has(value), chosen: cheapest(board, root, value) }));
}

function reachable(board: Board, root: Node): ReadonlyMap<Node, ReadonlySet<unknown>> {
  const { diagrams } = board;
  const done = new Map<Node, ReadonlySet<unknown>>();
  const walk = (node: Node): ReadonlySet<unknown> => {
    const known = done.get(node);
    if (known !== undefined) return known;
    const values = new Set<unknown>();
    if (diagrams.isLeaf(node)) values.add(diagrams.valueOf(node));
    else for (const child of diagrams.childrenOf(node)) for (const value of walk(child)) values.add(value);
    done.set(node, values);
    return values;
  };
  walk(root);
  return done;
}

/** Whether anything is granted within a cube. */
export function reaches({ diagrams }: Board, root: Node, cube: Cube): boolean {
  const done = new Map<Node, boolean>();
  const walk = (node: Node): boolean => {
    let found = done.get(node);
    if (found === undefined) {
      const allowed = diagrams.isLeaf(node) ? null : cube.get(diagrams.variableOf(node));
      found = diagrams.isLeaf(node)
        ? diagrams.valueOf(node) !== null
        : diagrams.childrenOf(node).some((child, i) => (allowed === undefined || allowed?.includes(i) === true) && walk(child));
      done.set(node, found);
    }
    return found;
  };
  return walk(root);
}
