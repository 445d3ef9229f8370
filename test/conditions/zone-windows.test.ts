// Days and hours as written, and the windows they make, against the local clock.

import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { DAYS, parseDays, parseHours, windowsOf } from '../../compiler/zones/windows.js';
import { type ZoneData, zoneOf } from '../../compiler/zones/zones.js';
import { inWindows } from '../../runtime/match/zone.js';
import { runs } from '../runs.js';
import { COMPARABLE_UNTIL } from './zone-data.js';

const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'America/Sao_Paulo', 'Pacific/Apia', 'UTC'] as const;
/** From 2010 on, at most two decades. */
const DAYS_COMPARABLE = Math.min(20 * 365, Math.floor((COMPARABLE_UNTIL - Date.UTC(2010, 0, 2)) / 86_400_000) - 1);
const zone = (name: string) => zoneOf(name) as ZoneData;

function accepted<T>(parsed: { readonly value: T } | { readonly fault: { readonly message: string } }): T {
  if ('fault' in parsed) throw new Error(parsed.fault.message);
  return parsed.value;
}

const windows = (days: readonly string[], hours: readonly string[]) =>
  Int32Array.from(
    windowsOf(
      days.map((text) => accepted(parseDays(text))),
      hours.map((text) => accepted(parseHours(text))),
    ),
  );

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** What the words say, asked of a calendar and a clock on the wall. */
function onTheWall(days: readonly string[], hours: readonly string[], name: string, ms: number): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(name);
  const now = local.hour * 60 + local.minute;
  const isDay = (day: number) =>
    days.length === 0 ||
    days.some((text) => {
      const [first, last = first] = text.toLowerCase().split('-') as [string, string?];
      for (let at = DAYS.indexOf(first as never); ; at = (at + 1) % 7) {
        if (at === day) return true;
        if (DAYS[at] === last) return false;
      }
    });
  const today = isDay(local.dayOfWeek - 1);
  const yesterday = isDay((local.dayOfWeek + 5) % 7);
  return (hours.length === 0 ? ['00:00-24:00'] : hours).some((text) => {
    const [start, end] = text.split('-').map(minutes) as [number, number];
    return start < end ? today && now >= start && now < end : (today && now >= start) || (yesterday && now < end);
  });
}

const day = fc.constantFrom(...DAYS, 'MON', 'Sat');
const dayText = fc.oneof(
  day,
  fc
    .tuple(day, day)
    .filter(([a, b]) => a.toLowerCase() !== b.toLowerCase())
    .map(([a, b]) => `${a}-${b}`),
);
const two = (value: number) => String(value).padStart(2, '0');
const clock = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
/** Often in the small hours, where clocks change. */
const minute = fc.oneof(
  fc.integer({ min: 0, max: 1439 }),
  fc.integer({ min: 0, max: 12 }).map((quarter) => quarter * 15),
);
const hoursText = fc
  .tuple(minute, fc.oneof(minute, fc.constant(1440)))
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => `${clock(a)}-${clock(b)}`);
const dayTexts = fc.array(dayText, { maxLength: 3 });
const hoursTexts = fc.array(hoursText, { maxLength: 3 });

/** Around the changes of the clock, and at any time. */
const moment = fc.constantFrom(...ZONES).chain((name) => {
  const transitions = [...zone(name).transitions].filter((change) => change * 60_000 < COMPARABLE_UNTIL - 86_400_000);
  const anywhere = fc.integer({ min: Date.UTC(2010, 0, 1), max: Math.min(Date.UTC(2030, 0, 1), COMPARABLE_UNTIL - 1) });
  const about = fc
    .tuple(fc.constantFrom(...(transitions.length === 0 ? [25_000_000] : transitions)), fc.integer({ min: -180, max: 180 }), fc.constantFrom(-1, 0, 1))
    .map(([change, minutesOff, ms]) => (change + minutesOff) * 60_000 + ms);
  return fc.tuple(fc.constant(name), fc.oneof(anywhere, about));
});

describe('the windows of a week', () => {
  it('hold what the clock on the wall says, at any moment and where it changes', () => {
    fc.assert(
      fc.property(dayTexts, hoursTexts, moment, (days, hours, [name, ms]) => {
        expect(inWindows(zone(name), windows(days, hours), ms)).toBe(onTheWall(days, hours, name, ms));
      }),
      runs(10_000),
    );
  });

  it('open with the first millisecond of an interval and close with its end, on any date', () => {
    fc.assert(
      fc.property(dayTexts, hoursText, fc.constantFrom(...ZONES), fc.integer({ min: 0, max: DAYS_COMPARABLE }), (days, hours, name, daysOn) => {
        const date = Temporal.PlainDate.from('2010-01-01').add({ days: daysOn });
        for (const end of hours.split('-')) {
          const edge = date.toPlainDateTime(end === '24:00' ? '23:59' : end).toZonedDateTime(name).epochMilliseconds;
          for (const ms of [edge - 60_000, edge - 1000, edge - 1, edge, edge + 1, edge + 60_000]) {
            expect(inWindows(zone(name), windows(days, [hours]), ms), String(ms)).toBe(onTheWall(days, [hours], name, ms));
          }
        }
      }),
      runs(2_000),
    );
  });

  it('are pairs, ascending, inside the week and apart', () => {
    fc.assert(
      fc.property(dayTexts, hoursTexts, (days, hours) => {
        const flat = [...windows(days, hours)];
        expect(flat.length % 2).toBe(0);
        expect(flat.every((edge, i) => edge > (flat[i - 1] ?? -1) && edge <= 10_080)).toBe(true);
      }),
      runs(2_000),
    );
  });

  it('are not known outside the table', () => {
    const { until } = zone('UTC');
    expect(inWindows(zone('UTC'), windows([], []), until - 1)).toBe(true);
    expect(inWindows(zone('UTC'), windows([], []), until)).toBeNull();
    expect(inWindows(zone('UTC'), windows([], []), Number.NaN)).toBeNull();
  });

  it.each<[readonly string[], readonly string[], readonly number[]]>([
    [[], [], [0, 10_080]],
    [['mon'], [], [0, 1440]],
    [['sat-sun'], [], [5 * 1440, 10_080]],
    [['fri-mon'], [], [0, 1440, 4 * 1440, 10_080]],
    [['mon-fri', 'SAT', 'sun'], [], [0, 10_080]],
    [['mon'], ['09:00-12:00', '12:00-17:00'], [540, 1020]],
    [['mon'], ['09:00-17:00', '10:00-11:00'], [540, 1020]],
    [['mon'], ['22:00-00:00'], [1320, 1440]],
    [['mon'], ['22:00-24:00'], [1320, 1440]],
    [['fri'], ['22:00-06:00'], [4 * 1440 + 1320, 5 * 1440 + 360]],
    [['sun'], ['22:00-06:00'], [0, 360, 6 * 1440 + 1320, 10_080]],
    [['sun', 'mon'], ['22:00-06:00'], [0, 360, 1320, 1440 + 360, 6 * 1440 + 1320, 10_080]],
  ])('of days %j and hours %j are %j', (days, hours, wanted) => {
    expect([...windows(days, hours)]).toEqual(wanted);
  });

  it('never hold an hour that is skipped, and hold a repeated one twice', () => {
    const night = windows([], ['02:00-03:00']);
    const minutesInside = (from: string) =>
      Array.from({ length: 24 * 60 }, (_, i) => Date.parse(from) + i * 60_000).filter((ms) => inWindows(zone('Europe/Berlin'), night, ms)).length;
    expect(minutesInside('2026-03-28T12:00:00Z')).toBe(0);
    expect(minutesInside('2026-10-24T12:00:00Z')).toBe(120);
    expect(minutesInside('2026-07-24T12:00:00Z')).toBe(60);
  });
});

describe('days and hours', () => {
  it.each(['', 'monday', 'mon-', '-mon', 'mon-fri-sun', 'mon - fri', 'mo', 'mon,tue', 'mon-mon', 'Fri-FRI', '1', 'toString', 'x'.repeat(100_000)])(
    'are refused as days: %.20s',
    (text) => {
      const parsed = parseDays(text);
      if (!('fault' in parsed)) throw new Error('accepted');
      expect(parsed.fault.message).toMatch(/^(?:"[^"]*"|the) .*[^.]$/);
      expect(parsed.fault.message.length).toBeLessThan(160);
      expect(parsed.fault.help).toMatch(/mon|fri/);
    },
  );

  it.each([
    ['25:00-26:00', '"25:00" is not a time of day: a day has 24 hours'],
    ['24:01-25:00', '"24:01" is not a time of day: a day has 24 hours'],
    ['00:00-24:30', '"24:30" is not a time of day: a day has 24 hours'],
    ['24:00-06:00', '"24:00" can only end an interval'],
    ['9:00-17:00', 'the hour of "9:00" has one digit'],
    ['9:60-17:00', '"9:60" is not a time of day: an hour has 60 minutes'],
    ['12:60-13:00', '"12:60" is not a time of day: an hour has 60 minutes'],
    ['12:00-12:00', '"12:00-12:00" starts and ends at the same time'],
    ['00:00-00:00', '"00:00-00:00" starts and ends at the same time'],
    ['12:00', '"12:00" is not an interval of hours'],
    ['', '"" is not an interval of hours'],
    ['09:00-12:00-17:00', '"09:00-12:00-17:00" is not an interval of hours'],
    ['09:00 - 17:00', '"09:00 " is not a time of day'],
    ['09:00:00-17:00', '"09:00:00" is not a time of day'],
    ['9am-5pm', '"9am" is not a time of day'],
    ['-09:00-17:00', '"-09:00-17:00" is not an interval of hours'],
    ['\u0660\u0669:00-17:00', '"\u0660\u0669:00" is not a time of day'],
  ])('are refused as hours: %s', (text, message) => {
    const parsed = parseHours(text);
    if (!('fault' in parsed)) throw new Error('accepted');
    expect(parsed.fault.message).toBe(message);
    expect(parsed.fault.help).toMatch(/^.+[^.]$/);
  });

  it('have help for what was nearly right', () => {
    expect(parseDays('Monday')).toMatchObject({ fault: { help: 'did you mean mon? Days are mon, tue, wed, thu, fri, sat, sun' } });
    expect(parseHours('9:00-17:00')).toMatchObject({ fault: { help: 'write "09:00"' } });
    expect(parseHours('12:00-12:00')).toMatchObject({ fault: { help: 'for the whole day leave hours out or write "00:00-24:00"' } });
  });
});
