// Local time: what the clocks of a zone show at an instant, and whether that lies in the windows of a week. Zones come with the bundle.

import { check } from '../errors.js';

export interface Zone {
  readonly name: string;
  /** Milliseconds; what is before `from`, or at or after `until`, is not known. */
  readonly from: number;
  readonly until: number;
  /** Ascending instants, in minutes since the epoch, at which the offset changes. */
  readonly transitions: Int32Array;
  /** Minutes east of UTC; one more than transitions. */
  readonly offsets: Int16Array;
}

export const MINUTE = 60_000;
const WEEK = 10_080;
/** The epoch was a Thursday. */
const EPOCH_MINUTE = 3 * 1440;
/** Minutes; no clock was ever further from UTC. */
const MAX_OFFSET = 1080;

/** 0 is Monday 00:00, 10,079 Sunday 23:59; -1 when the zone's table does not say, or the instant is none. */
export function localMinuteOfWeek(zone: Zone, instant: number): number {
  return localMinute(zone, Math.floor(instant / MINUTE));
}

/** The same of a minute since the epoch. WHY: a number so small can be handed on without being made anew (bench/allocation). */
export function localMinute(zone: Zone, minute: number): number {
  // WHY not the opposite tests: NaN fails these. The table starts and ends on the minute.
  if (!(minute * MINUTE >= zone.from && minute * MINUTE < zone.until)) return -1;
  const local = (minute + (zone.offsets[countUpTo(zone.transitions, minute)] as number) + EPOCH_MINUTE) % WEEK;
  return local < 0 ? local + WEEK : local;
}

/** `windows` are flat pairs [start, end) of minutes of the week, ascending and apart. null: not known. */
export function inWindows(zone: Zone, windows: Int32Array, instant: number): boolean | null {
  const minute = localMinuteOfWeek(zone, instant);
  // Inside, one more has started than ended.
  return minute < 0 ? null : countUpTo(windows, minute) % 2 === 1;
}

/** How many of the ascending numbers are at most `value`. */
function countUpTo(numbers: Int32Array, value: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** From the words of a bundle: first and last minute of the table, the number of transitions, these, the offsets. */
export function readZone(words: Int32Array, name: string): Zone {
  const [from = 0, until = 0, count = -1] = words;
  check(from < until && count >= 0 && words.length === 4 + 2 * count, 'zone table');
  const transitions = words.slice(3, 3 + count);
  const offsets = words.subarray(3 + count);
  for (let i = 0, last = from; i < count; i++) {
    const transition = transitions[i] as number;
    check(transition > last && transition < until, 'zone table');
    last = transition;
  }
  for (const offset of offsets) check(Math.abs(offset) <= MAX_OFFSET, 'zone table');
  return { name, from: from * MINUTE, until: until * MINUTE, transitions, offsets: Int16Array.from(offsets) };
}
