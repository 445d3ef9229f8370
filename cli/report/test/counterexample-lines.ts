// What shows that a property does not hold, and how to see it again.

import type { PropertyVerdict } from '@polc/testing';
import { counted } from '../counted.js';
import { visible } from '../visible.js';

/** None without a counterexample. */
export function counterexampleLines({ counterexample, by, seed, shrinks }: PropertyVerdict): string[] {
  if (counterexample === null) return [];
  const { request, consents } = counterexample;
  const simpler = shrinks === 0 ? '' : `, ${counted(shrinks, 'step')} simpler than the first that was found`;
  return [
    `a request of the region${simpler}:`,
    `  ${visible(JSON.stringify(request))}`,
    ...(consents === null || consents.length === 0 ? [] : ['with these consents:', `  ${visible(JSON.stringify(consents))}`]),
    ...(by === 'proof' ? [] : [`the same run again: --seed ${seed}`]),
  ];
}
