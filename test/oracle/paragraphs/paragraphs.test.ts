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

describe.each([[oracle.name, oracle] as const, [engine.name, engine] as const])('%s', (_name, judge) => {
  it.each(PARAGRAPHS.map((row) => [row.section, row.says, row] as const))('decides as %s says: %s', (_section, _says, row) => {
    const { policies, request, outcome, expect: expected } = row;
    const texts = typeof policies === 'string' ? { p: policies } : policies;
    const answer = judge.decide(texts, { policies: ['p'], operation: 'read', path: 'a', ...request });
    expect(answer).toMatchObject({ allowed: outcome === 'allowed', outcome, ...expected });
  });

  it.each(DOCUMENTS.map((row) => [row.section, row.says, row] as const))('reads as %s says: %s', (_section, _says, { text, accepted }) => {
    expect(judge.parse(text) !== null).toBe(accepted);
  });

  it('keeps root shut unless it is opened', () => {
    const answer = judge.decide({ p: READ_A }, { policies: ['p', 'root'], operation: 'read', path: 'a' }, { allowRoot: false });
    expect(answer).toMatchObject({ allowed: false, outcome: 'unknown_policy', root_privs: false, granting: [], capabilities: ['deny'] });
  });
});
