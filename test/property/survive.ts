// What "survived" means for hostile input: every step answers, in time, says nothing absurd, and leaves the language's prototypes alone.

import { compile } from '@polc/compiler';
import { format, hasErrors, makeSource, parse } from '@polc/grammar';
import { loadBundle } from '@polc/runtime';
import { expect } from 'vitest';
import { stopwatch } from '../stopwatch.js';

export const LIMIT_MS = 5_000;
const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype];
const KEYS = PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype));

export function untouched(): void {
  expect(PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype))).toEqual(KEYS);
}

/** What a step answers; it may take its time, but not all day. One that is late is tried again: another suite may have had the machine. */
export function inTime<T>(what: string, step: () => T): T {
  // WHY the clock first: the processor's time, which is the less, takes longer to ask for than most steps do.
  const start = performance.now();
  const first = step();
  if (performance.now() - start < LIMIT_MS) return first;
  const elapsed = stopwatch();
  const answer = step();
  expect(elapsed(), `${what} takes too long`).toBeLessThan(LIMIT_MS);
  return answer;
}

/** Parses, formats and compiles; everything that a text can be put through before it decides anything. */
export function survive(content: string | Uint8Array): void {
  const source = makeSource('hostile.hcl', content);
  const { value, diagnostics } = inTime('parsing', () => parse(source));
  expect(value.kind).toBe('document');
  expect(diagnostics.find(({ span }) => !(span.start >= 0 && span.start <= span.end && span.end <= source.text.length))).toBeUndefined();
  const formatted = inTime('formatting', () => format(source));
  expect(formatted.diagnostics.map(({ code }) => code)).not.toContain('format-unstable');
  expect(formatted.value === undefined).toBe(hasErrors(formatted.diagnostics));
  const compiled = inTime('compiling', () => compile([{ file: 'hostile.hcl', text: content }], { lint: true }));
  const { bundle } = compiled;
  if (bundle === undefined) return;
  expect(hasErrors(diagnostics)).toBe(false);
  expect(inTime('loading', () => loadBundle(bundle)).revision).toMatch(/^sha256:/);
}
