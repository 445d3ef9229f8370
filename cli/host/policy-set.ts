// Policies by their paths, ready to decide: a source set compiled, or a bundle loaded. Policies that do not compile end the run with their
// diagnostics on standard error.

import { statSync } from 'node:fs';
import type { Diagnostic } from '@polc/grammar';
import { type Engine, type EngineOptions, loadBundle, RuntimeError } from '@polc/runtime';
import { Failure } from '../failure.js';
import { readNamedFile } from './named-file.js';
import { isBundle, readPolicyOrBundle } from './read-bundle.js';
import type { GivenFacts } from './read-facts.js';
import { showDiagnostics } from './show-diagnostics.js';
import { type PolicyFile, readSourceSet } from './source-set.js';

/** What an engine is given beside policies. */
export interface Setting extends Omit<EngineOptions, 'facts'> {
  readonly facts?: GivenFacts;
}

export interface Compiled {
  readonly bundle: Uint8Array;
  readonly files: readonly PolicyFile[];
}

/** From paths to a bundle. */
export async function compilePaths(paths: readonly string[]): Promise<Compiled> {
  const { compile } = await import('@polc/compiler');
  const files = readSourceSet(paths);
  const sources = files.map(({ file, bytes }) => ({ file, text: bytes }));
  const { bundle, diagnostics } = compile(sources, { load: readNamedFile });
  if (bundle === undefined) throw await refuse(diagnostics, files);
  return { bundle, files };
}

/** An engine over a source set, or over the one bundle that is named. */
export async function openPolicies(paths: readonly string[], setting: Setting): Promise<Engine> {
  const bundle = bundleAmong(paths);
  if (bundle !== null) return engineOf(bundle.bytes, bundle.file, setting);
  return engineOf((await compilePaths(paths)).bundle, null, setting);
}

/** The bundle that the paths name; null when they name policies. */
export function bundleAmong(paths: readonly string[]): PolicyFile | null {
  for (const file of paths) {
    // What cannot be looked at is for the source set to report.
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) continue;
    const bytes = readPolicyOrBundle(file);
    if (!isBundle(bytes)) continue;
    if (paths.length > 1) throw new Failure('usage', `${file} is a bundle, which stands alone: name it, or policies`);
    return { file, bytes };
  }
  return null;
}

/** `file` is that of a bundle somebody handed in, null for one just compiled. */
export function engineOf(bundle: Uint8Array, file: string | null, { facts, ...options }: Setting): Engine {
  try {
    return loadBundle(bundle, facts === undefined ? options : { ...options, facts: facts.facts });
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    if (error.code === 'bad_options') throw new Failure('usage', error.message, error);
    if (error.code === 'bad_facts' && facts !== undefined) throw new Failure('usage', `${facts.file}: ${error.message}`, error);
    if (file === null) throw error;
    const unverified = error.code === 'unsigned' || error.code === 'bad_signature';
    throw new Failure(unverified ? 'unverified' : 'bad_bundle', `${file}: ${error.message}`, error);
  }
}

/** Shows why policies (or `what`) do not compile. */
export async function refuse(diagnostics: readonly Diagnostic[], files: readonly PolicyFile[], what = 'the policies'): Promise<Failure> {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  await showDiagnostics(errors, files);
  const { counted } = await import('../report/counted.js');
  return new Failure('policies', `${what} do not compile: ${counted(errors.length, 'error')}`);
}
