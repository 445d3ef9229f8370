// Instants and local clocks (spec.md §7.1, §7.3): RFC 3339, and the wall clock of a zone.

import { Temporal } from 'temporal-polyfill';

const RFC_3339 = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:[0-5]\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/;

/** A hundred million days: what JavaScript's dates, and Temporal's instants, can say. */
const LATEST = 8.64e15;

/** "RFC 3339 text or a number of milliseconds": milliseconds since the epoch, null when malformed. What is finer than a millisecond is cut. */
export function instantOf(value: unknown): number | null {
  if (typeof value === 'number') return Math.abs(value) <= LATEST ? value : null;
  const parts = typeof value === 'string' ? RFC_3339.exec(value) : null;
  if (parts === null) return null;
  const [, date, time, fraction = '', zone] = parts;
  try {
    return Temporal.Instant.from(`${date}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}${zone?.toUpperCase()}`).epochMilliseconds;
  } catch {
    return null;
  }
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** "The table covers 2000 to 2059; beyond it the answer is unknown." */
const FIRST = Date.UTC(2000, 0, 1);
const LAST = Date.UTC(2060, 0, 1);

/**
 * "Hours are `HH:MM-HH:MM`, half-open, on the local wall clock; an end before the start runs past midnight and belongs to the day of its start;
 * `24:00` is an end only." Without hours a whole day counts. null: beyond the table.
 */
export function isWithinHours(instant: number, zone: string, days: readonly string[], hours: readonly string[] | null): boolean | null {
  if (!(instant >= FIRST && instant < LAST)) return null;
  const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(instant)).toZonedDateTimeISO(zone);
  const today = local.dayOfWeek - 1;
  const yesterday = (today + 6) % 7;
  const chosen = new Set(days.flatMap(daysOfRange));
  if (hours === null) return chosen.has(today);
  const now = ((local.hour * 60 + local.minute) * 60 + local.second) * 1000 + local.millisecond;
  return hours.some((range) => {
    const [start = '', end = ''] = range.split('-');
    const from = clockOf(start);
    const to = clockOf(end);
    if (from <= to) return chosen.has(today) && now >= from && now < to;
    return (chosen.has(today) && now >= from) || (chosen.has(yesterday) && now < to);
  });
}

/** `fri` is one day, `fri-mon` are four. */
function daysOfRange(text: string): number[] {
  const [first = '', last = first] = text.split('-');
  const found = [DAYS.indexOf(first)];
  if (found[0] === -1 || !DAYS.includes(last)) throw new Error(`"${text}" are no days`);
  while (found.at(-1) !== DAYS.indexOf(last)) found.push(((found.at(-1) as number) + 1) % 7);
  return found;
}

/** Milliseconds since midnight. */
function clockOf(text: string): number {
  const [, hour, minute] = /^(\d\d):(\d\d)$/.exec(text) ?? [];
  if (hour === undefined || minute === undefined) throw new Error(`"${text}" is no time of day`);
  return (Number(hour) * 60 + Number(minute)) * 60_000;
}
