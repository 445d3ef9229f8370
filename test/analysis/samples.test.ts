// The parts that exact answers are made of, each against trying: walks over patterns, languages of texts, numbers, hours, addresses, diagrams.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleAddresses } from '../../compiler/analysis/addresses.js';
import { Diagrams } from '../../compiler/analysis/diagram.js';
import { Features } from '../../compiler/analysis/features.js';
import { listedWalk } from '../../compiler/analysis/listed-walk.js';
import { longTexts } from '../../compiler/analysis/long-texts.js';
import { sampleNumbers } from '../../compiler/analysis/numbers.js';
import { pathClasses } from '../../compiler/analysis/paths.js';
import { patternsWalk } from '../../compiler/analysis/patterns-walk.js';
import { sampleOf } from '../../compiler/analysis/samples.js';
import { automatonWalk, explore, orderWalk, partWalk } from '../../compiler/analysis/walk.js';
import { compileGlob, compileRegex } from '../../compiler/automata/compile.js';
import { zoneOf } from '../../compiler/zones/zones.js';
import { checkParameters } from '../../runtime/match/parameters.js';
import { type Classified, classifyPattern, matchesPattern } from '../../runtime/match/pattern.js';
import { inWindows } from '../../runtime/match/zone.js';
import type { Terms } from '../../runtime/rule.js';
import { runs } from '../runs.js';

const pattern = fc
  .array(fc.constantFrom('a', 'b', '+', '/', '/', 'ab'), { minLength: 1, maxLength: 6 })
  .chain((parts) => fc.constantFrom('', '*').map((end) => parts.join('') + end))
  .map((written) => classifyPattern(written))
  .filter((classified): classified is Classified => classified !== null);
const path = fc.array(fc.constantFrom('a', 'b', '/', '+', '*', 'ab', 'x'), { maxLength: 8 }).map((parts) => parts.join(''));

function walked(walk: { readonly start: number; step(state: number, point: number): number }, text: string): number {
  return Array.from(text).reduce((state, character) => walk.step(state, character.codePointAt(0) as number), walk.start);
}

describe('walks', () => {
  it('over patterns say of every path which ones match', () => {
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 6 }), fc.array(path, { minLength: 1, maxLength: 20 }), (patterns, paths) => {
        const walk = patternsWalk(patterns);
        for (const each of paths) {
          const expected = patterns.flatMap((one, i) => (matchesPattern(one, each) ? [i] : []));
          expect(walk.matching(walked(walk, each)), each).toEqual(expected);
        }
      }),
      runs(300),
    );
  });

  it('find a shortest path for each set of patterns that some path matches', () => {
    const every: string[] = [];
    const extend = (text: string) => {
      every.push(text);
      if (text.length < 6) for (const unit of ['a', 'b', '/', 'x']) extend(text + unit);
    };
    extend('');
    const bare = every.filter((text) => !text.startsWith('/'));
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 4 }), (patterns) => {
        const keyOf = (text: string) => JSON.stringify(patterns.map((one) => matchesPattern(one, text)));
        const { plain, whole } = pathClasses({ patterns, bare: true, walks: [], wanted: null });
        expect(whole).toBe(true);
        const found = new Set(plain.map(keyOf));
        expect(found.size).toBe(plain.length);
        for (const text of bare) expect(found.has(keyOf(text)), text).toBe(true);
      }),
      runs(60),
    );
  });

  it('over parts, globs and orders reach every combination that texts have', () => {
    const texts: string[] = [];
    const extend = (text: string) => {
      texts.push(text);
      if (text.length < 5) for (const unit of ['a', 'b', 'c', 'x']) extend(text + unit);
    };
    extend('');
    const parts = fc.tuple(fc.constantFrom('a', 'ab', 'aba', 'bb'), fc.constantFrom('start', 'end', 'anywhere'));
    fc.assert(
      fc.property(parts, fc.constantFrom('a*b', '*ab*', 'a?c'), fc.constantFrom('ab', 'b'), ([part, place], glob, bound) => {
        const compiled = compileGlob(glob);
        if ('fault' in compiled) throw new Error(glob);
        const told = (text: string) => {
          const inPart = place === 'start' ? text.startsWith(part) : place === 'end' ? text.endsWith(part) : text.includes(part);
          return JSON.stringify([inPart, matchesGlobByHand(glob, text), text < bound, text === bound]);
        };
        const found = new Set<string>();
        const walks = [partWalk(part, place as 'start'), automatonWalk(compiled.automaton), orderWalk(bound)];
        expect(explore(walks, 10_000, ({ text }) => found.add(told(text)))).toBe(true);
        for (const text of texts) expect(found.has(told(text)), `${text} ${part} ${place} ${glob} ${bound}`).toBe(true);
      }),
      runs(100),
    );
  });

  it("over Vault's values, cut at commas, reach every answer that texts get", () => {
    const texts: string[] = [];
    const extend = (text: string) => {
      texts.push(text);
      if (text.length < 5) for (const unit of ['a', 'b', ',', ' ']) extend(text + unit);
    };
    extend('');
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom('a', 'ab', 'a*', '*b', '*a*', 'b,a'), { minLength: 1, maxLength: 2 }), (values) => {
        const allows = { allowed: new Map([['p', values]]), denied: null, required: [] } as unknown as Terms;
        const denies = { allowed: null, denied: new Map([['p', values]]), required: [] } as unknown as Terms;
        const told = (p: string) => JSON.stringify([checkParameters(allows, { p }) === null, checkParameters(denies, { p }) === null]);
        const found = new Set<string>();
        expect(explore([listedWalk(values, false)], 20_000, ({ text }) => found.add(told(text)))).toBe(true);
        for (const text of texts) expect(found.has(told(text)), `${JSON.stringify(text)} ${values.join(' ')}`).toBe(true);
      }),
      runs(30),
    );
  });
});

/** By trying every cut. */
function matchesGlobByHand(glob: string, text: string): boolean {
  if (glob === '') return text === '';
  const [first, rest] = [glob.charAt(0), glob.slice(1)];
  if (first === '*') return Array.from({ length: text.length + 1 }, (_, i) => i).some((i) => matchesGlobByHand(rest, text.slice(i)));
  return text !== '' && (first === '?' || first === text.charAt(0)) && matchesGlobByHand(rest, text.slice(1));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

describe('long texts', () => {
  it('reach every combination of a language and a length, periods too', () => {
    const compiled = compileRegex('(?:ab)*|x.*');
    if ('fault' in compiled) throw new Error('fault');
    const { texts, whole } = longTexts([automatonWalk(compiled.automaton)], [100]);
    expect(whole).toBe(true);
    const told = new Set(texts.map((text) => JSON.stringify([/^(?:(?:ab)*|x.*)$/.test(text), /^(?:ab)*$/.test(text), text.length <= 100])));
    expect([...told].sort()).toEqual([
      '[false,false,false]',
      '[false,false,true]',
      '[true,false,false]',
      '[true,false,true]',
      '[true,true,false]',
      '[true,true,true]',
    ]);
  });
});

describe('samples', () => {
  it('of numbers have one in every class of bounds and steps', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 3 }),
        fc.uniqueArray(fc.constantFrom(1, 0.5, 2, 3), { maxLength: 2 }),
        (points, steps) => {
          const features = new Features();
          features.points.push(...points);
          features.steps.push(...steps);
          const { values, whole } = sampleNumbers(features, 0);
          expect(whole).toBe(true);
          const told = (value: number) =>
            JSON.stringify([points.map((point) => Math.sign(value - point)), steps.map((step) => Number.isInteger(value / step))]);
          const found = new Set(values.map(told));
          for (let value = -60; value <= 60; value += 0.25) expect(found.has(told(value)), `${value}`).toBe(true);
        },
      ),
      runs(100),
    );
  });

  it('of instants have one in every class of the windows of two zones, in winter, in summer and where the clocks change', () => {
    const zones = ['Europe/Berlin', 'America/New_York'].map((name) => zoneOf(name) as NonNullable<ReturnType<typeof zoneOf>>);
    const windows = [Int32Array.from([540, 1020, 1980, 2460]), Int32Array.from([600, 900])];
    const features = new Features();
    features.hours.push(...zones.map((zone, i) => ({ zone, windows: windows[i] as Int32Array })));
    const told = (instant: number) => JSON.stringify(zones.map((zone, i) => inWindows(zone, windows[i] as Int32Array, instant)));
    const found = new Set(sampleNumbers(features, 0).values.map(told));
    for (let minute = 0; minute < 366 * 1440; minute += 7) {
      const instant = Date.UTC(2026, 0, 1) + minute * 60_000;
      expect(found.has(told(instant)), new Date(instant).toISOString()).toBe(true);
    }
  });

  it('of two texts that have an order have one in every pair of classes, on each side', () => {
    const texts: string[] = [];
    const extend = (text: string) => {
      texts.push(text);
      if (text.length < 4) for (const unit of ['a', 'b', 'c', 'x']) extend(text + unit);
    };
    extend('');
    const globs = fc.uniqueArray(fc.constantFrom('a*b', '*ab*', 'a?c', 'b*', '*', '?', 'a*'), { maxLength: 2 });
    const constants = fc.uniqueArray(fc.constantFrom('ab', 'b', ''), { maxLength: 2 });
    fc.assert(
      fc.property(globs, fc.option(fc.constantFrom('ab', 'ba')), constants, (written, part, known) => {
        const features = new Features();
        features.related = 'order';
        features.orderedText = true;
        features.constants.push(...known);
        if (part !== null) features.walks.push(partWalk(part, 'anywhere'));
        for (const glob of written) {
          const compiled = compileGlob(glob);
          if ('fault' in compiled) throw new Error(glob);
          features.walks.push(automatonWalk(compiled.automaton));
        }
        const { values, whole } = sampleOf(features, 1);
        expect(whole).toBe(true);
        const classOf = (text: string) =>
          JSON.stringify([
            written.map((glob) => matchesGlobByHand(glob, text)),
            part !== null && text.includes(part),
            known.map((one) => compareText(text, one)),
          ]);
        const pairs = (all: readonly string[]) => {
          const classes = all.map(classOf);
          return new Set(all.flatMap((one, i) => all.map((other, j) => `${classes[i]} ${compareText(one, other)} ${classes[j]}`)));
        };
        const found = pairs(values.filter((value): value is string => typeof value === 'string'));
        for (const pair of pairs(texts)) expect(found.has(pair), pair).toBe(true);
      }),
      runs(40),
    );
  });

  it('of two instants that have an order have one in every pair of classes of a week, on each side', () => {
    const zone = zoneOf('Europe/Berlin') as NonNullable<ReturnType<typeof zoneOf>>;
    const windows = [Int32Array.from([540, 1020, 1980, 2460]), Int32Array.from([600, 900])];
    for (const points of [[], [Date.UTC(2026, 0, 5)], [Date.UTC(2026, 0, 5), Date.UTC(2026, 0, 9)]]) {
      const features = new Features();
      features.related = 'order';
      features.points.push(...points);
      features.hours.push(...windows.map((each) => ({ zone, windows: each })));
      const classOf = (instant: number) =>
        JSON.stringify([windows.map((each) => inWindows(zone, each, instant)), points.map((point) => Math.sign(instant - point))]);
      const pairs = (all: readonly number[]) => {
        const classes = all.map(classOf);
        return new Set(all.flatMap((one, i) => all.map((other, j) => `${classes[i]} ${Math.sign(one - other)} ${classes[j]}`)));
      };
      const found = pairs(sampleNumbers(features, 1).values);
      const tried = Array.from({ length: 3 * 7 * 24 * 2 }, (_, i) => Date.UTC(2025, 11, 29) + i * 30 * 60_000);
      for (const pair of pairs(tried)) expect(found.has(pair), pair).toBe(true);
    }
  });

  it('of addresses have the first, the last, and what lies beside each block', () => {
    const block = Int32Array.from([4, (10 << 24) | 0, 0, 0, 0, 8]);
    expect(sampleAddresses([block], 2).values).toEqual(expect.arrayContaining(['10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0', '::']));
  });

  it('are not said to be whole where something was not understood', () => {
    const features = new Features();
    features.exact = false;
    expect(sampleOf(features).whole).toBe(false);
  });
});

describe('diagrams', () => {
  it('of equal functions are one node', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (left, right) => {
        const diagrams = new Diagrams();
        const [a, b] = [diagrams.variable(3), diagrams.variable(4)];
        const nodeOf = (table: readonly boolean[]) =>
          diagrams.node(
            a,
            [0, 1, 2].map((i) =>
              diagrams.node(
                b,
                [0, 1, 2, 3].map((j) => diagrams.leaf(table[i * 4 + j])),
              ),
            ),
          );
        const both = diagrams.combine(
          nodeOf(left),
          nodeOf(right),
          (x, y) => x === true && y === true,
          (x) => (x === false ? false : undefined),
        );
        expect(both).toBe(nodeOf(left.map((value, i) => value && right[i] === true)));
        expect(diagrams.map(nodeOf(left), (value) => value !== true)).toBe(nodeOf(left.map((value) => !value)));
      }),
      runs(200),
    );
  });
});
