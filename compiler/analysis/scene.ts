// What the conditions of one layer read from, with values put into the request: the runtime's own evaluation, and the places that it looks at.

import type { Request } from '@polc/runtime';
import { type Case, type Environment, type Expr, evaluate, OP, type Truth, truthOf, type Value } from '@polc/runtime/anatomy';
import { type Filling, fill, type Place, placeOf, type Values, valueAt } from './place.js';

/** What conditions read from, whether or not anybody is registered. */
export interface Reader {
  /** All that an expression hangs on beside what is filled in: two that read alike mean the same where this is equal. */
  meaningOf(expr: Expr): string;
  /** The age of a consent that is known; instants at which it is as old as a constant of the expression. */
  isAge(expr: Expr): boolean;
  agesIn(expr: Expr): readonly number[];
  truth(expr: Expr, fillings: readonly Filling[]): Truth;
  /** What the arguments of a node come to. */
  operands(expr: Expr, fillings: readonly Filling[]): readonly Value[];
  /** The place that a node reads; null for none. */
  placeOf(expr: Expr): Place | null;
  placesOf(expr: Expr): readonly Place[];
  /** What is known there; undefined where the request alone says it. */
  registered(place: Place): unknown;
}

export class Scene implements Reader {
  /** What is registered and said beside what is filled in. */
  readonly one: Case;
  readonly #base: Request;
  readonly #case: Case;
  /** Somebody hands his authority on: there are no parameters. */
  readonly #handing: boolean;
  readonly #names: ReadonlySet<string>;
  readonly #anyConsent: boolean;

  /** `names`: of parameters that are named anywhere. `anyConsent`: how old a consent is nobody knows. */
  constructor(one: Case, handing: boolean, names: ReadonlySet<string>, anyConsent: boolean) {
    this.#anyConsent = anyConsent;
    this.one = one;
    this.#base = one.request;
    this.#case = one.asking(one.asked);
    this.#handing = handing;
    this.#names = names;
  }

  /** All that an expression hangs on beside what is filled in: two that read alike mean the same where this is equal. */
  meaningOf(expr: Expr): string {
    const parts: unknown[] = [this.#handing];
    const walk = (node: Expr) => {
      const { literal, names, args } = node;
      if (literal.kind === 'root') {
        const place = this.placeOf(node);
        const known = place === null ? this.one.read(literal.root, names, literal.source) : this.registered(place);
        parts.push([literal.source, literal.type, typeof known === 'symbol' ? 'unknown' : known, place !== null && this.mayDispute(place)]);
      }
      for (const arg of args) walk(arg);
    };
    walk(expr);
    return JSON.stringify(parts);
  }

  truth(expr: Expr, fillings: readonly Filling[]): Truth {
    return truthOf(expr, this.#environment(fillings));
  }

  operands({ args }: Expr, fillings: readonly Filling[]): readonly Value[] {
    const environment = this.#environment(fillings);
    return args.map((arg) => evaluate(arg, environment));
  }

  #environment(fillings: readonly Filling[]): Environment {
    const { one } = this;
    const request = fill(this.#base, fillings, this.#names);
    const asked = this.#handing ? one.asked : { ...one.asked, parameters: request.parameters ?? null };
    this.#case.rebind(request, asked, one.parties, one.self);
    const age = fillings.find(({ place }) => place.kind === 'age')?.value;
    return {
      read: (root, names, source) =>
        age !== undefined && root === 'delegation' && names[0] === 'consent_age'
          ? typeof age === 'number'
            ? age
            : undefined
          : this.#case.read(root, names, source),
      variables: [],
      settled: null,
      unknowns: null,
    };
  }

  /** The place that a node reads; null for none: it is known, or never there. */
  placeOf({ code, literal, names }: Expr): Place | null {
    if ((code !== OP.read && code !== OP.has) || literal.kind !== 'root') return null;
    const { user, chain, delegation } = this.one.parties;
    const name = String(names[0]);
    switch (literal.root) {
      case 'agent':
        if (chain.length === 0) return null;
        return name === 'metadata' && names.length > 1 ? placeOf('metadata', String(names[1])) : placeOf('attributes', name);
      case 'user':
        return user === null || name === 'id' ? null : placeOf('user', name);
      case 'parameters':
        return this.#handing ? null : placeOf('parameters', name);
      case 'target':
        return placeOf('target', name);
      case 'context':
        return placeOf('context', name);
      case 'session':
        return placeOf('session', name);
      case 'request':
        return name === 'purpose' ? placeOf('purpose') : null;
      case 'delegation':
        if (name !== 'consent_age' || delegation === null || delegation.consentedAt === null) return null;
        // Consents that are known grow older with the time.
        return this.#anyConsent ? placeOf('age') : placeOf('context', 'time');
    }
  }

  /** The age of a consent that is known. */
  isAge({ code, literal, names }: Expr): boolean {
    return code === OP.read && literal.kind === 'root' && literal.root === 'delegation' && names[0] === 'consent_age' && !this.#anyConsent;
  }

  /** Instants at which a known consent is as old as a constant of the expression. */
  agesIn(expr: Expr): readonly number[] {
    const given = this.one.parties.delegation?.consentedAt ?? null;
    if (given === null || !this.#reads(expr, (node) => this.isAge(node))) return [];
    const instants: number[] = [];
    const walk = ({ code, literal, args }: Expr) => {
      if (code === OP.const && literal.kind === 'value' && typeof literal.value === 'number') instants.push(given + literal.value, given + literal.value + 1);
      args.forEach(walk);
    };
    walk(expr);
    return instants;
  }

  #reads(expr: Expr, isMeant: (node: Expr) => boolean): boolean {
    return isMeant(expr) || expr.args.some((arg) => this.#reads(arg, isMeant));
  }

  placesOf(expr: Expr): readonly Place[] {
    return placesIn(expr, this);
  }

  /** How many names of an attribute are the place's own. */
  static depthOf({ kind }: Place): number {
    return kind === 'metadata' ? 2 : 1;
  }

  /** What the registry says there; undefined where the request alone does. */
  registered(place: Place): unknown {
    const { one } = this;
    const bare = { ...this.#base };
    this.#case.rebind(bare, one.asked, one.parties, one.self);
    switch (place.kind) {
      case 'user':
        return this.#case.read('user', [place.name], null);
      case 'attributes':
        return this.#case.read('agent', [place.name], null);
      case 'metadata':
        return this.#case.read('agent', ['metadata', place.name], null);
      case 'target':
        return this.#case.read('target', [place.name], null);
      default:
        return undefined;
    }
  }

  /** Both of the request's own words for a user who asks alone can differ. */
  mayDispute(place: Place): boolean {
    return place.kind === 'user' && this.one.parties.chain.length === 0;
  }
}

/** The places that an expression reads, each once, in order of their keys. */
export function placesIn(expr: Expr, reader: Pick<Reader, 'placeOf'>): readonly Place[] {
  const places = new Map<string, Place>();
  const walk = (node: Expr) => {
    const place = reader.placeOf(node);
    if (place !== null) places.set(place.key, place);
    for (const arg of node.args) walk(arg);
  };
  walk(expr);
  return [...places.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

export function fillingsOf(places: readonly Place[], values: Values): Filling[] {
  return places.map((place) => ({ place, value: valueAt(place, values) }));
}
