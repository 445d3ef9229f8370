// The edges of one atom of a condition: assignments of attributes that make it just true, and just false. What they are worth the engine says; here
// nothing is decided.

import { compileGlob, compileRegex, zoneOf } from '@polc/compiler';
import { type Code, instantOf, type JsonValue } from '@polc/runtime';
import type { AtomEdges, Attributes, Steps } from './attribute.js';
import { addressesNear } from './near-address.js';
import { textsNear } from './near-text.js';
import { instantsNear, isInWindows } from './near-time.js';
import { attributeIn, constantOf, reach, tidy } from './operands.js';

const NONE: AtomEdges = { whenTrue: [], whenFalse: [] };
/** Of a list of literals those that are tried. */
const MOST = 24;
const KM_PER_DEGREE = 111.195;

/** An operator that is true or false of values, no `and`, `or`, `not`, `all`, `any`. `now`: where windows of time are looked for. */
export function edgesOfAtom(code: Code, attributes: Attributes, now: number): AtomEdges {
  const edges = (operand: Code, trues: readonly JsonValue[], falses: readonly JsonValue[]): AtomEdges => {
    const steps = (values: readonly JsonValue[]) => values.map((value) => reach(operand, value, attributes)).filter((each): each is Steps => each !== null);
    return { whenTrue: steps(trues), whenFalse: steps(falses) };
  };
  switch (code[0]) {
    case 'read':
    case 'var':
      return edges(code, [true], [false]);
    case 'has': {
      const attribute = attributeIn(code, attributes);
      return attribute === null ? NONE : { whenTrue: [[{ attribute, to: 'x' }]], whenFalse: [[{ attribute, to: undefined }]] };
    }
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
      return compared(code as unknown as Comparison, attributes, edges);
    case 'in': {
      const [, value, list] = code;
      const elements = constantOf(list);
      if (Array.isArray(elements)) return edges(value, elements.slice(0, MOST), elements.slice(0, MOST).flatMap(unlike));
      return holding(value, list, edges);
    }
    case 'contains': {
      const [, whole, part] = code;
      const text = constantOf(part);
      if (typeof text !== 'string') return holding(part, whole, edges);
      // Of a text or of a list: one of the two has the right type.
      return edges(whole, [text, `x${text}x`, [text]], [text.slice(0, -1), 'x', ['x'], []]);
    }
    case 'startswith':
    case 'endswith': {
      const [operator, whole, part] = code;
      const text = constantOf(part);
      if (typeof text !== 'string') return NONE;
      const [longer, wrong] = operator === 'startswith' ? [`${text}x`, `x${text}`] : [`x${text}`, `${text}x`];
      return edges(whole, [text, longer], [wrong, text.slice(0, -1), text.slice(1), flipped(text)]);
    }
    case 'glob':
    case 'matches': {
      const [operator, operand, ...texts] = code;
      const near = texts.slice(0, MOST).map((text) => {
        const compiled = operator === 'glob' ? compileGlob(text) : compileRegex(text);
        return 'fault' in compiled ? { accepted: [], refused: [] } : textsNear(compiled.automaton);
      });
      return edges(
        operand,
        near.flatMap(({ accepted }) => accepted),
        near.flatMap(({ refused }) => refused),
      );
    }
    case 'cidr': {
      const [, operand, ...blocks] = code;
      const near = blocks.slice(0, MOST).map(addressesNear);
      return edges(
        operand,
        near.flatMap(({ inside }) => inside),
        near.flatMap(({ outside }) => outside),
      );
    }
    case 'hours': {
      const [, operand, name, ...windows] = code;
      const zone = zoneOf(name);
      if (zone === null) return NONE;
      const instants = instantsNear(zone, windows, now);
      return edges(
        operand,
        instants.filter((instant) => isInWindows(zone, windows, instant) === true),
        instants.filter((instant) => isInWindows(zone, windows, instant) === false),
      );
    }
    case 'near': {
      const [, lat, lon, atLat, atLon, km] = code;
      const both = (north: number): Steps[] => {
        const [a, b] = [reach(lat, tidy(atLat + (atLat > 0 ? -north : north)), attributes), reach(lon, atLon, attributes)];
        return a === null || b === null ? [] : [[...a, ...b]];
      };
      const degrees = km / KM_PER_DEGREE;
      return { whenTrue: [...both(0), ...both(degrees * 0.999)], whenFalse: [...both(degrees * 1.001), ...both(degrees + 1)] };
    }
    default:
      return NONE;
  }
}

type Make = (operand: Code, trues: readonly JsonValue[], falses: readonly JsonValue[]) => AtomEdges;
type Comparison = readonly ['eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge', Code, Code];

const MIRRORED = { eq: 'eq', ne: 'ne', lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' } as const;

function compared([operator, left, right]: Comparison, attributes: Attributes, edges: Make): AtomEdges {
  const value = constantOf(right);
  if (value === undefined)
    return constantOf(left) === undefined ? linked(operator, left, right, attributes) : compared([MIRRORED[operator], right, left], attributes, edges);
  const [less, more] = neighbours(value, left);
  const [same, other] = [[value], [...less, ...more, ...unlike(value)]];
  switch (operator) {
    case 'eq':
      return edges(left, same, other);
    case 'ne':
      return edges(left, other, same);
    case 'lt':
      return edges(left, less, [...same, ...more]);
    case 'le':
      return edges(left, [...same, ...less], more);
    case 'gt':
      return edges(left, more, [...same, ...less]);
    case 'ge':
      return edges(left, [...same, ...more], less);
  }
}

/** One attribute with another: one takes the other's value, or a little more or less. */
function linked(operator: Comparison[0], left: Code, right: Code, attributes: Attributes): AtomEdges {
  const [attribute, like] = [attributeIn(left, attributes), attributeIn(right, attributes)];
  if (attribute === null || like === null) return NONE;
  const plus = (...deltas: readonly number[]): Steps[] =>
    deltas.flatMap((delta) => [[{ attribute, like, plus: delta }], [{ attribute: like, like: attribute, plus: -delta }]]);
  const { trues, falses } = APART[operator];
  return { whenTrue: plus(...trues), whenFalse: plus(...falses) };
}

/** How much one is above the other. */
const APART: Readonly<Record<Comparison[0], { readonly trues: readonly number[]; readonly falses: readonly number[] }>> = {
  eq: { trues: [0], falses: [1, -1] },
  ne: { trues: [1, -1], falses: [0] },
  lt: { trues: [-1], falses: [0, 1] },
  le: { trues: [0, -1], falses: [1] },
  gt: { trues: [1], falses: [0, -1] },
  ge: { trues: [0, 1], falses: [-1] },
};

/** A list that is read holds a value, or does not. */
function holding(value: Code, list: Code, edges: Make): AtomEdges {
  const element = constantOf(value);
  if (element === undefined) return NONE;
  return edges(list, [[element], ['x', element]], [[], ...unlike(element).map((other) => [other])]);
}

/** Just below and just above: a step of what the operand counts in. */
function neighbours(value: JsonValue, operand: Code): readonly [less: readonly JsonValue[], more: readonly JsonValue[]] {
  if (typeof value === 'string') return [[...(value === '' ? [] : [value.slice(0, -1)])], [`${value}x`, `${value} `]];
  if (typeof value !== 'number') return [[], []];
  // Timestamps are said to the millisecond; durations are, as a rule, whole seconds.
  const steps = operand[0] === 'timestamp' ? [1, 60_000] : operand[0] === 'duration' ? [1000] : Number.isInteger(value) ? [1, 0.01] : [0.01, 1];
  return [steps.map((step) => tidy(value - step)), steps.map((step) => tidy(value + step))];
}

/** Others of its type. */
function unlike(value: JsonValue): JsonValue[] {
  if (typeof value === 'string') {
    if (value.includes('T') && instantOf(value) !== null) return ['soon'];
    return [flipped(value), `${value}x`, value.slice(0, -1), 'x'].filter((other) => other !== value);
  }
  if (typeof value === 'number') return [tidy(value + 1), tidy(value - 1)];
  if (typeof value === 'boolean') return [!value];
  return Array.isArray(value) ? [[...value, 'x'], []] : [{}];
}

/** In the other case. */
function flipped(text: string): string {
  const upper = text.toUpperCase();
  return upper === text ? text.toLowerCase() : upper;
}
