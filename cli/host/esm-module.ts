// JavaScript modules that decide: what they are made of beside policies, which the build puts beside the command; and one loaded, to decide through it.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Decision, EngineOptions, Request } from '@polc/runtime';
import { Failure } from '../failure.js';

export interface EsmModule {
  readonly code: string;
  /** Its declarations, which are the same for every module. */
  readonly types: string;
}

export async function makeEsmModule(bundle: Uint8Array): Promise<EsmModule> {
  const { emitModule } = await import('@polc/compiler');
  return { code: emitModule(bundle, readPart('runtime.js')), types: readPart('module.d.mts') };
}

interface Loaded {
  makeEngine(options: Pick<EngineOptions, 'facts' | 'allowRoot'>): { decide(request: Request): Decision };
}

/** From its text alone: no file is written that somebody else could change. */
export async function loadEsmModule({ code }: EsmModule): Promise<Loaded> {
  return (await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)) as Loaded;
}

/** Or its declarations. */
export function isModule(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(0, MARK.length)) === MARK;
}

/** How both begin (compiler/codegen, scripts/build-module-parts.mjs). */
const MARK = '// Made by polc: ';

function readPart(name: string): string {
  try {
    return readFileSync(fileURLToPath(new URL(`./esm/${name}`, import.meta.url)), 'utf8');
  } catch (error) {
    throw new Failure('usage', 'this build of polc cannot make JavaScript modules', error);
  }
}
