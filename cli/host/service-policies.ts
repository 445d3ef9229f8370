// The bundle that a service decides by: one that is named, or policies compiled, with those for its callers where the policies have none of their own.

import { foldName, loadBundle } from '@polc/runtime';
import { CALLER_POLICIES } from './caller-policies.js';
import { readNamedFile } from './named-file.js';
import { bundleAmong, refuse } from './policy-set.js';
import { type PolicyFile, readSourceSet } from './source-set.js';

const NAME = 'polc-callers.hcl';

/** @throws Failure policies, no_policies, … */
export async function readServicePolicies(paths: readonly string[]): Promise<Uint8Array> {
  return bundleAmong(paths)?.bytes ?? (await compileForService(readSourceSet(paths)));
}

/** Where there are no policies: those for callers alone. */
export function noPolicies(): Promise<Uint8Array> {
  return compileForService([]);
}

async function compileForService(files: readonly PolicyFile[]): Promise<Uint8Array> {
  const { compile } = await import('@polc/compiler');
  const sources = files.map(({ file, bytes }) => ({ file, text: bytes }));
  const own = compile(sources, { load: readNamedFile });
  if (own.bundle === undefined) throw await refuse(own.diagnostics, files);
  const names = new Set(loadBundle(own.bundle).tables.policies.map(({ name }) => foldName(name)));
  const added = CALLER_POLICIES.split(/\n\n/).filter((text) => !names.has(/policy "([^"]+)"/.exec(text)?.[1] ?? ''));
  const { bundle, diagnostics } = compile([...sources, { file: NAME, text: added.join('\n\n') }], { load: readNamedFile });
  if (bundle === undefined) throw await refuse(diagnostics, [...files, { file: NAME, bytes: Buffer.from(added.join('\n\n')) }]);
  return bundle;
}
