// Searches among many candidates, while others wait for decisions.

import { expect, it } from 'vitest';
import { allowedOf } from '../../service/pdp/search.js';

const CANDIDATES = Array.from({ length: 40 }, (_, i) => String(i).padStart(2, '0'));
const request = (path: string) => ({ operation: 'read', path });

it('a search that takes long lets others have their turn', async () => {
  let turns = 0;
  let next = setImmediate(function turn() {
    turns++;
    next = setImmediate(turn);
  });
  const slow = () => {
    for (const end = performance.now() + 2; performance.now() < end; );
    return true;
  };
  try {
    expect(await allowedOf(CANDIDATES, slow, request, null, 100)).toEqual({ results: CANDIDATES, next: null });
    expect(turns).toBeGreaterThan(5);
  } finally {
    clearImmediate(next);
  }
});
