// Numbers and instants of which one is in every class that bounds, steps and hours of the week tell apart.

import { MAX_INSTANT, MAX_NUMBER, type Zone } from '@polc/runtime/anatomy';
import type { Features, Hours } from './features.js';

export interface Sample<T> {
  readonly values: readonly T[];
  /** Every class has one. */
  readonly whole: boolean;
}

/** `more`: further numbers of each gap, for values that are compared with one another. */
export function sampleNumbers({ points, steps, hours, related, instant, duration }: Features, more: number): Sample<number> {
  const ends = [...(instant ? [MAX_INSTANT] : []), ...(duration ? [MAX_NUMBER / 1000] : [])];
  const bounds = [...new Set([...points, ...ends, ...ends.map((end) => -end)].filter((point) => Math.abs(point) <= MAX_NUMBER))].sort((a, b) => a - b);
  const values = new Set<number>(bounds);
  // Which multiples stand before which others is not looked for.
  let whole = steps.length === 0 || related !== 'order';
  const edges = [-MAX_NUMBER, ...bounds, MAX_NUMBER];
  for (let i = 0; i + 1 < edges.length; i++) {
    const inner = inGap(edges[i] as number, edges[i + 1] as number, steps, more + 1);
    for (const value of inner.values) values.add(value);
    whole &&= inner.whole;
  }
  return { values: [...new Set([...instantsOf(hours, bounds, related === 'order' ? more : 0), ...[...values, 2 ** 60].sort(simplest)])], whole };
}

/** Small whole numbers are what readers like. */
function simplest(a: number, b: number): number {
  return costOf(a) - costOf(b) || Math.abs(a) - Math.abs(b) || b - a;
}

const costOf = (value: number) => String(value).length;

/** Between two bounds, neither of them: for each set of steps a multiple of these and of no other. */
function inGap(low: number, high: number, steps: readonly number[], count: number): Sample<number> {
  if (steps.length === 0) return { values: plainBetween(low, high, count), whole: true };
  const kinds = [...new Set(steps)];
  if (kinds.length > 6) return { values: plainBetween(low, high, count), whole: false };
  const values: number[] = [];
  let whole = true;
  for (let chosen = 0; chosen < 1 << kinds.length; chosen++) {
    const wanted = kinds.filter((_, i) => chosen & (1 << i));
    const unwanted = kinds.filter((_, i) => !(chosen & (1 << i)));
    const stride = commonMultiple(wanted);
    if (stride === null) {
      whole = false;
      continue;
    }
    // Every multiple of these is one of another step, too.
    if (stride !== 0 && unwanted.some((step) => isMultiple(stride, step))) continue;
    let found = 0;
    for (const candidate of stride === 0
      ? [...plainBetween(low, high, 40), ...besideMultiples(low, high, unwanted)]
      : multiplesBetween(low, high, stride, 200)) {
      if (unwanted.some((step) => isMultiple(candidate, step)) || wanted.some((step) => !isMultiple(candidate, step))) continue;
      values.push(candidate);
      if (++found === count) break;
    }
    // A gap without any may have been looked through or not.
    if (found < count && (stride === 0 ? high - low > 1e-6 : (high - low) / stride > 200)) whole = false;
  }
  return { values, whole };
}

function plainBetween(low: number, high: number, count: number): number[] {
  const found = new Set<number>();
  const take = (value: number) => {
    if (value > low && value < high && found.size < count) found.add(value + 0);
  };
  for (const value of [0, 1, -1, low + 1, high - 1, Math.round((low + high) / 2), low + 2, high - 2]) if (Number.isInteger(value)) take(value);
  // Beyond 2^52 there are no fractions: the ones near the bounds are found near them.
  for (const value of [low + 0.5, high - 0.5, 0.5, low + 0.25, high - 0.25, 0.25, low + 0.01, 0.01, 0.3, 0.001]) take(value);
  for (const share of [0.5, 0.25, 0.75, 0.125, 0.9]) {
    const between = low + (high - low) * share;
    for (let digits = 1; digits <= 15; digits++) take(Number(between.toPrecision(digits)));
    take(between);
  }
  if (count > 4) for (let i = 1; i < count * 2; i++) take(low + ((high - low) * i) / (count * 2));
  return [...found];
}

/** Near a bound, off the steps. */
function besideMultiples(low: number, high: number, steps: readonly number[]): number[] {
  const found = steps.flatMap((step) => [low + step / 2, high - step / 2, low + step / 3, high - step / 3, step / 2, -step / 3]);
  return found.filter((value) => value > low && value < high);
}

function multiplesBetween(low: number, high: number, stride: number, count: number): number[] {
  // From where numbers are small: there doubles are exact.
  const start = low < 0 && high > 0 ? 0 : high <= 0 ? Math.ceil(high / stride) - 1 : Math.floor(low / stride) + 1;
  const values: number[] = [];
  for (let i = 0; i < count; i++) {
    for (const number of [start + i, start - i]) {
      const value = Number((number * stride).toPrecision(15));
      if (value > low && value < high) values.push(value);
    }
  }
  return [...new Set(values)];
}

/** 0 for none of them; null where it is too large to be told. */
function commonMultiple(steps: readonly number[]): number | null {
  if (steps.length === 0) return 0;
  const scale = 10 ** Math.max(...steps.map((step) => (String(step).split('.')[1] ?? '').length));
  let result = 1;
  for (const step of steps) {
    const whole = Math.round(step * scale);
    if (!(whole > 0) || !Number.isSafeInteger(result * whole)) return null;
    result = (result / gcd(result, whole)) * whole;
  }
  return result / scale;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** As the shapes have it: of the decimal texts. */
function isMultiple(value: number, step: number): boolean {
  const [digits, places] = decimal(value);
  const [stepDigits, stepPlaces] = decimal(step);
  const most = Math.max(places, stepPlaces);
  const scaled = stepDigits * 10n ** BigInt(most - stepPlaces);
  return scaled !== 0n && (digits * 10n ** BigInt(most - places)) % scaled === 0n;
}

/** Digits, and how many of them stand behind the point; fewer than none for a large number. */
function decimal(value: number): readonly [digits: bigint, places: number] {
  const [mantissa = '', power = '0'] = String(value).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return [BigInt(whole + fraction), fraction.length - Number(power)];
}

const MINUTE = 60_000;
const WEEK = 7 * 1440;

/**
 * Instants of which one is in every class of the windows, between any two of the bounds. While the clocks of all zones stand still against UTC, the week
 * repeats; so of each such span one week is looked at, and of spans alike but for their place one. With `more` values that have an order among them one
 * may lie in any of so many further weeks, and as many of them within one window.
 */
function instantsOf(hours: readonly Hours[], bounds: readonly number[], more: number): readonly number[] {
  if (hours.length === 0) return [];
  const zones = [...new Set(hours.map(({ zone }) => zone))];
  const changes = zones.flatMap((zone) => [zone.from, zone.until, ...Array.from(zone.transitions, (minute) => minute * MINUTE)]);
  const cuts = [...new Set([...bounds, SHOWN, ...changes])].sort((a, b) => a - b);
  const spans = cuts.map((start, i) => ({ start, end: cuts[i + 1] ?? start + (1 + more) * WEEK * MINUTE }));
  const instants: number[] = [];
  const seen = new Set<string>();
  const weeks = Array.from({ length: 1 + more }, (_, i) => i * WEEK * MINUTE);
  const take = (first: number, end: number) => {
    for (let i = 0; i <= more; i++) if (first + i < end) instants.push(first + i);
  };
  // Of spans alike the shown one lies in our days.
  for (const { start, end } of [...spans.filter((span) => span.start >= SHOWN), ...spans.filter((span) => span.start < SHOWN)]) {
    take(start, end);
    const offsets = zones.map((zone) => offsetAt(zone, start)).join();
    const region = bounds.filter((bound) => bound <= start).length;
    const isWeek = end - start >= weeks.length * WEEK * MINUTE;
    if (isWeek && seen.has(`${region} ${offsets}`)) continue;
    if (isWeek) seen.add(`${region} ${offsets}`);
    for (const { zone, windows } of hours) {
      const offset = offsetAt(zone, start);
      if (offset === null) continue;
      for (const edge of windows) {
        const first = nextLocal(start, edge, offset);
        for (const later of weeks) take(first + later, end);
      }
    }
  }
  return instants;
}

const SHOWN = Date.UTC(2026, 0, 1);

function offsetAt({ from, until, transitions, offsets }: Zone, instant: number): number | null {
  if (instant < from || instant >= until) return null;
  let count = 0;
  for (const transition of transitions) if (transition * MINUTE <= instant) count++;
  return offsets[count] as number;
}

/** The epoch was a Thursday. */
const EPOCH_MINUTE = 3 * 1440;

/** The first instant from `start` on at which the local minute of the week begins. */
function nextLocal(start: number, minute: number, offset: number): number {
  const first = Math.ceil(start / MINUTE);
  const local = (((first + offset + EPOCH_MINUTE) % WEEK) + WEEK) % WEEK;
  return (first + ((minute - local + WEEK) % WEEK)) * MINUTE;
}
