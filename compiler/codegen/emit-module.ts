// A bundle to a JavaScript module that decides as the bundle does, by itself: the runtime, the bundle's bytes, selectors of their patterns, and exports
// around them.

import { encodeBase64 } from './base64.js';
import { Code, code, literal } from './code.js';
import { emitSelectors } from './emit-selectors.js';

/**
 * `runtime` is the script that the build makes of runtime/module.ts, which leaves its exports in `polc`. The bundle may be signed. Nothing that the module
 * says at its top hangs on it, so that equal bundles give equal modules.
 */
export function emitModule(bundle: Uint8Array, runtime: string): string {
  return code`// Made by polc: policies and what decides by them, in one module. Do not edit: build it anew.
${Code.verbatim(runtime.trimEnd())}
const { embed, standsAt, RuntimeError } = polc;
const { engine, makeEngine } = embed(${literal(encodeBase64(bundle))}, [
${emitSelectors(bundle)}
]);
const { revision } = engine;
const allows = (request) => engine.allows(request);
const decide = (request) => engine.decide(request);
const decideAll = (requests) => engine.decideAll(requests);
const capabilities = (principal, path) => engine.capabilities(principal, path);
const withFacts = (facts) => engine.withFacts(facts);
export { allows, capabilities, decide, decideAll, engine, makeEngine, revision, RuntimeError, withFacts };
`.text;
}
