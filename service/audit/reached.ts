// Where agents were, from the end of a log: what alerts know when a process starts, so that it does not tell of every area again.

import type { Learnt } from './alerts.js';
import { textsBack } from './read-log.js';

export interface ReachedOptions {
  /** Allowed decisions of agents, the newest. */
  readonly most?: number;
  /** Lines that are looked at for them: a log may hold little but denials, and a server waits. */
  readonly mostLines?: number;
}

/**
 * The oldest first, as they are learnt. WHY not held against their leaves, as queries are: that takes five times as long, and says nothing but where
 * alerts begin. What is no entry is passed over. Throws what node:fs throws.
 */
export function reachedBefore(folder: string, { most = 20_000, mostLines = 100_000 }: ReachedOptions = {}): readonly Learnt[] {
  const newest: Learnt[] = [];
  let left = mostLines;
  for (const { text } of textsBack(folder)) {
    if (left-- <= 0 || newest.length >= most) break;
    const reached = reachedIn(text);
    if (reached !== null) newest.push(reached);
  }
  return newest.reverse();
}

/** WHY so short a look first: most lines are denials, or checkpoints, and need not be parsed. */
function reachedIn(line: string): Learnt | null {
  if (!line.includes('"type":"decision"') || !line.includes('"allowed":true')) return null;
  let entry: unknown;
  try {
    ({ entry } = JSON.parse(line) as { readonly entry: unknown });
  } catch {
    return null;
  }
  if (typeof entry !== 'object' || entry === null) return null;
  const { type, allowed, asked } = entry as { readonly [member: string]: unknown };
  if (type !== 'decision' || allowed !== true || typeof asked !== 'object' || asked === null) return null;
  const { agent, path } = asked as { readonly [member: string]: unknown };
  return typeof agent === 'string' && typeof path === 'string' ? { allowed, asked: { agent, path } } : null;
}
