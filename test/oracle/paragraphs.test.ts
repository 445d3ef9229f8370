// The rows of paragraphs.ts, put to the oracle and to the engine.

import { describe, expect, it } from 'vitest';
import { engine, oracle } from '../conformance/vault-judges.js';
import { DOCUMENT_PARAGRAPHS, PARAGRAPHS } from './paragraphs.js';

describe.each([oracle, engine])('$name', (judge) => {
  it.each(PARAGRAPHS)('decides as §$section says: $says', ({ policies, request, outcome, expect: expected }) => {
    const texts = typeof policies === 'string' ? { p: policies } : policies;
    const answer = judge.decide(texts, { policies: ['p'], operation: 'read', path: 'a', ...request });
    expect(answer).toMatchObject({ allowed: outcome === 'allowed', outcome, ...expected });
  });

  it.each(DOCUMENT_PARAGRAPHS)('reads as §$section says: $says', ({ text, accepted }) => {
    expect(judge.parse(text) !== null).toBe(accepted);
  });

  it('keeps root shut unless it is opened', () => {
    const request = { policies: ['p', 'root'], operation: 'read', path: 'a' };
    const answer = judge.decide({ p: 'path "a" { capabilities = ["read"] }' }, request, { allowRoot: false });
    expect(answer).toMatchObject({ allowed: false, outcome: 'unknown_policy', root_privs: false, granting: [], capabilities: ['deny'] });
  });
});
