// Principals of one kind by id: the records of the files with what the facts say of them, and those that only the facts have. Files own what they
// declare. Each is made when it is first asked for, and kept.

import { badFacts } from './check-facts.js';

/** Records of the files. */
interface Filed<R> {
  get(id: string): R | null;
  ids(): Iterable<string>;
}

export class Roster<R extends { readonly id: string }, P> {
  readonly #files: Filed<R>;
  readonly #facts: ReadonlyMap<string, R>;
  readonly #make: (file: R | null, facts: R | null) => P;
  readonly #known = new Map<string, P>();

  /** `more`: members that the facts may add to a record of the files. @throws RuntimeError bad_facts */
  constructor(kind: string, files: Filed<R>, facts: readonly R[] | undefined, more: readonly string[], make: (file: R | null, facts: R | null) => P) {
    this.#files = files;
    this.#facts = new Map((facts ?? []).map((record) => [record.id, record] as const));
    this.#make = make;
    const open = [...ALWAYS, ...more];
    for (const record of this.#facts.values()) {
      if (files.get(record.id) === null) {
        // What is wrong with facts alone is said at once.
        this.get(record.id);
        continue;
      }
      const foreign = Object.keys(record).find((name) => !open.includes(name));
      if (foreign !== undefined) throw badFacts(`the ${kind} ${JSON.stringify(record.id)} is declared in files, and so is its ${foreign}`);
    }
  }

  get(id: string): P | undefined {
    return this.#known.get(id) ?? this.#first(id);
  }

  #first(id: string): P | undefined {
    const file = this.#files.get(id);
    const facts = this.#facts.get(id) ?? null;
    if (file === null && facts === null) return undefined;
    const principal = this.#make(file, facts);
    this.#known.set(id, principal);
    return principal;
  }

  /** Those of the files first. */
  all(): P[] {
    const ids = new Set([...this.#files.ids(), ...this.#facts.keys()]);
    return Array.from(ids, (id) => this.get(id) as P);
  }
}

const ALWAYS = ['id', 'status', 'expires'];
