// What principals and delegations come to, layer by layer, as the rules that speak of it ask: for each pattern that decides somewhere, whether anything is
// granted there by one layer alone, and by all of them together. Guardrails are left out: what they take away they take away on purpose.

import { anatomyOf, type LayerAnatomy, type Rule as LoadedRule } from '@polc/runtime/anatomy';
import { casesOf } from '../analysis/cases.js';
import { cheapest } from '../analysis/cheapest.js';
import type { Node } from '../analysis/diagram.js';
import type { Subject } from '../analysis/subjects.js';
import { type Piece, type Reading, survey } from '../analysis/survey.js';
import { type Witness, witnessOf } from '../compare/witness.js';
import type { World } from '../compare/world.js';
import type { Effort } from './proving.js';

export interface Surveyed {
  readonly pieces: readonly SurveyedPiece[];
  /** Of some requests nothing can be told. */
  readonly partial: boolean;
}

export interface SurveyedPiece {
  readonly operations: readonly string[];
  readonly path: string;
  /** As long as the readings: whether anything is granted there; `perhaps` where that is not certain. */
  readonly grants: readonly ('yes' | 'no' | 'perhaps')[];
  /** Of the first layer of each reading, by list. */
  readonly rules: readonly (readonly (LoadedRule | null)[])[];
}

/** Layers that a reading keeps. */
export type Keeps = (layer: LayerAnatomy) => boolean;

/** null where there is not effort enough. */
export function surveyLayers({ reading, anyConsent }: World, subject: Subject, kept: readonly Keeps[], effort: Effort): Surveyed | null {
  const readings = kept.map((keeps) => layered(reading, keeps));
  const work = workFor(reading, subject);
  if (work > MAX_WORK) return null;
  const options = { anyConsent, operations: null, paths: null, conditions: [], differing: false };
  const { cases, partial } = casesOf(readings, subject, options);
  // WHY the square: kinds of paths are found by walking all patterns at once, anew for each span of time and what templates are filled in with.
  const cost = Math.ceil((work * work * cases.length) / 20);
  if (partial || cost > MAX_COST || !effort.take(cost)) return null;
  const pieces: SurveyedPiece[] = [];
  try {
    const undecided = survey(readings, subject, options, (piece) => {
      // Spans of time and templates make more pieces than patterns do.
      if (pieces.length >= MAX_PIECES || !effort.take(1)) throw new Exhausted();
      pieces.push(surveyedPiece(piece));
    });
    return { pieces, partial: undecided.length > 0 };
  } catch (error) {
    if (error instanceof Exhausted) return null;
    throw error;
  }
}

const MAX_PIECES = 200;
/** Of one subject. */
const MAX_WORK = 50;
const MAX_COST = 400;

class Exhausted extends Error {}

function surveyedPiece({ board, verdicts, operations, path, anatomies }: Piece): SurveyedPiece {
  const granting = (node: Node) => {
    const { diagrams } = board;
    const grants = diagrams.map(node, (verdict) => verdict !== null);
    if (grants === diagrams.leaf(false)) return 'no';
    return cheapest(board, grants, true) === null ? 'perhaps' : 'yes';
  };
  return {
    operations,
    path,
    grants: verdicts.map(granting),
    rules: anatomies.map(({ footings }) => footings[0]?.layers[0]?.lists.map(({ rule }) => rule) ?? []),
  };
}

function layered(reading: Reading, keeps: Keeps): Reading {
  return {
    ...reading,
    open: (request) => {
      const anatomy = anatomyOf(reading.engine, request);
      return { ...anatomy, footings: anatomy.footings.map((footing) => ({ ...footing, guardrails: [], layers: footing.layers.filter(keeps) })) };
    },
  };
}

/** About as many pieces as there will be: the patterns of all its lists, twice. */
function workFor({ engine, profiles }: Reading, { request }: Subject): number {
  try {
    const { footings } = anatomyOf(engine, { ...request, operation: 'read', path: 'x' });
    const sizes = footings.flatMap(({ layers }) => layers.flatMap(({ lists }) => lists.map(({ policies }) => profiles.of(policies).size)));
    return 5 + 2 * sizes.reduce((sum, size) => sum + size, 0);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** A request that the first of some lists allows and none of the others does, where a pattern of theirs decides; null where there is none for certain. */
export function allowedByNoOther(
  world: World,
  subject: Subject,
  pattern: { readonly kind: 'exact' | 'prefix' | 'segment'; readonly text: string },
  whole: readonly string[],
  others: readonly (readonly string[])[],
): Witness | null {
  const { reading, anyConsent } = world;
  const readings = [whole, ...others].map((names) => ofList(reading, names));
  const options = { anyConsent, operations: null, paths: [pattern], conditions: [], differing: false };
  let found: Witness | null = null;
  survey(readings, subject, options, (piece) => {
    if (found !== null) return;
    const { board, verdicts, operations } = piece;
    const { diagrams } = board;
    const [own, ...rest] = verdicts as readonly [Node, ...Node[]];
    const node = rest.reduce<Node>(
      (wide, other) => diagrams.combine(wide, other, (allowed, verdict) => allowed === true && verdict === null),
      diagrams.map(own, (verdict) => verdict !== null),
    );
    const chosen = cheapest(board, node, true);
    const witness = chosen === null ? null : witnessOf(piece, chosen, [world]);
    if (witness !== null) found = { ...witness, request: { ...witness.request, operation: operations[0] as string } };
  });
  return found;
}

/** The subject judged by nothing but a policy list. */
function ofList(reading: Reading, names: readonly string[]): Reading {
  const { engine } = reading;
  const list = engine.snapshot.lists.of(names);
  return {
    ...reading,
    open: (request) => {
      const anatomy = anatomyOf(engine, request);
      return {
        ...anatomy,
        footings: anatomy.footings.map((footing) => {
          const { one } = footing;
          const rule = engine.selector.select(list.view, one.asked.path, one.asked.word === 'list', one);
          const layer: LayerAnatomy = { layer: 'policies', principal: 'list', one, lists: [{ unknown: null, policies: list, rule }], guardrails: [] };
          return { ...footing, layers: [layer], guardrails: [] };
        }),
      };
    },
  };
}

export const keyOfRule = ({ kind, text }: Pick<LoadedRule, 'kind' | 'text'>) => `${kind} ${text}`;
