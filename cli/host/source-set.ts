// A source set (language.md §1): files as named, and of folders `*.hcl` and `*.polc.json`, less whatever starts with a dot. `*.test.hcl` and
// `*.test.polc.json` are tests: `polc test` reads them beside policies, everything else passes them over.
// Symlinks are followed. Nothing that could be a policy is skipped in silence.

import { lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Failure, fileFailure, systemCode } from '../failure.js';
import { readPolicyFile } from './read-file.js';

export interface PolicyFile {
  /** The path, as the caller would spell it. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

export function readSourceSet(paths: readonly string[]): PolicyFile[] {
  return findPolicyFiles(paths).map((file) => ({ file, bytes: readPolicyFile(file) }));
}

export function findPolicyFiles(paths: readonly string[]): string[] {
  return findFiles(paths, isPolicyName, 'policies');
}

export interface TestSet {
  readonly policies: readonly string[];
  readonly tests: readonly string[];
}

/** Policies and tests, of folders and as named. */
export function findTestSet(paths: readonly string[]): TestSet {
  const files = findFiles(paths, (name) => isPolicyName(name) || isTestName(name), 'policies and no tests');
  const policies = files.filter((file) => !isTestName(basename(file)));
  if (policies.length === 0) throw new Failure('no_policies', `no policies among ${paths.join(', ')}: name those that are tested too`);
  return { policies, tests: files.filter((file) => isTestName(basename(file))) };
}

/** Sorted by path, in the order of UTF-16 units wherever polc runs; each file once, however it was reached. A folder must hold one of them. */
function findFiles(paths: readonly string[], isWanted: (name: string) => boolean, what: string): string[] {
  const found = new Map<string, string>();
  const folders = new Map<string, Folder>();
  for (const path of paths) {
    const stat = statOf(path);
    const real = realpathOf(path);
    if (stat.isDirectory()) {
      if (!walk(path, real, { isWanted, found, folders })) throw new Failure('no_policies', `no ${what} in ${path}`);
    } else if (stat.isFile()) addFile(path, real, found);
    else throw new Failure('not_a_file', `${path}: neither a regular file nor a folder`);
  }
  return [...found.values()].sort(byUnits);
}

/** A folder that is being walked, or whether something was found in it. */
type Folder = 'open' | boolean;

interface Search {
  readonly isWanted: (name: string) => boolean;
  readonly found: Map<string, string>;
  readonly folders: Map<string, Folder>;
}

function addFile(file: string, real: string, found: Map<string, string>): void {
  if (!found.has(real)) found.set(real, file);
}

/** Whether the folder holds what is looked for. `real` is its path without symlinks. */
function walk(folder: string, real: string, search: Search): boolean {
  const { isWanted, found, folders } = search;
  const known = folders.get(real);
  if (known === 'open') throw new Failure('circular_link', `${folder}: a circular symlink`);
  if (known !== undefined) return known;
  folders.set(real, 'open');
  let any = false;
  for (const entry of entriesOf(folder)) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    const linked = entry.isSymbolicLink();
    const what = linked ? statOf(path) : entry;
    const place = linked ? realpathOf(path) : join(real, entry.name);
    if (what.isDirectory()) any = walk(path, place, search) || any;
    else if (!isWanted(entry.name)) continue;
    else if (what.isFile()) {
      addFile(path, place, found);
      any = true;
    } else throw new Failure('not_a_file', `${path}: not a regular file`);
  }
  folders.set(real, any);
  return any;
}

function isPolicyName(name: string): boolean {
  return (name.endsWith('.hcl') || name.endsWith('.polc.json')) && !isTestName(name);
}

function isTestName(name: string): boolean {
  return name.endsWith('.test.hcl') || name.endsWith('.test.polc.json');
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => byUnits(a.name, b.name));
  } catch (error) {
    throw fileFailure(folder, error, 'unreadable');
  }
}

/** Of what a symlink leads to. One that leads nowhere may have been a folder of policies: it is not passed over. */
function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT' && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
      throw new Failure('not_found', `${path}: a symlink that leads nowhere`, error);
    }
    throw fileFailure(path, error, 'unreadable');
  }
}

function realpathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    throw fileFailure(path, error, 'unreadable');
  }
}

function byUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
