// What the bench does with its measurements: medians, ratios, turns, tables, the chart.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { bench } from './modules.js';

const { median, spread } = await bench('lib/statistics.mjs');
const { ratioTo } = await bench('lib/interleave.mjs');
const { takeTurns } = await bench('lib/take-turns.mjs');
const { nanoseconds, tableLines, times } = await bench('lib/report.mjs');
const { drawBars } = await bench('chart/bars.mjs');
const { pageWith } = await bench('chart/page.mjs');

it.each([
  [[3], 3, [3, 3]],
  [[4, 1, 3, 2], 2.5, [1.75, 3.25]],
  [[9, 1, 5, 3, 7], 5, [3, 7]],
])('the middle of %j is %d, and its middle half %j', (numbers, middle, half) => {
  expect(median(numbers)).toBe(middle);
  expect(spread(numbers)).toEqual(half);
});

it('no measurement has no middle', () => {
  expect(() => median([])).toThrow('nothing was measured');
});

it('a ratio is of one round, so that a slow round slows both', () => {
  expect(ratioTo([10, 100, 1_000], [20, 200, 2_000]).median).toBe(2);
});

it('turns go through all requests again and again, in order, whatever the size of a batch', () => {
  const asked: number[] = [];
  const loop = (from: number, to: number) => {
    for (let i = from; i < to; i++) asked.push(i);
    return Math.ceil(to / 2) - Math.ceil(from / 2);
  };
  const expected = Array.from({ length: 1_000 }, (_, i) => i % 2 === 0);
  const laps = takeTurns([{ name: 'even', loop, expected }], { rounds: 3, settle: 0 }).get('even') ?? [];
  expect(laps.length).toBe(3);
  expect(laps.every((lap) => lap > 0 && lap < 1e6)).toBe(true);
  expect(asked.length).toBeGreaterThanOrEqual(6_000);
  expect(asked.findIndex((request, i) => request !== i % 1_000)).toBe(-1);
});

it('a candidate that answers wrongly is not measured', () => {
  const candidate = { name: 'yes', loop: (from: number, to: number) => to - from, expected: [true, false] };
  expect(() => takeTurns([candidate], { rounds: 1, settle: 0 })).toThrow('nothing it measured counts');
});

it('times are said in units that fit them', () => {
  expect([46.4, 2_700, 1_500_000].map(nanoseconds)).toEqual(['46 ns', '2.70 µs', '1.50 ms']);
  expect([0.5, 12.34].map(times)).toEqual(['0.50 ×', '12.3 ×']);
});

it('a table has its columns one below the other', () => {
  expect(
    tableLines([
      { case: 'a', ns: 5 },
      { case: 'longer', ns: 1_234 },
    ]),
  ).toEqual(['  case       ns', '  a           5', '  longer   1234']);
});

it('a chart draws a bar ten times as long in time one decade further, and escapes what is written on it', () => {
  const bars = [20, 200, 2_000].map((value) => ({ name: `<${value}>`, nanoseconds: value, kind: 'polc' }));
  const svg = drawBars('a & b', '', [{ title: 'w', bars: [...bars, { name: 'gone', kind: 'other', note: 'did not get through' }] }]);
  const widths = [...svg.matchAll(/<rect x="\d+" y="\d+" width="([\d.]+)"/g)].map(([, width]) => Number(width));
  expect(widths.length).toBe(3);
  const [first, second, third] = widths as [number, number, number];
  expect(third - second).toBeCloseTo(second - first, 0);
  expect(svg).toContain('a &amp; b');
  expect(svg).toContain('&lt;20&gt;');
  expect(svg).toContain('did not get through');
});

it('the page gets its figures between its marks, again and again', () => {
  const page = readFileSync(new URL('../../docs/bench.md', import.meta.url), 'utf8');
  const machine = { cpu: 'a', cores: 2, node: 'v0', load: 0 };
  const result = {
    name: 'size',
    question: 'how much?',
    method: 'weighed',
    measured: '2026-01-01',
    machine,
    quick: false,
    notes: [],
    tables: [{ title: '', rows: [{ entry: 'a|b', B: 12 }] }],
  };
  const once = pageWith(page, [result]);
  expect(once).toContain('| a\\|b | 12 |');
  expect(pageWith(once, [result])).toBe(once);
  expect(once.slice(0, once.indexOf('<!--'))).toBe(page.slice(0, page.indexOf('<!--')));
});
