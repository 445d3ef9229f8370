// The normal form of a model's patterns: each once, in the order in which they win, exact ones last. A pattern's number is its rank, so that
// at a decision the winner is the largest number.

import { type Classified, compareSpecificity } from '@polc/runtime';
import type { Model } from '../model/stanza.js';

export interface PatternIndex {
  readonly patterns: readonly Classified[];
  readonly exactCount: number;
  numberOf(pattern: Classified): number;
}

const keyOf = ({ kind, text }: Classified) => `${kind} ${text}`;

/** Templated patterns are left out: their text is known at the request. */
export function orderPatterns(model: Model): PatternIndex {
  const byKey = new Map<string, Classified>();
  for (const { stanzas } of [...model.policies, ...model.blocks.scopes]) {
    for (const { pattern } of stanzas) {
      if (!pattern.templated) byKey.set(keyOf(pattern), { kind: pattern.kind, text: pattern.text });
    }
  }
  const patterns = [...byKey.values()].sort(compareSpecificity);
  const numbers = new Map(patterns.map((pattern, number) => [keyOf(pattern), number]));
  return {
    patterns,
    exactCount: patterns.filter(({ kind }) => kind === 'exact').length,
    numberOf: (pattern) => numbers.get(keyOf(pattern)) as number,
  };
}
