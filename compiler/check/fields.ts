// The keys of a block of polc, read strictly: each known, each once, each of its type. Nothing of HCL1's looseness; that is decode.ts's, for Vault's.

import { type Item, type Key, nearest, type Span, type Value } from '@polc/grammar';
import { durationOfNumber, instantOf, parseDuration } from '@polc/runtime';
import { quote } from '../expression/wording.js';
import type { Reporter } from '../model/report.js';
import type { Named } from '../model/stanza.js';
import { describeValue } from './decode.js';

export interface BlockShape {
  /** With its article: `an agent`. */
  readonly what: string;
  /** null: any. */
  readonly keys: readonly string[] | null;
  /** Those that may stand several times. */
  readonly repeated?: readonly string[];
}

/** A block within the block: its items, and the key that heads it. */
export interface Inner {
  readonly items: readonly Item[];
  readonly span: Span;
}

export class Fields {
  readonly #items = new Map<string, Item>();
  readonly #repeated: Item[] = [];
  /** Keys that unknown ones are slips of: they are not missing too. */
  readonly #meant = new Set<string>();
  readonly #required = new Set<string>();
  readonly #shape: BlockShape;
  readonly #at: Span;
  readonly #report: Reporter;

  /** `at` is underlined where something is missing. */
  constructor(items: readonly Item[], shape: BlockShape, at: Span, report: Reporter) {
    this.#shape = shape;
    this.#at = at;
    this.#report = report;
    for (const item of items) this.#take(item);
  }

  #take(item: Item): void {
    const [key, label] = item.keys as readonly [Key, Key?];
    const { keys, repeated, what } = this.#shape;
    if (keys !== null && !keys.includes(key.value)) {
      const near = nearest(key.value.replaceAll('-', '_'), keys);
      if (near !== undefined) this.#meant.add(near);
      this.#report.error(
        'unknown-key',
        key.span,
        `${quote(key.value)} is not a key of ${what}`,
        near === undefined ? `its keys are ${keys.join(', ')}` : `did you mean ${near}?`,
      );
      return;
    }
    if (label !== undefined) this.#report.error('extra-label', label.span, `${key.value} takes no label here`, `write ${key.value} { … }`);
    else if (repeated?.includes(key.value)) this.#repeated.push(item);
    else {
      const earlier = this.#items.get(key.value);
      if (earlier === undefined) this.#items.set(key.value, item);
      else this.#refuseSecond(earlier, item);
    }
  }

  /** The parser has spoken of two assignments that are spelt alike. */
  #refuseSecond(earlier: Item, item: Item): void {
    const [first] = earlier.keys as readonly [Key];
    const [second] = item.keys as readonly [Key];
    if (earlier.assigned && item.assigned && first.text === second.text) return;
    this.#report.error('duplicate-attribute', second.span, `${second.value} was already set in this block`, 'keep one of the two', [
      { message: 'set here first', file: this.#report.file, span: first.span },
    ]);
  }

  get names(): readonly string[] {
    return [...this.#items.keys()];
  }

  item(key: string): Item | undefined {
    return this.#items.get(key);
  }

  value(key: string): Value | undefined {
    return this.#items.get(key)?.value;
  }

  /** Where the key stands; the block's head where it does not. */
  span(key: string): Span {
    return this.#items.get(key)?.keys[0]?.span ?? this.#at;
  }

  /** The blocks under a key that may repeat. */
  blocks(key: string): readonly Inner[] {
    return this.#repeated.flatMap((item) => (item.keys[0]?.value === key ? [this.#inner(item)].filter((inner) => inner !== undefined) : []));
  }

  block(key: string): Inner | undefined {
    const item = this.#items.get(key);
    return item === undefined ? undefined : this.#inner(item);
  }

  #inner(item: Item): Inner | undefined {
    const [key] = item.keys as readonly [Key];
    if (item.value.kind === 'object') return { items: item.value.body.items, span: key.span };
    this.wrong(item.value, key.value, 'a block');
    return undefined;
  }

  wrong(value: Value, name: string, wanted: string, help?: string): void {
    this.#report.error('wrong-type', value.span, `${name} must be ${wanted}, not ${describeValue(value)}`, help);
  }

  require(key: string, example: string): boolean {
    this.#required.add(key);
    if (this.#items.has(key)) return true;
    if (this.#meant.has(key)) return false;
    this.#report.error('missing-key', this.#at, `${this.#shape.what} needs ${key}`, `write ${example}`);
    return false;
  }

  text(key: string): Named | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (value.kind === 'string') return { name: value.value, span: value.span };
    this.wrong(value, key, 'a string');
    return undefined;
  }

  texts(key: string): readonly Named[] | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (value.kind !== 'list') {
      this.wrong(value, key, 'a list of strings', value.kind === 'string' ? `write [${quote(value.value)}]` : undefined);
      return undefined;
    }
    return value.elements.flatMap(({ value: element }) => {
      if (element.kind === 'string') return [{ name: element.value, span: element.span }];
      this.wrong(element, `an element of ${key}`, 'a string');
      return [];
    });
  }

  /** As `texts`, of at least one element. */
  someTexts(key: string): readonly Named[] | undefined {
    const texts = this.texts(key);
    const value = this.value(key);
    if (value?.kind === 'list' && value.elements.length === 0)
      this.#report.error('empty-list', value.span, `${key} names nothing`, this.#required.has(key) ? 'name something' : 'name something, or leave the key out');
    return texts;
  }

  boolean(key: string): boolean | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (value.kind === 'boolean') return value.value;
    this.wrong(value, key, 'true or false');
    return undefined;
  }

  integer(key: string, least: number): number | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (value.kind !== 'number' || !value.integer) {
      if (value.kind === 'number') this.#report.error('wrong-type', value.span, `${key} must be a whole number, not ${value.text}`);
      else this.wrong(value, key, 'a whole number');
      return undefined;
    }
    if (value.fault === undefined && value.value >= least && value.value <= Number.MAX_SAFE_INTEGER) return value.value;
    this.#report.error('number-out-of-range', value.span, `${key} must be ${least} or more, and no more than 2^53`);
    return undefined;
  }

  /** Seconds. */
  duration(key: string): number | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    let nanoseconds: number | null = null;
    if (value.kind === 'number' && value.integer && value.fault === undefined) nanoseconds = durationOfNumber(value.value);
    if (value.kind === 'string') nanoseconds = parseDuration(value.value);
    // Ceilings and ages are told in whole seconds, of which none is left of less than one.
    if (nanoseconds !== null && nanoseconds >= 1e9) return nanoseconds / 1e9;
    const short = nanoseconds !== null && nanoseconds > 0 ? 'a second or more' : 'longer than 0';
    const message = nanoseconds === null ? `${key} is not a duration` : `${key} must be ${short}`;
    this.#report.error('invalid-duration', value.span, message, 'write seconds (300), days ("2d") or a duration such as "1h30m"');
    return undefined;
  }

  /** Milliseconds since the epoch. */
  timestamp(key: string): number | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    const instant = value.kind === 'string' ? instantOf(value.value) : null;
    if (instant !== null) return instant;
    this.#report.error('invalid-timestamp', value.span, `${key} is not a timestamp`, 'write RFC 3339, such as "2027-01-01T00:00:00Z"');
    return undefined;
  }

  word<W extends string>(key: string, words: readonly W[]): W | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const word = words.find((candidate) => candidate === text.name);
    if (word === undefined) {
      const near = nearest(text.name, words);
      this.#report.error(
        'invalid-value',
        text.span,
        `${quote(text.name)} is not a value of ${key}`,
        near === undefined ? `its values are ${words.map((each) => `"${each}"`).join(', ')}` : `did you mean "${near}"?`,
      );
    }
    return word;
  }
}

/** A record without the members that are undefined. */
export function compact<R extends object>(record: { readonly [K in keyof R]: R[K] | undefined }): R {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as R;
}
