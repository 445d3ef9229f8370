// Emitted modules, loaded as a program loads them, from their text.

import { fileURLToPath } from 'node:url';
import { emitModule } from '@polc/compiler';
import type { Decision, EngineOptions, Facts, Identity, Request } from '@polc/runtime';
import * as runtime from '../../runtime/module.js';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Deciding {
  allows(request: Request): boolean;
  decide(request: Request): Decision;
}

export interface Engine extends Deciding {
  readonly revision: string;
  decideAll(requests: readonly Request[]): readonly Decision[];
  capabilities(principal: { readonly policies: readonly string[]; readonly identity?: Identity | null }, path: string): string[];
  withFacts(facts: Facts): Engine;
}

export interface Emitted extends Engine {
  readonly engine: Engine;
  makeEngine(options?: EngineOptions): Engine;
  readonly RuntimeError: new (code: string, message: string) => Error & { readonly code: string };
}

interface Parts {
  moduleScript(root: string): Promise<string>;
  moduleTypes(root: string): string;
}

/** What the build makes. */
export async function moduleParts(): Promise<Parts> {
  return (await import(new URL('../../scripts/build-module-parts.mjs', import.meta.url).href)) as Parts;
}

/** By itself, as the command writes it. */
export async function standaloneText(bundle: Uint8Array): Promise<string> {
  const { moduleScript } = await moduleParts();
  return emitModule(bundle, await moduleScript(ROOT));
}

export async function load(text: string): Promise<Emitted> {
  const url = `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`;
  return (await import(/* @vite-ignore */ url)) as Emitted;
}

const NAME = Symbol.for('polc tests: the runtime of emitted modules');

/** All of the module is its own but the runtime, which is the sources'. WHY: there are thousands, and each would hold another copy of it. */
export async function moduleOf(bundle: Uint8Array): Promise<Emitted> {
  Object.assign(globalThis, { [NAME]: runtime });
  return await load(emitModule(bundle, `const polc = globalThis[Symbol.for(${JSON.stringify(NAME.description)})];`));
}
