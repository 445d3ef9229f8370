// Finds the rules whose patterns can share a path with a given one, by the text before the first wildcard, without looking at the others.

import type { MergedRule } from './merged.js';

/** The text up to the first `+`, directive or end. */
export function headOf({ kind, text, templated }: MergedRule): string {
  const ends = [kind === 'segment' ? text.indexOf('+') : -1, templated ? text.indexOf('{{') : -1].filter((end) => end >= 0);
  return text.slice(0, Math.min(text.length, ...ends));
}

export class HeadIndex {
  readonly #heads: readonly string[];
  readonly #rules = new Map<string, MergedRule[]>();
  /** Lengths of the heads, ascending, each once. */
  readonly #lengths: readonly number[];

  constructor(rules: readonly MergedRule[]) {
    for (const rule of rules) {
      const head = headOf(rule);
      const bucket = this.#rules.get(head);
      if (bucket === undefined) this.#rules.set(head, [rule]);
      else bucket.push(rule);
    }
    this.#heads = [...this.#rules.keys()].sort();
    this.#lengths = [...new Set(this.#heads.map((head) => head.length))].sort((a, b) => a - b);
  }

  /** Those whose head begins with this one, and those whose head this one begins with. */
  overlapping(rule: MergedRule): readonly MergedRule[] {
    const head = headOf(rule);
    const found: MergedRule[] = [];
    for (const length of this.#lengths) {
      if (length >= head.length) break;
      found.push(...(this.#rules.get(head.slice(0, length)) ?? []));
    }
    for (let i = this.#firstFrom(head); i < this.#heads.length; i++) {
      const other = this.#heads[i] as string;
      if (!other.startsWith(head)) break;
      for (const each of this.#rules.get(other) ?? []) found.push(each);
    }
    return found;
  }

  #firstFrom(head: string): number {
    let low = 0;
    let high = this.#heads.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#heads[middle] as string) < head) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
