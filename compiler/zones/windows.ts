// Days and hours of a time condition as written, and the windows of the week they make: what the runtime's inWindows looks at.

export interface Fault {
  readonly message: string;
  readonly help?: string;
}

export type Parsed<T> = { readonly value: T } | { readonly fault: Fault };

/** Minutes of the day on which it starts; past 1,440 where it runs over midnight. */
export interface Hours {
  readonly start: number;
  readonly end: number;
}

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const DAY = 1440;
const WEEK = 7 * DAY;

/** The author's word, cut short: it may be a megabyte. */
const quote = (text: string) => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

const faulty = (message: string, help: string) => ({ fault: { message, help } });

/** A day or a range of days, 0 for Monday. A range may run over Sunday. */
export function parseDays(text: string): Parsed<readonly number[]> {
  const words = text.split('-', 3);
  const days = words.map((word) => DAYS.indexOf(word.toLowerCase() as (typeof DAYS)[number]));
  const wrong = words[days.indexOf(-1)];
  if (words.length > 2 || text === '') return faulty(`${quote(text)} is not a day or a range of days`, 'write "mon" or "mon-fri"');
  if (wrong !== undefined) {
    const near = DAYS.find((day) => wrong.trim().toLowerCase().startsWith(day));
    return faulty(`${quote(wrong)} is not a day`, near === undefined ? `days are ${DAYS.join(', ')}` : `did you mean ${near}? Days are ${DAYS.join(', ')}`);
  }
  const [first, last = first] = days as [number, number?];
  if (words.length === 2 && first === last) {
    return faulty(`${quote(text)} is a range from a day to itself`, `write ${quote(DAYS[first] as string)} for the one day; for the whole week leave days out`);
  }
  return { value: Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, i) => (first + i) % 7) };
}

/** Half-open wall-clock hours, `HH:MM-HH:MM`; an end before the start is on the next day. */
export function parseHours(text: string): Parsed<Hours> {
  const words = text.split('-', 3);
  if (words.length !== 2) return faulty(`${quote(text)} is not an interval of hours`, 'write it as "09:00-17:00"; the end is no longer inside');
  const times: number[] = [];
  for (const [i, word] of words.entries()) {
    const judged = parseTime(word, i === 1);
    if ('fault' in judged) return judged;
    times.push(judged.value);
  }
  const [start, end] = times as [number, number];
  if (start === end) return faulty(`${quote(text)} starts and ends at the same time`, 'for the whole day leave hours out or write "00:00-24:00"');
  return { value: { start, end: end < start ? end + DAY : end } };
}

function parseTime(text: string, isEnd: boolean): Parsed<number> {
  const [, hourText, minuteText] = /^([0-9]{1,2}):([0-9]{2})$/.exec(text) ?? [];
  if (hourText === undefined || minuteText === undefined) return faulty(`${quote(text)} is not a time of day`, 'times are written HH:MM, from 00:00 to 23:59');
  const hour = Number(hourText);
  const minute = Number(minuteText);
  if (minute > 59) return faulty(`${quote(text)} is not a time of day: an hour has 60 minutes`, 'minutes are 00 to 59');
  if (hour === 24 && minute === 0) {
    return isEnd ? { value: DAY } : faulty('"24:00" can only end an interval', 'the day starts at "00:00"');
  }
  if (hour > 23) return faulty(`${quote(text)} is not a time of day: a day has 24 hours`, 'times are 00:00 to 23:59, and 24:00 as an end');
  if (hourText.length < 2) return faulty(`the hour of ${quote(text)} has one digit`, `write "0${text}"`);
  return { value: hour * 60 + minute };
}

/**
 * The windows of the week: flat pairs [start, end) of minutes since Monday 00:00, ascending and apart. An interval belongs to the day of its
 * start. No days are all days, no hours are whole days.
 */
export function windowsOf(days: readonly (readonly number[])[], hours: readonly Hours[]): number[] {
  const starts = days.length === 0 ? DAYS.keys() : new Set(days.flat());
  const intervals = hours.length === 0 ? [{ start: 0, end: DAY }] : hours;
  const pieces: [number, number][] = [];
  for (const day of starts) {
    for (const { start, end } of intervals) {
      const from = day * DAY + start;
      const to = day * DAY + end;
      pieces.push([from, Math.min(to, WEEK)]);
      // Sunday's night runs into Monday.
      if (to > WEEK) pieces.push([0, to - WEEK]);
    }
  }
  return merge(pieces);
}

function merge(pieces: [number, number][]): number[] {
  const windows: number[] = [];
  for (const [start, end] of pieces.sort(([a], [b]) => a - b)) {
    const last = windows.at(-1);
    if (last === undefined || start > last) windows.push(start, end);
    else windows[windows.length - 1] = Math.max(last, end);
  }
  return windows;
}
