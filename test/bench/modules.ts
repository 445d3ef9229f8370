// The bench's modules are plain JavaScript without declarations: loaded by name, with the shapes that the tests rely on.

import type { SourceText } from '@polc/compiler';
import type { Facts, Request } from '@polc/runtime';

export interface Rule {
  readonly effect: 'allow' | 'deny';
  readonly path: string;
  readonly caps: readonly string[];
  readonly params?: Readonly<Record<string, readonly string[]>>;
  readonly when?: object;
}

export interface Agent {
  readonly id: string;
  readonly rules: readonly Rule[];
}

export interface DrawnRequest {
  readonly agent: string;
  readonly action: string;
  readonly path: string;
  readonly params?: object;
  readonly ctx: object;
  readonly expect: boolean;
}

export interface Workload {
  readonly agents: readonly Agent[];
  readonly requests: readonly DrawnRequest[];
}

export interface Size {
  readonly seed: number;
  readonly agents: number;
  readonly rulesOf: (random: unknown) => readonly Rule[];
  readonly allowed: number;
}

export interface Delegated {
  readonly agents: readonly Agent[];
  readonly facts: Facts;
  readonly requests: readonly Request[];
}

interface Modules {
  readonly 'workload/generate.mjs': {
    readonly WORKLOADS: Readonly<Record<string, Size>>;
    generate(name: string, options?: { size?: Size; requests?: number; seedShift?: number }): Workload;
  };
  readonly 'workload/reference.mjs': { referenceOf(agents: readonly Agent[]): (request: DrawnRequest) => boolean };
  readonly 'workload/to-polc.mjs': { sourcesOf(workload: Workload): SourceText[]; polcRequest(request: DrawnRequest): Request };
  readonly 'workload/delegated.mjs': {
    generateDelegated(options?: { size?: Size; requests?: number; seedShift?: number }): Delegated;
    delegatedSources(workload: Delegated): SourceText[];
  };
  readonly 'workload/delegated-expectations.mjs': { delegatedExpectations(workload: Delegated): boolean[]; digestOf(workload: Delegated): string };
  readonly 'peers/hand.mjs': { loadHand(workload: { agents: readonly Agent[] }): (request: Request) => boolean };
  readonly 'peers/hand-tuned.mjs': { loadHandTuned(workload: { agents: readonly Agent[] }): (request: Request) => boolean };
  readonly 'peers/code-review-ifs.mjs': { floor(request: Request): boolean };
  readonly 'peers/agent-form.mjs': { hasAgentForm(request: unknown): boolean };
  readonly 'lib/statistics.mjs': { median(numbers: readonly number[]): number; spread(numbers: readonly number[]): [number, number] };
  readonly 'lib/take-turns.mjs': {
    takeTurns(
      candidates: readonly { name: string; loop: (from: number, to: number) => number; expected: readonly boolean[] }[],
      options: { rounds: number; settle: number; seed?: number },
    ): Map<string, number[]>;
  };
  readonly 'lib/interleave.mjs': {
    ratioTo(baseline: readonly number[], laps: readonly number[]): { median: number; spread: [number, number] };
  };
  readonly 'lib/report.mjs': {
    tableLines(rows: readonly object[]): string[];
    nanoseconds(number: number): string;
    times(ratio: number): string;
  };
  readonly 'chart/bars.mjs': { drawBars(title: string, subtitle: string, panels: readonly object[]): string };
  readonly 'chart/page.mjs': { pageWith(page: string, results: readonly object[]): string };
}

export async function bench<Path extends keyof Modules>(path: Path): Promise<Modules[Path]> {
  return (await import(new URL(`../../bench/${path}`, import.meta.url).href)) as Modules[Path];
}
