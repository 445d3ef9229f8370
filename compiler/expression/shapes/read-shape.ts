// One shape as an author writes it: a literal, a list of them, or a function of shapes by its name.

import type { CallExpression, Expression, Span } from '@polc/grammar';
import { nearest } from '@polc/grammar';
import type { JsonValue, Shape } from '@polc/runtime';
import type { Reporter } from '../../model/report.js';
import { quote } from '../wording.js';
import { type Arguments, readArguments } from './arguments.js';
import { type Bounds, readNumberShape, readStringShape, refuseCrossed } from './bounds.js';
import { readObject } from './members.js';

/** null after an error. */
export function readShape(expression: Expression, report: Reporter): Shape | null {
  switch (expression.kind) {
    case 'literal':
    case 'unary':
      return oneOfValues([expression], report);
    case 'list':
      if (expression.elements.length > 0) return oneOfValues(expression.elements, report);
      report.error('empty-list', expression.span, 'this list of values is empty', 'no value is in an empty list; for a list of any length write list');
      return null;
    case 'map':
      report.error('invalid-shape', expression.span, 'a map is no shape', 'write object({ … })');
      return null;
    case 'reference':
      if (expression.names.length === 1) return readNamed(expression.names[0] as string, expression.span, NO_ARGUMENTS(expression.span), report);
      break;
    case 'call':
      return readCall(expression, report);
  }
  report.error('invalid-shape', expression.span, 'a shape depends on no request', 'compare in a condition: when { expr = parameters.amount <= user.limit }');
  return null;
}

const NO_ARGUMENTS = (span: Span): Arguments => ({ span, positional: [], named: new Map() });

function oneOfValues(expressions: readonly Expression[], report: Reporter): Shape | null {
  const values = expressions.map((each) => readValue(each, report));
  const sound = values.filter((value) => value !== null);
  return sound.length < values.length ? null : { kind: 'value', values: sound };
}

/** A literal, with what it holds. */
function readValue(expression: Expression, report: Reporter): JsonValue {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'unary': {
      const value = expression.operator === '-' ? readValue(expression.operand, report) : undefined;
      if (value === null || typeof value === 'number') return value === null ? null : 0 - value;
      break;
    }
    case 'list': {
      const values = expression.elements.map((each) => readValue(each, report));
      return values.includes(null) ? null : values;
    }
    case 'map': {
      const entries = expression.entries.map(({ key, value }) => [key, readValue(value, report)] as const);
      return entries.some(([, value]) => value === null) ? null : Object.fromEntries(entries);
    }
  }
  const word = expression.kind === 'reference' && expression.names.length === 1 ? (expression.names[0] as string) : null;
  const help =
    word === null ? 'for one of several shapes write one_of(…)' : `a string is written in quotes: ${quote(word)}; for one of several shapes write one_of(…)`;
  report.error('not-a-literal', expression.span, 'the values of a parameter are literals', help);
  return null;
}

function readCall(call: CallExpression, report: Reporter): Shape | null {
  const given = readArguments(call, report);
  return given === null ? null : readNamed(call.name, call.nameSpan, given, report);
}

/** The shapes' names, with the named arguments each takes, and how many others. */
const SHAPES = {
  any: { named: [], most: 0, shown: 'any()' },
  null: { named: [], most: 0, shown: 'null()' },
  boolean: { named: [], most: 0, shown: 'boolean()' },
  string: { named: ['min_length', 'max_length', 'glob', 'matches'], most: 0, shown: 'string(max_length: 140, glob: "*.example.org")' },
  number: { named: ['min', 'max', 'above', 'below', 'multiple_of'], most: 0, shown: 'number(min: 0, below: 500)' },
  integer: { named: ['min', 'max', 'above', 'below', 'multiple_of'], most: 0, shown: 'integer(min: 1, max: 10)' },
  list: { named: ['min_items', 'max_items', 'unique'], most: 1, shown: 'list(string, max_items: 10)' },
  object: { named: [], most: 1, shown: 'object({ name = string })' },
  nullable: { named: [], most: 1, shown: 'nullable(string)' },
  one_of: { named: [], most: Number.POSITIVE_INFINITY, shown: 'one_of(string, number)' },
} as const satisfies Record<string, { readonly named: readonly string[]; readonly most: number; readonly shown: string }>;

type ShapeName = keyof typeof SHAPES;

const FOREIGN: ReadonlyMap<string, ShapeName> = new Map([
  ...(['str', 'text'] as const).map((word) => [word, 'string'] as const),
  ...(['float', 'double', 'decimal'] as const).map((word) => [word, 'number'] as const),
  ['bool', 'boolean'],
  ['int', 'integer'],
  ['array', 'list'],
  ['map', 'object'],
  ['nil', 'null'],
  ...(['enum', 'any_of', 'union'] as const).map((word) => [word, 'one_of'] as const),
]);

function readNamed(name: string, span: Span, given: Arguments, report: Reporter): Shape | null {
  if (name === 'optional') {
    report.error('misplaced-optional', span, 'only a member of a block or of object can be optional', 'for a value that may be null write nullable(…)');
    return null;
  }
  if (!Object.hasOwn(SHAPES, name)) {
    const names = Object.keys(SHAPES);
    const near = FOREIGN.get(name.toLowerCase()) ?? nearest(name, [...names, 'optional']);
    const help = near === undefined ? `a string is written in quotes: ${quote(name)}; shapes are ${names.join(', ')}` : `did you mean ${near}?`;
    report.error('unknown-function', span, `there is no shape ${quote(name)}`, help);
    return null;
  }
  return fits(name as ShapeName, given, report) ? build(name as ShapeName, span, given, report) : null;
}

function fits(name: ShapeName, { positional, named }: Arguments, report: Reporter): boolean {
  const known: readonly string[] = SHAPES[name].named;
  const { most, shown } = SHAPES[name];
  let sound = true;
  for (const [word, value] of named) {
    if (known.includes(word)) continue;
    const near = nearest(word, known);
    const help = near !== undefined ? `did you mean ${near}?` : known.length === 0 ? `write ${shown}` : `its arguments are ${known.join(', ')}`;
    report.error('wrong-arguments', value.span, `${name} has no argument ${quote(word)}`, help);
    sound = false;
  }
  const surplus = positional[most];
  if (surplus === undefined) return sound;
  const message = most === 0 && known.length > 0 ? `the arguments of ${name} have names` : `${name} takes ${most === 0 ? 'no arguments' : 'one argument'}`;
  report.error('wrong-arguments', surplus.span, message, `write ${shown}`);
  return false;
}

function build(name: ShapeName, span: Span, given: Arguments, report: Reporter): Shape | null {
  const [first] = given.positional;
  switch (name) {
    case 'any':
    case 'null':
    case 'boolean':
      return { kind: name };
    case 'string':
      return readStringShape(given, report);
    case 'number':
    case 'integer':
      return readNumberShape(given, name === 'integer', report);
    case 'list':
      return readList(given, report);
    case 'object':
      if (first === undefined) return { kind: 'object', members: [], extra: { kind: 'any' } };
      if (first.kind === 'map') return readObject(first, report);
      report.error('wrong-arguments', first.span, 'object takes a map of shapes', 'write object({ name = string })');
      return null;
    case 'nullable':
    case 'one_of': {
      if (first === undefined) {
        report.error('wrong-arguments', span, `${name} takes ${name === 'nullable' ? 'one shape' : 'shapes'}`, `write ${SHAPES[name].shown}`);
        return null;
      }
      const shapes = given.positional.map((each) => readShape(each, report));
      const sound = shapes.filter((shape) => shape !== null);
      return sound.length < shapes.length ? null : { kind: 'one_of', shapes: name === 'nullable' ? [{ kind: 'null' }, ...sound] : sound };
    }
  }
}

function readList(given: Arguments, report: Reporter): Shape | null {
  const [element] = given.positional;
  const items = element === undefined ? undefined : readShape(element, report);
  const bounds: Bounds | null = refuseCrossed(given, 'min_items', 'max_items', report);
  const unique = given.named.get('unique');
  if (unique !== undefined && !(unique.kind === 'literal' && typeof unique.value === 'boolean')) {
    report.error('not-a-literal', unique.span, 'unique is true or false');
    return null;
  }
  if (items === null || bounds === null) return null;
  const only = unique?.kind === 'literal' && unique.value === true;
  return { kind: 'list', ...(items === undefined ? {} : { items }), ...bounds, ...(only ? { unique: true } : {}) };
}
