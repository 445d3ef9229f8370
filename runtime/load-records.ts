// Records of the files that there may be many of, by id: each is read when somebody asks for it.

import { check } from './errors.js';
import { recordFault } from './facts/check-facts.js';
import type { Image } from './format/image.js';

export class Records<R> {
  readonly #kind: 'agents' | 'users';
  readonly #image: Image;
  /** Where in the image each record stands, in source order. */
  readonly #references = new Map<string, number>();

  /** @throws RuntimeError corrupt */
  constructor(kind: 'agents' | 'users', image: Image) {
    this.#kind = kind;
    this.#image = image;
    const references = image.references(image.root);
    check(references.length % 2 === 0, kind);
    for (let i = 0; i < references.length; i += 2) {
      const id = image.read(references[i] as number);
      check(typeof id === 'string' && id !== '' && !this.#references.has(id), kind);
      this.#references.set(id, references[i + 1] as number);
    }
  }

  /** @throws RuntimeError corrupt, where the record is none */
  get(id: string): R | null {
    const reference = this.#references.get(id);
    if (reference === undefined) return null;
    const record = this.#image.readOnce(reference);
    check(recordFault(this.#kind, record) === null && (record as { readonly id: string }).id === id, this.#kind);
    return record as R;
  }

  ids(): IterableIterator<string> {
    return this.#references.keys();
  }

  /** All of them. */
  all(): R[] {
    return Array.from(this.ids(), (id) => this.get(id) as R);
  }
}
