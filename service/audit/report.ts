// What a log shows for the controls of a framework: counted, with where it stands and examples to look at; and said where it shows nothing.

import type { AuditEntry } from './audit-entry.js';
import { type Control, EVIDENCE, FRAMEWORKS } from './report-controls.js';

export type Framework = keyof typeof FRAMEWORKS | 'summary';

export interface Count {
  readonly what: string;
  /** 0: none. */
  readonly count: number;
  /** Of the first and the last; null where there is none. Indices are of the log that each is in. */
  readonly first: Standing | null;
  readonly last: Standing | null;
  /** Ids of some; of decisions where there are any among them. */
  readonly examples: readonly string[];
}

export interface Standing {
  readonly index: number;
  readonly time: string;
}

export interface ReportRow {
  readonly control: string;
  readonly title: string;
  readonly evidence: readonly Count[];
  /** What shows it and is in no log; null: nothing is needed. */
  readonly elsewhere: string | null;
}

export interface Report {
  readonly framework: Framework;
  readonly title: string;
  readonly entries: number;
  /** Of the first and last entry that were given; null without any. */
  readonly since: string | null;
  readonly until: string | null;
  readonly rows: readonly ReportRow[];
  readonly limits: readonly string[];
}

/** What such a report is not. */
export const LIMITS: readonly string[] = [
  'This is a self-assessment from one log, and no certification.',
  'It counts what was written down: that a control is evidenced here does not say that it suffices, and "none" does not say that it is missing.',
  'polc detects no prompt injection, model theft, data poisoning or corruption of memory; it bounds what an agent can do once it happened.',
  'What goes around the enforcement points, no decision and no log knows of.',
  'Whether the log is what was written, this report does not say: "polc audit verify" does.',
];

const EXAMPLES = 3;
/** Kinds of things that a summary counts; more are counted together. */
const MOST_KINDS = 1_000;
const REST = 'everything else';

class Counter {
  #count = 0;
  #first: Standing | null = null;
  #last: Standing | null = null;
  readonly #decisions: string[] = [];
  readonly #others: string[] = [];

  add(index: number, { time, id, type }: AuditEntry): void {
    this.#count++;
    this.#first ??= { index, time };
    this.#last = { index, time };
    const examples = type === 'decision' ? this.#decisions : this.#others;
    if (examples.length < EXAMPLES) examples.push(id);
  }

  counted(what: string): Count {
    const examples = this.#decisions.length > 0 ? this.#decisions : this.#others;
    return { what, count: this.#count, first: this.#first, last: this.#last, examples: [...examples] };
  }
}

/** Entries in the order in which they are given; read once, and not kept. */
export function reportOf(entries: Iterable<{ readonly index: number; readonly entry: AuditEntry }>, framework: Framework): Report {
  const frame = { count: 0, since: null as string | null, until: null as string | null };
  const counting = framework === 'summary' ? new Summary() : new Controls(FRAMEWORKS[framework].controls);
  for (const { index, entry } of entries) {
    frame.count++;
    frame.since ??= entry.time;
    frame.until = entry.time;
    counting.add(index, entry);
  }
  const title = framework === 'summary' ? 'What the log holds' : FRAMEWORKS[framework].title;
  return { framework, title, entries: frame.count, since: frame.since, until: frame.until, rows: counting.rows(), limits: LIMITS };
}

class Controls {
  readonly #controls: readonly Control[];
  readonly #counters: ReadonlyMap<keyof typeof EVIDENCE, Counter>;

  constructor(controls: readonly Control[]) {
    this.#controls = controls;
    this.#counters = new Map(controls.flatMap(({ evidence }) => evidence).map((name) => [name, new Counter()]));
  }

  add(index: number, entry: AuditEntry): void {
    for (const [name, counter] of this.#counters) if (EVIDENCE[name].holds(entry)) counter.add(index, entry);
  }

  rows(): readonly ReportRow[] {
    return this.#controls.map(({ control, title, evidence, elsewhere }) => ({
      ...{ control, title, elsewhere },
      evidence: evidence.map((name) => (this.#counters.get(name) as Counter).counted(EVIDENCE[name].what)),
    }));
  }
}

class Summary {
  readonly #rows = new Map<AuditEntry['type'], Map<string, Counter>>([
    ['decision', new Map()],
    ['change', new Map()],
    ['alert', new Map()],
    ['service', new Map()],
  ]);

  add(index: number, entry: AuditEntry): void {
    const counters = this.#rows.get(entry.type) as Map<string, Counter>;
    const kind = kindOf(entry);
    const name = counters.has(kind) || counters.size < MOST_KINDS ? kind : REST;
    let counter = counters.get(name);
    if (counter === undefined) {
      counter = new Counter();
      counters.set(name, counter);
    }
    counter.add(index, entry);
  }

  rows(): readonly ReportRow[] {
    const titles = { decision: 'decisions by outcome', change: 'changes by what and how', alert: 'alerts', service: 'the service itself' } as const;
    return [...this.#rows].map(([control, counters]) => {
      const evidence = [...counters].map(([what, counter]) => counter.counted(what));
      return { control, title: titles[control], evidence: evidence.sort((a, b) => b.count - a.count || (a.what < b.what ? -1 : 1)), elsewhere: null };
    });
  }
}

function kindOf(entry: AuditEntry): string {
  switch (entry.type) {
    case 'decision':
      return entry.outcome;
    case 'change':
      return `${entry.kind} ${entry.action}`;
    case 'alert':
      return entry.alert;
    case 'service':
      return entry.event;
  }
}

/** For people, lines without an end. */
export function reportText({ title, entries, since, until, rows, limits }: Report): string {
  const range = since === null || until === null ? '' : `, ${since} to ${until}`;
  const lines = [title, `${entries} ${entries === 1 ? 'entry' : 'entries'}${range}`];
  for (const { control, title: words, evidence, elsewhere } of rows) {
    lines.push('', `${control}  ${words}`);
    if (evidence.length === 0) lines.push('  none');
    for (const { what, count, first, last, examples } of evidence) {
      if (first === null || last === null) lines.push(`  none  ${what}`);
      else lines.push(`  ${count}  ${what}; entries ${first.index} to ${last.index}, as ${examples.join(', ')}`);
    }
    if (elsewhere !== null) lines.push(`  not in a log: ${elsewhere}`);
  }
  return [...lines, '', ...limits].join('\n');
}
