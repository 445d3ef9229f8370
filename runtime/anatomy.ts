// The third door: a decision opened up before anything in it is judged, for those who reason about all requests at once. Which principals stand, by which
// delegations, which rule each layer has selected, which guardrails concern the path. A small copy of none of it: what decides is asked.

import { Action } from './decide/approvals.js';
import { Case, type Parties } from './decide/case.js';
import { Clock } from './decide/clock.js';
import { handingOn, listOf } from './decide/decide.js';
import { normalPath } from './decide/door.js';
import { concerns } from './decide/guardrails.js';
import { type LayerName, layersOf } from './decide/layers.js';
import { type Fault, type Footing, footingsOf, MAX_CHAIN } from './decide/standing.js';
import type { Engine } from './engine.js';
import { wrapTtlOf } from './form.js';
import type { LoadedGuardrail } from './load-blocks.js';
import type { PolicyList } from './policy-lists.js';
import type { Request } from './request.js';
import type { Rule } from './rule.js';
import { OPERATIONS, type Operation } from './verdict.js';

export { freeReader, readCondition } from './condition-truth.js';
export { controlGroupNeeds } from './decide/control-group.js';
export type { LayerName } from './decide/layers.js';
export { showCode } from './explain/show-code.js';
export type { Environment } from './expression/evaluate.js';
export { evaluate, truthOf } from './expression/evaluate.js';
export { type Expr, OP } from './expression/read-expression.js';
export { compare, equal, isList, isObject, MAX_NUMBER, type Truth, UNKNOWN, type Value } from './expression/value.js';
export type { Agent, Consent, Delegation, User } from './facts/snapshot.js';
export { parseBlock } from './match/address.js';
export { shapeFault } from './match/check-shape.js';
export { toLower } from './match/fold.js';
export { MAX_INSTANT } from './match/instant.js';
export { checkParameters } from './match/parameters.js';
export { type Classified, classifyPattern, compareSpecificity, matchesPattern } from './match/pattern.js';
export type { LoadedObjectShape, LoadedShape } from './match/read-shape.js';
export { renderTemplate } from './match/template.js';
export { localMinuteOfWeek, type Zone } from './match/zone.js';
export type { Alternative, LoadedStanza, ParameterMap, PolicyValue, Rule, Terms } from './rule.js';
export { checkWrapping, OPERATIONS, type Operation } from './verdict.js';
export type { LoadedGuardrail, Parties, PolicyList };
export { Case, MAX_CHAIN, normalPath };

/** A layer before it is judged. */
export interface LayerAnatomy {
  readonly layer: LayerName;
  /** `kind:id`. */
  readonly principal: string;
  /** What its conditions read from: of `delegate` the handing on, else the request. */
  readonly one: Case;
  /** Of a scope layer any suffices, of a delegate layer all must allow; others have one. */
  readonly lists: readonly { readonly unknown: string | null; readonly policies: PolicyList; readonly rule: Rule | null }[];
  /** Of a delegate layer, else none: the guardrails on the handing on. */
  readonly guardrails: readonly LoadedGuardrail[];
}

/** One way to stand. */
export interface FootingAnatomy {
  readonly one: Case;
  readonly parties: Parties;
  /** But for the purpose and the session: which ones are allowed the delegation says. */
  readonly faults: readonly Fault[];
  /** Milliseconds: when the first of what it stands on ends. */
  readonly ends: number;
  /** Seconds and times, of the agents and their types. */
  readonly maxTtl: number;
  readonly uses: number;
  readonly layers: readonly LayerAnatomy[];
  /** Those whose `on` holds the path and some agent's type, whatever the operation. */
  readonly guardrails: readonly LoadedGuardrail[];
}

export interface Anatomy {
  /** Nobody stands there at all. */
  readonly fault: Fault | null;
  readonly footings: readonly FootingAnatomy[];
  readonly operation: Operation | undefined;
}

/** Of a request whose form is sound. Throws where the engine itself would deny as `internal`. */
export function anatomyOf(engine: Engine, request: Request): Anatomy {
  const { tables, snapshot, selector } = engine;
  const { operations } = tables.blocks;
  const bare = request.policies !== undefined;
  const word = !bare && Object.hasOwn(operations, request.operation) ? (operations[request.operation] as string) : request.operation;
  const path = bare ? request.path.replace(/^\/+/, '') : normalPath(request.path, word);
  if (path === null) return { fault: { outcome: 'malformed_request', words: 'the path is not normal' }, footings: [], operation: undefined };
  const operation = OPERATIONS.get(word);
  const asked = { word, operation, path, parameters: request.parameters ?? null, wrapTtl: wrapTtlOf(request.wrap_ttl), bare };
  const clock = Clock.at(0);
  const select = (list: PolicyList, one: Case): LayerAnatomy['lists'][number] => ({
    unknown: list.unknown,
    policies: list,
    rule: list.unknown === null ? selector.select(list.view, one.asked.path, one.asked.word === 'list', one) : null,
  });
  if (request.policies !== undefined) {
    const one = new Case(request, asked, NOBODY, tables, clock, null);
    const list = bareList(engine, request.policies);
    const layer = { layer: 'policies', principal: `policies:${request.policies.join(',')}`, one, lists: [select(list, one)], guardrails: [] } as const;
    const footing = { one, parties: NOBODY, faults: [], ends: UNLIMITED, maxTtl: UNLIMITED, uses: UNLIMITED, layers: [layer], guardrails: [] };
    return { fault: null, footings: [footing], operation };
  }
  const nobody = new Case(request, asked, NOBODY, tables, clock, null);
  const footings = footingsOf(request, snapshot, tables.blocks.trusted_groups, nobody.now);
  if ('outcome' in footings) return { fault: footings, footings: [], operation };
  const { guardrails } = tables.blocks;
  return {
    fault: null,
    operation,
    footings: footings.map(({ parties, ends }, i): FootingAnatomy => {
      const faults = faultsBesideSaid(engine, request, nobody.now, i, parties);
      const one = new Case(request, asked, parties, tables, clock, snapshot);
      const bounds = parties.chain.flatMap((agent) => (agent.type === null ? [agent] : [agent, agent.type]));
      const layers = layersOf(one, snapshot, listOf(engine, parties)).map(({ layer, principal, self, lists, next }) => {
        const own = next === null ? one.asking(asked) : one.asking(handingOn(next, asked));
        own.self = self;
        const all = lists.map((list) => select(list, own));
        return { layer, principal, one: own, lists: all, guardrails: next === null ? [] : guardrails.filter((guardrail) => concernsPath(guardrail, own)) };
      });
      return {
        ...{ one, parties, faults, ends, layers },
        maxTtl: Math.min(UNLIMITED, ...bounds.map(({ maxTtl }) => maxTtl)),
        uses: Math.min(UNLIMITED, ...bounds.map(({ uses }) => uses)),
        guardrails: guardrails.filter((guardrail) => concernsPath(guardrail, one)),
      };
    }),
  };
}

/** A hop tells the first of its faults: so a purpose and a session are said that it allows. */
function faultsBesideSaid({ snapshot, tables }: Engine, request: Request, now: number | null, i: number, { delegation }: Parties): readonly Fault[] {
  const [purpose] = delegation?.purposes ?? [];
  const [id] = delegation?.sessions ?? [];
  const session = id === undefined ? {} : { session: { ...request.session, id } };
  const asked = { ...request, ...(purpose === undefined ? {} : { purpose }), ...session };
  const footings = footingsOf(asked, snapshot, tables.blocks.trusted_groups, now);
  return 'outcome' in footings ? [footings] : (footings[i] as Footing).faults.filter(({ outcome }) => !SAID.has(outcome));
}

const SAID: ReadonlySet<string> = new Set(['purpose_not_allowed', 'session_not_allowed']);

/** The digest of what is asked, by which an approval names it (spec §10.5); null where the request gets nowhere. */
export function actionDigestOf(engine: Engine, request: Request): string | null {
  const { one } = engine.groundsOf(request).verdict;
  return one === null ? null : new Action(one).digest;
}

const UNLIMITED = Number.POSITIVE_INFINITY;
const NOBODY: Parties = { user: null, groups: [], chain: [], delegation: null };

/** Names that no policy has are ignored, as in Vault. */
function bareList({ tables, snapshot }: Engine, names: readonly string[]): PolicyList {
  return snapshot.lists.of(names.filter((name) => tables.policyByName.has(name)));
}

function concernsPath(guardrail: LoadedGuardrail, one: Case): boolean {
  const { capabilities: _, ...rest } = guardrail;
  return concerns(rest, one);
}
