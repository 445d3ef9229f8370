// Texts to a policy that tests can take, in one step.

import { type CompileOptions, compile, type SourceText } from '@polc/compiler';
import type { Facts } from '@polc/runtime';
import type { TestedPolicy } from './policy.js';

/** As many diagnostics as an error says. */
const MOST_TOLD = 10;

/** @throws Error with the diagnostics in words, where the texts do not compile */
export function compilePolicy(sources: readonly SourceText[], { facts, ...options }: CompileOptions & { readonly facts?: Facts } = {}): TestedPolicy {
  const { bundle, model, diagnostics } = compile(sources, options);
  if (bundle !== undefined) return { bundle, model, ...(facts === undefined ? {} : { facts }) };
  const errors = diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ file, code, message, span }) => `${file}:${span.start}: ${message} (${code})`);
  throw new Error(`the policies do not compile:\n${errors.slice(0, MOST_TOLD).join('\n')}`);
}
