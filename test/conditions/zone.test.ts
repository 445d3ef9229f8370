// The table of zones and the runtime's clock against Temporal, which asks the platform.

import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { TZDATA_VERSION, type ZoneData, zoneNames, zoneOf, zoneWords } from '../../compiler/zones/zones.js';
import { RuntimeError } from '../../runtime/errors.js';
import { localMinuteOfWeek, readZone } from '../../runtime/match/zone.js';
import { runs } from '../runs.js';
import { COMPARABLE_UNTIL, DATA, PLATFORM_VERSION } from './zone-data.js';

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Tehran',
  'America/Sao_Paulo',
  'America/Caracas',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Europe/Dublin',
  'Asia/Pyongyang',
  'UTC',
];

const DECADES = { from: Date.UTC(2010, 0, 1), until: Math.min(Date.UTC(2030, 0, 1), COMPARABLE_UNTIL) };
const MINUTE = 60_000;

const zone = (name: string) => zoneOf(name) as ZoneData;

function expected(name: string, ms: number): number {
  const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(name);
  return ((local.dayOfWeek - 1) * 24 + local.hour) * 60 + local.minute;
}

function agree(name: string, ms: number): void {
  const found = localMinuteOfWeek(zone(name), ms);
  const wanted = expected(name, ms);
  if (found !== wanted) expect(found, `${name} at ${new Date(ms).toISOString()}; ${DATA}`).toBe(wanted);
}

/** As Temporal finds them, in minutes. */
function transitions(name: string, from: number, until: number): number[] {
  const found: number[] = [];
  let now = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(name).getTimeZoneTransition('next');
  while (now !== null && now.epochMilliseconds < until) {
    found.push(now.epochMilliseconds / MINUTE);
    now = now.getTimeZoneTransition('next');
  }
  return found;
}

describe.each(ZONES)('the clock of %s', (name) => {
  it('shows what Temporal shows, at any time of two decades', () => {
    fc.assert(
      fc.property(fc.integer({ min: DECADES.from, max: DECADES.until - 1 }), (ms) => agree(name, ms)),
      runs(4_000),
    );
  });

  it('changes when Temporal changes it, and shows the same around each change', () => {
    const inDecades = (minute: number) => minute * MINUTE > DECADES.from && minute * MINUTE + 3_600_000 < DECADES.until;
    const ours = [...zone(name).transitions].filter(inDecades);
    expect(ours, DATA).toEqual(transitions(name, DECADES.from, DECADES.until - 3_600_000));
    for (const minute of ours) for (const step of [-3_600_000, -MINUTE, -1000, -1, 0, 1, 1000, MINUTE, 3_600_000]) agree(name, minute * MINUTE + step);
  });
});

describe('the zone table', () => {
  it('agrees with Temporal for any of its names at any of its times', () => {
    fc.assert(fc.property(fc.constantFrom(...zoneNames()), fc.integer({ min: zone('UTC').from, max: COMPARABLE_UNTIL - 1 }), agree), runs(4_000));
  });

  it('has every zone that the platform lists, and the names that Intl takes for them', () => {
    const names = new Set(zoneNames());
    // A newer platform may list names of its own, an older one may not know the newest.
    if (PLATFORM_VERSION <= TZDATA_VERSION) {
      expect(
        Intl.supportedValuesOf('timeZone').filter((name) => !names.has(name)),
        DATA,
      ).toEqual([]);
    }
    if (PLATFORM_VERSION >= TZDATA_VERSION) for (const name of names) expect(() => new Intl.DateTimeFormat('en', { timeZone: name }), name).not.toThrow();
    for (const name of ['UTC', 'Etc/UTC', 'GMT', 'Etc/GMT+5', 'Asia/Calcutta', 'Asia/Kolkata', 'Europe/Kiev', 'Europe/Kyiv', 'US/Eastern', 'EST5EDT', 'Zulu']) {
      expect(names.has(name), name).toBe(true);
    }
    expect(names.size).toBe(597);
  });

  it('has links that show what their zones show', () => {
    for (const [link, name] of [
      ['Asia/Calcutta', 'Asia/Kolkata'],
      ['US/Eastern', 'America/New_York'],
      ['Europe/Kiev', 'Europe/Kyiv'],
      ['Zulu', 'UTC'],
    ] as const) {
      expect({ ...zone(link), name }).toEqual(zone(name));
    }
  });

  it.each(['', 'europe/berlin', 'Europe/Berlin ', 'Europe/Bonn', 'CEST', '+01:00', 'Factory', 'constructor', '__proto__'])('does not know %j', (name) => {
    expect(zoneOf(name)).toBeNull();
  });

  it('is decoded once for each name', () => {
    expect(zoneOf('Europe/Berlin')).toBe(zoneOf('Europe/Berlin'));
  });

  it('says nothing outside its years, nor at what is no instant', () => {
    const berlin = zone('Europe/Berlin');
    expect([berlin.from, berlin.until]).toEqual([Date.UTC(2000, 0, 1), Date.UTC(2060, 0, 1)]);
    for (const ms of [berlin.from, berlin.until - 1, berlin.until - 0.25]) expect(localMinuteOfWeek(berlin, ms), String(ms)).toBeGreaterThanOrEqual(0);
    for (const ms of [berlin.from - 1, berlin.from - 0.25, berlin.until, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(localMinuteOfWeek(berlin, ms), String(ms)).toBe(-1);
    }
  });
});

/** A table of the first days of 1970, which some bundle might carry. */
const SMALL = [-30_000, 3000, 2, -60, 90, 60, 120, -1080];

function refusal(words: readonly number[]): string {
  try {
    readZone(Int32Array.from(words), 'x');
    return 'read';
  } catch (error) {
    return error instanceof RuntimeError ? error.code : String(error);
  }
}

describe('the words of a zone', () => {
  it('are read as they were written, for every zone', () => {
    for (const name of zoneNames()) expect(readZone(Int32Array.from(zoneWords(zone(name))), name)).toEqual(zone(name));
  });

  it('are copied: what they are afterwards changes nothing', () => {
    const words = Int32Array.from(SMALL);
    const read = readZone(words, 'x');
    words.fill(0);
    expect(read).toEqual(readZone(Int32Array.from(SMALL), 'x'));
  });

  it('may lie before the epoch', () => {
    const read = readZone(Int32Array.from(SMALL), 'x');
    const thursday = 3 * 1440;
    expect(localMinuteOfWeek(read, 0)).toBe(thursday + 120);
    expect(localMinuteOfWeek(read, -1)).toBe(thursday + 119);
    expect(localMinuteOfWeek(read, -61 * MINUTE)).toBe(thursday - 1);
    // The Saturday before.
    expect(localMinuteOfWeek(read, -5 * 1440 * MINUTE)).toBe(5 * 1440 + 60);
    expect(localMinuteOfWeek(read, 90 * MINUTE)).toBe(thursday + 90 - 1080);
  });

  it.each<[string, readonly number[]]>([
    ['are none', []],
    ['have no offset', [0, 10, 0]],
    ['end before they start', [10, 0, 0, 60]],
    ['cover nothing', [10, 10, 0, 60]],
    ['count below nothing', [0, 10, -1, 60]],
    ['count more than there is', [0, 10, 1, 5, 60]],
    ['count less than there is', [0, 10, 0, 60, 60]],
    ['count beyond all bounds', [0, 10, 0x7fffffff, 60]],
    ['change twice at once', [0, 10, 2, 5, 5, 0, 60, 0]],
    ['go back', [0, 10, 2, 6, 5, 0, 60, 0]],
    ['change as they begin', [0, 10, 1, 0, 60, 0]],
    ['change as they end', [0, 10, 1, 10, 60, 0]],
    ['are too far east', [0, 10, 0, 1081]],
    ['are too far west', [0, 10, 1, 5, 0, -1081]],
    ['would fit sixteen bits only', [0, 10, 0, 65_536]],
  ])('are refused where they %s', (_, words) => {
    expect(refusal(words)).toBe('corrupt');
  });

  it('of any kind make a zone or are refused, and what is made answers', () => {
    const word = fc.oneof(fc.integer({ min: -3, max: 12 }), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 10 }), fc.integer({ min: -5, max: 15 }), (words, minute) => {
        if (refusal(words) === 'corrupt') return;
        const found = localMinuteOfWeek(readZone(Int32Array.from(words), 'x'), minute * MINUTE);
        expect(Number.isInteger(found) && found >= -1 && found < 10_080).toBe(true);
      }),
      runs(5_000),
    );
  });
});
