// What requests at one policy are made from, collected once: who can ask, what patterns there are, the edges of conditions.

import type { GuardrailModel, Stanza } from '@polc/compiler';
import { type Classified, type Code, classifyPattern, type Engine, instantOf, type JsonValue, matchesPattern, type ObjectShape } from '@polc/runtime';
import { engineOf, nowOf } from '../engine-of.js';
import type { TestedPolicy } from '../policy.js';
import type { Attribute } from './attribute.js';
import { collectEdges, type Edges } from './edges.js';
import { Focuses } from './focus.js';
import { identityFor, type StockIdentity } from './identity.js';
import type { RequestOptions } from './options.js';
import { askingText, bare, FORMS, type Principal, principalsOf, type Registry, registryOf } from './principals.js';
import { shapeOfSchema } from './schema-shape.js';
import { Settler } from './settle.js';

/** What is to come true, or not, of a request at a path. */
export interface Wish {
  readonly code: Code;
  readonly truth: boolean;
}

export interface Stock {
  readonly policy: TestedPolicy;
  readonly options: RequestOptions;
  readonly now: number;
  readonly engine: Engine;
  readonly registry: Registry;
  /** By form, those that have any, each as often as its weight. */
  readonly forms: readonly (readonly Principal[])[];
  /** Whom nobody knows; asked now and then, where the test does not say who asks. */
  readonly strangers: readonly Principal[];
  /** Users who are in a group by the registry. */
  membersOf(group: string): readonly string[];
  /** Ids of groups, where the schema trusts those of requests. */
  readonly trustedGroups: readonly string[];
  readonly focuses: Focuses;
  readonly settler: Settler;
  readonly edges: Edges;
  readonly identity: StockIdentity;
  readonly regions: readonly Classified[] | null;
  /** Arguments of `mcp/<server>/<tool>`, by path. */
  readonly tools: ReadonlyMap<string, ObjectShape>;
  /** What the guardrails of a path want. */
  guardrailWishes(path: string): readonly Wish[];
  /** Whether some guardrail of a path wants an approval. */
  asksAt(path: string): boolean;
  /** What `target` blocks say of it. */
  targetOf(path: string, attribute: Attribute): JsonValue | undefined;
}

const MOST_WEIGHT = 20;

/** Of those who could ask. */
export type Only = (principal: Principal) => boolean;

export class NobodyLeft extends TypeError {}

/** @throws NobodyLeft where that is so of those who could ask */
export function makeStock(given: TestedPolicy, options: RequestOptions, only: Only = () => true): Stock {
  const policy = options.facts === undefined ? given : { ...given, facts: options.facts };
  const now = readNow(options) ?? nowOf(policy);
  const { model, facts = {} } = policy;
  const registry = registryOf(model, facts);
  const settler = new Settler(now);
  const edges = collectEdges(model, facts, settler);
  const focuses = new Focuses(model);
  const tools = [...model.tools.values()].flatMap(({ name, tools: all }) => [...all.values()].map((tool) => [`mcp/${name}/${tool.name}`, tool] as const));
  return {
    ...{ policy, options, now, engine: engineOf(policy, now), registry, focuses, settler, edges },
    strangers:
      options.principals === undefined
        ? [{ user: { id: 'nobody' } }, { agent: 'nobody' }]
            .map(stranger)
            .filter(only)
            .filter(({ form }) => options.weights?.[form] !== 0)
        : [],
    membersOf: membersIn(registry),
    trustedGroups: model.blocks.schema.trustedGroups ? [...registry.groups.keys()] : [],
    forms: formsOf(policy, registry, options, only),
    identity: identityFor(focuses.all, now),
    regions: options.paths?.flatMap((path) => classifyPattern(path) ?? []) ?? null,
    tools: new Map(tools.map(([path, { inputSchema }]) => [path, shapeOfSchema(inputSchema)])),
    guardrailWishes: byPath((path) => wishesAt(policy, path)),
    asksAt: byPath((path) => guardrailsAt(policy, path).some(({ approval }) => approval !== null)),
    targetOf: targetsOf(policy),
  };
}

function readNow({ now }: RequestOptions): number | null {
  if (now === undefined) return null;
  const instant = instantOf(now);
  if (instant === null) throw new TypeError(`now is no instant: ${JSON.stringify(now)}`);
  return instant;
}

function formsOf({ model }: TestedPolicy, registry: Registry, { principals, weights = {} }: RequestOptions, only: Only): (readonly Principal[])[] {
  const everybody = principalsOf(model, registry);
  const known = new Map(everybody.map((one) => [askingText(one.asking), one]));
  const asked = principals?.map((asking) => known.get(askingText(asking)) ?? stranger(asking));
  const found = (asked ?? (everybody.length === 0 ? [bare(['nobody'])] : everybody)).filter(only);
  const forms = FORMS.flatMap((form) => {
    const those = found.filter((one) => one.form === form);
    const weight = Math.min(MOST_WEIGHT, Math.max(0, Math.round(weights[form] ?? 1)));
    return those.length === 0 ? [] : Array.from({ length: weight }, () => those);
  });
  if (forms.length === 0) throw new NobodyLeft('nobody is left who could ask: no such principal is known, or the weights of all of their forms are 0');
  return forms;
}

/** Whom no file and no fact knows, or whom the caller says more of. */
function stranger(asking: NonNullable<RequestOptions['principals']>[number]): Principal {
  const form = asking.policies !== undefined ? 'policies' : asking.delegation !== undefined ? 'delegation' : asking.agent !== undefined ? 'agent' : 'user';
  return { form, asking, layers: asking.policies === undefined ? [] : [asking.policies], user: null, chain: [], purposes: null, sessions: null };
}

function membersIn({ users }: Registry): Stock['membersOf'] {
  const members = new Map<string, string[]>();
  for (const { id, groups = [] } of users.values())
    for (const group of groups) members.set(group, [...(members.get(group) ?? []).slice(0, MOST_MEMBERS - 1), id]);
  return (group) => members.get(group) ?? [];
}

const MOST_MEMBERS = 8;
const MOST_PATHS = 20_000;

function byPath<T>(make: (path: string) => T): (path: string) => T {
  const known = new Map<string, T>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const made = make(path);
    if (known.size < MOST_PATHS) known.set(path, made);
    return made;
  };
}

function guardrailsAt({ model }: TestedPolicy, path: string): readonly GuardrailModel[] {
  const isThere = (written: string) => {
    const pattern = classifyPattern(written);
    return pattern !== null && matchesPattern(pattern, path);
  };
  return model.blocks.guardrails.map(({ record }) => record).filter(({ paths }) => paths === null || paths.some(isThere));
}

function wishesAt(policy: TestedPolicy, path: string): Wish[] {
  return guardrailsAt(policy, path).flatMap(({ require, forbid }) => [
    ...require.map(({ code }) => ({ code, truth: true })),
    ...forbid.map(({ code }) => ({ code, truth: false })),
  ]);
}

function targetsOf({ model }: TestedPolicy): Stock['targetOf'] {
  const targets = model.blocks.targets.map(({ record: { paths, attributes } }) => ({
    attributes,
    patterns: paths.flatMap((path) => classifyPattern(path) ?? []),
  }));
  if (targets.length === 0) return () => undefined;
  return (path, { names }) => {
    const name = String(names[0]);
    return targets.find(({ attributes, patterns }) => Object.hasOwn(attributes, name) && patterns.some((pattern) => matchesPattern(pattern, path)))?.attributes[
      name
    ];
  };
}

/** The wishes of a stanza's own conditions. */
export function wishesOf({ when }: Stanza): readonly Wish[] {
  return when.map(({ code }) => ({ code, truth: true }));
}
