// What `polc bench` found, for people.

import type { Percentiles } from '../bench/laps.js';
import type { Place } from '../bench/stanzas.js';
import { KINDS } from '../bench/survey.js';
import type { BenchReport } from './bench-report.js';
import type { Colours } from './colours.js';
import { counted } from './counted.js';
import { quoted } from './decision-text.js';
import { visible } from './visible.js';

/** Ends in a line end. */
export function benchText(report: BenchReport, colours: Colours): string {
  const title = (text: string) => colours.bold(text);
  return `${[
    ...summary(report),
    '',
    title('time of one decision'),
    ...latencyLines(report),
    '',
    title('slowest rules, by decide'),
    ...ruleLines(report),
    '',
    title('tests that a request passes'),
    ...testLines(report),
  ].join('\n')}\n`;
}

function summary({ requests, policies }: BenchReport): string[] {
  const { count, allowed, allowed_share, outcomes, short_way, long_way } = requests;
  const { bundle_bytes, stanzas, bytes_a_stanza, compile_ms, load_ms } = policies;
  const long = listed(long_way);
  const size = bytes_a_stanza === null ? '' : `, ${counted(bytes_a_stanza, 'byte')} a stanza`;
  return [
    `requests   ${digits(count)}: ${digits(allowed)} allowed (${(allowed_share * 100).toFixed(1)} %)`,
    `outcomes   ${listed(outcomes)}`,
    `short way  ${digits(short_way.allows)} by allows, ${digits(short_way.decide)} by decide${long === '' ? '' : `; the long way for ${long}`}`,
    `policies   ${counted(stanzas, 'stanza')} in ${counted(bundle_bytes, 'byte')}${size}; ${compile_ms === null ? '' : `compiled in ${milliseconds(compile_ms)}, `}loaded in ${milliseconds(load_ms)}`,
  ];
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${digits(count)}`)
    .join(', ');
}

const SHARES = ['p50', 'p90', 'p99', 'p99_9', 'max'] as const;

function latencyLines({ latency }: BenchReport): string[] {
  const { clock, batch, allows, decide } = latency;
  const row = (name: string, times: Percentiles, perSecond: number | null) => [
    name,
    ...SHARES.map((share) => nanoseconds(times[share])),
    perSecond === null ? '' : digits(perSecond),
  ];
  return [
    ...table([
      ['', 'p50', 'p90', 'p99', 'p99.9', 'max', 'a second'],
      row('allows', allows.single, null),
      row(`  in batches of ${batch}`, allows.batches, allows.decisions_a_second),
      row('decide', decide.single, null),
      row(`  in batches of ${batch}`, decide.batches, decide.decisions_a_second),
      row('the clock alone', clock, null),
    ]),
    `  ${digits(allows.single.samples)} and ${digits(decide.single.samples)} single decisions; the clock is a part of each of them`,
  ];
}

function ruleLines({ rules, other_rules }: BenchReport): string[] {
  const rows = rules.map(({ stanzas, requests, p50_ns, p99_ns }) => ({
    cells: [nanoseconds(p50_ns), nanoseconds(p99_ns), digits(requests)],
    stanzas: stanzas.length === 0 ? ['no rule'] : stanzas.map(stanzaText),
  }));
  const lines = columns([['p50', 'p99', 'requests'], ...rows.map(({ cells }) => cells)]);
  const indent = ' '.repeat((lines[0] as string).length);
  const { groups, requests } = other_rules;
  return [
    `${lines[0]}  rule`,
    ...rows.flatMap(({ stanzas }, i) => stanzas.map((stanza, k) => `${k === 0 ? lines[i + 1] : indent}  ${stanza}`)),
    ...(groups === 0 ? [] : [`  and ${counted(groups, 'group')} more, of ${counted(requests, 'request')}`]),
  ];
}

function stanzaText({ policy, path, file, line }: Place): string {
  return `${visible(policy)}, path ${quoted(path)}${file === '' ? '' : `, ${visible(file)}:${line}`}`;
}

const WORDS = { nodes: 'tree nodes', characters: 'characters', leaves: 'patterns matched', parameters: 'parameters', conditions: 'conditions', all: 'all' };

function testLines({ tests: { average, most, worst } }: BenchReport): string[] {
  const kinds = [...KINDS, 'all'] as const;
  const asked = worst.path === null ? '' : `, ${visible((worst.operation ?? 'none').slice(0, 40))} on ${quoted(worst.path.slice(0, 200))}`;
  return [
    ...table([
      ['', 'average', 'most', 'worst'],
      ...kinds.map((kind) => [WORDS[kind], average[kind].toFixed(1), digits(most[kind]), digits(worst.tests[kind])]),
    ]),
    `  worst: the request in line ${worst.line}${asked}`,
  ];
}

/** The first column to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const wide = Math.max(...rows.map(([name = '']) => name.length));
  const rest = columns(rows.map((row) => row.slice(1)));
  return rows.map(([name = ''], i) => `  ${name.padEnd(wide)}${rest[i]}`.trimEnd());
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => row.map((cell, column) => `  ${cell.padStart(widths[column] as number)}`).join(''));
}

function digits(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

function nanoseconds(time: number): string {
  if (time < 10_000) return `${time < 100 ? time.toFixed(1) : Math.round(time)} ns`;
  return time < 1e7 ? `${(time / 1e3).toFixed(1)} µs` : `${(time / 1e6).toFixed(1)} ms`;
}

function milliseconds(time: number): string {
  return `${time < 10 ? time.toFixed(2) : time.toFixed(0)} ms`;
}
