// `polc test --watch`: compiles and runs again whenever a file of the set changes. Only what changed is compiled anew; what fails is shown, and waited
// out. Ends by a signal.

import { type FSWatcher, statSync, watch as watchFolder } from 'node:fs';
import { dirname } from 'node:path';
import type { SourceText, Workspace } from '@polc/compiler';
import { Failure } from '../failure.js';
import { note } from '../host/output.js';
import { visible } from '../report/visible.js';
import { type CompiledTests, compileTests, readTestSet } from './compile-tests.js';

/** Editors write a file in several steps. */
const QUIET_MS = 60;

type Run = (compiled: CompiledTests) => Promise<unknown>;

export async function watch(paths: readonly string[], first: readonly SourceText[], workspace: Workspace, run: Run): Promise<never> {
  let known = first;
  const folders = new Folders(paths);
  for (;;) {
    // Before anything is read, so that no change falls between.
    const changed = folders.nextChange();
    await attempt(async () => {
      const read = readTestSet(paths);
      const { sources } = read;
      const now = new Set(sources.map(({ file }) => file));
      workspace.update({ set: sources, remove: known.flatMap(({ file }) => (now.has(file) ? [] : [file])) });
      known = sources;
      folders.follow(sources);
      await run(await compileTests(workspace, read));
    });
    note('\nwaiting for a change; Ctrl-C ends it');
    await changed;
  }
}

/** What is wrong with the files now may be right a moment later. */
async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'usage') throw error;
    note(`polc: ${visible(error.message)}`);
  }
}

/** The folders that hold files of the set, and those that were named. */
class Folders {
  readonly #watchers = new Map<string, FSWatcher>();
  #tell: () => void = () => undefined;
  #timer: NodeJS.Timeout | null = null;

  constructor(paths: readonly string[]) {
    for (const path of paths) this.#watch(statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? path : dirname(path));
  }

  follow(sources: readonly SourceText[]): void {
    for (const { file } of sources) this.#watch(dirname(file));
  }

  nextChange(): Promise<void> {
    return new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  #watch(folder: string): void {
    if (this.#watchers.has(folder)) return;
    try {
      const watcher = watchFolder(folder, (_, name) => this.#changed(name));
      // A folder that goes is no fault of the run; those above it tell of it.
      watcher.on('error', () => this.#drop(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      // It went meanwhile: reading says so.
    }
  }

  #drop(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
    this.#changed(null);
  }

  /** Policies, tests, facts, tools, and folders; not, say, what the run itself is written to. */
  #changed(name: string | null): void {
    if (name !== null && (name.startsWith('.') || (name.includes('.') && !/\.(?:hcl|json)$/.test(name)))) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), QUIET_MS);
  }
}
