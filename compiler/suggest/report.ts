// A suggestion as data that is written down: what stays and why, what goes, and what has been shown of it.

import { quantifiedOver, type ReportedSubject, type ReportedUndecided, reportSubject, reportUndecided } from '../compare/report.js';
import type { JudgedEntry, LogEntry } from './entry.js';
import { isOpen } from './evidence.js';
import type { Group } from './group.js';
import type { Suggestion } from './suggest.js';
import type { WrittenStanza } from './write-files.js';

export interface SuggestedStanza {
  readonly policy: string;
  readonly file: string;
  /** Of the present stanza. */
  readonly line: number;
  readonly was: string;
  readonly path: string;
  /** Stands for more than the paths that were seen. */
  readonly widened: boolean;
  readonly capabilities: readonly string[];
  readonly requests: number;
  readonly paths: number;
  readonly examples: readonly string[];
  readonly first: string | null;
  readonly last: string | null;
  readonly values: Readonly<Record<string, readonly unknown[]>>;
  readonly purpose: 'grants' | 'restricts' | 'hides';
  /** Why it is not narrower; null: nothing stood in the way. */
  readonly why: string | null;
}

export interface UnusedGrant {
  readonly policy: string;
  readonly file: string;
  readonly line: number;
  readonly path: string;
  readonly capabilities: readonly string[];
  /** Nothing of the stanza was used. */
  readonly whole: boolean;
  readonly holders: readonly string[];
  /** It stays nevertheless, as nobody could show that it may go. */
  readonly kept: string | null;
}

export interface ReportedLine {
  readonly line: number;
  readonly logged: string | null;
  readonly present: string;
  readonly suggested: string;
}

export interface ReportedEscape {
  readonly subject: ReportedSubject;
  readonly operations: readonly string[];
  readonly path: string;
}

export interface ReportedSuggestion {
  readonly log: { readonly requests: number; readonly allowed: number; readonly asked: number; readonly denied: number; readonly decided_here: number };
  readonly policies: readonly string[];
  readonly left: readonly { readonly policy: string; readonly why: string }[];
  readonly stanzas: readonly SuggestedStanza[];
  readonly unused: readonly UnusedGrant[];
  readonly disagreeing: readonly ReportedLine[];
  readonly guarantees: {
    /** Allowed, or asked about, and so it stays. */
    readonly observed_allows: { readonly of: number; readonly kept: number; readonly broken: readonly ReportedLine[] };
    readonly nothing_opens: { readonly proved: boolean; readonly escapes: readonly ReportedEscape[]; readonly undecided: readonly ReportedUndecided[] };
    readonly observed_denials: { readonly of: number; readonly kept: number; readonly broken: readonly ReportedLine[] };
  };
  readonly quantified: readonly string[];
  readonly files: readonly { readonly file: string; readonly changed: boolean; readonly text: string }[];
  /** Something is narrower than it was. */
  readonly narrows: boolean;
  readonly sound: boolean;
}

const EXAMPLES = 3;

export function reportSuggestion(suggestion: Suggestion): ReportedSuggestion {
  const { evidence, candidates, groups, files, containment, broken } = suggestion;
  const escapes = containment.escapes.map(({ subject, operations, path }) => ({ subject: reportSubject(subject), operations, path }));
  const undecided = containment.undecided.map(reportUndecided);
  const bad = new Set(broken);
  const line = (judged: JudgedEntry) => reportLine(judged, suggestion);
  const promise = (entries: readonly JudgedEntry[]) => {
    const lost = entries.filter((judged) => bad.has(judged));
    return { of: entries.length, kept: entries.length - lost.length, broken: lost.map(line) };
  };
  const proved = escapes.length === 0 && !containment.partial && undecided.length === 0;
  const allowed = evidence.wanted.filter((judged) => judged.allowed).length;
  return {
    log: {
      requests: evidence.wanted.length + evidence.denied.length + evidence.disagreeing.length,
      ...{ allowed, asked: evidence.wanted.length - allowed, denied: evidence.denied.length, decided_here: evidence.decidedHere },
    },
    policies: [...candidates.policies.keys()],
    left: candidates.left,
    stanzas: files.flatMap(({ stanzas }) => stanzas.map(reportStanza)),
    unused: groups.flatMap((group) => unusedOf(group, suggestion)),
    disagreeing: evidence.disagreeing.map(line),
    guarantees: {
      observed_allows: promise(evidence.wanted),
      nothing_opens: { proved, escapes, undecided },
      observed_denials: promise(evidence.denied),
    },
    quantified: quantifiedOver(containment),
    files: files.map(({ file, before, after }) => ({ file, changed: after !== null && after !== before, text: after ?? before })),
    narrows: groups.some((group) => isNarrower(group, files)),
    sound: proved && broken.length === 0,
  };
}

function isNarrower(group: Group, files: Suggestion['files']): boolean {
  if (group.stance === 'written') return false;
  const own = files.flatMap(({ stanzas }) => stanzas.filter((one) => one.group === group));
  if (new Set(own.map(({ stanza }) => stanza)).size < group.members.length) return true;
  return own.some(
    ({ stanza, pattern, capabilities, values }) =>
      pattern !== stanza.pattern.written ||
      (capabilities ?? stanza.capabilities).length < stanza.capabilities.length ||
      values.length > 0 ||
      capabilities?.[0] === 'deny',
  );
}

function reportLine({ entry: { line, request, logged }, outcome }: JudgedEntry, { engine }: Suggestion): ReportedLine {
  const said = logged === null ? null : (logged.outcome ?? (logged.allowed ? 'allowed' : 'denied'));
  return { line, logged: said, present: outcome, suggested: engine.decide(request).outcome };
}

function reportStanza({ stanza, pattern, widened, capabilities, uses, values, purpose, group }: WrittenStanza): SuggestedStanza {
  const paths = [...new Set(uses.map(({ path }) => path))].sort();
  const times = uses.flatMap(({ time }) => time ?? []).sort((a, b) => a - b);
  const day = (time: number | undefined) => (time === undefined ? null : new Date(time).toISOString());
  return {
    ...{ policy: stanza.policy, file: stanza.file, line: stanza.line, was: stanza.pattern.written, path: pattern, widened },
    capabilities: capabilities ?? stanza.capabilities,
    requests: new Set(uses.map(({ entry }) => entry)).size,
    ...{ paths: paths.length, examples: paths.slice(0, EXAMPLES), first: day(times[0]), last: day(times.at(-1)) },
    values: Object.fromEntries(values.map(({ parameter, values: all }) => [parameter, all])),
    ...{ purpose, why: group.why },
  };
}

function unusedOf({ members, why, stance }: Group, { candidates }: Suggestion): UnusedGrant[] {
  return members.flatMap(({ stanza, uses }) => {
    const used = new Set(uses.map(({ capability }) => capability));
    const capabilities = stanza.capabilities.filter((word) => !used.has(word) && (uses.length === 0 || (word !== 'sudo' && word !== 'subscribe')));
    if (capabilities.length === 0) return [];
    const { policy, file, line, pattern } = stanza;
    const holders = candidates.policies.get(policy) ?? [];
    const kept = stance === 'written' ? why : null;
    return [{ ...{ policy, file, line }, path: pattern.written, capabilities, whole: uses.length === 0, holders, kept }];
  });
}

export interface Score {
  /** Requests that the present policies allow, or ask about. */
  readonly allows: number;
  readonly kept: number;
  readonly lost: readonly ReportedLine[];
}

/** How much of what another log shows, and the present policies allow, the suggestion still allows. */
export function scoreOf({ engine, present }: Suggestion, entries: readonly LogEntry[]): Score {
  const judged = entries.map((entry) => ({ entry, before: present.decide(entry.request).outcome, after: engine.decide(entry.request).outcome }));
  const open = judged.filter(({ entry: { logged }, before }) => isOpen({ outcome: before }) && (logged === null || logged.allowed === (before === 'allowed')));
  const lost = open.filter(({ before, after }) => before !== after);
  return {
    allows: open.length,
    kept: open.length - lost.length,
    lost: lost.map(({ entry: { line, logged }, before, after }) => ({ line, logged: logged?.outcome ?? null, present: before, suggested: after })),
  };
}
