// The decision as a diagram: what the runtime does step by step for one request (grammar/spec.md §10) done at once for all that differ in nothing but the
// values of the places on the board.

import type { Board } from './board.js';
import type { Node } from './diagram.js';
import type { AlternativePlan, FootingPlan, LayerPlan, Plan } from './plan.js';
import { approvalTest, type Formula, knownTimeTest, mfaTest } from './tests.js';

/** What a request comes to. `null`: it is denied. */
export interface Granted {
  /** Digests of the approvals that are wanted, sorted. */
  readonly outstanding: readonly string[];
  readonly mfa: boolean;
  /** Seconds and times; infinite where nothing limits. */
  readonly ttl: number;
  readonly uses: number;
  /** Milliseconds: what is granted ends then, where that is sooner than its `ttl`. */
  readonly ends: number;
  /** Of bare policies: what Vault adds to its answer, as JSON. */
  readonly vault: string;
}

export type Verdict = Granted | null;

/** It demands less, or limits less, in something; what Vault adds is the caller's to compare. */
export function grantsMore(one: Granted, than: Granted): boolean {
  const wants = (verdict: Granted) => [...verdict.outstanding, ...(verdict.mfa ? ['mfa'] : [])];
  const own = wants(one);
  return wants(than).some((need) => !own.includes(need)) || one.ttl > than.ttl || one.uses > than.uses || one.ends > than.ends;
}

interface Option {
  readonly outstanding: readonly string[];
  readonly mfa: boolean;
  readonly ttl: number;
  readonly vault: string;
  /** What it demands, whether or not that was given. */
  readonly demands: readonly [approval: number, mfa: number];
}

/** Makes diagrams of plans, once the board is settled. */
export class Judge {
  readonly #board: Board;
  readonly #timed: boolean;
  readonly #known = new Map<string, object>();

  /** `timed`: the time is on the board, and may be unknown. */
  constructor(board: Board, timed: boolean) {
    this.#board = board;
    this.#timed = timed;
  }

  /** Leaves are verdicts. `window`: the instants of the case, for what ends in it. */
  judge({ footings }: Plan, window: { readonly from: number; readonly until: number } | null): Node {
    const { diagrams } = this.#board;
    const nodes = footings.map((footing) => this.#footing(footing, window));
    // The first that is allowed at once, else the first that only wants something.
    const better = (a: unknown, b: unknown) => (isOpen(a) ? a : isOpen(b) ? b : (a ?? b));
    return nodes.reduce<Node>((node, next) => diagrams.combine(node, next, better), diagrams.leaf(null));
  }

  #footing({ stands, layers, hard, soft, ttl, uses, ends, user }: FootingPlan, window: { readonly from: number; readonly until: number } | null): Node {
    const { diagrams } = this.#board;
    let node = this.#only(
      stands,
      true,
      diagrams.leaf(this.#option({ outstanding: [], mfa: false, ttl: Number.POSITIVE_INFINITY, vault: '', demands: [0, 0] })),
    );
    for (const objects of hard) node = this.#only(objects, false, node);
    for (const layer of layers) node = this.#both(node, this.#layer(layer, user));
    for (const { objects, need } of soft) node = this.#wanting(node, objects, need.digest);
    return diagrams.map(node, (value) => {
      if (value === null) return null;
      const { outstanding, mfa, ttl: own, vault } = value as Option;
      return this.#same({ outstanding, mfa, ...limitsIn(Math.min(ttl, own), ends, window), uses, vault });
    });
  }

  #layer({ every, lists, hard, soft }: LayerPlan, user: boolean): Node {
    const { diagrams } = this.#board;
    const nodes = lists.map(({ covered, alternatives }) =>
      this.#only(
        covered,
        true,
        alternatives.reduce<Node>((node, alternative) => this.#either(node, this.#alternative(alternative, user)), diagrams.leaf(null)),
      ),
    );
    const [first = diagrams.leaf(null), ...rest] = nodes;
    let node = rest.reduce((all, next) => (every ? this.#both(all, next) : this.#either(all, next)), first);
    for (const objects of hard) node = this.#only(objects, false, node);
    for (const { objects, need } of soft) node = this.#wanting(node, objects, need.digest);
    return node;
  }

  #alternative({ applies, needs, mfa, ttl, vault }: AlternativePlan, user: boolean): Node {
    const { diagrams } = this.#board;
    let node = diagrams.leaf(this.#option({ outstanding: [], mfa: false, ttl, vault, demands: [needs.length > 0 ? 1 : 0, mfa ? 1 : 0] }));
    for (const { digest, count } of needs) if (count > 0) node = this.#wanting(node, true, digest);
    if (mfa) {
      const given = user ? this.#board.node(mfaTest()) : diagrams.leaf(false);
      node = diagrams.combine(node, given, (option, isGiven) => (isGiven === true ? option : this.#option({ ...(option as Option), mfa: true })));
    }
    return this.#only(applies, true, node);
  }

  /** Denied unless the formula comes to just this. */
  #only(formula: Formula, truth: boolean, node: Node): Node {
    if (formula === truth) return node;
    return this.#board.diagrams.combine(
      this.#board.node(formula),
      node,
      (is, value) => (is === truth ? value : null),
      (value) => (value === null ? null : undefined),
    );
  }

  /** Where the formula holds, an approval is wanted that has not been given. */
  #wanting(node: Node, objects: Formula, digest: string): Node {
    const { diagrams } = this.#board;
    const approval: Formula = this.#timed ? { op: 'and', parts: [approvalTest(digest), knownTimeTest()] } : approvalTest(digest);
    const wanted = diagrams.combine(this.#board.node(objects), this.#board.node(approval), (objecting, approved) => objecting === true && approved !== true);
    return diagrams.combine(node, wanted, (value, isWanted) => {
      if (value === null || isWanted !== true) return value;
      const option = value as Option;
      return this.#option({ ...option, outstanding: [...new Set([...option.outstanding, digest])].sort() });
    });
  }

  #both(a: Node, b: Node): Node {
    const join = (left: unknown, right: unknown) => {
      if (left === null || right === null) return null;
      const [one, other] = [left as Option, right as Option];
      return this.#option({
        outstanding: [...new Set([...one.outstanding, ...other.outstanding])].sort(),
        mfa: one.mfa || other.mfa,
        ttl: Math.min(one.ttl, other.ttl),
        vault: one.vault + other.vault,
        demands: [0, 0],
      });
    };
    return this.#board.diagrams.combine(a, b, join, (value) => (value === null ? null : undefined));
  }

  /** The least demanding; of equals the first (spec §5.1). */
  #either(a: Node, b: Node): Node {
    const join = (left: unknown, right: unknown) => {
      if (left === null || right === null) return left ?? right;
      const [x, y] = [demandOf(left as Option), demandOf(right as Option)];
      const i = x.findIndex((value, at) => value !== y[at]);
      return i >= 0 && (y[i] as number) < (x[i] as number) ? right : left;
    };
    return this.#board.diagrams.combine(a, b, join);
  }

  #option(option: Option): Option {
    return this.#same(option);
  }

  /** Equal ones are one object, so that they are one leaf. */
  #same<T extends object>(value: T): T {
    const key = JSON.stringify(value, (_, inner: unknown) => (inner === Number.POSITIVE_INFINITY ? 'Infinity' : inner));
    const known = this.#known.get(key);
    if (known !== undefined) return known as T;
    this.#known.set(key, value);
    return value;
  }
}

function demandOf({ outstanding, mfa, ttl, demands }: Option): readonly number[] {
  return [mfa || outstanding.length > 0 ? 1 : 0, ...demands, -ttl];
}

function isOpen(value: unknown): boolean {
  return value !== null && (value as Granted).outstanding.length === 0 && !(value as Granted).mfa;
}

/** Which of the two ends it first, all through the window. */
function limitsIn(
  ttl: number,
  ends: number,
  window: { readonly from: number; readonly until: number } | null,
): { readonly ttl: number; readonly ends: number } {
  if (ends === Number.POSITIVE_INFINITY || window === null) return { ttl, ends };
  if (window.until - 1 + ttl * 1000 <= ends) return { ttl, ends: Number.POSITIVE_INFINITY };
  return window.from + ttl * 1000 >= ends ? { ttl: Number.POSITIVE_INFINITY, ends } : { ttl, ends };
}
