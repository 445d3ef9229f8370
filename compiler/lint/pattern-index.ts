// Rules by their patterns, one a pattern: exact ones in a map of texts, the others in a tree of segments. They come and go, so that a set of which one
// file has changed need not be sorted again.

import type { MergedRule } from './merged.js';
import { SegmentTree } from './segment-tree.js';
import { depthOf, isTooDeep } from './slots.js';

export class PatternIndex {
  /** Prefixes and segment patterns, less those that are too deep. */
  readonly wild = new SegmentTree();
  readonly #exact = new Map<string, MergedRule>();
  /** How many patterns with wildcards and without directives have so many segments. */
  readonly #depths = new Map<number, number>();
  /** How many patterns have the character, by what is above the first possible filler. */
  readonly #characters = new Map<number, number>();
  #tooDeep = 0;
  #sorted: readonly number[] | null = null;

  constructor(rules: Iterable<MergedRule> = []) {
    for (const rule of rules) this.add(rule);
  }

  add(rule: MergedRule): void {
    this.#count(rule, 1);
    if (rule.kind === 'exact') this.#exact.set(rule.text, rule);
    else if (!isTooDeep(rule)) this.wild.add(rule);
  }

  remove(rule: MergedRule): void {
    this.#count(rule, -1);
    if (rule.kind === 'exact') this.#exact.delete(rule.text);
    else if (!isTooDeep(rule)) this.wild.remove(rule);
  }

  exact(text: string): MergedRule | undefined {
    return this.#exact.get(text);
  }

  /** Some rule is too deep to be looked at. */
  get partial(): boolean {
    return this.#tooDeep > 0;
  }

  /** Numbers of segments of all patterns with wildcards and without directives, ascending, each once. */
  get depths(): readonly number[] {
    this.#sorted ??= [...this.#depths.keys()].sort((a, b) => a - b);
    return this.#sorted;
  }

  /** A character that no pattern has; null when there is none left. Slash, plus and star mean something; surrogates are no characters. */
  unusedCharacter(): string | null {
    for (let code = FIRST_FILLER; code < 0xd800; code++) if (!this.#characters.has(code)) return String.fromCharCode(code);
    return null;
  }

  #count(rule: MergedRule, by: 1 | -1): void {
    const { kind, text, templated } = rule;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= FIRST_FILLER) tally(this.#characters, code, by);
    }
    if (kind === 'exact') return;
    if (isTooDeep(rule)) this.#tooDeep += by;
    else if (!templated && tally(this.#depths, depthOf(rule), by)) this.#sorted = null;
  }
}

const FIRST_FILLER = 0x78;

/** Whether something came that was not there, or went altogether. */
function tally(counts: Map<number, number>, key: number, by: 1 | -1): boolean {
  const before = counts.get(key) ?? 0;
  const now = before + by;
  if (now === 0) counts.delete(key);
  else counts.set(key, now);
  return now === 0 || before === 0;
}
