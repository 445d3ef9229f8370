// Policies and tests by their paths, compiled: what `polc test` runs. What does not compile ends the run with its diagnostics on standard error.

import type { Model, SourceText, Workspace } from '@polc/compiler';
import { hasErrors } from '@polc/grammar';
import { checkFacts, RuntimeError } from '@polc/runtime';
import { Failure } from '../failure.js';
import { readNamedFile } from '../host/named-file.js';
import { refuse } from '../host/policy-set.js';
import type { GivenFacts } from '../host/read-facts.js';
import { readPolicyFile } from '../host/read-file.js';
import { findTestSet, type PolicyFile } from '../host/source-set.js';

export interface CompiledTests {
  readonly bundle: Uint8Array;
  /** With the tests. */
  readonly model: Model;
  /** All that was read, for frames. */
  readonly files: readonly PolicyFile[];
  readonly sources: readonly SourceText[];
}

export interface ReadTests {
  readonly files: readonly PolicyFile[];
  readonly sources: readonly SourceText[];
}

export function readTestSet(paths: readonly string[]): ReadTests {
  const { policies, tests } = findTestSet(paths);
  const files = [...policies, ...tests].map((file) => ({ file, bytes: readPolicyFile(file) }));
  const sources = files.map(({ file, bytes }, i): SourceText => ({ file, text: bytes, ...(i < policies.length ? {} : { role: 'tests' }) }));
  return { files, sources };
}

/** For a run, or for the first of many. */
export async function openWorkspace(sources: readonly SourceText[], facts: GivenFacts | undefined): Promise<Workspace> {
  if (facts !== undefined) refuseMalformed(facts);
  const { Workspace } = await import('@polc/compiler');
  return new Workspace(sources, { load: readNamedFile, ...(facts === undefined ? {} : { facts: facts.facts }) });
}

/** Tests may name whom they hold. Whether they fit the policies is for when these are loaded. */
function refuseMalformed({ file, facts }: GivenFacts): void {
  try {
    checkFacts(facts);
  } catch (error) {
    if (error instanceof RuntimeError) throw new Failure('usage', `${file}: ${error.message}`, error);
    throw error;
  }
}

export async function compileTests(workspace: Workspace, { files, sources }: ReadTests): Promise<CompiledTests> {
  const { bundle, model, diagnostics } = workspace.compile();
  if (bundle !== undefined) return { bundle, model, files, sources };
  const errors = diagnostics.filter((each) => hasErrors([each]));
  throw await refuse(errors, files, 'the policies or their tests');
}
