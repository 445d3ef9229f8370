// What policies name instead of being one: files among the sources, else those that the caller finds. Knows what was answered, and whether the same
// would be answered now.

import { besideFile, type Load, normal } from './check/read-tools-block.js';
import type { SourceText } from './source-text.js';

export function isResource({ file }: SourceText): boolean {
  return file.endsWith('.tools.json');
}

type Text = string | Uint8Array | null;

interface Answer {
  readonly reference: string;
  readonly from: string;
  readonly text: Text;
}

export class Resources {
  readonly #beyond: Load | undefined;
  #texts: ReadonlyMap<string, string | Uint8Array> = new Map();
  #answers: Answer[] = [];

  constructor(beyond: Load | undefined) {
    this.#beyond = beyond;
  }

  set(sources: readonly SourceText[]): void {
    this.#texts = new Map(sources.map(({ file, text }) => [normal(file), text]));
  }

  /** Notes its answers. */
  readonly load: Load = (reference, from) => {
    const text = this.#find(reference, from);
    // A copy: bytes are their owner's to change.
    this.#answers.push({ reference, from, text: text instanceof Uint8Array ? text.slice() : text });
    return text;
  };

  forget(): void {
    this.#answers = [];
  }

  /** An answer that was given would be another one now. */
  haveChanged(): boolean {
    return this.#answers.some(({ reference, from, text }) => !isSame(text, this.#find(reference, from)));
  }

  #find(reference: string, from: string): Text {
    return this.#texts.get(besideFile(reference, from)) ?? this.#beyond?.(reference, from) ?? null;
  }
}

function isSame(a: Text, b: Text): boolean {
  if (!(a instanceof Uint8Array && b instanceof Uint8Array)) return a === b;
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
