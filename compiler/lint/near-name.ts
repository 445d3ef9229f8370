// Whether a name that nobody declares is a slip of one that somebody does. Names that are numbered, lettered or dated alike are names of their own.

import { nearest } from '@polc/grammar';

const SHORTEST = 4;

export function slipOf(name: string, declared: readonly string[]): string | null {
  if (name.length < SHORTEST || declared.includes(name)) return null;
  const near = nearest(name, declared);
  return near === undefined || areSiblings(name, near) ? null : near;
}

/** `agent-1` and `agent-2`, `team-a` and `team-b`, `de-west` and `de-east` with a short part each. */
function areSiblings(a: string, b: string): boolean {
  const [left, right] = [a, b].map((name) => name.toLowerCase().split(/[-_.]|(?<=\D)(?=\d)|(?<=\d)(?=\D)/)) as [string[], string[]];
  if (left.length !== right.length) return left.length !== 1 && right.length !== 1 && Math.abs(left.length - right.length) > 1;
  return left.every((part, i) => part === right[i] || /^\d+$/.test(part) || (part.length < SHORTEST && (right[i] as string).length < SHORTEST));
}
