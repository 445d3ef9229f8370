// RFC 3339 against Temporal.Instant, which reads more than RFC 3339: LIBERTIES says what.

import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { instantOf, showInstant } from '../../runtime/match/instant.js';
import { runs } from '../runs.js';

function temporal(text: string): number | null {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return null;
  }
}

/** What Temporal reads and polc refuses: name, an example, and how to tell. */
const LIBERTIES: readonly [string, string, RegExp][] = [
  ['a leap second', '2016-12-31T23:59:60Z', /^.{10}[Tt ]\d\d:?\d\d:?60/],
  ['a blank between date and time', '2026-01-02 03:04:05Z', /^[^Tt]* /],
  ['a comma before the fraction', '2026-01-02T03:04:05,5Z', /,/],
  ['no seconds', '2026-01-02T03:04Z', /^[^Tt ]*[Tt ]\d\d:?\d\d(?:[Zz+[-]|$)/],
  ['no minutes', '2026-01-02T03Z', /^[^Tt ]*[Tt ]\d\d(?:[Zz+[-]|$)/],
  ['a date without dashes', '20260102T03:04:05Z', /^\d{8}[Tt ]/],
  ['a time without colons', '2026-01-02T030405Z', /[Tt ]\d{6}/],
  ['a year of six digits', '+002026-01-02T03:04:05Z', /^[+-]\d{6}/],
  ['an offset of hours', '2026-01-02T03:04:05+01', /[+-]\d\d(?:\[|$)/],
  ['an offset without colon', '2026-01-02T03:04:05+0100', /[+-]\d{4}(?:\d\d)?(?:[.,]\d+)?(?:\[|$)/],
  ['an offset with seconds', '2026-01-02T03:04:05+01:00:30', /[+-]\d\d:?\d\d:?\d\d(?:[.,]\d+)?(?:\[|$)/],
  ['an annotation', '2026-01-02T03:04:05Z[UTC]', /\[/],
];

const two = (value: number) => String(value).padStart(2, '0');
const digit = fc.constantFrom(...'0123456789');
const fraction = fc.oneof(
  fc.constant(''),
  fc.array(digit, { minLength: 1, maxLength: 9 }).map((some) => `.${some.join('')}`),
);
const offset = fc.oneof(
  fc.constantFrom('Z', 'z', '+00:00', '-00:00', '+23:59', '-23:59'),
  fc.tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 25 }), fc.integer({ min: 0, max: 61 })).map(([sign, h, m]) => `${sign}${two(h)}:${two(m)}`),
);

/** Right in form; months, days, hours, minutes and seconds may be one too many or too few. */
const written = fc
  .tuple(
    fc.oneof(fc.integer({ min: 0, max: 9999 }), fc.constantFrom(0, 1, 4, 99, 100, 400, 1600, 1900, 1970, 2000, 2024, 2100, 9999)),
    fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constantFrom(0, 2, 13)),
    fc.oneof(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 0, max: 32 })),
    fc.integer({ min: 0, max: 24 }),
    fc.integer({ min: 0, max: 60 }),
    fc.integer({ min: 0, max: 61 }),
    fc.constantFrom('T', 'T', 't'),
    fraction,
    offset,
  )
  .map(
    ([year, month, day, h, m, s, t, rest, zone]) => `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}${t}${two(h)}:${two(m)}:${two(s)}${rest}${zone}`,
  );

const mutated = fc
  .tuple(written, fc.array(fc.tuple(fc.nat(40), fc.nat(3), fc.constantFrom(...'0123456789TtZz+-:., []Uu\u2212\u0660')), { minLength: 1, maxLength: 3 }))
  .map(([text, edits]) =>
    edits.reduce((now, [at, cut, put]) => {
      const place = at % (now.length + 1);
      return now.slice(0, place) + (cut < 2 ? put : '') + now.slice(place + (cut === 0 ? 0 : cut));
    }, text),
  );

/** The same instant, or a refusal that the list explains. */
function judge(text: string): void {
  const ours = instantOf(text);
  // Temporal stops at nine digits of a fraction.
  const theirs = temporal(text.replace(/(\.\d{9})\d+/, '$1'));
  if (ours !== null || theirs === null) expect(ours, text).toBe(theirs);
  else
    expect(
      LIBERTIES.some(([, , sign]) => sign.test(text)),
      `${text} is refused, Temporal has ${theirs}`,
    ).toBe(true);
}

describe('an instant in RFC 3339', () => {
  it('is what Temporal reads, for texts of the right form', () => {
    fc.assert(fc.property(written, judge), runs(20_000));
  });

  it('is what Temporal reads or refused for a reason listed here, for texts with faults', () => {
    fc.assert(fc.property(mutated, judge), runs(20_000));
  });

  it.each(LIBERTIES)('has not %s, which Temporal takes: %s', (_, text, sign) => {
    expect(temporal(text)).not.toBeNull();
    expect(sign.test(text)).toBe(true);
    expect(instantOf(text)).toBeNull();
  });

  it('may have more digits behind the point than the nine that Temporal takes', () => {
    expect(temporal('2026-01-02T03:04:05.1234567890Z')).toBeNull();
    expect(instantOf('2026-01-02T03:04:05.12399999999999999999999Z')).toBe(Date.UTC(2026, 0, 2, 3, 4, 5, 123));
    expect(instantOf('1969-12-31T23:59:59.9999999999Z')).toBe(-1);
  });

  it('has the calendar of its year: all days of 0000 to 9999, and none besides', () => {
    let ms = instantOf('0000-01-01T00:00:00Z') as number;
    expect(ms).toBe(temporal('0000-01-01T00:00:00Z'));
    for (let year = 0; year <= 9999; year++) {
      for (let month = 1; month <= 12; month++) {
        // Most days are as good as the others: the ends of the month decide.
        let day = 27;
        ms += 26 * 86_400_000;
        for (; day <= 32; day++) {
          const found = instantOf(`${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T00:00:00Z`);
          if (found === null) break;
          if (found !== ms) expect(found).toBe(ms);
          ms += 86_400_000;
        }
        const days = month === 2 ? 28 + Number(year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0)) : 30 + ((month + (month >> 3)) & 1);
        if (day !== days + 1) expect(`${year}-${month} has ${day - 1} days`).toBe(`${days}`);
      }
    }
    expect(ms).toBe(Temporal.Instant.from('+010000-01-01T00:00:00Z').epochMilliseconds);
  });

  it('is as shown, to the millisecond', () => {
    const first = temporal('0000-01-01T00:00:00Z') as number;
    const last = temporal('9999-12-31T23:59:59.999Z') as number;
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: first, max: last }), fc.integer({ min: -5000, max: 5000 })), (ms) => {
        expect(instantOf(showInstant(ms))).toBe(ms);
        expect(temporal(showInstant(ms))).toBe(ms);
      }),
      runs(5_000),
    );
  });
});

describe('an instant in milliseconds', () => {
  it('is the whole millisecond that has begun', () => {
    fc.assert(
      fc.property(fc.double({ min: -8.64e15, max: 8.64e15, noNaN: true }), (ms) => {
        const found = instantOf(ms) as number;
        expect(Number.isInteger(found) && found <= ms && ms < found + 1).toBe(true);
        expect(Object.is(found, -0)).toBe(false);
      }),
      runs(2_000),
    );
  });

  it.each([8.64e15, -8.64e15, 0])('may be %d', (ms) => {
    expect(instantOf(ms)).toBe(ms);
  });

  it.each([8.64e15 + 1, -8.64e15 - 1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('is not %d', (ms) => {
    expect(instantOf(ms)).toBeNull();
    expect(showInstant(ms)).toBe(String(ms));
  });
});

it.each([undefined, null, true, {}, [], ['2026-01-02T03:04:05Z'], new Date(0), 5n, '', 'now', '1767225600000', '2026-01-02', ' 2026-01-02T03:04:05Z'])(
  'no instant is %s',
  (value) => {
    expect(instantOf(value)).toBeNull();
  },
);

it('an instant is shown without a fraction that is nothing, and outside four-digit years as ISO 8601 has it', () => {
  expect(showInstant(0)).toBe('1970-01-01T00:00:00Z');
  expect(showInstant(-0.5)).toBe('1969-12-31T23:59:59.999Z');
  expect(showInstant(8.64e15)).toBe('+275760-09-13T00:00:00Z');
});
