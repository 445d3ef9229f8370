// An attribute as expressions read it, each once: by it the values of a request are collected and set.

import type { JsonValue, Names, Root } from '@polc/runtime';

export interface Attribute {
  /** `var`: the variable of an `all` or `any`; its slot is the first name. */
  readonly root: Root | 'var';
  readonly names: Names;
  /** As messages name it: `context.risk`. */
  readonly id: string;
}

/** What to do to one attribute: give it a value (undefined: leave it out), or that of another and so much more. */
export type Step =
  | { readonly attribute: Attribute; readonly to: JsonValue | undefined }
  | { readonly attribute: Attribute; readonly like: Attribute; readonly plus: number };

/** Together they settle an atom. */
export type Steps = readonly Step[];

/** What makes an atom true, and what false, at its edges. Neither is all there is. */
export interface AtomEdges {
  readonly whenTrue: readonly Steps[];
  readonly whenFalse: readonly Steps[];
}

export class Attributes {
  readonly #known = new Map<string, Attribute>();

  of(root: Root | 'var', names: Names): Attribute {
    const id = [root, ...names].join('.');
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const attribute: Attribute = { root, names, id };
    this.#known.set(id, attribute);
    return attribute;
  }
}
