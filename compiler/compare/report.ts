// A difference as data that is written down: plain members, in the words that reports share.

import type { ConsentRecord, Request } from '@polc/runtime';
import type { Verdict } from '../analysis/judge.js';
import type { Subject } from '../analysis/subjects.js';
import type { Undecided } from '../analysis/survey.js';
import type { Change, Difference, Direction } from './diff.js';
import type { World } from './world.js';

export interface ReportedSubject {
  readonly kind: Subject['kind'];
  readonly words: string;
  readonly user?: string;
  /** Root first; the last acts. */
  readonly chain?: readonly string[];
  readonly policies?: readonly string[];
}

/** Durations in seconds; null where nothing limits. */
export interface ReportedVerdict {
  readonly decision: 'allow' | 'deny' | 'approval_required' | 'mfa_required';
  readonly max_ttl: number | null;
  readonly uses: number | null;
  /** Digests of the requirements. */
  readonly approvals: readonly string[];
  /** What is granted ends then at the latest. */
  readonly until: string | null;
}

export interface ReportedChange {
  readonly direction: Direction;
  readonly subject: ReportedSubject;
  readonly operations: readonly string[];
  readonly paths: readonly string[];
  /** Any of these, each of which is all of its parts; empty: always. */
  readonly when: readonly (readonly string[])[];
  readonly more: boolean;
  readonly before: ReportedVerdict;
  readonly after: ReportedVerdict;
  readonly witness: { readonly request: Request; readonly consents?: readonly ConsentRecord[] };
  /** Of the witness. */
  readonly outcomes: readonly [before: string, after: string];
}

export interface ReportedUndecided {
  readonly subject: ReportedSubject;
  readonly operations: readonly string[];
  readonly path: string | null;
  readonly why: string;
}

export interface ReportedDifference {
  readonly changes: readonly ReportedChange[];
  readonly undecided: readonly ReportedUndecided[];
  /** Some chains of delegation were not looked at: nothing is told of them. */
  readonly partial: boolean;
  /** Over what it speaks, a sentence each. */
  readonly quantified: readonly string[];
  readonly summary: { readonly opened: number; readonly closed: number; readonly changed: number; readonly undecided: number };
}

export function reportDifference(difference: Difference): ReportedDifference {
  const { changes, undecided, partial } = difference;
  const count = (direction: Direction) => changes.filter((change) => change.direction === direction).length;
  return {
    changes: changes.map(reportChange),
    undecided: undecided.map(reportUndecided),
    partial,
    quantified: quantifiedOver(difference),
    summary: { opened: count('opened'), closed: count('closed'), changed: count('changed'), undecided: undecided.length },
  };
}

function reportChange({ direction, subject, operations, paths, when, more, before, after, witness, decisions }: Change): ReportedChange {
  const { request, consents } = witness;
  return {
    ...{ direction, subject: reportSubject(subject), operations, paths, when, more },
    before: reportVerdict(before),
    after: reportVerdict(after),
    witness: consents === null ? { request } : { request, consents },
    outcomes: [decisions[0].outcome, decisions[1].outcome],
  };
}

export function reportUndecided({ subject, operations, path, why }: Undecided): ReportedUndecided {
  return { subject: reportSubject(subject), operations, path, why };
}

export function reportSubject({ kind, words, user, chain, policies }: Subject): ReportedSubject {
  return { kind, words, ...(user === null ? {} : { user }), ...(chain.length === 0 ? {} : { chain }), ...(policies.length === 0 ? {} : { policies }) };
}

export function reportVerdict(verdict: Verdict): ReportedVerdict {
  if (verdict === null) return { decision: 'deny', max_ttl: null, uses: null, approvals: [], until: null };
  const { outstanding, mfa, ttl, uses, ends } = verdict;
  const limit = (value: number) => (value === Number.POSITIVE_INFINITY ? null : value);
  return {
    decision: mfa ? 'mfa_required' : outstanding.length > 0 ? 'approval_required' : 'allow',
    ...{ max_ttl: limit(ttl), uses: limit(uses), approvals: outstanding },
    until: ends === Number.POSITIVE_INFINITY ? null : new Date(ends).toISOString(),
  };
}

export interface Quantified {
  readonly subjects: readonly Subject[];
  readonly partial: boolean;
  readonly anyConsent: boolean;
  readonly registry?: World['registry'];
}

export function quantifiedOver({ subjects, partial, anyConsent, registry = 'these' }: Quantified): readonly string[] {
  const number = (kind: Subject['kind']) => subjects.filter((subject) => subject.kind === kind).length;
  const [users, agents, chains, lists] = [number('user'), number('agent'), number('delegation'), number('policies')];
  const parts = [
    [users, 'user'],
    [agents, 'agent'],
    [chains, 'chain of delegation'],
    [lists, 'list of bare policies'],
  ] as const;
  const named = parts.flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${count === 1 ? words : words.replace(/^(user|agent|chain|list)/, '$1s')}`]));
  return [
    `${registry === 'these' ? 'of these files and facts' : 'of any registry: whoever is in these files and facts or may be added, with any of their policies, types and scopes; for them stand'} ${named.length === 0 ? 'nobody' : named.join(', ')}, with every path, every operation and every value of what is asked about`,
    ...(partial ? ['not all chains of delegation: there are too many'] : []),
    ...(chains === 0 ? [] : [anyConsent ? 'any consents that could be given' : 'the consents of the facts']),
    'requests without authorization_details and without groups of their own, which add nothing to what is compared here',
  ];
}
