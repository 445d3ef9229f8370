// Operands of an atom: constants to their values, and what an attribute must hold for an operand to have a value, where that can be said.

import { type Code, durationOf, instantOf, type JsonValue, type Names, type Root } from '@polc/runtime';
import type { Attribute, Attributes, Steps } from './attribute.js';
import { instantText } from './near-time.js';

/** The value of an operand that reads nothing; undefined where it reads, or is none. */
export function constantOf(code: Code): JsonValue | undefined {
  switch (code[0]) {
    case 'const':
      return code[1];
    case 'timestamp':
      return mapped(code[1], (value) => instantOf(value) ?? undefined);
    case 'duration':
      return mapped(code[1], (value) => {
        const milliseconds = durationOf(value);
        return typeof milliseconds === 'number' ? milliseconds : undefined;
      });
    case 'neg':
      return mapped(code[1], (value) => (typeof value === 'number' ? -value : undefined));
    case 'lower':
      return mapped(code[1], (value) => (typeof value === 'string' ? value.toLowerCase() : undefined));
    case 'add':
    case 'sub':
    case 'mul': {
      const [a, b] = [constantOf(code[1]), constantOf(code[2])];
      if (typeof a !== 'number' || typeof b !== 'number') return undefined;
      return code[0] === 'add' ? a + b : code[0] === 'sub' ? a - b : a * b;
    }
    default:
      return undefined;
  }
}

function mapped(code: Code, map: (value: JsonValue) => JsonValue | undefined): JsonValue | undefined {
  const value = constantOf(code);
  return value === undefined ? undefined : map(value);
}

/** What gives the operand this value; null where it is not known how. */
export function reach(code: Code, value: JsonValue, attributes: Attributes): Steps | null {
  const number = (inner: Code, to: number) => (typeof value === 'number' && Number.isFinite(to) ? reach(inner, tidy(to), attributes) : null);
  const given = value as number;
  switch (code[0]) {
    case 'read':
      return [{ attribute: attributeIn(code, attributes) as Attribute, to: value }];
    case 'var':
      return [{ attribute: attributes.of('var', code.slice(1) as Names), to: value }];
    case 'timestamp':
      return typeof value === 'number' && Math.abs(value) < 8e15 ? reach(code[1], instantText(value), attributes) : null;
    case 'duration':
      return number(code[1], given / 1000);
    case 'neg':
      return number(code[1], -given);
    case 'lower':
      return reach(code[1], value, attributes);
    case 'length':
      return given >= 0 && given <= 2_000
        ? reach(code[1], holdsList(code[1]) ? Array.from({ length: given }, () => 'x') : 'x'.repeat(given), attributes)
        : null;
    case 'add':
    case 'sub':
    case 'mul': {
      const [operator, left, right] = code;
      const [a, b] = [constantOf(left), constantOf(right)];
      if (typeof b === 'number') return number(left, operator === 'add' ? given - b : operator === 'sub' ? given + b : given / b);
      if (typeof a === 'number') return number(right, operator === 'add' ? given - a : operator === 'sub' ? a - given : given / a);
      // Two that are read: one takes all of it.
      const [first, second] = [number(left, given), reach(right, operator === 'mul' ? 1 : 0, attributes)];
      return first === null || second === null ? null : [...first, ...second];
    }
    default:
      return null;
  }
}

/** The attribute that the operand hangs on, through what only adds to it. */
export function attributeIn(code: Code, attributes: Attributes): Attribute | null {
  switch (code[0]) {
    case 'read':
    case 'has':
      return attributes.of(code[1] as Root, code.slice(2) as Names);
    case 'var':
      return attributes.of('var', code.slice(1) as Names);
    case 'timestamp':
    case 'duration':
    case 'lower':
      return attributeIn(code[1], attributes);
    case 'add':
    case 'sub':
      return constantOf(code[2]) === undefined ? null : attributeIn(code[1], attributes);
    default:
      return null;
  }
}

const LISTS = new Set(['user.groups', 'delegation.scopes', 'delegation.purposes']);

function holdsList(code: Code): boolean {
  return code[0] === 'read' && LISTS.has(`${code[1]}.${String(code[2])}`);
}

/** Without what decimal fractions leave behind. */
export function tidy(number: number): number {
  const rounded = Math.round(number * 1e9) / 1e9;
  return Math.abs(number) < 1e6 ? rounded : number;
}
