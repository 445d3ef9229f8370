// Bars on a logarithmic scale, in panels one below the other: nanoseconds a decision.

import { nanoseconds } from '../lib/report.mjs';
import { element, label, write } from './svg.mjs';

const WIDTH = 860;
const LEFT = 200;
const RIGHT = 90;
const ROW = 22;
const BAR = 14;
const TOP = 64;
const PANEL_HEAD = 34;
const PANEL_FOOT = 30;
const COLOURS = { polc: '#2563eb', hand: '#64748b', other: '#cbd5e1' };
const INK = '#0f172a';
const PALE = '#e2e8f0';

/**
 * A panel is `{ title, bars }`, a bar `{ name, nanoseconds, kind, note }`: `kind` is polc, hand or other; without `nanoseconds` its note
 * stands in its place.
 */
export function drawBars(title, subtitle, panels) {
  const values = panels.flatMap(({ bars }) => bars.flatMap((bar) => bar.nanoseconds ?? []));
  const decades = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  const at = (value) => LEFT + ((Math.log10(value) - decades[0]) / (decades[1] - decades[0])) * (WIDTH - LEFT - RIGHT);
  let top = TOP;
  const drawn = panels.map((panel) => {
    const group = drawPanel(panel, top, at, decades);
    top += heightOf(panel);
    return group;
  });
  return write(
    element(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        width: WIDTH,
        height: top,
        viewBox: `0 0 ${WIDTH} ${top}`,
        'font-family': 'system-ui, sans-serif',
        'font-size': 12,
        fill: INK,
      },
      element('title', {}, `${title}: ${subtitle}`),
      element('rect', { width: WIDTH, height: top, fill: '#ffffff' }),
      label(16, 28, title, { 'font-size': 17, 'font-weight': 600 }),
      label(16, 48, subtitle, { fill: COLOURS.hand }),
      ...drawn,
    ),
  );
}

const heightOf = ({ bars }) => PANEL_HEAD + bars.length * ROW + PANEL_FOOT;

function drawPanel({ title, bars }, top, at, [low, high]) {
  const bottom = top + PANEL_HEAD + bars.length * ROW;
  const marks = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
  return element(
    'g',
    {},
    label(16, top + 22, title, { 'font-weight': 600 }),
    ...marks.flatMap((mark) => [
      element('line', { x1: at(mark), x2: at(mark), y1: top + PANEL_HEAD - 4, y2: bottom, stroke: PALE }),
      label(at(mark), bottom + 14, unit(mark), { 'text-anchor': 'middle', fill: COLOURS.hand, 'font-size': 10 }),
    ]),
    ...bars.flatMap((bar, i) => drawBar(bar, top + PANEL_HEAD + i * ROW, at)),
  );
}

function drawBar({ name, nanoseconds: value, kind, note }, y, at) {
  const middle = y + BAR / 2 + 4;
  const head = label(LEFT - 10, middle, name, { 'text-anchor': 'end', 'font-weight': kind === 'polc' ? 600 : 400 });
  if (value === undefined) return [head, label(LEFT + 6, middle, note, { fill: COLOURS.hand })];
  const words = note === undefined ? nanoseconds(value) : `${nanoseconds(value)}, ${note}`;
  return [
    head,
    element('rect', { x: LEFT, y, width: Math.max(1, at(value) - LEFT), height: BAR, fill: COLOURS[kind], rx: 2 }),
    // Behind the bar, or in it where it would not fit.
    words.length * 6 > WIDTH - at(value) - 8 ? label(at(value) - 6, middle, words, { 'text-anchor': 'end' }) : label(at(value) + 6, middle, words),
  ];
}

const unit = (mark) => (mark < 1e3 ? `${mark} ns` : mark < 1e6 ? `${mark / 1e3} µs` : `${mark / 1e6} ms`);
