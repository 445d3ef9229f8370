// Draws from a source of random numbers that can be replayed.

import type { Random } from 'fast-check';

/** From 0 to below `bound`. */
export function below(random: Random, bound: number): number {
  return bound < 2 ? 0 : random.nextInt(0, bound - 1);
}

/** True once in `times`. */
export function once(random: Random, times: number): boolean {
  return below(random, times) === 0;
}

/** True so many times in a hundred. */
export function percent(random: Random, share: number): boolean {
  return below(random, 100) < share;
}

/** Of a list that is not empty. */
export function pick<T>(random: Random, list: readonly T[]): T {
  return list[below(random, list.length)] as T;
}

/** undefined of an empty list. */
export function pickAny<T>(random: Random, list: readonly T[]): T | undefined {
  return list.length === 0 ? undefined : pick(random, list);
}
