// Stanzas by the first segment of their patterns. Kept by policy: rules that speak of `mcp/` or `sys/` need not look through everything again when one
// file has changed.

import type { Model, Stanza } from '../model/stanza.js';

type Roots = ReadonlyMap<string, readonly Stanza[]>;

const known = new WeakMap<readonly Stanza[], Roots>();

/** Of policies and scopes, in source order; `+` and `*` are roots of their own. */
export function* stanzasAt({ policies, blocks }: Model, ...roots: readonly string[]): Generator<Stanza> {
  for (const { stanzas } of policies) yield* at(stanzas, roots);
  for (const { stanzas } of blocks.scopes) yield* at(stanzas, roots);
}

/** Of one policy. */
export function* at(stanzas: readonly Stanza[], roots: readonly string[]): Generator<Stanza> {
  let found = known.get(stanzas);
  if (found === undefined) {
    found = sorted(stanzas);
    known.set(stanzas, found);
  }
  for (const root of roots) {
    const rooted = found.get(root);
    if (rooted !== undefined) yield* rooted;
  }
}

function sorted(stanzas: readonly Stanza[]): Roots {
  const found = new Map<string, Stanza[]>();
  for (const stanza of stanzas) {
    const { text, kind } = stanza.pattern;
    const slash = text.indexOf('/');
    const root = slash >= 0 ? text.slice(0, slash) : kind === 'prefix' ? `${text}*` : text;
    const same = found.get(root);
    if (same === undefined) found.set(root, [stanza]);
    else same.push(stanza);
  }
  return found;
}
