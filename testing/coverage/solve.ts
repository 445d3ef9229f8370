// Values of attributes under which conditions come out as wanted: tried out on the runtime's own evaluation, over the edges of their atoms.

import { type Environment, type Expr, type JsonValue, type Names, type Root, type Source, UNKNOWN } from '@polc/runtime';
import { ask, whole } from './ask.js';
import type { Plan, Truth } from './plan.js';
import { addCandidates, type Candidate, Candidates, type ValueOf } from './values-for.js';

/** By attribute, `["root","name"]`; undefined: absent. */
export type Assignment = ReadonlyMap<string, Candidate>;

export interface Solvable {
  readonly number: number;
  readonly plan: Plan;
  readonly expression: Expr;
}

/** A condition, or a named one within, as it came out. */
export interface Came {
  readonly number: number;
  readonly plan: Plan;
  readonly values: readonly Truth[];
  readonly truth: Truth;
}

/** What sort of an answer it is; null: none. Of each sort a few are wanted. */
export type SortOf = (came: readonly Came[]) => string | null;

export interface Problem {
  readonly conditions: readonly Solvable[];
  /** What is read where nothing is assigned. */
  readonly environment: Environment;
  readonly numberOf: (condition: string) => number;
  /** Whether a request can say it. */
  readonly isSettable: (root: string) => boolean;
  readonly sortOf: SortOf;
}

/** So many assignments are tried, and so many of those that fit are told. */
const MOST_TRIES = 3_000;
const MOST_FOUND = 12;
const MOST_OF_A_SORT = 3;
/** More values than this of one attribute are thinned to those at which some atom turns. */
const MOST_VALUES = 12;

export function solve(problem: Problem): Assignment[] {
  const { conditions, environment, isSettable, sortOf } = problem;
  const candidates = new Candidates();
  const now: ValueOf = ({ op, literal, names }) => {
    const value = op === 'read' && literal.kind === 'root' ? environment.read(literal.root, names, literal.source) : undefined;
    return value === UNKNOWN ? undefined : value;
  };
  for (const { expression } of conditions) addCandidates(expression, candidates, now);
  const names = candidates.names.filter((name) => isSettable((JSON.parse(name) as string[])[0] as string));
  const assigned = new Assigned(environment);
  const come = () => cameOf(problem, assigned);
  const pools = names.map((name) => thinned(name, candidates.of(name), assigned, come));
  const found: Assignment[] = [];
  const sorts = new Map<string, number>();
  let tries = 0;
  const look = (): boolean => {
    tries++;
    const sort = sortOf(come());
    const before = sort === null ? MOST_OF_A_SORT : (sorts.get(sort) ?? 0);
    if (sort !== null && before < MOST_OF_A_SORT) {
      sorts.set(sort, before + 1);
      found.push(new Map(assigned.values));
    }
    return found.length >= MOST_FOUND || tries >= MOST_TRIES;
  };
  const product = pools.reduce((count, pool) => count * (pool.length + 1), 1);
  if (product <= MOST_TRIES) {
    everyWay(names, pools, assigned, look);
    return found;
  }
  // Too many ways: from where most is true, and from where least is, every pair of attributes is varied.
  for (const sign of [1, -1]) {
    climb(names, pools, assigned, () => sign * scoreOf(come(), conditions.length));
    tries = 0;
    if (look() || byPairs(names, pools, assigned, look)) return found;
  }
  return found;
}

function cameOf({ conditions, numberOf }: Problem, environment: Environment): Came[] {
  const came: Came[] = [];
  const meet = (number: number, plan: Plan, operands: Parameters<typeof ask>[1]): Truth => {
    const values: Truth[] = [];
    const truth = ask(plan, operands, environment, values, (name, inner, where) => meet(numberOf(name), inner, where));
    came.push({ number, plan, values, truth });
    return truth;
  };
  for (const { number, plan, expression } of conditions) meet(number, plan, whole(expression));
  return came;
}

/** That conditions are true weighs more than that atoms are. */
function scoreOf(came: readonly Came[], conditions: number): number {
  const weight = (truth: Truth, times: number) => truth * times;
  return came.reduce((sum, { truth, values }) => sum + weight(truth, 100 * conditions) + values.reduce<number>((all, each) => all + each, 0), 0);
}

class Assigned implements Environment {
  readonly values = new Map<string, Candidate>();
  readonly variables: JsonValue[] = [];
  settled: Environment['settled'] = null;
  readonly unknowns = null;
  readonly #under: Environment;

  constructor(under: Environment) {
    this.#under = under;
  }

  read(root: Root, names: Names, source: Source | null): JsonValue | undefined | typeof UNKNOWN {
    const name = JSON.stringify([root, ...names]);
    return this.values.has(name) ? this.values.get(name) : this.#under.read(root, names, source);
  }
}

function thinned(name: string, all: readonly Candidate[], assigned: Assigned, come: () => readonly Came[]): Candidate[] {
  if (all.length <= MOST_VALUES) return [...all];
  const kept: Candidate[] = [];
  const seen = new Map<string, number>();
  for (const value of all) {
    assigned.values.set(name, value);
    const key = come()
      .map(({ values }) => values.join(''))
      .join();
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    if (before < 2) kept.push(value);
  }
  assigned.values.delete(name);
  return kept;
}

/** Every way to assign every attribute, or to leave it as it is. Whether `look` has seen enough. */
function everyWay(names: readonly string[], pools: readonly (readonly Candidate[])[], assigned: Assigned, look: () => boolean, from = 0): boolean {
  if (from === names.length) return look();
  const name = names[from] as string;
  if (everyWay(names, pools, assigned, look, from + 1)) return true;
  for (const value of pools[from] as readonly Candidate[]) {
    assigned.values.set(name, value);
    if (everyWay(names, pools, assigned, look, from + 1)) return true;
  }
  assigned.values.delete(name);
  return false;
}

/** Each attribute in turn to what scores best, twice. */
function climb(names: readonly string[], pools: readonly (readonly Candidate[])[], { values }: Assigned, score: () => number): void {
  for (let pass = 0; pass < 2; pass++) {
    for (const [i, name] of names.entries()) {
      let best = { value: undefined as Candidate, score: Number.NEGATIVE_INFINITY };
      for (const value of pools[i] as readonly Candidate[]) {
        values.set(name, value);
        const scored = score();
        if (scored > best.score) best = { value, score: scored };
      }
      values.set(name, best.value);
    }
  }
}

function byPairs(names: readonly string[], pools: readonly (readonly Candidate[])[], { values }: Assigned, look: () => boolean): boolean {
  for (const [i, first] of names.entries()) {
    const kept = values.get(first);
    for (const value of pools[i] as readonly Candidate[]) {
      values.set(first, value);
      if (look()) return true;
      for (const [j, second] of names.entries()) {
        if (j <= i) continue;
        const other = values.get(second);
        for (const beside of pools[j] as readonly Candidate[]) {
          values.set(second, beside);
          if (look()) return true;
        }
        values.set(second, other);
      }
    }
    values.set(first, kept);
  }
  return false;
}
