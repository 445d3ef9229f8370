// Atoms of conditions, each with the values at its edges: one before, at, and one after. Requests take the values of atoms that stand in the
// text they ask about.

import type { JsonValue } from '@polc/runtime';
import { inSeconds, NOW } from '../../language/language-case.js';

export interface Atom {
  /** As it is written. */
  readonly text: string;
  /** What an attribute may hold near it. */
  readonly near: readonly JsonValue[];
}

/** A second and a millisecond before, at, and after. */
function around(...edges: readonly string[]): JsonValue[] {
  return edges.flatMap((edge) => {
    const at = Date.parse(edge);
    return [at - 1000, new Date(at - 1).toISOString(), edge, at + 1, new Date(at + 1000).toISOString()];
  });
}

export const HOURS: readonly Atom[] = [
  { text: 'zone = "Europe/Berlin"  days = ["mon-fri"]  hours = ["09:00-17:00"]', near: around('2026-05-04T07:00:00Z', '2026-05-04T17:00:00+02:00') },
  { text: 'zone = "Europe/Berlin"  days = ["fri"]  hours = ["22:00-06:00"]', near: around('2026-05-08T20:00:00Z', '2026-05-09T04:00:00Z') },
  { text: 'zone = "Etc/UTC"  days = ["mon", "wed-thu"]', near: around('2026-05-05T00:00:00Z', '2026-05-06T00:00:00Z') },
  // An hour that happens twice, and one that never does.
  {
    text: 'zone = "Europe/Berlin"  days = ["sun"]  hours = ["02:00-03:00"]',
    near: around('2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z', '2026-10-25T02:00:00Z'),
  },
  { text: 'zone = "Europe/Berlin"  hours = ["01:30-02:30"]', near: around('2026-03-29T00:30:00Z', '2026-03-29T01:00:00Z', '2026-03-29T01:30:00Z') },
  { text: 'zone = "America/New_York"  hours = ["00:00-24:00"]', near: around('2059-12-31T23:59:59Z', '2060-01-02T00:00:00Z') },
];

/** Seconds from NOW at which something ends or begins. */
export const ENDS = [-3600, -1, 0, 1, 60, 3600] as const;

export const INSTANTS: readonly Atom[] = [0, 60, -60, 3600].map((seconds) => ({ text: inSeconds(seconds), near: around(inSeconds(seconds)) }));

export const TIMES: readonly Atom[] = [...HOURS, ...INSTANTS];

export const BLOCKS: readonly Atom[] = [
  { text: '10.0.0.0/8', near: ['10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0', '::ffff:10.0.0.0', '::ffff:9.255.255.255'] },
  { text: '192.0.2.128/25', near: ['192.0.2.128', '192.0.2.255', '192.0.2.127', '192.0.3.0'] },
  { text: '203.0.113.7/32', near: ['203.0.113.7', '203.0.113.6', '203.0.113.8', '::ffff:cb00:7107'] },
  { text: '0.0.0.0/0', near: ['0.0.0.0', '255.255.255.255', '::1', '::ffff:1.2.3.4', '256.0.0.1', '1.2.3', '01.2.3.4'] },
  { text: '2001:db8::/33', near: ['2001:db8::', '2001:db8:7fff:ffff:ffff:ffff:ffff:ffff', '2001:db8:8000::', '2001:db7:ffff::1'] },
];

/** A tenth of a degree of latitude is 11.1195 km. */
export const CIRCLES: readonly Atom[] = [
  { text: 'lat = 52.5, lon = 13.4, km = 11.12', near: [52.5, 52.6, 52.4, 52.60001, 52.3999, 13.4, 90.1] },
  { text: 'lat = 0, lon = 180, km = 20', near: [0, 0.1, 0.2, 180, -180, 179.9, 180.1] },
];

export const NUMBERS: readonly Atom[] = [10, 50, 0.3, -1].map((number) => ({
  text: String(number),
  near: [number - 1, number, number + 1, number - 0.01, String(number), -number],
}));

const word = (text: string, ...near: readonly JsonValue[]): Atom => ({ text: `"${text}"`, near: [text, text, text, ...near] });
export const WORDS: readonly Atom[] = [
  word('x', 'X', 'xy', ''),
  word('y', ['y'], ' y'),
  word('DE', 'de', 'FR'),
  word('high', 'low', 'higher'),
  word('eng', 'staff', 'ops', 'Eng'),
  word('review', 'audit', 'Review'),
  word('u0', 'u1'),
];

export const GLOBS: readonly Atom[] = [
  { text: 'x*', near: ['x', 'xy', 'yx', '', 'X'] },
  { text: '?', near: ['x', '😀', 'xy', ''] },
  { text: '*@corp.example', near: ['a@corp.example', '@corp.example', 'a@corp.example.evil', 'a@corpXexample', 'a\nb@corp.example'] },
];

export const REGEXES: readonly Atom[] = [
  { text: '[a-z]+', near: ['abc', 'abc\n', 'aBc', '', 'é'] },
  { text: '(x|y){2}', near: ['xy', 'yx', 'x', 'xyx', 'xy '] },
  { text: '[0-9]+(\\.[0-9]{2})?', near: ['1', '1.50', '1.5', '1.500', '.50', '12x'] },
];

/** Values that hardly anything accepts: of no type, beyond 2^53, malformed. */
export const ODD: readonly JsonValue[] = [
  null,
  '',
  'soon',
  2 ** 53,
  2 ** 53 + 2,
  -(2 ** 60),
  Number.POSITIVE_INFINITY,
  Number.NaN,
  -0,
  [],
  {},
  [null],
  { k: null },
  false,
  true,
  7,
  '7',
];

export { NOW };
