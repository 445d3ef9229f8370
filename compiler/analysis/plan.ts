// What a decision hangs on, written out: for each way to stand its layers, for each layer the alternatives of its rule, each with the tests that it must pass.
// Selection and standing have been looked up by the runtime itself (its `anatomy`); judge.ts makes diagrams of it.

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
  sessionTest,
  shapeTest,
  wrapTest,
} from './tests.js';

/** Names of parameters that are told apart from the rest. */
export interface Names {
  readonly all: ReadonlySet<string>;
  /** Those of Vault's lists of which other spellings have to be looked at by themselves. */
  readonly spelled: ReadonlySet<string>;
}

export interface AlternativePlan {
  readonly applies: Formula;
  readonly needs: readonly Requirement[];
  readonly mfa: boolean;
  readonly ttl: number;
  readonly vault: string;
}

export interface LayerPlan {
  readonly every: boolean;
  readonly lists: readonly { readonly covered: Formula; readonly alternatives: readonly AlternativePlan[] }[];
  readonly hard: readonly Formula[];
  readonly soft: readonly { readonly objects: Formula; readonly need: Requirement }[];
}

export interface FootingPlan extends Omit<LayerPlan, 'every' | 'lists'> {
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
  const scene = new Scene(one, false, options.names.all, options.anyConsent);
  const { delegation } = parties;
  const { purposes = null, sessions = null } = delegation ?? {};
  const anyExplicit = options.anyConsent && delegation?.ways.some(([{ explicit }]) => explicit) === true;
  return {
    ...guardrailPlans(footing.guardrails, scene, operation),
    stands: {
      op: 'and',
      parts: [purposes === null ? true : purposeTest(purposes), sessions === null ? true : sessionTest(sessions), anyExplicit ? consentTest() : true],
    },
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
  const scene = new Scene(layer.one, handing, options.names.all, options.anyConsent);
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

/** Of all rules and conditions that may come to be asked; `beside`: by whom the request is asked about. */
export function namesIn(anatomies: readonly Anatomy[], beside: readonly Expr[]): Names {
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
  for (const expr of beside) ofExpr(expr);
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
