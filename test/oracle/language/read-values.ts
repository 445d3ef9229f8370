// Values of blocks as plain data: texts, lists, numbers, and whatever JSON would hold. What makes no sense is thrown: the compiler has refused it before.

import type { Body, Expression, Item, Value } from '@polc/grammar';
import type { JsonObject, JsonValue } from '@polc/runtime';
import { durationOfSeconds, durationOfText } from '../durations.js';
import { instantOf } from './timestamps.js';

/** Items of one key, in order. */
export function itemsOf(body: Body, key: string): readonly Item[] {
  return body.items.filter((item) => item.keys[0]?.value === key);
}

/** The value under a key; of several the last. */
export function valueAt(body: Body, key: string): Value | undefined {
  return itemsOf(body, key).at(-1)?.value;
}

/** The bodies of the blocks of one key. */
export function bodiesOf(body: Body, key: string): readonly Body[] {
  return itemsOf(body, key).map(({ value }) => bodyOf(value));
}

export function bodyOf(value: Value): Body {
  if (value.kind !== 'object') throw new Error(`a block is wanted, not a ${value.kind}`);
  return value.body;
}

export function textOf(value: Value | undefined): string | null {
  if (value === undefined) return null;
  const json = jsonOf(value);
  if (typeof json !== 'string') throw new Error('a text is wanted');
  return json;
}

/** A list of texts; a text stands for a list of one. */
export function textsOf(value: Value | undefined): readonly string[] {
  return value === undefined ? [] : elementsOf(value).map((element) => textOf(element) as string);
}

/** The elements of a list; anything else stands for a list of one. */
export function elementsOf(value: Value): readonly Value[] {
  return value.kind === 'list' ? value.elements.map((element) => element.value) : [value];
}

export function numberOf(value: Value | undefined): number | null {
  if (value === undefined) return null;
  const json = jsonOf(value);
  if (typeof json !== 'number') throw new Error('a number is wanted');
  return json;
}

export function flagOf(value: Value | undefined): boolean | null {
  if (value === undefined) return null;
  const json = jsonOf(value);
  if (typeof json !== 'boolean') throw new Error('true or false is wanted');
  return json;
}

/** Seconds of a number of seconds or of Vault's duration text. */
export function secondsOf(value: JsonValue | undefined): number | null {
  if (value === undefined || value === null) return null;
  const nanoseconds = typeof value === 'number' ? durationOfSeconds(value) : typeof value === 'string' ? durationOfText(value) : null;
  if (nanoseconds === null) throw new Error(`${JSON.stringify(value)} is no duration`);
  return Number(nanoseconds) / 1e9;
}

/** Milliseconds since the epoch. */
export function timeOf(value: JsonValue | undefined): number | null {
  if (value === undefined || value === null) return null;
  const instant = instantOf(value);
  if (instant === null) throw new Error(`${JSON.stringify(value)} is no timestamp`);
  return instant;
}

export function jsonOf(value: Value): JsonValue {
  switch (value.kind) {
    case 'string':
    case 'number':
    case 'boolean':
      return value.value;
    case 'null':
      return null;
    case 'list':
      return value.elements.map((element) => jsonOf(element.value));
    case 'object':
      return jsonObjectOf(value.body);
    case 'expression':
      return literalOf(value.expression);
  }
}

export function jsonObjectOf(body: Body): JsonObject {
  return Object.fromEntries(body.items.map((item) => [item.keys[0]?.value ?? '', jsonOf(item.value)]));
}

/** A literal of an expression, a negative number and lists of literals included. */
export function literalOf(expression: Expression): JsonValue {
  if (expression.kind === 'literal') return expression.value;
  if (expression.kind === 'list') return expression.elements.map(literalOf);
  if (expression.kind === 'map') return Object.fromEntries(expression.entries.map(({ key, value }) => [key, literalOf(value)]));
  if (expression.kind === 'unary' && expression.operator === '-') {
    const operand = literalOf(expression.operand);
    if (typeof operand === 'number') return -operand;
  }
  throw new Error('a literal is wanted');
}
