// Two versions of a policy set, compiled: what has the same place in both is read, checked and hashed once.

import { statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { type SourceText, Workspace, type World, worldOf } from '@polc/compiler';
import { hasErrors } from '@polc/grammar';
import { Failure } from '../failure.js';
import { readNamedFile } from './named-file.js';
import { bundleAmong, engineOf } from './policy-set.js';
import type { GivenFacts } from './read-facts.js';
import { showDiagnostics } from './show-diagnostics.js';
import { type PolicyFile, readSourceSet } from './source-set.js';

export interface Versions {
  readonly before: World;
  readonly after: World;
}

interface Version {
  readonly files: readonly PolicyFile[];
  readonly sources: readonly SourceText[];
  /** What names are relative to. */
  readonly root: string;
}

/** Files or folders, or bundles. */
export async function openVersions(before: string, after: string, facts: GivenFacts | undefined): Promise<Versions> {
  const bundles = [bundleAmong([before]), bundleAmong([after])] as const;
  const setting = facts === undefined ? {} : { facts };
  if (bundles[0] !== null || bundles[1] !== null) {
    const bytes = [await bytesOf(before, bundles[0]), await bytesOf(after, bundles[1])] as const;
    const [left, right] = [engineOf(bytes[0], bundles[0]?.file ?? null, setting), engineOf(bytes[1], bundles[1]?.file ?? null, setting)];
    return { before: worldOf(left, facts?.facts), after: worldOf(right, facts?.facts) };
  }
  const [old, next] = namedAlike(readVersion(before), readVersion(after));
  let root = old.root;
  const workspace = new Workspace(old.sources, { load: (reference, from) => readNamedFile(reference, join(root, from)) });
  const first = await compileOr(workspace, old, 'OLD', before);
  root = next.root;
  const kept = new Set(next.sources.map(({ file }) => file));
  workspace.update({ set: next.sources, remove: old.sources.map(({ file }) => file).filter((file) => !kept.has(file)) });
  const second = await compileOr(workspace, next, 'NEW', after);
  const left = engineOf(first, null, setting);
  return { before: worldOf(left, facts?.facts), after: worldOf(engineOf(second, null, { ...setting, previous: left }), facts?.facts) };
}

async function bytesOf(path: string, bundle: PolicyFile | null): Promise<Uint8Array> {
  if (bundle !== null) return bundle.bytes;
  const version = readVersion(path);
  return compileOr(new Workspace(version.sources, { load: (reference, from) => readNamedFile(reference, join(version.root, from)) }), version, '', path);
}

function readVersion(path: string): Version {
  const files = readSourceSet([path]);
  const root = statSync(path).isDirectory() ? path : dirname(path);
  return { files, root, sources: files.map(({ file, bytes }) => ({ file: relative(root, file), text: bytes })) };
}

/** Two single files are two versions of one, whatever they are called. */
function namedAlike(old: Version, next: Version): readonly [Version, Version] {
  const [one, other] = [old.sources[0], next.sources[0]];
  if (old.sources.length !== 1 || next.sources.length !== 1 || one === undefined || other === undefined) return [old, next];
  const sameKind = one.file.endsWith('.polc.json') === other.file.endsWith('.polc.json');
  return sameKind ? [{ ...old, sources: [{ ...one, file: basename(other.file) }] }, next] : [old, next];
}

async function compileOr(workspace: Workspace, { files, sources }: Version, side: string, path: string): Promise<Uint8Array> {
  const { bundle, diagnostics } = workspace.compile();
  if (bundle !== undefined) return bundle;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  // Places are shown where the files are.
  const real = new Map(sources.map(({ file }, i) => [file, files[i]?.file ?? file]));
  await showDiagnostics(
    errors.map((diagnostic) => ({ ...diagnostic, file: real.get(diagnostic.file) ?? diagnostic.file })),
    files,
  );
  if (!hasErrors(diagnostics)) throw new Error('no bundle, and nothing said why');
  throw new Failure('policies', `${side === '' ? path : `${side} (${path})`} does not compile: ${errors.length === 1 ? '1 error' : `${errors.length} errors`}`);
}
