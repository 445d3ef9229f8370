// What the conditions of one layer read from, with values put into the request: the runtime's own evaluation, and the places that it looks at.

import type { Request } from '@polc/runtime';
import { type Case, type Environment, type Expr, OP, type Truth, truthOf } from '@polc/runtime/anatomy';
import { ABSENT } from './features.js';
import { type Filling, fill, type Place, placeOf, type Values } from './place.js';

/** What conditions read from, whether or not anybody is registered. */
export interface Reader {
  /** Tells readers apart in which the same condition may mean something else. */
  readonly key: string;
  truth(expr: Expr, fillings: readonly Filling[]): Truth;
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

  /** `names`: of parameters that are named anywhere. */
  constructor(one: Case, handing: boolean, names: ReadonlySet<string>) {
    this.one = one;
    this.#base = one.request;
    this.#case = one.asking(one.asked);
    this.#handing = handing;
    this.#names = names;
  }

  /** Tells scenes apart in which the same condition may mean something else. */
  get key(): string {
    const { parties, asked, self } = this.one;
    return JSON.stringify([self, this.#handing ? asked.path : '', parties.user?.id ?? null, parties.chain.map(({ id }) => id)]);
  }

  truth(expr: Expr, fillings: readonly Filling[]): Truth {
    const { one } = this;
    const request = fill(this.#base, fillings, this.#names);
    const asked = this.#handing ? one.asked : { ...one.asked, parameters: request.parameters ?? null };
    this.#case.rebind(request, asked, one.parties, one.self);
    const age = fillings.find(({ place }) => place.kind === 'age')?.value;
    const environment: Environment = {
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
    return truthOf(expr, environment);
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
        return name === 'consent_age' && delegation !== null && delegation.explicit && delegation.mode !== 'direct' ? placeOf('age') : null;
    }
  }

  placesOf(expr: Expr): readonly Place[] {
    const places = new Map<string, Place>();
    const walk = (node: Expr) => {
      const place = this.placeOf(node);
      if (place !== null) places.set(place.key, place);
      for (const arg of node.args) walk(arg);
    };
    walk(expr);
    return [...places.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
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

export function fillingsOf(places: readonly Place[], values: Values): Filling[] {
  return places.map((place) => ({ place, value: values.get(place.key) ?? ABSENT }));
}
