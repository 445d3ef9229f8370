// All requests of one subject, gone through in finitely many pieces: a case (a span of time, what templates are filled in with), a class of paths, an
// operation. In each piece every reading (an engine, or something held against it) is a diagram over the values that its conditions test.

import type { Engine, Request, Requirement } from '@polc/runtime';
import { type Anatomy, anatomyOf, type Classified, type Expr, type FootingAnatomy, matchesPattern, OPERATIONS } from '@polc/runtime/anatomy';
import { approversOf } from './approvers.js';
import { expressionsOf, keyOf, openSafely, patternsOf, readsOfRequest, walksOfPath } from './asked-paths.js';
import { Board } from './board.js';
import { type Case, casesOf, type Window } from './cases.js';
import { type Group, instantValue } from './classes.js';
import { type Node, TooMuch } from './diagram.js';
import { ABSENT } from './features.js';
import { type Focus, focusOf } from './focus.js';
import { Judge } from './judge.js';
import { pathClasses } from './paths.js';
import type { Place, Put } from './place.js';
import { enterPlan, namesIn, planOf, requirementsOf } from './plan.js';
import type { Profiles } from './profile.js';
import { Scene } from './scene.js';
import type { Subject } from './subjects.js';
import { conditionOf, type Formula, knownTimeTest, type Test } from './tests.js';

/** Something that answers requests. */
export interface Reading {
  readonly engine: Engine;
  readonly profiles: Profiles;
  open(request: Request): Anatomy;
}

export function readingOf(engine: Engine, profiles: Profiles): Reading {
  return { engine, profiles, open: (request) => anatomyOf(engine, request) };
}

export interface SurveyOptions {
  /** Consents are not known: any may have been given. */
  readonly anyConsent: boolean;
  /** null: all. */
  readonly operations: readonly string[] | null;
  /** Only paths that one of these matches; null: all. */
  readonly paths: readonly Classified[] | null;
  /** Conditions on the request that the visitor wants to see the truth of. */
  readonly conditions: readonly Expr[];
  /** Ways to stand that are not meant are left out. */
  readonly footings?: (footing: FootingAnatomy) => boolean;
  /** Only where the first two readings may differ. */
  readonly differing: boolean;
}

export interface Piece {
  readonly subject: Subject;
  /** Alike in it. */
  readonly operations: readonly string[];
  readonly path: string;
  /** What each request of the piece begins with. */
  readonly request: Request;
  readonly window: Window | null;
  readonly board: Board;
  /** Verdicts, one diagram a reading. */
  readonly verdicts: readonly Node[];
  /** Truths, as long as the options' conditions. */
  readonly conditions: readonly Node[];
  /** Of each reading, as it was opened there. */
  readonly anatomies: readonly Anatomy[];
  /** Approvals that may be wanted in it, by their digests. */
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** Names of parameters that are told apart. */
  readonly names: ReadonlySet<string>;
}

/** A part of the requests of which nothing can be told. */
export interface Undecided {
  readonly subject: Subject;
  readonly operations: readonly string[];
  readonly path: string | null;
  readonly why: string;
}

export function survey(readings: readonly Reading[], subject: Subject, options: SurveyOptions, visit: (piece: Piece) => void): Undecided[] {
  const undecided: Undecided[] = [];
  const known = new Map<string, Group>();
  const { cases, partial } = casesOf(readings, subject, options);
  if (partial) undecided.push({ subject, operations: [], path: null, why: 'its templates and ends make more cases than are looked at' });
  for (const one of cases) surveyCase({ readings, subject, one, options, visit, undecided, known });
  return undecided;
}

/** What is gone through together. */
interface Run {
  readonly readings: readonly Reading[];
  readonly subject: Subject;
  readonly one: Case;
  readonly options: SurveyOptions;
  readonly visit: (piece: Piece) => void;
  readonly undecided: Undecided[];
  /** Groups of tests that were solved before, for this subject. */
  readonly known: Map<string, Group>;
}

function only(anatomy: Anatomy, isMeant: (footing: FootingAnatomy) => boolean): Anatomy {
  return { ...anatomy, footings: anatomy.footings.filter(isMeant) };
}

function surveyCase(run: Run): void {
  const { readings, subject, one, options, undecided } = run;
  const plainest = readings.map((reading) => openSafely(reading, { ...one.request, operation: 'read', path: 'x' }));
  const expressions = expressionsOf(readings, plainest, options.conditions);
  const asks = (name: string) => expressions.some((expr) => readsOfRequest(expr, name));
  const focus: Focus = options.differing ? focusOf(readings, plainest, expressions) : { everything: true };
  if ('patterns' in focus && focus.patterns.size === 0) return;
  const all = patternsOf(readings, plainest, expressions, options.paths);
  const wanted = 'patterns' in focus ? numbersOf(all, focus.patterns) : options.paths === null ? null : numbersOf(all, new Set(options.paths.map(keyOf)));
  const { walks, exact } = walksOfPath(expressions);
  const bare = subject.kind === 'policies';
  const classes = pathClasses({ patterns: all, bare, walks, wanted });
  if (!classes.whole || !exact)
    undecided.push({
      subject,
      operations: [],
      path: null,
      why: classes.whole ? 'request.path is tested in a way that is not taken apart' : 'too many kinds of paths',
    });
  const words = [...OPERATIONS.keys(), ...(asks('operation') && !bare ? readings.flatMap(({ engine }) => Object.keys(engine.tables.blocks.operations)) : [])];
  const chosen = [...new Set(words)].filter((word) => options.operations === null || options.operations.includes(word));
  const isWanted = (path: string, folder: boolean) => options.paths === null || options.paths.some((pattern) => matchesFolder(pattern, path, folder));
  const groups = (list: boolean) => {
    const own = chosen.filter((word) => (word === 'list') === list);
    return asks('operation') ? own.map((word) => [word]) : own.length === 0 ? [] : [own];
  };
  for (const list of [false, true]) {
    for (const path of list ? classes.listed : classes.plain) {
      if (!isWanted(path, list)) continue;
      for (const operations of groups(list)) surveyPath(run, path, operations);
    }
  }
}

function matchesFolder(pattern: Classified, path: string, folder: boolean): boolean {
  if (matchesPattern(pattern, path)) return true;
  return folder && path.endsWith('/') && matchesPattern(pattern, path.slice(0, -1));
}

function surveyPath({ readings, subject, one, options, visit, undecided, known }: Run, path: string, operations: readonly string[]): void {
  const [first = 'read'] = operations;
  const request: Request = { ...one.request, operation: first, path };
  const { footings = () => true } = options;
  const anatomies = readings.map((reading) => only(openSafely(reading, request), footings));
  const names = namesIn(anatomies, options.conditions);
  const byOperation = operations.map((word) =>
    anatomies.map((anatomy) => planOf({ ...anatomy, operation: anatomy.operation && operationOf(word, anatomy) }, { names, anyConsent: options.anyConsent })),
  );
  const requirements = new Map(byOperation.flatMap((plans) => plans.flatMap((plan) => [...requirementsOf(plan)])));
  const scenes = anatomies.flatMap(({ footings }) =>
    footings.flatMap((footing) => [
      new Scene(footing.one, false, names.all, options.anyConsent),
      ...footing.layers.map((layer) => new Scene(layer.one, layer.layer === 'delegate', names.all, options.anyConsent)),
    ]),
  );
  const board = new Board(
    {
      key: (tests) => settingKey(tests, scenes, one),
      registered: (place) => registeredIn(scenes, place),
      only: ({ key }) => one.fixed.get(key),
      mayDispute: (place) => scenes.some((scene) => scene.mayDispute(place)),
      allows: (place, value) => (place.kind === 'approval' && value === true ? canApprove(place.name) : allows(one, place, value)),
      points: ({ key }) => (key !== TIME || one.window === null || one.window === 'unknown' ? [] : [one.window.from, one.window.until].filter(Number.isFinite)),
    },
    known,
  );
  const canApprove = (digest: string) => {
    const need = requirements.get(digest);
    return (
      need !== undefined &&
      approversOf(
        need,
        subject,
        readings.map(({ engine }) => engine),
      ) !== null
    );
  };
  const [scene] = scenes;
  const conditions: readonly Formula[] = scene === undefined ? [] : options.conditions.map((expr) => conditionOf(expr, scene));
  try {
    for (const plans of byOperation) for (const plan of plans) enterPlan(board, plan);
    for (const condition of conditions) board.enter(condition);
    const timed = requirements.size > 0 && (one.window === 'unknown' || board.reads(TIME));
    if (timed) board.enter(knownTimeTest());
    board.settle();
    const judge = new Judge(board, timed);
    const window = one.window === 'unknown' ? null : one.window;
    const asked = conditions.map((condition) => board.node(condition));
    const alike = new Map<string, { readonly words: string[]; readonly verdicts: readonly Node[] }>();
    operations.forEach((word, i) => {
      const verdicts = (byOperation[i] ?? []).map((plan) => judge.judge(plan, window));
      const key = verdicts.join();
      const there = alike.get(key);
      if (there === undefined) alike.set(key, { words: [word], verdicts });
      else there.words.push(word);
    });
    for (const { words, verdicts } of alike.values())
      visit({ subject, operations: words, path, request, window, board, verdicts, conditions: asked, anatomies, requirements, names: names.all });
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    undecided.push({ subject, operations, path, why: 'its conditions have too many combinations' });
  }
}

function settingKey(tests: readonly Test[], scenes: readonly Scene[], { window, fixed }: Case): string {
  const places = new Map(tests.flatMap((test) => test.places.map((place) => [place.key, place])));
  const parts = [...places.values()].map((place) => [
    place.key,
    registeredIn(scenes, place).map((value) => (value === undefined ? null : typeof value === 'symbol' ? 'unknown' : [value])),
    scenes.some((scene) => scene.mayDispute(place)),
    fixed.has(place.key) ? [String(fixed.get(place.key)), fixed.get(place.key)] : null,
    place.key === TIME && window !== null ? (window === 'unknown' ? window : [String(window.from), String(window.until)]) : null,
  ]);
  return JSON.stringify(parts);
}

/** Mapped words are the operations that they stand for. */
function operationOf(word: string, { operation }: Anatomy) {
  return OPERATIONS.get(word) ?? operation;
}

const TIME = 'context.time';

function allows({ window }: Case, place: Place, value: Put): boolean {
  if (place.key !== TIME) return true;
  // What the clock shows is nobody's to choose: it is written into the request.
  if (value === ABSENT) return false;
  const instant = instantValue(value);
  if (window === null) return true;
  return window === 'unknown' ? instant === null : instant !== null && instant >= window.from && instant < window.until;
}

function registeredIn(scenes: readonly Scene[], place: Place): readonly unknown[] {
  if (place.kind !== 'user' && place.kind !== 'attributes' && place.kind !== 'metadata' && place.kind !== 'target') return [];
  const seen = new Map<string, unknown>();
  for (const scene of scenes) {
    const value = scene.registered(place);
    seen.set(value === undefined ? '' : typeof value === 'symbol' ? 'unknown' : JSON.stringify(value), value);
  }
  return [...seen.values()];
}

function numbersOf(patterns: readonly Classified[], keys: ReadonlySet<string>): ReadonlySet<number> {
  return new Set(patterns.flatMap((pattern, i) => (keys.has(keyOf(pattern)) ? [i] : [])));
}
