// Policies of a few lines for tests of coverage.

import { compile, type SourceText } from '@polc/compiler';
import type { Facts } from '@polc/runtime';
import { Coverage, type TestedPolicy } from '@polc/testing';
import { expect } from 'vitest';

export interface Measured {
  readonly policy: TestedPolicy;
  readonly sources: readonly SourceText[];
  readonly coverage: Coverage;
}

export function measured(texts: string | Readonly<Record<string, string>>, facts?: Facts): Measured {
  const files = typeof texts === 'string' ? { 'a.hcl': texts } : texts;
  const sources = Object.entries(files).map(([file, text]) => ({ file, text }));
  const { bundle, model, diagnostics } = compile(sources);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const policy: TestedPolicy = { bundle: bundle as Uint8Array, model, ...(facts === undefined ? {} : { facts }) };
  return { policy, sources, coverage: new Coverage(policy, sources) };
}

/** What a request of one bare policy needs. */
export const bare = (more: object = {}) => ({ policies: ['p'], operation: 'read', path: 'x', ...more });
