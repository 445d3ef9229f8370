// Which policy lists of a bundle get selectors of their own: those of its agents, their ceilings, and its users.

import { leafPatterns, loadBundle, type View } from '@polc/runtime';
import { type Code, code, literal } from './code.js';
import { emitSelector } from './emit-selector.js';

/**
 * Characters of all selectors: some sixty lists of ten patterns. WHY none where there are more: they take the room of requests in the caches of the
 * machine, and from a hundred lists on are slower than walks, which share their code (bench/esm).
 */
export const MAX_SELECTORS = 80_000;

/** As `embed` of runtime/module.ts takes them. */
export function emitSelectors(bundle: Uint8Array): readonly Code[] {
  const selectors: Code[] = [];
  let size = 0;
  for (const [list, view] of viewsOf(bundle)) {
    const selector = emitSelector(leafPatterns(view));
    if (selector === null) continue;
    selectors.push(code`[${literal(list)}, ${selector}],`);
    size += selector.text.length;
    if (size > MAX_SELECTORS) return [];
  }
  return selectors;
}

/** By the numbers of their policies; without those whose patterns wait for the request. */
function viewsOf(bundle: Uint8Array): ReadonlyMap<string, View> {
  const { snapshot } = loadBundle(bundle);
  const agents = snapshot.agents.all().flatMap(({ policies, ceiling, type }) => [policies, ceiling, type?.ceiling ?? null]);
  const users = snapshot.users.all().map(({ policies }) => policies);
  const views = new Map<string, View>();
  for (const list of [...agents, ...users]) if (list !== null && list.view.templated.length === 0) views.set(list.view.policies.join(), list.view);
  return views;
}
