// The one automaton of a language: blocks for states, numbered as a walk in breadth meets them; classes as few as will do, numbered as code
// points meet them. What does not depend on the language must not be seen here.

import { type Automaton, DEAD } from '@polc/runtime';
import { type Dfa, NOWHERE } from './determinize.js';
import type { Partition } from './partition.js';
import { SplitBlocks } from './split-blocks.js';

export function numberStates(dfa: Dfa, { blockOf, count }: SplitBlocks, partition: Partition): Automaton {
  const nowhere = blockOf.at(-1) as number;
  const memberOf = new Int32Array(count);
  for (let state = 0; state < dfa.accepting.length; state++) memberOf[blockOf[state] as number] = state;
  const targetOf = (block: number, number: number) => {
    const state = dfa.next[(memberOf[block] as number) * dfa.classCount + number] as number;
    return state === NOWHERE ? nowhere : (blockOf[state] as number);
  };
  const start = blockOf[0] as number;
  const kept = [...memberOf.keys()].filter((block) => block !== nowhere);
  const { bounds, classOf, columns } = mergeClasses(partition, kept, targetOf);

  const order = [start];
  const numberOf = new Map([[start, 0]]);
  const next: number[] = [];
  for (const block of order) {
    for (const column of columns) {
      const target = targetOf(block, column);
      if (target !== nowhere && !numberOf.has(target)) numberOf.set(target, order.push(target) - 1);
      next.push(target === nowhere ? DEAD : (numberOf.get(target) as number));
    }
  }
  return {
    bounds: Uint32Array.from(bounds),
    classOf: Uint16Array.from(classOf),
    classCount: columns.length,
    next: Uint16Array.from(next),
    accepting: Uint8Array.from(order, (block) => (dfa.accepting[memberOf[block] as number] ? 1 : 0)),
  };
}

interface Merged {
  readonly bounds: number[];
  readonly classOf: number[];
  /** Of each new class an old one that is in it. */
  readonly columns: number[];
}

/** Classes that lead to the same places from everywhere are one; neighbouring ranges of one class are one. */
function mergeClasses(partition: Partition, kept: readonly number[], targetOf: (block: number, number: number) => number): Merged {
  const groups = new SplitBlocks(partition.classCount);
  for (const block of kept) {
    if (groups.count === partition.classCount) break;
    const byTarget = new Map<number, number[]>();
    for (let number = 0; number < partition.classCount; number++) {
      const target = targetOf(block, number);
      const alike = byTarget.get(target);
      if (alike === undefined) byTarget.set(target, [number]);
      else alike.push(number);
    }
    if (byTarget.size > 1) for (const alike of byTarget.values()) groups.split(alike);
  }
  const merged: Merged = { bounds: [], classOf: [], columns: [] };
  const numberOf = new Map<number, number>();
  for (const [i, bound] of partition.bounds.entries()) {
    const old = partition.classOf[i] as number;
    const group = groups.blockOf[old] as number;
    if (!numberOf.has(group)) numberOf.set(group, merged.columns.push(old) - 1);
    const number = numberOf.get(group) as number;
    if (number === merged.classOf.at(-1)) continue;
    merged.bounds.push(bound);
    merged.classOf.push(number);
  }
  return merged;
}
