// The worked tests of policies/ notice nine mutants in ten, in every folder, those counted that nobody can notice. Of large folders a sample;
// `polc test policies/NAME --mutate` tries all.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile, type SourceText } from '@polc/compiler';
import { caseTests, runMutants } from '@polc/testing';
import { expect, it } from 'vitest';

const POLICIES = fileURLToPath(new URL('../../../policies/', import.meta.url));
const LEAST = 0.9;
const SAMPLE = { max: process.env.POLC_SOAK ? 180 : 90, seed: 20261121 };

const FOLDERS = readdirSync(POLICIES, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

it('there are folders', () => {
  expect(FOLDERS.length).toBeGreaterThanOrEqual(10);
});

it.each(FOLDERS)('%s', (folder) => {
  const load = (reference: string) => readFileSync(`${POLICIES}${folder}/${reference}`, 'utf8');
  const sources = readdirSync(`${POLICIES}${folder}`)
    .filter((name) => name.endsWith('.hcl'))
    .map((name): SourceText => ({ file: name, text: load(name), ...(name.endsWith('.test.hcl') ? { role: 'tests' } : {}) }));
  const { tests } = compile(sources, { load }).model.tests;
  const policies = sources.filter(({ role }) => role !== 'tests');
  const { score, killed, survivors } = runMutants(policies, caseTests(tests), { ...SAMPLE, load });
  expect(killed).toBeGreaterThan(50);
  expect({ score: (score ?? 0) >= LEAST, not: survivors.map(({ id }) => id) }).toEqual({ score: true, not: expect.anything() });
});
