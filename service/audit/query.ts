// What a log, or several together, hold of what is looked for: read one after another, never more than a file of each at once. Whether the logs are what was
// written is verify-log's to say.

import { type Classified, classifyPattern, matchesPattern } from '@polc/runtime';
import { askedPath } from './asked-path.js';
import type { AuditEntry } from './audit-entry.js';
import { AuditError } from './audit-error.js';
import { knownEntry } from './known-entry.js';
import { readLine } from './lines.js';
import type { Hash } from './merkle.js';
import { readLines, textsBack } from './read-log.js';

/** All that are given have to hold. */
export interface Criteria {
  readonly type?: AuditEntry['type'];
  /** The agent that acted, any other of the chain, or the one that was changed. */
  readonly agent?: string;
  readonly user?: string;
  /** `caller:ID`, `agent:ID`, …, as entries have it. */
  readonly caller?: string;
  /** Of decisions: nothing else has one. */
  readonly outcome?: string;
  readonly allowed?: boolean;
  /** Exact, or a pattern as Vault has them: `+` for a segment, `*` at the end. */
  readonly path?: string;
  /** Id of a decision: itself, and what names it. */
  readonly decision?: string;
  /** Milliseconds since the epoch; from the first, and before the second. */
  readonly since?: number;
  readonly until?: number;
}

export interface QueryOptions extends Criteria {
  readonly limit?: number;
  /** By the time of entries; `oldest` first unless said. */
  readonly first?: 'oldest' | 'newest';
  /** Told of an entry whose form is not known, which is passed over; without it, such an entry is a damage. */
  readonly odd?: (place: { readonly folder: string; readonly index: number }) => void;
}

export interface FoundEntry {
  readonly folder: string;
  readonly index: number;
  readonly leaf: Hash;
  readonly entry: AuditEntry;
}

/**
 * By time, and for one time by folder; entries of one log keep their order, whatever their clock said. An entry that several logs hold is there once.
 * Throws what node:fs throws. @throws AuditError damaged; RangeError for a pattern that is none
 */
export function* queryLogs(folders: readonly string[], options: QueryOptions = {}): Generator<FoundEntry> {
  for (const found of searched(folders, options)) if (found !== null) yield found;
}

/** Entries after which others have their turn. */
const TURN = 200;

/** The same for a process that serves others meanwhile: it waits for them again and again, whether it finds anything or not. */
export async function* queryLogsInTurns(folders: readonly string[], options: QueryOptions = {}): AsyncGenerator<FoundEntry> {
  let looked = 0;
  for (const found of searched(folders, options)) {
    if (found !== null) yield found;
    if (++looked % TURN === 0) await new Promise(setImmediate);
  }
}

/** null for each entry that was looked at and is not looked for. */
function* searched(folders: readonly string[], options: QueryOptions): Generator<FoundEntry | null> {
  const { limit = Number.POSITIVE_INFINITY, first = 'oldest', odd } = options;
  const matches = matcherOf(options);
  let left = limit;
  if (left <= 0) return;
  for (const found of merged(folders, first === 'newest', odd)) {
    if (matches(found.entry)) {
      yield found;
      if (--left <= 0) return;
    } else yield null;
  }
}

/** @throws RangeError for a pattern that is none */
export function matcherOf(criteria: Criteria): (entry: AuditEntry) => boolean {
  const { type, agent, user, caller, outcome, allowed, path, decision, since, until } = criteria;
  const tests: ((entry: AuditEntry) => boolean)[] = [];
  if (type !== undefined) tests.push((entry) => entry.type === type);
  if (caller !== undefined) tests.push((entry) => entry.caller === caller);
  if (outcome !== undefined) tests.push((entry) => entry.type === 'decision' && entry.outcome === outcome);
  if (allowed !== undefined) tests.push((entry) => entry.type === 'decision' && entry.allowed === allowed);
  if (agent !== undefined) tests.push((entry) => concernsAgent(entry, agent));
  if (user !== undefined) tests.push((entry) => concernsUser(entry, user));
  if (decision !== undefined) tests.push((entry) => namesDecision(entry, decision));
  if (since !== undefined) tests.push(({ time }) => Date.parse(time) >= since);
  if (until !== undefined) tests.push(({ time }) => Date.parse(time) < until);
  if (path !== undefined) {
    const pattern = patternOf(path);
    tests.push((entry) => {
      const asked = pathOf(entry);
      return asked !== null && matchesPattern(pattern, askedPath(asked));
    });
  }
  return (entry) => tests.every((test) => test(entry));
}

function patternOf(path: string): Classified {
  const pattern = classifyPattern(askedPath(path));
  if (pattern === null) throw new RangeError(`${JSON.stringify(path)} is no pattern: "+*" is none`);
  return pattern;
}

function pathOf(entry: AuditEntry): string | null {
  if (entry.type === 'decision') return entry.asked.path;
  return entry.type === 'alert' ? entry.path : null;
}

function concernsAgent(entry: AuditEntry, agent: string): boolean {
  switch (entry.type) {
    case 'decision':
      return entry.asked.agent === agent || entry.asked.chain.includes(agent);
    case 'change':
      return entry.agent === agent || (entry.kind === 'agent' && entry.subject === agent);
    case 'alert':
      return entry.agent === agent;
    case 'service':
      return false;
  }
}

function concernsUser(entry: AuditEntry, user: string): boolean {
  switch (entry.type) {
    case 'decision':
      return entry.asked.user === user;
    case 'change':
      return entry.user === user || (entry.kind === 'user' && entry.subject === user);
    case 'alert':
      return entry.user === user;
    case 'service':
      return false;
  }
}

function namesDecision(entry: AuditEntry, decision: string): boolean {
  if (entry.type === 'alert') return entry.decision === decision;
  if (entry.type === 'change') return entry.body?.decision === decision;
  return entry.type === 'decision' && entry.id === decision;
}

/** Ids that are remembered. WHY: sinks hold the same entries in one order, but for those that one of them missed, so copies come close behind each other. */
const REMEMBERED = 10_000;

function* merged(folders: readonly string[], newest: boolean, odd: QueryOptions['odd']): Generator<FoundEntry> {
  const streams = [...new Set(folders)].map((folder) => {
    const entries = entriesOf(folder, newest, odd);
    return { entries, head: nextOf(entries) };
  });
  const seen = new Set<string>();
  for (;;) {
    let best: (typeof streams)[number] | null = null;
    for (const stream of streams) {
      if (stream.head !== null && (best === null || best.head === null || comesBefore(stream.head.time, best.head.time, newest))) best = stream;
    }
    if (best === null || best.head === null) return;
    const { found } = best.head;
    const { id } = found.entry;
    const isCopy = seen.has(id);
    if (streams.length > 1 && !isCopy) {
      seen.add(id);
      if (seen.size > REMEMBERED) seen.delete(seen.values().next().value as string);
    }
    // Before the next is read: that may be damaged, and this one is not.
    if (!isCopy) yield found;
    best.head = nextOf(best.entries);
  }
}

const comesBefore = (a: number, b: number, newest: boolean) => (newest ? a > b : a < b);

function nextOf(entries: Generator<FoundEntry>): { readonly found: FoundEntry; readonly time: number } | null {
  const next = entries.next();
  return next.done ? null : { found: next.value, time: Date.parse(next.value.entry.time) };
}

function* entriesOf(folder: string, newest: boolean, odd: QueryOptions['odd']): Generator<FoundEntry> {
  for (const line of newest ? linesBack(folder) : readLines(folder)) {
    if (line.kind !== 'entry') continue;
    const { index, leaf } = line;
    const entry = knownEntry(JSON.parse(line.text) as Parameters<typeof knownEntry>[0]);
    if (entry !== null) yield { folder, index, leaf, entry };
    else if (odd === undefined) throw new AuditError('damaged', `${folder}: entry ${index} is of no form that is known here`);
    else odd({ folder, index });
  }
}

function* linesBack(folder: string) {
  for (const { file, at, text } of textsBack(folder)) {
    const line = readLine(text);
    if ('fault' in line) throw new AuditError('damaged', `${file}: byte ${at}: ${line.fault}; "polc audit verify" says more`);
    yield line;
  }
}
