// What `polc bench` found, as plain data: what it prints as JSON. Whatever the clock has a part in ends in _ns, _ms, or stands under `latency`.

import type { Percentiles } from '../bench/laps.js';
import type { Measured, Timed } from '../bench/measure.js';
import type { Place } from '../bench/stanzas.js';
import { KINDS, type Survey, totalOf } from '../bench/survey.js';

export interface BenchRules {
  readonly stanzas: readonly Place[];
  readonly requests: number;
  readonly samples: number;
  readonly p50_ns: number;
  readonly p99_ns: number;
}

export interface BenchPolicies {
  readonly bundle_bytes: number;
  readonly stanzas: number;
  /** null where there are none. */
  readonly bytes_a_stanza: number | null;
  /** Reading and compiling; null for a bundle. */
  readonly compile_ms: number | null;
  readonly load_ms: number;
}

type Kind = (typeof KINDS)[number] | 'all';
export type TestCounts = Readonly<Record<Kind, number>>;

/** Nanoseconds, of a decision. */
export interface BenchTimes extends Percentiles {
  readonly samples: number;
}

export interface BenchReport {
  readonly requests: {
    readonly count: number;
    readonly allowed: number;
    readonly allowed_share: number;
    readonly outcomes: Readonly<Record<string, number>>;
    readonly short_way: { readonly allows: number; readonly decide: number };
    readonly long_way: Readonly<Record<string, number>>;
  };
  readonly policies: BenchPolicies;
  readonly tests: {
    readonly average: TestCounts;
    /** Of each kind by itself. */
    readonly most: TestCounts;
    readonly worst: { readonly line: number; readonly operation: string | null; readonly path: string | null; readonly tests: TestCounts };
  };
  readonly latency: {
    readonly clock: Percentiles;
    readonly batch: number;
    readonly allows: BenchLatency;
    readonly decide: BenchLatency;
  };
  /** The slowest first; `others` are those that are not shown. */
  readonly rules: readonly BenchRules[];
  readonly other_rules: { readonly groups: number; readonly requests: number };
}

export interface BenchLatency {
  readonly single: BenchTimes;
  readonly batches: BenchTimes;
  readonly decisions_a_second: number;
}

export interface Found {
  readonly survey: Survey;
  readonly measured: Measured;
  readonly policies: BenchPolicies;
  readonly rules: readonly BenchRules[];
  /** How many of them are shown. */
  readonly top: number;
  readonly count: number;
}

export function benchReport({ survey, measured, policies, rules, top, count }: Found): BenchReport {
  const { allowed, outcomes, short, long, sum, most, worst } = survey;
  const average = Object.fromEntries(KINDS.map((kind) => [kind, Math.round((sum[kind] / count) * 100) / 100]));
  const { clock, batch, allows, decide } = measured;
  const others = rules.slice(top);
  return {
    requests: {
      ...{ count, allowed, allowed_share: Math.round((allowed / count) * 10_000) / 10_000, outcomes: byCount(outcomes) },
      ...{ short_way: short, long_way: byCount(long) },
    },
    policies,
    tests: {
      average: { ...average, all: Math.round((totalOf(sum) / count) * 100) / 100 } as TestCounts,
      most: { ...most, all: totalOf(worst.tests) },
      worst: { line: worst.line, ...shownRequest(worst.request), tests: { ...worst.tests, all: totalOf(worst.tests) } },
    },
    latency: { clock, batch, allows: latencyOf(allows), decide: latencyOf(decide) },
    rules: rules.slice(0, top),
    other_rules: { groups: others.length, requests: others.reduce((total, { requests }) => total + requests, 0) },
  };
}

function latencyOf({ single, batches, decisionsASecond }: Timed): BenchLatency {
  return { single, batches, decisions_a_second: decisionsASecond };
}

/** The most frequent first. */
function byCount(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}

/** It may be no request at all. */
function shownRequest(request: unknown): { readonly operation: string | null; readonly path: string | null } {
  const { operation, path } = (typeof request === 'object' && request !== null ? request : {}) as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return { operation: text(operation), path: text(path) };
}
