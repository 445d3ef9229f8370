// The worked examples of policies/ as what is tested: compiled, with their facts, and read by the oracle.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile, type SourceText } from '@polc/compiler';
import type { Facts } from '@polc/runtime';
import type { TestedPolicy } from '@polc/testing';
import { type Model, readTexts } from '../oracle/index.js';

const POLICIES = fileURLToPath(new URL('../../policies/', import.meta.url));

export interface ExampleSet {
  readonly name: string;
  readonly policy: TestedPolicy;
  /** As the oracle reads the same texts. */
  readonly read: Model;
}

export const EXAMPLE_SETS: readonly string[] = readdirSync(POLICIES, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

const isPolicy = (name: string) => name.endsWith('.hcl') && !name.endsWith('.test.hcl');

export function exampleSet(name: string): ExampleSet {
  const files = readdirSync(`${POLICIES}${name}`).filter((file) => isPolicy(file) || file.endsWith('.tools.json'));
  const sources: SourceText[] = files.map((file) => ({ file: `${name}/${file}`, text: readFileSync(`${POLICIES}${name}/${file}`, 'utf8') }));
  const facts = `${POLICIES}${name}/facts.json`;
  const { bundle, model, diagnostics } = compile(sources);
  if (bundle === undefined) throw new Error(JSON.stringify(diagnostics));
  const reading = readTexts(sources.filter(({ file }) => isPolicy(file)));
  if ('errors' in reading) throw new Error(reading.errors.join('; '));
  const known = existsSync(facts) ? { facts: JSON.parse(readFileSync(facts, 'utf8')) as Facts } : {};
  return { name, policy: { bundle, model, ...known }, read: reading.model };
}
