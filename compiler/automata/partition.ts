// All code points, cut into ranges and these gathered into classes, so that no set of an expression tells two of a class apart.

import { MAX_CODE_POINT } from '@polc/runtime';
import type { CharSet } from './char-set.js';
import { SplitBlocks } from './split-blocks.js';

export interface Partition {
  /** Lower bounds of the ranges, ascending, the first 0. */
  readonly bounds: readonly number[];
  /** The class of each range. */
  readonly classOf: Int32Array;
  readonly classCount: number;
  /** Of each set the classes that make it up. */
  readonly classesOf: readonly (readonly number[])[];
}

export function partition(sets: readonly CharSet[]): Partition {
  const cuts = new Set([0]);
  for (const set of sets) for (const [first, last] of set) cuts.add(first).add(last + 1);
  cuts.delete(MAX_CODE_POINT + 1);
  const bounds = [...cuts].sort((a, b) => a - b);
  const inside = sets.map((set) => rangesOf(set, bounds));
  const classes = new SplitBlocks(bounds.length);
  for (const ranges of inside) classes.split(ranges);
  const classesOf = inside.map((ranges) => [...new Set(ranges.map((range) => classes.blockOf[range] as number))]);
  return { bounds, classOf: classes.blockOf, classCount: classes.count, classesOf };
}

/** Every bound of a set is one of the bounds, so that a range is inside when its lower bound is. */
function rangesOf(set: CharSet, bounds: readonly number[]): number[] {
  const ranges: number[] = [];
  let at = 0;
  for (const [first, last] of set) {
    at = lowerBound(bounds, first, at);
    for (; at < bounds.length && (bounds[at] as number) <= last; at++) ranges.push(at);
  }
  return ranges;
}

/** The first place from `low` on where the bound is no smaller. */
function lowerBound(bounds: readonly number[], least: number, low: number): number {
  let high = bounds.length;
  let at = low;
  while (at < high) {
    const middle = (at + high) >> 1;
    if ((bounds[middle] as number) < least) at = middle + 1;
    else high = middle;
  }
  return at;
}
