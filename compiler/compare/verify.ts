// Invariants and properties proved over all requests, or refuted with one that the engine was asked.

import type { Decision, Engine, Request } from '@polc/runtime';
import { type Anatomy, anatomyOf, type LayerAnatomy, type PolicyList, UNKNOWN } from '@polc/runtime/anatomy';
import type { Board } from '../analysis/board.js';
import type { Node } from '../analysis/diagram.js';
import type { Granted, Verdict } from '../analysis/judge.js';
import type { Subject } from '../analysis/subjects.js';
import { type Piece, type Reading, survey, type Undecided } from '../analysis/survey.js';
import type { SchemaModel } from '../model/blocks.js';
import type { Bound, Clause, InvariantModel, PropertyModel } from '../model/tests.js';
import { partsOf } from './cubes.js';
import { readCodes, surveyedRegion } from './region.js';
import { decideIn, type Witness, witnessOf } from './witness.js';
import { wordsOf } from './words.js';
import type { World } from './world.js';

export interface Refutation {
  readonly subject: Subject;
  readonly operations: readonly string[];
  readonly path: string;
  /** Any of these, each of which is all of its parts; empty: always. */
  readonly when: readonly (readonly string[])[];
  readonly witness: Witness;
  readonly decision: Decision;
}

/** `nobody`: it speaks of no request at all. */
export type ProofStatus = 'proved' | 'refuted' | 'undecided' | 'nobody';

export interface Proof {
  readonly status: ProofStatus;
  readonly refutations: readonly Refutation[];
  readonly undecided: readonly Undecided[];
  readonly subjects: readonly Subject[];
  readonly partial: boolean;
  readonly anyConsent: boolean;
  readonly registry: World['registry'];
}

/** One for each clause, in order. */
export function verifyInvariant({ clauses }: InvariantModel, world: World, schema: SchemaModel): readonly Proof[] {
  return clauses.map((clause) => verifyClause(clause, world, schema));
}

function verifyClause(clause: Clause, world: World, schema: SchemaModel): Proof {
  const required = clause.kind === 'only_if' ? readCodes([clause.condition.code], world, schema) : [];
  const bound = clause.kind === 'at_most' ? boundedReading(world, clause.within) : null;
  const shown = ({ allowed }: Decision) => allowed;
  return prove(world, schema, clause.region, required, bound, shown, ({ board, verdicts, conditions }, met) => {
    const [verdict, within] = verdicts as readonly [Node, Node?];
    let wrong = board.diagrams.both(open(board, verdict), met);
    if (clause.kind === 'only_if') wrong = board.diagrams.both(wrong, negated(board, isTrue(board, conditions.at(-1))));
    return within === undefined ? wrong : board.diagrams.both(wrong, negated(board, open(board, within)));
  });
}

/** null where it expects more than a decision can be proved to be: which word a denial has. */
export function proveProperty({ region, expect }: PropertyModel, world: World, schema: SchemaModel): Proof | null {
  const wanted = wantedOf(expect);
  if (wanted === null) return null;
  const shown = ({ allowed, outcome }: Decision) => !wanted(allowed ? 'allowed' : outcome);
  return prove(world, schema, region, [], null, shown, ({ board, verdicts }, met) => {
    const right = board.diagrams.map(verdicts[0] as Node, (verdict) => wanted(wordOf(verdict as Verdict)));
    return board.diagrams.both(negated(board, right), met);
  });
}

function wantedOf({ decision, outcome }: PropertyModel['expect']): ((word: string) => boolean) | null {
  const word = outcome?.value;
  if (word !== undefined && word !== 'allowed' && word !== 'approval_required' && word !== 'mfa_required') return null;
  return (own) => (decision === undefined || (decision.value === 'allow') === (own === 'allowed')) && (word === undefined || word === own);
}

/** Of denials any, but those that only want something. */
function wordOf(verdict: Verdict): string {
  if (verdict === null) return 'denied';
  return verdict.mfa ? 'mfa_required' : verdict.outstanding.length > 0 ? 'approval_required' : 'allowed';
}

function prove(
  world: World,
  schema: SchemaModel,
  region: Clause['region'],
  required: ReturnType<typeof readCodes>,
  bound: Reading | null,
  shown: (decision: Decision) => boolean,
  wrongIn: (piece: Piece, met: Node) => Node,
): Proof {
  const { subjects, partial: some, operations, paths, conditions, footings } = surveyedRegion(region, world, schema);
  const partial = some || world.registry === 'partial';
  const readings = bound === null ? [world.reading] : [world.reading, bound];
  const options = { anyConsent: world.anyConsent, operations, paths, conditions: [...conditions, ...required], footings, differing: false };
  const refutations: Refutation[] = [];
  const undecided: Undecided[] = [];
  let pieces = 0;
  for (const subject of subjects) {
    const found = survey(readings, subject, options, (piece) => {
      const { board } = piece;
      const met = conditions.reduce<Node>((node, _, i) => board.diagrams.both(node, isTrue(board, piece.conditions[i])), board.diagrams.leaf(true));
      if (met !== board.diagrams.leaf(false)) pieces++;
      refute(piece, wrongIn(piece, met), world, shown, refutations, undecided);
    });
    undecided.push(...found);
  }
  const status = refutations.length > 0 ? 'refuted' : undecided.length > 0 || partial ? 'undecided' : pieces === 0 ? 'nobody' : 'proved';
  return { status, refutations, undecided, subjects, partial, anyConsent: world.anyConsent, registry: world.registry };
}

const MAX_REFUTATIONS = 20;

/** `shown`: what the engine has to say to the request; what it does not say is not claimed. */
function refute(piece: Piece, wrong: Node, world: World, shown: (decision: Decision) => boolean, refutations: Refutation[], undecided: Undecided[]): void {
  const { board, subject, operations, path } = piece;
  for (const { cubes, chosen } of partsOf(board, wrong, (value) => value === true)) {
    const witness = chosen === null ? null : witnessOf(piece, chosen, [world]);
    if (witness === null) {
      undecided.push({ subject, operations, path, why: 'no request was found that refutes it, though there may be one' });
      continue;
    }
    if (refutations.length >= MAX_REFUTATIONS) continue;
    const asked = { ...witness, request: { ...witness.request, operation: operations[0] as string } };
    const decision = decideIn(world, asked);
    if (!shown(decision)) {
      undecided.push({ subject, operations, path, why: `the engine does not say to ${JSON.stringify(asked.request)} what refutes it` });
      continue;
    }
    const words = cubes.map((cube) => wordsOf(board, cube, () => true));
    refutations.push({
      subject,
      operations,
      path,
      when: words.some((parts) => parts.length === 0) ? [] : words,
      witness: asked,
      decision,
    });
  }
}

/** Where nobody stands, nothing can be asked about the request; all of it counts. */
function isTrue({ diagrams }: Board, condition: Node | undefined): Node {
  return condition === undefined ? diagrams.leaf(true) : diagrams.map(condition, (truth) => truth === true);
}

/** Allowed at once. */
function open({ diagrams }: Board, node: Node): Node {
  return diagrams.map(node, (verdict) => verdict !== null && (verdict as Granted).outstanding.length === 0 && !(verdict as Granted).mfa);
}

function negated({ diagrams }: Board, node: Node): Node {
  return diagrams.map(node, (truth) => truth === false || truth === UNKNOWN);
}

/** The same principals, judged by nothing but a policy list or some scopes. */
function boundedReading({ reading }: World, within: Bound): Reading {
  const { engine, profiles } = reading;
  const lists = listsOf(engine, within);
  return { engine, profiles, open: (request) => bounded(anatomyOf(engine, request), request, engine, lists) };
}

function listsOf({ snapshot }: Engine, within: Bound): readonly PolicyList[] {
  if ('policies' in within) return [snapshot.lists.of(within.policies.map(({ name }) => name))];
  return within.scopes.flatMap(({ name }) => snapshot.lists.ofScope(name) ?? []);
}

function bounded(anatomy: Anatomy, request: Request, { selector }: Engine, lists: readonly PolicyList[]): Anatomy {
  const { path } = request;
  return {
    ...anatomy,
    footings: anatomy.footings.map((footing) => {
      const { one } = footing;
      const layer: LayerAnatomy = {
        layer: 'policies',
        principal: 'bound',
        one,
        lists: lists.map((policies) => ({ unknown: null, policies, rule: selector.select(policies.view, path, one.asked.word === 'list', one) })),
        guardrails: [],
      };
      return { ...footing, layers: [layer], guardrails: [] };
    }),
  };
}
