// Mutants of a policy: each change of its files that still compiles, and to something that no earlier one compiled to, nor the policy itself. Only the
// changed file is compiled again.

import { type CompileOptions, type SourceText, Workspace } from '@polc/compiler';
import { LineIndex, makeSource, parse, type Span } from '@polc/grammar';
import { type Engine, type Facts, loadBundle } from '@polc/runtime';
import { nowOf } from '../engine-of.js';
import type { TestedPolicy } from '../policy.js';
import { applied, type Change, type Edit, type MutantKind } from './change.js';
import { changesOf } from './changes-of.js';

/** What a mutant is, without what it compiles to. */
export interface MutantPlace {
  /** The file, the place of what is changed, the kind, and which of the same. */
  readonly id: string;
  readonly kind: MutantKind;
  readonly file: string;
  readonly span: Span;
  /** From 1. */
  readonly line: number;
  readonly description: string;
  /** The lines that differ, as they were and as they are. */
  readonly before: string;
  readonly after: string;
  /** The first of them, from 1. */
  readonly firstLine: number;
}

export interface Mutant extends MutantPlace {
  readonly sources: readonly SourceText[];
  readonly policy: TestedPolicy;
  /** On the mutant's bundle. */
  readonly engine: Engine;
}

/** What became of those that are no mutants. */
export interface Discarded {
  /** They do not compile. */
  invalid: number;
  /** They compile to the very bundle of the policy. */
  same: number;
  /** Or to that of an earlier mutant. */
  duplicate: number;
}

export interface MutantOptions extends Pick<CompileOptions, 'load'> {
  readonly facts?: Facts;
  /** All, when absent. */
  readonly kinds?: readonly MutantKind[];
  /** So many changes are taken, chosen by `seed`; all, when absent. */
  readonly max?: number;
  readonly seed?: number;
}

/** A change that has a place, before anybody knows whether it compiles. */
interface Candidate extends Change, Pick<MutantPlace, 'id' | 'file' | 'line'> {
  readonly text: string;
}

/** In the order of the sources. A mutant is made when it is asked for. @throws Error where the policy itself does not compile */
export class Mutants implements Iterable<Mutant> {
  readonly discarded: Discarded = { invalid: 0, same: 0, duplicate: 0 };
  /** How many changes there are, before any was compiled. */
  readonly candidates: number;
  /** How many of them are compiled. */
  readonly chosen: number;
  readonly #sources: readonly SourceText[];
  readonly #options: MutantOptions;
  readonly #chosen: readonly Candidate[];

  constructor(sources: readonly SourceText[], options: MutantOptions = {}) {
    const { kinds, max, seed = 0 } = options;
    const all = sources.flatMap(candidatesOf).filter(({ kind }) => kinds === undefined || kinds.includes(kind));
    this.#sources = sources;
    this.#options = options;
    this.candidates = all.length;
    this.#chosen = max === undefined || max >= all.length ? all : sample(all, max, seed);
    this.chosen = this.#chosen.length;
  }

  *[Symbol.iterator](): Iterator<Mutant> {
    const { facts, load } = this.#options;
    const workspace = new Workspace(this.#sources, load === undefined ? {} : { load });
    const own = workspace.compile();
    if (own.bundle === undefined) throw new Error('the policy does not compile, so there is nothing to mutate');
    const settings = facts === undefined ? {} : { facts };
    // One clock for all: what a mutant registers must not move it.
    const now = nowOf({ bundle: own.bundle, model: own.model, ...settings });
    const clock = () => now;
    const engine = loadBundle(own.bundle, { ...settings, clock });
    const seen = new Set<string>();
    let changed: SourceText | null = null;
    for (const candidate of this.#chosen) {
      const source = this.#sources.find(({ file }) => file === candidate.file) as SourceText;
      const mutated = { ...source, text: applied(candidate.text, candidate.edits) };
      // What the last one changed is put back together with this change.
      workspace.update({ set: changed === null || changed.file === source.file ? [mutated] : [changed, mutated] });
      changed = source;
      const { bundle, model } = workspace.compile();
      if (bundle === undefined) {
        this.discarded.invalid++;
        continue;
      }
      const mutant = loadBundle(bundle, { ...settings, clock, previous: engine });
      if (mutant.revision === engine.revision) this.discarded.same++;
      else if (seen.has(mutant.revision)) this.discarded.duplicate++;
      else {
        seen.add(mutant.revision);
        const sources = this.#sources.map((each) => (each === source ? mutated : each));
        yield { ...placeOf(candidate, mutated.text), sources, policy: { bundle, model, ...settings }, engine: mutant };
      }
    }
  }
}

export function mutantsOf(sources: readonly SourceText[], options: MutantOptions = {}): Mutants {
  return new Mutants(sources, options);
}

function candidatesOf({ file, text: given }: SourceText): Candidate[] {
  const { text } = makeSource(file, given);
  if (file.endsWith('.tools.json')) return [];
  const lines = new LineIndex(text);
  const { value, diagnostics } = parse({ file, text });
  if (diagnostics.some(({ severity }) => severity === 'error')) return [];
  const counts = new Map<string, number>();
  return changesOf(value, text).map((change) => {
    const { line, column } = lines.position(change.span.start);
    const stem = `${file}:${line}:${column} ${change.kind}`;
    const number = (counts.get(stem) ?? 0) + 1;
    counts.set(stem, number);
    return { ...change, id: number === 1 ? stem : `${stem} ${number}`, file, line, text };
  });
}

function placeOf({ id, kind, file, span, line, description, text, edits }: Candidate, mutated: string): MutantPlace {
  return { id, kind, file, span, line, description, ...changedLines(text, mutated, edits) };
}

/** Whole lines around the edits. */
function changedLines(text: string, mutated: string, edits: readonly Edit[]): Pick<MutantPlace, 'before' | 'after' | 'firstLine'> {
  const start = Math.min(...edits.map(({ span }) => span.start));
  const end = Math.max(...edits.map(({ span }) => span.end));
  const from = text.lastIndexOf('\n', start - 1) + 1;
  // A change that ends with a line's end has that line whole.
  const to = end > from && text[end - 1] === '\n' ? end - 1 : lineEnd(text, end);
  const tail = text.length - to;
  const after = mutated.length - tail < from ? '' : mutated.slice(from, mutated.length - tail);
  return { before: text.slice(from, to), after, firstLine: text.slice(0, from).split('\n').length };
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** The same for the same seed, in their own order. */
function sample<T>(all: readonly T[], count: number, seed: number): T[] {
  const order = all.map((_, i) => i);
  let state = (seed ^ 0x9e3779b9) >>> 0;
  const below = (most: number) => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  };
  for (let i = 0; i < count; i++) {
    const j = i + below(order.length - i);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order
    .slice(0, count)
    .sort((a, b) => a - b)
    .map((i) => all[i] as T);
}
