// §7.4: windows of time at their edges and over the changes of clocks, instants and durations, networks, distances.

import { answerOf, bare, expr, type LanguageCase, show, stanza, type Truth } from '../language-case.js';

type Row = readonly [expression: string, context: Readonly<Record<string, unknown>>, truth: Truth];
type Instants = readonly (readonly [time: string | number, truth: Truth])[];

const window = (zone: string, days: string, hours: string, instants: Instants): readonly Row[] =>
  instants.map(([time, truth]) => [`within_hours(context.time, "${zone}", [${days}], [${hours}])`, { time }, truth]);

const OFFICE = '"09:00-17:00"';

const WINDOWS: readonly Row[] = [
  ...window('Europe/Berlin', '"mon-fri"', OFFICE, [
    ['2026-05-04T06:59:59.999Z', 'false'],
    ['2026-05-04T07:00:00Z', 'true'],
    ['2026-05-04T09:00:00+02:00', 'true'],
    ['2026-05-04T14:59:59.999Z', 'true'],
    ['2026-05-04T15:00:00Z', 'false'],
    ['2026-05-08T14:59:59Z', 'true'],
    ['2026-05-09T10:00:00Z', 'false'],
    ['2026-05-10T10:00:00Z', 'false'],
    ['2026-01-05T07:59:59Z', 'false'],
    ['2026-01-05T08:00:00Z', 'true'],
    [Date.UTC(2026, 4, 4, 7), 'true'],
    [Date.UTC(2026, 4, 4, 7) - 1, 'false'],
    ['2059-06-04T10:00:00Z', 'true'],
    ['2059-06-07T10:00:00Z', 'false'],
    ['2000-01-03T10:00:00Z', 'true'],
    ['1999-12-29T10:00:00Z', 'unknown'],
    ['2060-01-05T10:00:00Z', 'unknown'],
    ['2026-05-04T07:00:00', 'unknown'],
    ['2026-05-04', 'unknown'],
    ['2026-02-30T10:00:00Z', 'unknown'],
    ['2026-05-04T25:00:00Z', 'unknown'],
    ['', 'unknown'],
  ]),
  // A window over midnight belongs to the day of its start.
  ...window('Europe/Berlin', '"fri"', '"22:00-06:00"', [
    ['2026-05-08T19:59:59.999Z', 'false'],
    ['2026-05-08T20:00:00Z', 'true'],
    ['2026-05-08T22:00:00Z', 'true'],
    ['2026-05-09T03:59:59.999Z', 'true'],
    ['2026-05-09T04:00:00Z', 'false'],
    ['2026-05-08T01:00:00Z', 'false'],
    ['2026-05-09T20:00:00Z', 'false'],
  ]),
  ...window('Europe/Berlin', '"sun"', '"22:00-06:00"', [
    ['2026-05-10T23:00:00Z', 'true'],
    ['2026-05-11T03:59:59Z', 'true'],
    ['2026-05-11T20:30:00Z', 'false'],
  ]),
  ...window('Europe/Berlin', '"mon"', '"22:00-24:00"', [
    ['2026-05-04T21:59:59.999Z', 'true'],
    ['2026-05-04T22:00:00Z', 'false'],
  ]),
  ...window('Europe/Berlin', '"mon"', '"00:00-24:00"', [
    ['2026-05-03T21:59:59.999Z', 'false'],
    ['2026-05-03T22:00:00Z', 'true'],
    ['2026-05-04T21:59:59Z', 'true'],
  ]),
  // 2026-03-29 02:00 is 03:00 in Berlin: what lies between never happens.
  ...window('Europe/Berlin', '"sun"', '"02:00-03:00"', [
    ['2026-03-29T00:59:59.999Z', 'false'],
    ['2026-03-29T01:00:00Z', 'false'],
    ['2026-03-29T01:59:59Z', 'false'],
  ]),
  ...window('Europe/Berlin', '"sun"', '"01:30-03:30"', [
    ['2026-03-29T00:29:59Z', 'false'],
    ['2026-03-29T00:30:00Z', 'true'],
    ['2026-03-29T01:00:00Z', 'true'],
    ['2026-03-29T01:29:59Z', 'true'],
    ['2026-03-29T01:30:00Z', 'false'],
  ]),
  // 2026-10-25 03:00 is 02:00 again: the hour happens twice.
  ...window('Europe/Berlin', '"sun"', '"02:00-03:00"', [
    ['2026-10-24T23:59:59.999Z', 'false'],
    ['2026-10-25T00:00:00Z', 'true'],
    ['2026-10-25T00:59:59.999Z', 'true'],
    ['2026-10-25T01:00:00Z', 'true'],
    ['2026-10-25T01:59:59.999Z', 'true'],
    ['2026-10-25T02:00:00Z', 'false'],
  ]),
  ...window('Europe/Berlin', '"sun"', '"01:00-02:30"', [
    ['2026-10-25T00:29:59Z', 'true'],
    ['2026-10-25T00:30:00Z', 'false'],
    ['2026-10-25T01:00:00Z', 'true'],
    ['2026-10-25T01:30:00Z', 'false'],
  ]),
  ...window('America/New_York', '"mon-fri"', OFFICE, [
    ['2026-01-05T13:59:59.999Z', 'false'],
    ['2026-01-05T14:00:00Z', 'true'],
    ['2026-01-05T22:00:00Z', 'false'],
    ['2026-07-06T13:00:00Z', 'true'],
    ['2026-07-06T12:59:59Z', 'false'],
  ]),
  ...window('America/New_York', '"sun"', '"02:00-03:00"', [
    ['2026-03-08T06:59:59.999Z', 'false'],
    ['2026-03-08T07:00:00Z', 'false'],
    ['2026-03-08T07:30:00Z', 'false'],
  ]),
  ...window('America/New_York', '"sun"', '"01:00-02:00"', [
    ['2026-11-01T04:59:59Z', 'false'],
    ['2026-11-01T05:00:00Z', 'true'],
    ['2026-11-01T05:59:59.999Z', 'true'],
    ['2026-11-01T06:00:00Z', 'true'],
    ['2026-11-01T06:59:59.999Z', 'true'],
    ['2026-11-01T07:00:00Z', 'false'],
  ]),
  ...window('Asia/Kathmandu', '"mon"', OFFICE, [
    ['2026-05-04T03:14:59Z', 'false'],
    ['2026-05-04T03:15:00Z', 'true'],
  ]),
  ...window('Pacific/Kiritimati', '"tue"', '"00:00-01:00"', [
    ['2026-05-04T09:59:59Z', 'false'],
    ['2026-05-04T10:00:00Z', 'true'],
  ]),
  ['within_hours(context.time, "Europe/Berlin", ["sat-sun"])', { time: '2026-05-09T10:00:00Z' }, 'true'],
  ['within_hours(context.time, "Europe/Berlin", ["sat-sun"])', { time: '2026-05-08T21:59:59Z' }, 'false'],
  ['within_hours(context.time, "Europe/Berlin", ["sat-sun"])', { time: '2026-05-08T22:00:00Z' }, 'true'],
  ['within_hours(timestamp(context.start), "Etc/UTC", ["mon-sun"], ["10:00-11:00"])', { start: '2026-05-04T10:30:00Z' }, 'true'],
  ['within_hours(timestamp(context.start), "Etc/UTC", ["mon-sun"], ["10:00-11:00"])', {}, 'unknown'],
];

const INSTANTS: readonly Row[] = [
  ['context.time == timestamp("2026-05-04T10:00:00Z")', {}, 'true'],
  ['context.time == timestamp("2026-05-04T12:00:00+02:00")', {}, 'true'],
  ['context.time == timestamp(1777888800000)', { time: '2026-05-04T10:00:00Z' }, 'true'],
  ['context.time < timestamp("2026-05-04T10:00:00.001Z")', {}, 'true'],
  ['context.time > timestamp("2026-05-04T10:00:00Z")', {}, 'false'],
  ['context.time > timestamp("2026-05-04T10:00:00Z")', { time: true }, 'unknown'],
  ['timestamp(context.start) <= context.time', { start: 'soon' }, 'unknown'],
  ['timestamp(context.start) <= context.time', { start: '2026-05-04T09:00:00Z' }, 'true'],
  ['context.time - timestamp(context.start) <= duration("1h")', { start: '2026-05-04T09:00:00Z' }, 'true'],
  ['context.time - timestamp(context.start) < duration("1h")', { start: '2026-05-04T09:00:00Z' }, 'false'],
  ['context.time < timestamp(context.start) + duration("1h")', { start: '2026-05-04T09:00:00.001Z' }, 'true'],
  ['context.time - duration("1h") == timestamp(context.start)', { start: '2026-05-04T09:00:00Z' }, 'true'],
  ['duration(context.period) == duration("90s")', { period: 90 }, 'true'],
  ['duration(context.period) == duration("90s")', { period: '1m30s' }, 'true'],
  ['duration(context.period) == duration("90s")', { period: '90' }, 'true'],
  ['duration(context.period) == duration("24h")', { period: '1d' }, 'true'],
  ['duration(context.period) <= duration("24h")', { period: 'long' }, 'unknown'],
  ['duration(context.period) <= duration("24h")', { period: null }, 'unknown'],
  ['duration(context.period) + duration("30s") == duration("2m")', { period: 90 }, 'true'],
  ['duration(context.period) - duration("30s") == duration("1m")', { period: 90 }, 'true'],
];

const network = (blocks: string, rows: readonly (readonly [ip: unknown, truth: Truth])[]): readonly Row[] =>
  rows.map(([ip, truth]) => [`cidr_contains(${blocks}, context.ip)`, { ip }, truth]);

const NETWORKS: readonly Row[] = [
  ...network('"10.0.0.0/8"', [
    ['9.255.255.255', 'false'],
    ['10.0.0.0', 'true'],
    ['10.255.255.255', 'true'],
    ['11.0.0.0', 'false'],
    ['::ffff:10.0.0.1', 'true'],
    ['::ffff:a00:1', 'true'],
    ['::ffff:11.0.0.1', 'false'],
    ['2001:db8::1', 'false'],
    ['10.0.0', 'unknown'],
    ['10.0.0.256', 'unknown'],
    ['10.0.0.01', 'unknown'],
    ['10.0.0.1 ', 'unknown'],
    ['10.0.0.1/32', 'unknown'],
    ['0x0a.0.0.1', 'unknown'],
    ['', 'unknown'],
    [167_772_161, 'unknown'],
  ]),
  ...network('"192.0.2.128/25"', [
    ['192.0.2.127', 'false'],
    ['192.0.2.128', 'true'],
    ['192.0.2.255', 'true'],
    ['192.0.3.0', 'false'],
  ]),
  ...network('"192.0.2.7/32"', [
    ['192.0.2.7', 'true'],
    ['192.0.2.6', 'false'],
    ['192.0.2.8', 'false'],
  ]),
  ...network('"0.0.0.0/0"', [
    ['255.255.255.255', 'true'],
    ['::1', 'false'],
  ]),
  ...network('"::/0"', [
    ['::1', 'true'],
    ['10.0.0.1', 'false'],
    ['::ffff:10.0.0.1', 'false'],
  ]),
  ...network('"2001:db8::/32"', [
    ['2001:db7:ffff:ffff:ffff:ffff:ffff:ffff', 'false'],
    ['2001:db8::', 'true'],
    ['2001:DB8:0:0::1', 'true'],
    ['2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', 'true'],
    ['2001:db9::', 'false'],
    ['2001:db8:::1', 'unknown'],
    ['2001:db8::1::2', 'unknown'],
    ['2001:db8:0:0:0:0:0:0:1', 'unknown'],
    ['2001:db8::12345', 'unknown'],
  ]),
  ...network('"2001:db8::4/126"', [
    ['2001:db8::3', 'false'],
    ['2001:db8::4', 'true'],
    ['2001:db8::7', 'true'],
    ['2001:db8::8', 'false'],
  ]),
  ...network('["10.0.0.0/8", "2001:db8::/32"]', [
    ['10.1.2.3', 'true'],
    ['2001:db8::1', 'true'],
    ['11.1.2.3', 'false'],
  ]),
];

/** A degree of a great circle is 111.19508 km on this sphere. */
const DISTANCES: readonly Row[] = [
  ['within_km(context.lat, context.lon, 0, 0, 111.1951)', { lat: 1, lon: 0 }, 'true'],
  ['within_km(context.lat, context.lon, 0, 0, 111.195)', { lat: 1, lon: 0 }, 'false'],
  ['within_km(context.lat, context.lon, 0, 0, 111.1951)', { lat: 0, lon: -1 }, 'true'],
  ['within_km(context.lat, context.lon, 52.52, 13.4, 0.001)', { lat: 52.52, lon: 13.4 }, 'true'],
  ['within_km(context.lat, context.lon, 0, 179.9, 23)', { lat: 0, lon: -179.9 }, 'true'],
  ['within_km(context.lat, context.lon, 0, 179.9, 22)', { lat: 0, lon: -179.9 }, 'false'],
  ['within_km(context.lat, context.lon, 90, 0, 1)', { lat: 90, lon: 120 }, 'true'],
  ['within_km(context.lat, context.lon, 0, 0, 20015)', { lat: 0, lon: 180 }, 'false'],
  ['within_km(context.lat, context.lon, 0, 0, 20000)', { lat: 90.5, lon: 0 }, 'unknown'],
  ['within_km(context.lat, context.lon, 0, 0, 20000)', { lat: 0, lon: 181 }, 'unknown'],
  ['within_km(context.lat, context.lon, 0, 0, 20000)', { lat: '1', lon: 0 }, 'unknown'],
  ['within_km(context.lat, context.lon, 0, 0, 20000)', { lon: 0 }, 'unknown'],
];

export const PLACES_AND_TIMES: readonly LanguageCase[] = [...WINDOWS, ...INSTANTS, ...NETWORKS, ...DISTANCES].map(([expression, context, truth]) => ({
  heading: '7.4 Expressions',
  name: `${expression} is ${truth} over ${show(context)}`,
  ...bare(stanza('secret/x', 'read', expr(expression)), { context }),
  expect: answerOf(truth),
}));
