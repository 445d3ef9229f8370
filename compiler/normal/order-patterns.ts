// The normal form of a policy's patterns: each once, in the order in which they win, exact ones last, with the stanzas that share it.

import { type Classified, compareSpecificity } from '@polc/runtime';
import type { Stanza } from '../model/stanza.js';

export interface OrderedPatterns {
  readonly patterns: readonly { readonly pattern: Classified; readonly stanzas: readonly Stanza[] }[];
  /** The place of a stanza's pattern; null for a template, whose text is known at the request. */
  leafOf(stanza: Stanza): number | null;
}

const keyOf = ({ kind, text }: Classified) => `${kind} ${text}`;

export function orderPatterns(stanzas: readonly Stanza[]): OrderedPatterns {
  const byKey = new Map<string, { readonly pattern: Classified; readonly stanzas: Stanza[] }>();
  for (const stanza of stanzas) {
    const { pattern } = stanza;
    if (pattern.templated) continue;
    const key = keyOf(pattern);
    const there = byKey.get(key);
    if (there === undefined) byKey.set(key, { pattern: { kind: pattern.kind, text: pattern.text }, stanzas: [stanza] });
    else there.stanzas.push(stanza);
  }
  const patterns = [...byKey.values()].sort((a, b) => compareSpecificity(a.pattern, b.pattern));
  const numbers = new Map(patterns.map(({ pattern }, number) => [keyOf(pattern), number]));
  return { patterns, leafOf: ({ pattern }) => (pattern.templated ? null : (numbers.get(keyOf(pattern)) as number)) };
}
