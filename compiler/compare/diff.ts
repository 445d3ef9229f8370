// The exact difference of two policy sets: every part of the requests whose decision or obligations are not the same, each with a request that both engines
// were asked.

import type { Decision, Request } from '@polc/runtime';
import { compareSpecificity, type Rule } from '@polc/runtime/anatomy';
import { type Granted, grantsMore, type Verdict } from '../analysis/judge.js';
import { everyPolicy, type Subject, subjectOfPolicies, subjectsOf } from '../analysis/subjects.js';
import { type Piece, survey, type Undecided } from '../analysis/survey.js';
import { type Cube, partsOf, reaches } from './cubes.js';
import { touched } from './untouched.js';
import { decideIn, type Witness, witnessOf } from './witness.js';
import { wordsOf } from './words.js';
import type { World } from './world.js';

/** `changed`: opened in one thing, closed in another. */
export type Direction = 'opened' | 'closed' | 'changed';

export interface Change {
  readonly direction: Direction;
  readonly subject: Subject;
  readonly operations: readonly string[];
  /** Patterns that decide there, or a path. */
  readonly paths: readonly string[];
  /** Any of these, each of which is all of its parts; empty: always. */
  readonly when: readonly (readonly string[])[];
  /** There are more ways than are shown. */
  readonly more: boolean;
  readonly before: Verdict;
  readonly after: Verdict;
  readonly witness: Witness;
  /** What the two engines said to it. */
  readonly decisions: readonly [before: Decision, after: Decision];
}

export interface Difference {
  readonly changes: readonly Change[];
  readonly undecided: readonly Undecided[];
  /** Who was asked for. */
  readonly subjects: readonly Subject[];
  /** Not all chains were looked at. */
  readonly partial: boolean;
  readonly anyConsent: boolean;
}

export interface DiffOptions {
  /** Lists of bare policies to ask by, beside each policy by itself. */
  readonly lists?: readonly (readonly string[])[];
  readonly only?: (subject: Subject) => boolean;
}

export function diff(before: World, after: World, { lists = [], only = () => true }: DiffOptions = {}): Difference {
  const engines = [before.engine, after.engine];
  const { subjects, partial } = subjectsOf(engines);
  const bare = [...everyPolicy(engines).map((name) => [name]), ...lists].map(subjectOfPolicies);
  const asked = [...subjects, ...bare].filter(only);
  const anyConsent = before.anyConsent || after.anyConsent;
  const options = { anyConsent, operations: null, paths: null, conditions: [], differing: true };
  const collected = new Collected();
  const undecided: Undecided[] = [];
  for (const subject of touched(asked, before, after)) {
    const found = survey([before.reading, after.reading], subject, options, (piece) => {
      collectPiece(piece, before, after, collected, undecided);
    });
    undecided.push(...found);
  }
  return { changes: collected.changes(), undecided, subjects: asked, partial, anyConsent };
}

interface Pair {
  readonly before: Verdict;
  readonly after: Verdict;
}

function collectPiece(piece: Piece, before: World, after: World, collected: Collected, undecided: Undecided[]): void {
  const { board, subject, operations, path } = piece;
  const [a, b] = piece.verdicts as readonly [number, number];
  if (a === b) return;
  const pairs = new Map<string, Pair>();
  const differing = board.diagrams.combine(a, b, (left, right) => {
    const pair = { before: left as Verdict, after: right as Verdict };
    const key = keyOfPair(pair);
    if (keyOfVerdict(pair.before) === keyOfVerdict(pair.after)) return null;
    if (!pairs.has(key)) pairs.set(key, pair);
    return pairs.get(key);
  });
  for (const { value, cubes, more, chosen } of partsOf(board, differing, (value) => value !== null)) {
    const pair = value as Pair;
    const witness = chosen === null ? null : witnessOf(piece, chosen, [before, after]);
    if (witness === null) {
      undecided.push({ subject, operations, path, why: 'no request was found that shows a difference, though there may be one' });
      continue;
    }
    const asked = { ...witness, request: { ...witness.request, operation: operations[0] as string } };
    const decisions = [decideIn(before, asked), decideIn(after, asked)] as const;
    if (!isShown(decisions)) {
      undecided.push({ subject, operations, path, why: `the engines do not tell ${JSON.stringify(asked.request)} apart` });
      continue;
    }
    const shown = cubes.map((cube) => wordsOf(board, cube, (variable) => !isWanted(piece, cube, variable)));
    collected.add({
      direction: directionOf(pair),
      subject,
      operations,
      paths: [labelOf(piece)],
      when: shown.some((words) => words.length === 0) ? [] : shown,
      more,
      ...pair,
      witness: asked,
      decisions,
    });
  }
}

/** Beside the rest of the cube, no other class of the variable would be granted anything by either side. */
function isWanted({ board, verdicts }: Piece, cube: Cube, variable: number): boolean {
  const others = Array.from({ length: board.diagrams.sizeOf(variable) }, (_, i) => i).filter((i) => cube.get(variable)?.includes(i) === false);
  const within = new Map([...cube, [variable, others]]);
  return verdicts.every((node) => !reaches(board, node, within));
}

/** Any difference that scripts and people would see. */
function isShown([before, after]: readonly [Decision, Decision]): boolean {
  const seen = ({ allowed, outcome, obligations, vault }: Decision) =>
    JSON.stringify([
      allowed,
      allowed ? null : outcome === 'approval_required' || outcome === 'mfa_required' ? outcome : null,
      obligations,
      vault && allowed ? { ...vault, granting: [] } : null,
    ]);
  return seen(before) !== seen(after);
}

const shownNumbers = (_: string, value: unknown) => (value === Number.POSITIVE_INFINITY ? 'Infinity' : value);
const keyOfVerdict = (verdict: Verdict) => JSON.stringify(verdict, shownNumbers);
const keyOfPair = ({ before, after }: Pair) => `${keyOfVerdict(before)} ${keyOfVerdict(after)}`;

function directionOf({ before, after }: Pair): Direction {
  if (before === null) return 'opened';
  if (after === null) return 'closed';
  const opens = isLooser(after, before);
  const closes = isLooser(before, after);
  return opens === closes ? 'changed' : opens ? 'opened' : 'closed';
}

/** It grants more in something. */
function isLooser(one: Granted, than: Granted): boolean {
  return grantsMore(one, than) || (hasSudo(one) && !hasSudo(than));
}

/** Of bare policies; the rest of what Vault adds is neither more nor less. */
const hasSudo = ({ vault }: Granted) => vault.startsWith('[true');

/** The pattern that says most of the path, of all that decide there. */
function labelOf({ anatomies, path }: Piece): string {
  const rules = anatomies.flatMap(({ footings }) =>
    footings.flatMap(({ layers }) =>
      layers.filter(({ layer }) => layer !== 'delegate').flatMap(({ lists }) => lists.flatMap(({ rule }) => (rule === null ? [] : [rule]))),
    ),
  );
  const best = rules.reduce<Rule | null>((one, rule) => (one === null || compareSpecificity(rule, one) > 0 ? rule : one), null);
  return best === null ? path : `${best.text}${best.kind === 'prefix' ? '*' : ''}`;
}

/** Changes that read alike are one. */
class Collected {
  readonly #byKey = new Map<string, Change[]>();

  add(change: Change): void {
    const { direction, subject, operations, paths, when } = change;
    const key = `${direction} ${subject.words} ${keyOfPair(change)} ${JSON.stringify(when)}`;
    const there = this.#byKey.get(key) ?? [];
    this.#byKey.set(key, there);
    const at = there.findIndex((other) => sameSet(other.operations, operations) || sameSet(other.paths, paths));
    const same = there[at];
    if (same === undefined) there.push(change);
    else {
      const shorter = sizeOf(change.witness.request) < sizeOf(same.witness.request) ? change : same;
      there[at] = { ...shorter, operations: union(same.operations, operations), paths: union(same.paths, paths) };
    }
  }

  changes(): Change[] {
    return [...this.#byKey.values()].flat();
  }
}

const sizeOf = (request: Request) => JSON.stringify(request).length;
const union = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])];
const sameSet = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((one) => b.includes(one));
