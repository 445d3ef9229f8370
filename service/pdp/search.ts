// Who, what and how: candidates that the policies and the registry know, each asked of the engine. What they do not name is not found.

import type { Engine, Request } from '@polc/runtime';
import { textOfSegment } from './segment.js';

/** Ids of the principals of a form, in the order of code points. */
export function principalIds(form: 'user' | 'agent', { snapshot }: Engine): readonly string[] {
  const known = form === 'user' ? snapshot.users.all() : snapshot.agents.all();
  return known.map(({ id }) => id).sort(byCodePoint);
}

/** Types and ids that stand as whole paths `TYPE/ID` in stanzas and targets; by type, in the order of code points. */
export function namedResources({ tables }: Engine): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  const add = (path: string) => {
    const [type, id, ...more] = path.split('/').map(textOfSegment);
    if (type === null || type === undefined || id === null || id === undefined || type === '' || id === '' || more.length > 0) return;
    const ids = found.get(type) ?? new Set();
    found.set(type, ids.add(id));
  };
  for (const policy of tables.policies) {
    for (const { pattern } of policy.stanzas()) if (pattern?.kind === 'exact') add(pattern.text);
  }
  for (const { kind, text } of tables.blocks.targets.flatMap(({ patterns }) => patterns)) if (kind === 'exact') add(text);
  return new Map([...found].map(([type, ids]) => [type, [...ids].sort(byCodePoint)]));
}

const OPERATIONS = ['create', 'read', 'update', 'delete', 'list', 'patch', 'invoke', 'delegate'] as const;

/** The schema's words, and the operations that none of them stands for. */
export function actionNames({ tables }: Engine): readonly string[] {
  const { operations } = tables.blocks;
  const mapped = new Set(Object.values(operations));
  return [...Object.keys(operations), ...OPERATIONS.filter((operation) => !mapped.has(operation))].sort(byCodePoint);
}

export interface Found {
  readonly results: readonly string[];
  /** The last of them, where there may be more behind it. */
  readonly next: string | null;
}

/** Milliseconds after which others have their turn. */
const TURN = 5;

/** Those that are allowed, behind `after`, up to `limit`. WHY in turns: there may be many, each with all that was asked, and others wait for decisions. */
export async function allowedOf(
  candidates: readonly string[],
  allows: (request: Request) => boolean,
  requestFor: (candidate: string) => Request,
  after: string | null,
  limit: number,
): Promise<Found> {
  const results: string[] = [];
  let began = performance.now();
  for (const candidate of candidates) {
    if (performance.now() - began > TURN) {
      await new Promise(setImmediate);
      began = performance.now();
    }
    if (after !== null && byCodePoint(candidate, after) <= 0) continue;
    if (!allows(requestFor(candidate))) continue;
    if (results.length === limit) return { results, next: results.at(-1) ?? null };
    results.push(candidate);
  }
  return { results, next: null };
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
