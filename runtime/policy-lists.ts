// The policy lists of principals (grammar/spec.md §10.4): found once, with their views, and kept as long as somebody has them.

import type { Tables } from './load.js';
import { TreeArena } from './tree/arena.js';
import { foldName, makeView, type View } from './view.js';

export interface PolicyList {
  readonly view: View;
  /** The first name that no policy has: such a list denies. */
  readonly unknown: string | null;
}

export class PolicyLists {
  readonly #tables: Tables;
  readonly #known = new Map<string, PolicyList>();
  readonly #arena = new TreeArena();
  /** Those of the snapshot before: what is taken over need not be built again. */
  readonly #before: ReadonlyMap<string, PolicyList>;

  constructor(tables: Tables, before: PolicyLists | null) {
    this.#tables = tables;
    this.#before = before === null ? new Map() : before.#known;
  }

  /** Each policy once, at its first place. */
  of(names: readonly string[]): PolicyList {
    const numbers = new Set<number>();
    let unknown: string | null = null;
    for (const name of names) {
      const number = this.#tables.policyByName.get(name) ?? this.#tables.policyByName.get(foldName(name));
      if (number === undefined) unknown ??= name;
      else numbers.add(number);
    }
    return this.#keep([...numbers], unknown);
  }

  /** Not kept: for lists that a request makes. */
  once(names: readonly string[]): PolicyList {
    return new PolicyLists(this.#tables, this).of(names);
  }

  /** null when there is no such scope. */
  ofScope(name: string): PolicyList | null {
    const number = this.#tables.scopeByName.get(name);
    return number === undefined ? null : this.#keep([number], null);
  }

  #keep(numbers: readonly number[], unknown: string | null): PolicyList {
    // WHY not ?? '': the name that no policy has may be empty.
    const key = unknown === null ? numbers.join() : `${numbers.join()} ${unknown}`;
    const known = this.#known.get(key) ?? this.#before.get(key);
    const list = known ?? { view: makeView(this.#tables, numbers, this.#arena), unknown };
    this.#known.set(key, list);
    return list;
  }
}
