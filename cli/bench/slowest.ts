// The groups of requests that take longest to decide.

import type { BenchRules } from '../report/bench-report.js';
import { type Laps, percentilesOf } from './laps.js';
import type { Group } from './survey.js';

/** Slowest first, by the middle of their times; `laps` as measure.ts leaves them, each request among them at least once. */
export function slowestOf(groups: readonly Group[], laps: Laps, requests: number): BenchRules[] {
  const timed = groups.map(({ stanzas, members }) => {
    const own: number[] = [];
    for (const place of members) for (let i = place; i < laps.count; i += requests) own.push(laps.at(i));
    const { p50, p99 } = percentilesOf(Float64Array.from(own));
    return { stanzas, requests: members.length, samples: own.length, p50_ns: p50, p99_ns: p99 };
  });
  return timed.sort((a, b) => b.p50_ns - a.p50_ns || b.p99_ns - a.p99_ns);
}
