// Compiled expressions back to the text an author would write (grammar/spec.md §7.4), with no bracket that the grammar does not need.

import type { Code, Names } from '../expression/code.js';
import { isList, isObject } from '../expression/value.js';
import type { JsonValue } from '../request.js';
import { showHours } from './show-hours.js';

/** The text, and how tightly it binds. */
type Spelling = readonly [text: string, rank: number];
type Time = 'timestamp' | 'duration' | null;

const COMPARISON = 4;
const SUM = 5;
const PRODUCT = 6;
const UNARY = 7;
const PRIMARY = 8;

const COMPARISONS: Readonly<Record<string, string>> = { eq: '==', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=', in: 'in' };
const SUMS: Readonly<Record<string, string>> = { add: '+', sub: '-', mul: '*' };

export function showCode(code: Code): string {
  return spell(code)[0];
}

function operand(code: Code, atLeast: number, time: Time = null): string {
  const [text, rank] = code[0] === 'const' ? spellValue(code[1], time) : spell(code);
  return rank < atLeast ? `(${text})` : text;
}

function call(name: string, ...args: readonly string[]): Spelling {
  return [`${name}(${args.join(', ')})`, PRIMARY];
}

function spell(code: Code): Spelling {
  switch (code[0]) {
    case 'const':
      return spellValue(code[1], null);
    case 'read':
      return [showNames(code[1], code.slice(2) as Names), PRIMARY];
    case 'has':
      return call('has', showNames(code[1], code.slice(2) as Names));
    case 'var':
      return [showNames(variable(code[1]), code.slice(2) as Names), PRIMARY];
    case 'not':
      return [`!${operand(code[1], UNARY)}`, UNARY];
    case 'neg':
      return [`-${operand(code[1], UNARY)}`, UNARY];
    case 'and':
    case 'or': {
      const rank = code[0] === 'or' ? 1 : 2;
      const text = (code.slice(1) as Code[]).map((each) => operand(each, rank + 1)).join(rank === 1 ? ' || ' : ' && ');
      return [text, rank];
    }
    case 'timestamp':
    case 'duration':
      // What has that type by itself needs no conversion.
      return isBuiltIn(code[1]) ? spell(code[1]) : call(code[0], operand(code[1], 0));
    case 'length':
    case 'lower':
      return call(code[0], operand(code[1], 0));
    case 'startswith':
    case 'endswith':
    case 'contains':
      return call(code[0], operand(code[1], 0), operand(code[2], 0));
    case 'all':
    case 'any':
      return call(code[0], variable(code[1]), operand(code[2], 0), operand(code[3], 0));
    case 'glob':
    case 'matches':
      return call(code[0], operand(code[1], 0), oneOrList(code.slice(2) as string[]));
    case 'cidr':
      return call('cidr_contains', oneOrList(code.slice(2) as string[]), operand(code[1], 0));
    case 'hours':
      return showHours(operand(code[1], 0), code[2], code.slice(3) as number[]);
    case 'near':
      return call('within_km', operand(code[1], 0), operand(code[2], 0), ...code.slice(3).map(String));
    default:
      return spellBinary(code);
  }
}

function spellBinary([op, left, right]: Extract<Code, readonly [string, Code, Code]>): Spelling {
  const [a, b] = [timeOf(left), timeOf(right)];
  const compares = COMPARISONS[op];
  // Comparisons do not chain.
  if (compares !== undefined) return [`${operand(left, SUM, b ?? a)} ${compares} ${operand(right, SUM, a ?? b)}`, COMPARISON];
  const rank = op === 'mul' ? PRODUCT : SUM;
  const time = (other: Time): Time => (other === null ? null : 'duration');
  return [`${operand(left, rank, time(b))} ${SUMS[op] ?? op} ${operand(right, rank + 1, time(a))}`, rank];
}

/** What a number in its place would mean. */
function timeOf(code: Code): Time {
  switch (code[0]) {
    case 'timestamp':
    case 'duration':
      return code[0];
    case 'add':
    case 'sub': {
      const [a, b] = [timeOf(code[1]), timeOf(code[2])];
      return a === 'timestamp' && b === 'timestamp' ? 'duration' : a === 'timestamp' || b === 'timestamp' ? 'timestamp' : (a ?? b);
    }
    default:
      return null;
  }
}

function isBuiltIn(code: Code): boolean {
  return code[0] === 'read' && ['context.time', 'delegation.consent_age'].includes(showNames(code[1], code.slice(2) as Names));
}

function oneOrList(texts: readonly string[]): string {
  return texts.length === 1 ? JSON.stringify(texts[0]) : `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`;
}

/** Slots have no names in a bundle. */
function variable(slot: number): string {
  return 'xyz'[slot] ?? `x${slot}`;
}

export function showNames(root: string, names: Names): string {
  const step = (name: string | number) => (typeof name === 'number' ? `[${name}]` : isName(name) ? `.${name}` : `[${JSON.stringify(name)}]`);
  return root + names.map(step).join('');
}

const isName = (text: string) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) && !/^(?:true|false|in)$/.test(text);

export function showLiteral(value: JsonValue): string {
  return spellValue(value, null)[0];
}

function spellValue(value: JsonValue, time: Time): Spelling {
  if (typeof value === 'number' && time === 'timestamp' && Math.abs(value) <= 8.64e15) return call('timestamp', JSON.stringify(new Date(value).toISOString()));
  if (typeof value === 'number' && time === 'duration') return call('duration', showDuration(value));
  if (isList(value)) return [`[${value.map((each) => spellValue(each, time)[0]).join(', ')}]`, PRIMARY];
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, inner]) => `${isName(key) ? key : JSON.stringify(key)} = ${showLiteral(inner)}`);
    return [entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`, PRIMARY];
  }
  return [JSON.stringify(value), typeof value === 'number' && value < 0 ? UNARY : PRIMARY];
}

function showDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (!Number.isInteger(seconds) || seconds <= 0) return String(seconds);
  const [unit, size] = (
    [
      ['d', 86_400],
      ['h', 3_600],
      ['m', 60],
    ] as const
  ).find(([, each]) => seconds % each === 0) ?? ['s', 1];
  return JSON.stringify(`${seconds / size}${unit}`);
}
