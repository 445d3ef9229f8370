// The rows of this folder, put to the oracle and to the engine.

import { describe, expect, it } from 'vitest';
import { engine, oracle } from '../../conformance/vault-judges.js';
import { DOCUMENTS } from './documents.js';
import { FORMS } from './forms.js';
import { READ_A } from './paragraph.js';
import { POLICY_LISTS } from './policy-lists.js';
import { SELECTION } from './selection.js';
import { TEMPLATES } from './templates.js';
import { VALUES } from './values.js';
import { VERDICTS } from './verdicts.js';

const PARAGRAPHS = [...POLICY_LISTS, ...SELECTION, ...VERDICTS, ...VALUES, ...TEMPLATES, ...FORMS];

describe.each([oracle, engine])('$name', (judge) => {
  it.each(PARAGRAPHS)('decides as §$section says: $says', ({ policies, request, outcome, expect: expected }) => {
    const texts = typeof policies === 'string' ? { p: policies } : policies;
    const answer = judge.decide(texts, { policies: ['p'], operation: 'read', path: 'a', ...request });
    expect(answer).toMatchObject({ allowed: outcome === 'allowed', outcome, ...expected });
  });

  it.each(DOCUMENTS)('reads as §$section says: $says', ({ text, accepted }) => {
    expect(judge.parse(text) !== null).toBe(accepted);
  });

  it('keeps root shut unless it is opened', () => {
    const answer = judge.decide({ p: READ_A }, { policies: ['p', 'root'], operation: 'read', path: 'a' }, { allowRoot: false });
    expect(answer).toMatchObject({ allowed: false, outcome: 'unknown_policy', root_privs: false, granting: [], capabilities: ['deny'] });
  });
});
