// What every request gets, by which stanzas, which way, and by how many tests: each asked once, with nothing timed. The same policies, facts and requests
// give the same survey.

import { type Engine, type Outcome, type Request, TestCounter, type Tests } from '@polc/runtime';
import { breathe } from '../host/signals.js';
import type { BenchRequest } from './read-requests.js';
import { decidingStanzas, type Place } from './stanzas.js';

/** Requests that the same stanzas decide. */
export interface Group {
  /** None: no rule was met. */
  readonly stanzas: readonly Place[];
  /** Places among the requests. */
  readonly members: number[];
}

export interface Survey {
  readonly allowed: number;
  readonly outcomes: ReadonlyMap<Outcome, number>;
  readonly short: { readonly allows: number; readonly decide: number };
  /** Causes of the long way. */
  readonly long: ReadonlyMap<string, number>;
  readonly groups: readonly Group[];
  readonly sum: Tests;
  readonly most: Tests;
  readonly worst: { readonly line: number; readonly request: Request; readonly tests: Tests };
}

const INTERVAL_MS = 20;

/** The engine is the survey's from here on (TestCounter). `tick` is told how many requests have been asked. */
export async function survey(engine: Engine, requests: readonly BenchRequest[], tick: (asked: number) => void): Promise<Survey> {
  const counter = new TestCounter(engine);
  const outcomes = new Map<Outcome, number>();
  const long = new Map<string, number>();
  const groups = new Map<string, Group>();
  const short = { allows: 0, decide: 0 };
  const sum = counter.count(NOTHING).tests;
  const most = { ...sum };
  let allowed = 0;
  let worst: Survey['worst'] | null = null;
  let last = performance.now();
  for (const [place, { line, request }] of requests.entries()) {
    const decision = engine.decide(request);
    const counted = counter.count(request);
    if (decision.allowed) allowed++;
    add(outcomes, decision.outcome);
    if (counted.cause !== null) add(long, counted.cause);
    if (counted.short.allows) short.allows++;
    if (counted.short.decide) short.decide++;
    const stanzas = decidingStanzas(decision);
    const key = JSON.stringify(stanzas);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { stanzas, members: [place] });
    else group.members.push(place);
    for (const kind of KINDS) {
      sum[kind] += counted.tests[kind];
      most[kind] = Math.max(most[kind], counted.tests[kind]);
    }
    if (worst === null || totalOf(counted.tests) > totalOf(worst.tests)) worst = { line, request, tests: counted.tests };
    if (performance.now() - last < INTERVAL_MS) continue;
    tick(place + 1);
    await breathe();
    last = performance.now();
  }
  return { allowed, outcomes, short, long, groups: [...groups.values()], sum, most, worst: worst as Survey['worst'] };
}

/** What is no request is refused without a test. */
const NOTHING = null as unknown as Request;

export const KINDS = ['nodes', 'characters', 'leaves', 'parameters', 'conditions'] as const satisfies readonly (keyof Tests)[];

export function totalOf(tests: Tests): number {
  return KINDS.reduce((total, kind) => total + tests[kind], 0);
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
