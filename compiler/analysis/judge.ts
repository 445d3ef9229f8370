// The decision as a diagram: what the runtime does step by step for one request (grammar/spec.md §10) done at once for all that differ in nothing but the
// values of the places on the board. Selection and standing have been looked up by the runtime itself (its `anatomy`).

import { canonicalJson, type Requirement } from '@polc/runtime';
import type { Anatomy, FootingAnatomy, LayerAnatomy } from '@polc/runtime/anatomy';
import {
  type Alternative,
  controlGroupNeeds,
  type Expr,
  type LoadedGuardrail,
  OP,
  OPERATIONS,
  type Operation,
  type Rule,
  shapeFault,
  toLower,
} from '@polc/runtime/anatomy';
import type { Board } from './board.js';
import type { Node } from './diagram.js';
import { otherNames, type Place, placeOf, spellingsOf } from './place.js';
import { Scene } from './scene.js';
import {
  approvalTest,
  conditionOf,
  consentTest,
  coversTest,
  type Formula,
  listedTest,
  mfaTest,
  presentTest,
  purposeTest,
  shapeTest,
  wrapTest,
} from './tests.js';

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

/** Names of parameters that are told apart from the rest. */
export interface Names {
  readonly all: ReadonlySet<string>;
  /** Those of Vault's lists of which other spellings have to be looked at by themselves. */
  readonly spelled: ReadonlySet<string>;
}

interface AlternativePlan {
  readonly applies: Formula;
  readonly needs: readonly Requirement[];
  readonly mfa: boolean;
  readonly ttl: number;
  readonly vault: string;
}

interface LayerPlan {
  readonly every: boolean;
  readonly lists: readonly { readonly covered: Formula; readonly alternatives: readonly AlternativePlan[] }[];
  readonly hard: readonly Formula[];
  readonly soft: readonly { readonly objects: Formula; readonly need: Requirement }[];
}

interface FootingPlan extends Omit<LayerPlan, 'every' | 'lists'> {
  readonly stands: Formula;
  readonly layers: readonly LayerPlan[];
  readonly ttl: number;
  readonly uses: number;
  readonly ends: number;
  /** Nobody can say that he has used a second factor. */
  readonly user: boolean;
}

export interface Plan {
  readonly footings: readonly FootingPlan[];
}

export interface PlanOptions {
  readonly names: Names;
  /** Consents are not known: any may have been given. */
  readonly anyConsent: boolean;
}

export function planOf(anatomy: Anatomy, options: PlanOptions): Plan {
  if (anatomy.fault !== null || anatomy.operation === undefined) return { footings: [] };
  const standing = anatomy.footings.filter(({ faults }) => faults.length === 0);
  return { footings: standing.map((footing) => footingPlan(footing, anatomy.operation as Operation, options)) };
}

function footingPlan(footing: FootingAnatomy, operation: Operation, options: PlanOptions): FootingPlan {
  const { one, parties, layers, maxTtl, uses, ends } = footing;
  const scene = new Scene(one, false, options.names.all);
  const { delegation } = parties;
  const purposes = delegation?.purposes ?? null;
  const anyExplicit = options.anyConsent && delegation?.ways.some(([{ explicit }]) => explicit) === true;
  return {
    ...guardrailPlans(footing.guardrails, scene, operation),
    stands: { op: 'and', parts: [purposes === null ? true : purposeTest(purposes), anyExplicit ? consentTest() : true] },
    layers: layers.map((layer) => layerPlan(layer, operation, options, anyExplicit ? (delegation?.scopes ?? []) : null)),
    ttl: maxTtl,
    ...{ uses, ends, user: parties.user !== null },
  };
}

function guardrailPlans(guardrails: readonly LoadedGuardrail[], scene: Scene, operation: Operation): Pick<LayerPlan, 'hard' | 'soft'> {
  const hard: Formula[] = [];
  const soft: { objects: Formula; need: Requirement }[] = [];
  for (const { enforcement, capabilities, require, forbid, approval } of guardrails) {
    if (capabilities !== undefined && (capabilities & operation.bit) === 0) continue;
    const parts: Formula[] = [
      ...require.map((expr): Formula => ({ op: 'not', part: { op: 'is', truth: true, part: conditionOf(expr, scene) } })),
      ...forbid.map((expr): Formula => ({ op: 'not', part: { op: 'is', truth: false, part: conditionOf(expr, scene) } })),
    ];
    const objects: Formula = parts.length === 0 ? true : { op: 'or', parts };
    if (enforcement === 'hard-mandatory') hard.push(objects);
    if (enforcement === 'soft-mandatory' && approval !== undefined) soft.push({ objects, need: approval });
  }
  return { hard, soft };
}

function layerPlan(layer: LayerAnatomy, operation: Operation, options: PlanOptions, covered: readonly string[] | null): LayerPlan {
  const handing = layer.layer === 'delegate';
  const scene = new Scene(layer.one, handing, options.names.all);
  const own = handing ? (OPERATIONS.get('delegate') as Operation) : operation;
  // Scopes that do not exist have no list.
  const scopes = layer.layer === 'scope' && covered !== null ? covered : null;
  return {
    every: handing,
    lists: layer.lists.map(({ unknown, rule }, i) => ({
      covered: scopes === null ? true : coversTest(scopes[i] as string),
      alternatives: unknown === null ? alternativePlans(rule, own, scene, handing, options.names) : [],
    })),
    ...(handing ? guardrailPlans(layer.guardrails, scene, own) : { hard: [], soft: [] }),
  };
}

const DENY = 1;
const SUDO = 1 << 6;

function alternativePlans(rule: Rule | null, operation: Operation, scene: Scene, handing: boolean, names: Names): AlternativePlan[] {
  if (rule === null || rule.capabilities & DENY) return [];
  const bare = scene.one.bare;
  const merged = rule.alternatives.find(({ own }) => own === null);
  const vault = bare ? canonicalJson([(rule.capabilities & SUDO) !== 0, merged?.mfaMethods ?? [], (merged?.controlGroup ?? null) as never]) : '';
  return rule.alternatives.flatMap((alternative): AlternativePlan[] => {
    const { capabilities, own, stanzas } = alternative;
    if ((capabilities & operation.bit) === 0 || stanzas.every(({ unresolved }) => unresolved !== null)) return [];
    const approval = own?.approval ?? null;
    return [
      {
        applies: {
          op: 'and',
          parts: [wrapOf(alternative, handing), ...parameterTests(alternative, operation, handing, names), ...conditionsOf(alternative, scene)],
        },
        needs: [...(approval === null ? [] : [approval]), ...(bare ? [] : alternative.stanzas.flatMap((stanza) => controlGroupNeeds(stanza, operation.bit)))],
        mfa: !bare && alternative.mfaMethods.length > 0,
        ttl: own?.maxTtl ?? Number.POSITIVE_INFINITY,
        vault,
      },
    ];
  });
}

function wrapOf(alternative: Alternative, handing: boolean): Formula {
  const test = wrapTest(alternative);
  // Nobody asks for wrapping when he hands on.
  return handing && typeof test === 'object' ? false : test;
}

function conditionsOf({ own }: Alternative, scene: Scene): Formula[] {
  return (own?.when ?? []).map((expr) => ({ op: 'is', truth: true, part: conditionOf(expr, scene) }));
}

function parameterTests(alternative: Alternative, operation: Operation, handing: boolean, names: Names): Formula[] {
  const { own, required } = alternative;
  const shape = own?.parameters ?? null;
  if (handing) return [(required.length === 0 || !operation.parameters) && (shape === null || shapeFault(shape, null) === null)];
  const formulas: Formula[] = operation.parameters ? required.map((name) => presentTest(toLower(name))) : [];
  const lists = operation.parameters && (alternative.allowed !== null || alternative.denied !== null);
  for (const [place, spelled] of placesOf(names)) {
    if (lists) formulas.push(listedTest(alternative, place, spelled));
    if (shape !== null) formulas.push(shapeTest(shape, place, spelled));
  }
  return formulas;
}

function placesOf({ all, spelled }: Names): readonly (readonly [place: Place, spelled: string])[] {
  return [
    ...[...all].map((name) => [placeOf('parameters', name), name] as const),
    ...[...spelled].map((name) => [placeOf('variants', name), spellingsOf(name, 1)[0] as string] as const),
    [placeOf('others'), otherNames(all, 1)[0] as string],
  ];
}

/** Of all rules and conditions that may come to be asked. */
export function namesIn(anatomies: readonly Anatomy[]): Names {
  const all = new Set<string>();
  const folded = new Set<string>();
  let caseCounts = false;
  const ofExpr = ({ code, literal, names, args }: Expr) => {
    if ((code === OP.read || code === OP.has) && literal.kind === 'root' && literal.root === 'parameters') {
      all.add(String(names[0]));
      caseCounts = true;
    }
    for (const arg of args) ofExpr(arg);
  };
  for (const { footings } of anatomies) {
    for (const { layers, guardrails } of footings) {
      for (const { require, forbid } of guardrails) for (const expr of [...require, ...forbid]) ofExpr(expr);
      for (const { allowed, denied, required, own } of layers.flatMap(({ lists }) => lists.flatMap(({ rule }) => rule?.alternatives ?? []))) {
        for (const map of [allowed, denied]) for (const name of map?.keys() ?? []) if (name !== '*') folded.add(name);
        for (const name of required) folded.add(toLower(name));
        for (const name of own?.parameters?.members.keys() ?? []) all.add(name);
        if (own?.parameters) caseCounts = true;
        for (const expr of own?.when ?? []) ofExpr(expr);
      }
    }
  }
  for (const name of folded) all.add(name);
  const spelled = caseCounts ? [...folded].filter((name) => spellingsOf(name, 1).length > 0 && !all.has(spellingsOf(name, 1)[0] as string)) : [];
  return { all, spelled: new Set(spelled) };
}

export function enterPlan(board: Board, { footings }: Plan): void {
  for (const { stands, layers, hard, soft, user } of footings) {
    board.enter(stands);
    for (const part of [{ hard, soft, lists: [] }, ...layers]) {
      for (const objects of part.hard) board.enter(objects);
      for (const { objects, need } of part.soft) {
        board.enter(objects);
        board.enter(approvalTest(need.digest));
      }
      for (const { covered, alternatives } of part.lists) {
        board.enter(covered);
        for (const { applies, needs, mfa } of alternatives) {
          board.enter(applies);
          for (const need of needs) board.enter(approvalTest(need.digest));
          if (mfa && user) board.enter(mfaTest());
        }
      }
    }
  }
}

/** What may be wanted, by its digest. */
export function requirementsOf({ footings }: Plan): ReadonlyMap<string, Requirement> {
  const all = footings.flatMap(({ layers, soft }) => [
    ...soft.map(({ need }) => need),
    ...layers.flatMap((layer) => [
      ...layer.soft.map(({ need }) => need),
      ...layer.lists.flatMap(({ alternatives }) => alternatives.flatMap(({ needs }) => needs)),
    ]),
  ]);
  return new Map(all.map((need) => [need.digest, need]));
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
  readonly #known = new Map<string, object>();

  constructor(board: Board) {
    this.#board = board;
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
    const wanted = diagrams.combine(
      this.#board.node(objects),
      this.#board.node(approvalTest(digest)),
      (objecting, approved) => objecting === true && approved !== true,
    );
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
