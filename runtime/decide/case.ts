// One way in which a request can be read: who acts, for whom, through which delegations; and what expressions and templates see of it
// (grammar/spec.md §7.3, §8.1).

import type { Names, Root, Source } from '../expression/code.js';
import { descend, type Environment, hasType } from '../expression/evaluate.js';
import { isList, isObject, MAX_NUMBER, sameJson, UNKNOWN } from '../expression/value.js';
import type { Agent, Consent, Delegation, Snapshot, User } from '../facts/snapshot.js';
import type { Tables } from '../load.js';
import { instantOf } from '../match/instant.js';
import { isControl } from '../match/normal-path.js';
import { type Classified, matchesPattern } from '../match/pattern.js';
import type { TemplateFacts } from '../match/template.js';
import type { Identity, JsonObject, JsonValue, Request } from '../request.js';
import type { Operation } from '../verdict.js';
import type { Clock } from './clock.js';

/** What is asked, after the door: the operation mapped, the path normal. */
export interface Asked {
  readonly word: string;
  /** undefined: no policy can grant it. */
  readonly operation: Operation | undefined;
  readonly path: string;
  readonly parameters: JsonObject | null;
  /** Nanoseconds; null when no wrapping is asked for. */
  readonly wrapTtl: number | null;
  /** Requests of bare policies are Vault's: what is not Vault's stays out of them. */
  readonly bare: boolean;
}

/** Who acts for whom. All null for bare policies. */
export interface Parties {
  readonly user: User | null;
  /** Groups of the user, with those that the request may add. */
  readonly groups: readonly string[];
  /** In order; the last acts. */
  readonly chain: readonly Agent[];
  /** undefined where it says nothing: for bare policies. */
  readonly delegation: DelegationFacts | null;
}

/** What expressions see as `delegation`. Times in milliseconds. */
export interface DelegationFacts {
  readonly mode: 'direct' | 'on-behalf-of' | 'agent-to-agent';
  readonly id: string | null;
  readonly scopes: readonly string[];
  readonly purposes: readonly string[] | null;
  /** No expression reads them. */
  readonly sessions: readonly string[] | null;
  readonly explicit: boolean;
  /** Of the oldest consent; null without one. */
  readonly consentedAt: number | null;
  /** What was taken for each hop. */
  readonly ways: readonly Way[];
}

/** A way to take a hop: a delegation, and one of its consents where it wants one. */
export type Way = readonly [delegation: Delegation, consent: Consent | null];

type Found = JsonValue | undefined | typeof UNKNOWN;

export class Case implements Environment, TemplateFacts {
  readonly variables: JsonValue[] = [];
  unknowns: string[] | null = null;
  settled: Environment['settled'] = null;
  /** The owner of the layer that is judged, for `{{self.id}}`. */
  self: string | null = null;
  request: Request;
  asked: Asked;
  parties: Parties;
  readonly #tables: Tables;
  /** What `target` blocks say of this path, by attribute. */
  #targets: Map<string, Found> | null = null;
  readonly #clock: Clock;
  /** null for bare policies: nobody is registered there. */
  readonly #snapshot: Snapshot | null;

  constructor(request: Request, asked: Asked, parties: Parties, tables: Tables, clock: Clock, snapshot: Snapshot | null) {
    this.request = request;
    this.asked = asked;
    this.parties = parties;
    this.#tables = tables;
    this.#clock = clock;
    this.#snapshot = snapshot;
  }

  /** The same parties asking something else. */
  asking(asked: Asked, request: Request = this.request): Case {
    const other = new Case(request, asked, this.parties, this.#tables, this.#clock, this.#snapshot);
    other.unknowns = this.unknowns;
    return other;
  }

  /** Another request, another layer of one: for who keeps one case for all of them. */
  rebind(request: Request, asked: Asked, parties: Parties, self: string | null): void {
    this.request = request;
    this.asked = asked;
    this.parties = parties;
    this.self = self;
    this.#targets = null;
  }

  /** Milliseconds; what `context.time` is where the request does not say. */
  get clock(): number {
    return this.#clock.now;
  }

  /** Of anybody, by his id. */
  registeredGroups(user: string): readonly string[] {
    return this.#snapshot?.users.get(user)?.groups ?? [];
  }

  get bare(): boolean {
    return this.asked.bare;
  }

  get identity(): Identity | null {
    return this.request.identity ?? null;
  }

  /** One of polc's own directives as a segment; null when it is unresolved (spec §5.4). */
  segment(directive: string): string | null {
    const [root, name = '', ...rest] = directive.split('.');
    let value: Found;
    if (root === 'self' && name === 'id') value = this.self ?? undefined;
    else if (root === 'agent' || root === 'user' || root === 'session') {
      const names = rest.length === 0 ? [name] : [name, rest.join('.')];
      const { sources, types } = this.#tables.matchers;
      const type = rest.length === 0 ? types.get(`${root}.${name}`) : undefined;
      value = this.read(root, names, sources.get(`${root}.${name}`) ?? null);
      if (type !== undefined && value !== undefined && !hasType(value, type)) return null;
    }
    // An id that is a number has the wrong type.
    if (typeof value === 'number' && name !== 'id') return Number.isInteger(value) && Math.abs(value) <= MAX_NUMBER ? String(value) : null;
    return typeof value === 'string' && isSegment(value) ? value : null;
  }

  get actor(): Agent | null {
    return this.parties.chain.at(-1) ?? null;
  }

  read(root: Root, names: Names, source: Source | null): Found {
    if (root === 'agent' && names[0] === 'metadata' && names.length > 1 && this.actor !== null) return this.#ofMetadata(this.actor, names, source);
    const first = this.#first(root, String(names[0]), source);
    return first === UNKNOWN || first === undefined ? first : descend(first, names, 1);
  }

  #first(root: Root, name: string, source: Source | null): Found {
    const { request, asked } = this;
    switch (root) {
      case 'agent':
        return this.actor === null ? undefined : agree(own(this.actor.attributes, name), own(request.attributes, name), source);
      case 'user':
        return this.#ofUser(name, source);
      case 'delegation':
        return this.#ofDelegation(name);
      case 'parameters':
        return own(asked.parameters, name);
      case 'target':
        return this.#ofTarget(name, source);
      case 'context': {
        const value = own(request.context, name);
        return value === undefined && name === 'time' ? this.clock : agree(undefined, value, source);
      }
      case 'session':
        return agree(undefined, own(request.session, name), source);
      case 'request':
        return name === 'operation' ? asked.word : name === 'path' ? asked.path : name === 'purpose' ? request.purpose : undefined;
    }
  }

  /** Each key is an attribute of its own. */
  #ofMetadata({ attributes }: Agent, names: Names, source: Source | null): Found {
    const key = String(names[1]);
    const of = (object: JsonValue | undefined) => (object === undefined || !isObject(object) ? undefined : own(object, key));
    const first = agree(of(own(attributes, 'metadata')), of(own(this.request.attributes, 'metadata')), source);
    return first === UNKNOWN || first === undefined ? first : descend(first, names, 2);
  }

  #ofUser(name: string, source: Source | null): Found {
    const { user, groups, chain } = this.parties;
    if (user === null) return undefined;
    const { request } = this;
    const asked = own(request.user, name);
    const beside = chain.length === 0 ? own(request.attributes, name) : undefined;
    if (name === 'groups') {
      // Trusted groups are in `groups` already; others must be what is registered.
      const counts = groups === user.groups ? groups : (asked as readonly string[]);
      return (asked === undefined || sameSet(counts, asked)) && (beside === undefined || sameSet(counts, beside)) ? groups : UNKNOWN;
    }
    const both = agree(asked, beside, null);
    return both === UNKNOWN ? UNKNOWN : agree(own(user.attributes, name), both, source);
  }

  #ofDelegation(name: string): Found {
    const facts = this.parties.delegation;
    if (facts === null) return undefined;
    switch (name) {
      case 'mode':
        return facts.mode;
      case 'depth':
        return Math.max(this.parties.chain.length - 1, 0);
    }
    if (facts.mode === 'direct') return undefined;
    switch (name) {
      case 'id':
        return facts.id ?? undefined;
      case 'consent':
        return facts.explicit ? 'explicit' : 'implied';
      case 'consent_age': {
        const now = this.now;
        return facts.consentedAt === null || now === null ? undefined : (now - facts.consentedAt) / 1000;
      }
      case 'scopes':
        return facts.scopes;
      case 'purposes':
        return facts.purposes ?? undefined;
      default:
        return undefined;
    }
  }

  /** All of the blocks, and the request, must say the same. */
  #ofTarget(name: string, source: Source | null): Found {
    this.#targets ??= new Map();
    if (!this.#targets.has(name)) this.#targets.set(name, this.#ofTargetBlocks(name));
    return agree(this.#targets.get(name), own(this.request.target, name), source);
  }

  /** What the blocks say whose paths match. */
  #ofTargetBlocks(name: string): Found {
    let known: Found;
    for (const { patterns, attributes } of this.#tables.blocks.targets) {
      const value = own(attributes, name);
      if (value !== undefined && patterns.some((pattern) => matchesPattern(pattern, this.asked.path))) known = agree(known, value, null);
      if (known === UNKNOWN) return UNKNOWN;
    }
    return known;
  }

  /** Milliseconds; null where `context.time` is none. */
  get now(): number | null {
    const time = this.request.context?.time;
    return instantOf(time === undefined ? this.clock : time);
  }
}

/** Neither empty nor holding what could reach beyond the segment. */
function isSegment(text: string): boolean {
  if (text === '') return false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (isControl(unit) || unit === 42 || unit === 43 || unit === 47) return false;
  }
  return true;
}

export function own(object: JsonObject | null | undefined, name: string): JsonValue | undefined {
  return object !== null && object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Of what is registered and what the request says (spec §8.1): the one that counts, if the other does not say otherwise. */
function agree(registered: Found, asked: JsonValue | undefined, source: Source | null): Found {
  if (registered === UNKNOWN) return UNKNOWN;
  if (registered !== undefined && asked !== undefined) return sameJson(registered, asked) === true ? registered : UNKNOWN;
  // A null is there, too.
  const said = registered === undefined ? asked : registered;
  // What stands only where it does not count says otherwise than what counts.
  const counts = source === null ? said : source === 'registry' ? registered : asked;
  return counts === undefined && said !== undefined ? UNKNOWN : counts;
}

function sameSet(a: readonly string[], b: JsonValue): boolean {
  return isList(b) && a.every((one) => b.includes(one)) && b.every((one) => a.includes(one as string));
}

/** Without specificity; a list with and without the slash at the end. */
export function matchesAny(patterns: readonly Classified[], path: string, operation: string): boolean {
  const folder = operation === 'list' ? (path.endsWith('/') ? path.slice(0, -1) : `${path}/`) : null;
  return patterns.some((pattern) => matchesPattern(pattern, path) || (folder !== null && matchesPattern(pattern, folder)));
}
