// Whether conditions can be true together, whether one is always true, whether one follows from another: over every value of every attribute, exactly or
// not at all. Knows conditions and shapes, and nobody who asks.

import type { JsonValue } from '@polc/runtime';
import { type Expr, type LoadedObjectShape, type Truth, UNKNOWN } from '@polc/runtime/anatomy';
import { Board } from './board.js';
import { cheapest } from './cheapest.js';
import type { Setting } from './classes.js';
import { type Node, TooMuch } from './diagram.js';
import { ABSENT } from './features.js';
import { attributeOf, FREE } from './free-scene.js';
import { DISPUTED, placeOf } from './place.js';
import { conditionOf, type Formula, shapeTest } from './tests.js';

export type Told = 'yes' | 'no' | 'undecided';

/** By the attribute's name; attributes that are not there do not matter, or are absent. */
export type Assignment = ReadonlyMap<string, JsonValue>;

export interface Answer {
  readonly told: Told;
  /** The least that shows it, where the answer is that it can be. */
  readonly witness: Assignment | null;
}

const ANYTHING: Setting = {
  key: () => '',
  registered: () => [],
  mayDispute: () => false,
  only: () => undefined,
  allows: () => true,
  points: () => [],
};

/** Conditions about which several things are asked: what they test is looked at once. */
export class Inquiry {
  readonly #board = new Board(ANYTHING);
  readonly #shape: Formula;
  #settled: boolean | null = null;

  /** `shape`: only parameters that pass it count. */
  constructor(conditions: readonly Expr[], shape: LoadedObjectShape | null = null) {
    this.#shape = shape === null ? true : shapeFormula(shape, conditions.flatMap(parametersIn));
    this.#board.enter(this.#shape);
    for (const condition of conditions) this.#board.enter(conditionOf(condition, FREE));
  }

  /** Whether each can have its truth at once, the conditions and all their parts being of those that were named. */
  canBe(wanted: readonly (readonly [condition: Expr, truth: Truth])[]): Answer {
    if (!this.#isSettled()) return UNDECIDED;
    try {
      const { diagrams } = this.#board;
      const start = diagrams.map(this.#board.node(this.#shape), (truth) => truth === true);
      const node = wanted.reduce<Node>((all, [condition, truth]) => {
        const met = diagrams.map(this.#board.node(conditionOf(condition, FREE)), (own) => own === truth);
        return diagrams.both(all, met);
      }, start);
      return find(this.#board, node);
    } catch (error) {
      if (error instanceof TooMuch) return UNDECIDED;
      throw error;
    }
  }

  #isSettled(): boolean {
    if (this.#settled === null) {
      try {
        this.#board.settle();
        this.#settled = true;
      } catch (error) {
        if (!(error instanceof TooMuch)) throw error;
        this.#settled = false;
      }
    }
    return this.#settled;
  }
}

/** With parameters of a shape, if there is one. */
export function canBeTrue(conditions: readonly Expr[], shape: LoadedObjectShape | null = null): Answer {
  return new Inquiry(conditions, shape).canBe(conditions.map((condition) => [condition, true]));
}

/** Where the answer is no, the witness makes it something else than true. */
export function isAlwaysTrue(condition: Expr): Answer {
  return implies(null, condition);
}

/** Whether the second is true wherever the first is; null: anywhere. Where not, the witness makes the first true and not the second. */
export function implies(first: Expr | null, second: Expr): Answer {
  const given = first === null ? [] : [first];
  const inquiry = new Inquiry([...given, second]);
  const answers = ([false, UNKNOWN] as const).map((truth) => inquiry.canBe([...given.map((one) => [one, true] as const), [second, truth]]));
  const against = answers.find(({ told }) => told === 'yes');
  if (against !== undefined) return { told: 'no', witness: against.witness };
  return answers.some(({ told }) => told === 'undecided') ? UNDECIDED : { told: 'yes', witness: null };
}

const UNDECIDED: Answer = { told: 'undecided', witness: null };

/** Of other parameters none need be there. */
function shapeFormula(shape: LoadedObjectShape, asked: readonly string[]): Formula {
  const names = new Set([...shape.members.keys(), ...asked]);
  return { op: 'and', parts: [...names].map((name) => shapeTest(shape, placeOf('parameters', name), name)) };
}

function parametersIn(expr: Expr): readonly string[] {
  return FREE.placesOf(expr).flatMap(({ kind, name }) => (kind === 'parameters' ? [name] : []));
}

/** The cheapest certain way to true; where there is only an uncertain one, nothing can be told. INVARIANT: the leaves are booleans. */
function find(board: Board, root: Node): Answer {
  if (root === board.diagrams.leaf(false)) return { told: 'no', witness: null };
  const chosen = cheapest(board, root, true);
  if (chosen === null) return UNDECIDED;
  const witness = new Map<string, JsonValue>();
  for (const { place, value } of chosen.values()) if (value !== ABSENT && value !== DISPUTED) witness.set(attributeOf(place), value);
  return { told: 'yes', witness };
}
