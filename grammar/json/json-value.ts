// The tokens of a strict JSON document to its values, each with its place. What they mean in polc is read-blocks' business.

import type { Span } from '../source.js';
import { jsonStringValue, type PlacedToken } from '../strict-json.js';

/** `broken` has had its fault. */
export type JsonValue = JsonScalar | JsonList | JsonObject;

export interface JsonScalar {
  readonly kind: 'string' | 'number' | 'boolean' | 'null' | 'broken';
  /** As written. */
  readonly text: string;
  readonly span: Span;
}

export interface JsonList {
  readonly kind: 'list';
  readonly elements: readonly JsonValue[];
  readonly span: Span;
}

export interface JsonObject {
  readonly kind: 'object';
  readonly members: readonly JsonMember[];
  readonly span: Span;
}

export interface JsonMember {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: JsonValue;
}

/** INVARIANT: the tokens come from a reading that was whole, so that brackets pair and every key has a value. */
export function jsonValueOf(tokens: readonly PlacedToken[]): JsonValue {
  return new ValueBuilder(tokens).value();
}

class ValueBuilder {
  readonly #tokens: readonly PlacedToken[];
  #next = 0;

  constructor(tokens: readonly PlacedToken[]) {
    this.#tokens = tokens;
  }

  value(): JsonValue {
    const token = this.#take();
    if (token.kind !== 'open') return { kind: kindOf(token), text: token.text, span: spanOf(token) };
    const start = token.start;
    if (token.text === '[') {
      const elements: JsonValue[] = [];
      while (!this.#atClose()) elements.push(this.value());
      return { kind: 'list', elements, span: { start, end: this.#take().start + 1 } };
    }
    const members: JsonMember[] = [];
    while (!this.#atClose()) {
      const key = this.#take();
      members.push({ key: jsonStringValue(key.text), keySpan: spanOf(key), value: this.value() });
    }
    return { kind: 'object', members, span: { start, end: this.#take().start + 1 } };
  }

  #atClose(): boolean {
    while (isSeparator(this.#tokens[this.#next] as PlacedToken)) this.#next++;
    return (this.#tokens[this.#next] as PlacedToken).kind === 'close';
  }

  #take(): PlacedToken {
    while (isSeparator(this.#tokens[this.#next] as PlacedToken)) this.#next++;
    return this.#tokens[this.#next++] as PlacedToken;
  }
}

function isSeparator({ kind }: PlacedToken): boolean {
  return kind === 'comma' || kind === 'colon';
}

function spanOf({ start, text }: PlacedToken): Span {
  return { start, end: start + text.length };
}

function kindOf({ kind, text }: PlacedToken): JsonScalar['kind'] {
  if (kind === 'broken') return 'broken';
  if (text.startsWith('"')) return 'string';
  if (text === 'null') return 'null';
  return text === 'true' || text === 'false' ? 'boolean' : 'number';
}
