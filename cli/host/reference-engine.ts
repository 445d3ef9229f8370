// The reference evaluator: built beside the command from the project's own tests, loaded only when it is asked for.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Decision, Facts, Request } from '@polc/runtime';
import { Failure } from '../failure.js';

interface Source {
  readonly file: string;
  readonly text: Uint8Array;
}

interface Options {
  readonly allowRoot: boolean;
  readonly facts?: Facts;
}

interface Reference {
  decide(request: Request): Decision;
}

interface ReferenceModule {
  makeEngine(sources: readonly Source[], options: Options): Reference;
}

/** For policies that compile: it does not report faults. */
export async function makeReference(sources: readonly Source[], options: Options): Promise<Reference> {
  // Computed, so that no bundler takes it in.
  const url = new URL('./engines/reference.mjs', import.meta.url);
  if (!existsSync(fileURLToPath(url))) throw new Failure('usage', 'this build of polc has no reference engine');
  const module = (await import(url.href)) as ReferenceModule;
  try {
    return module.makeEngine(sources, options);
  } catch (error) {
    throw new Failure('usage', `the reference engine cannot judge these policies: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}
