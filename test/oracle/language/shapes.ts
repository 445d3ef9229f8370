// Shapes of parameters (spec.md §5.3), straight over the trees of their expressions.

import type { CallExpression, Expression } from '@polc/grammar';
import type { JsonObject } from '@polc/runtime';
import { anyText } from './functions.js';
import type { Outcome } from './outcome.js';
import { literalOf } from './read-values.js';
import { globMatches, regexMatches } from './texts.js';
import { boundedNumber, equals, isPlain, UNKNOWN, valueOfJson } from './values.js';

/** "Absent is not satisfied; a parameter without a shape is refused; the key `"*"` is the shape of all others." */
export function judgeShapes(shapes: ReadonlyMap<string, Expression>, parameters: JsonObject | null): Extract<Outcome, 'allowed' | `parameter_${string}`> {
  const data = new Map<string, unknown>(Object.entries(parameters ?? {}).filter(([, value]) => value !== undefined));
  for (const [name, shape] of shapes) {
    if (name !== '*' && !data.has(name) && !isOptional(shape)) return 'parameter_missing';
  }
  return membersFit(shapes, data) ? 'allowed' : 'parameter_not_allowed';
}

function membersFit(shapes: ReadonlyMap<string, Expression>, data: ReadonlyMap<string, unknown>): boolean {
  for (const [name, shape] of shapes) if (name !== '*' && !data.has(name) && !isOptional(shape)) return false;
  return [...data].every(([name, value]) => {
    const shape = shapes.get(name) ?? shapes.get('*');
    return shape !== undefined && fits(isOptional(shape) ? shape.arguments[0]?.value : shape, value);
  });
}

/** "the shape, or absence; only as a member of the block or of `object`". */
function isOptional(shape: Expression): shape is CallExpression {
  return shape.kind === 'call' && shape.name === 'optional';
}

/** Without a shape anything fits. */
function fits(shape: Expression | undefined, value: unknown): boolean {
  if (shape === undefined) return true;
  if (shape.kind === 'list') return shape.elements.some((element) => equalsLiteral(element, value));
  if (shape.kind === 'call') return fitsCall(shape.name, shape.arguments, value);
  // "A shape without arguments may be written without brackets".
  if (shape.kind === 'reference') return fitsCall(shape.names.join('.'), [], value);
  return equalsLiteral(shape, value);
}

/** "Values compare as `==` does". */
function equalsLiteral(literal: Expression, value: unknown): boolean {
  return equals(valueOfJson(value), valueOfJson(literalOf(literal))) === true;
}

function fitsCall(name: string, given: CallExpression['arguments'], value: unknown): boolean {
  const shapes = given.filter((argument) => argument.name === null).map((argument) => argument.value);
  const named = new Map(given.flatMap((argument) => (argument.name === null ? [] : [[argument.name, argument.value] as const])));
  const number = (key: string): number | null => (named.has(key) ? (literalOf(named.get(key) as Expression) as number) : null);
  switch (name) {
    case 'any':
      return true;
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'string': {
      if (typeof value !== 'string') return false;
      const length = [...value].length;
      return length >= (number('min_length') ?? 0) && length <= (number('max_length') ?? length) && textFits(named, value);
    }
    case 'integer':
      return Number.isInteger(value) && numberFits(number, value as number);
    case 'number':
      return typeof value === 'number' && numberFits(number, value);
    case 'list': {
      if (!Array.isArray(value) || value.length < (number('min_items') ?? 0) || value.length > (number('max_items') ?? value.length)) return false;
      const unique = named.get('unique');
      return value.every((element) => fits(shapes[0], element)) && !(unique !== undefined && literalOf(unique) === true && !areUnique(value));
    }
    case 'object': {
      const [members] = shapes;
      if (!isPlain(value)) return false;
      if (members === undefined) return true;
      if (members.kind !== 'map') throw new Error('object takes a map of shapes');
      return membersFit(new Map(members.entries.map((entry) => [entry.key, entry.value])), new Map(Object.entries(value)));
    }
    case 'nullable':
      return value === null || fits(shapes[0], value);
    case 'one_of':
      return shapes.some((shape) => fits(shape, value));
    default:
      throw new Error(`there is no shape ${name}`);
  }
}

/** "each a literal or a list of literals of which one must match". */
function textFits(named: ReadonlyMap<string, Expression>, text: string): boolean {
  const literals = (key: string): readonly string[] | null => (named.has(key) ? ([literalOf(named.get(key) as Expression)].flat() as string[]) : null);
  const globs = literals('glob');
  const expressions = literals('matches');
  if (globs !== null && anyText(text, globs, globMatches) !== true) return false;
  return expressions === null || anyText(text, expressions, regexMatches) === true;
}

/** "`min`, `max` inclusive, `above`, `below` exclusive". */
function numberFits(bound: (key: string) => number | null, value: number): boolean {
  if (boundedNumber(value) === UNKNOWN) return false;
  const [min, max, above, below, step] = ['min', 'max', 'above', 'below', 'multiple_of'].map(bound);
  if (typeof min === 'number' && value < min) return false;
  if (typeof max === 'number' && value > max) return false;
  if (typeof above === 'number' && value <= above) return false;
  if (typeof below === 'number' && value >= below) return false;
  return typeof step !== 'number' || isMultiple(value, step);
}

/** "`multiple_of` compares by decimal value": both as whole numbers of the finer one's last digit. */
function isMultiple(value: number, step: number): boolean {
  const [a, b] = [decimalOf(value), decimalOf(step)];
  const scale = Math.max(a.scale, b.scale);
  const whole = ({ digits, scale: own }: Decimal): bigint => digits * 10n ** BigInt(scale - own);
  return whole(b) !== 0n && whole(a) % whole(b) === 0n;
}

/** `digits` × 10^-`scale`. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

function decimalOf(number: number): Decimal {
  const [mantissa = '', exponent = '0'] = String(number).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole.replace('-', '') + fraction), scale: fraction.length - Number(exponent) };
}

/** "`unique: true`: no two of them the same JSON value". */
function areUnique(list: readonly unknown[]): boolean {
  return list.every((one, i) => list.slice(i + 1).every((other) => !isSame(one, other)));
}

/** Of two types, at any depth, are two values. */
function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((each, i) => isSame(each, other[i]));
  if (isPlain(one) && isPlain(other)) {
    const names = Object.keys(one);
    return names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]));
  }
  return one === other;
}
