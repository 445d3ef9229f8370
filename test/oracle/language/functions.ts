// The functions of expressions (spec.md §7.4), over values. `all`, `any` and `has` look at trees and are expressions'.

import type { Expression } from '@polc/grammar';
import { isInBlock } from './addresses.js';
import { literalOf } from './read-values.js';
import { globMatches, LONGEST_TEXT, regexMatches } from './texts.js';
import { isWithinHours } from './timestamps.js';
import { Duration, durationOf, isIn, isList, isMap, or, Timestamp, type Truth, timestampOf, UNKNOWN, type Value } from './values.js';

export interface Operand {
  readonly expression: Expression;
  readonly value: Value;
}

export function callFunction(name: string, operands: readonly Operand[]): Value {
  const [a, b, , d] = operands.map(({ value }) => value);
  const literals = (i: number): readonly string[] => [literalOf(operands[i]?.expression as Expression)].flat() as string[];
  switch (name) {
    case 'startswith':
      return texts(a, b, (s, t) => s.startsWith(t));
    case 'endswith':
      return texts(a, b, (s, t) => s.endsWith(t));
    case 'contains':
      return a !== undefined && isList(a) ? isIn(b as Value, a) : texts(a, b, (s, t) => s.includes(t));
    case 'glob':
      return anyText(a as Value, literals(1), globMatches);
    case 'matches':
      return anyText(a as Value, literals(1), regexMatches);
    case 'length':
      return lengthOf(a as Value);
    case 'lower':
      return typeof a === 'string' ? a.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : UNKNOWN;
    case 'cidr_contains':
      return inBlocks(literals(0), b as Value);
    case 'within_hours':
      return withinHours(a as Value, String(literals(1)[0]), literals(2), d === undefined ? null : literals(3));
    case 'within_km': {
      const [lat, lon, km] = [2, 3, 4].map((i) => Number(literals(i)[0]));
      return withinKm(a as Value, b as Value, lat as number, lon as number, km as number);
    }
    case 'timestamp':
      return a instanceof Timestamp ? a : timestampOf(a);
    case 'duration':
      return a instanceof Duration ? a : durationOf(a);
    default:
      throw new Error(`there is no function ${name}`);
  }
}

function texts(a: Value | undefined, b: Value | undefined, holds: (s: string, t: string) => boolean): Truth {
  return typeof a === 'string' && typeof b === 'string' ? holds(a, b) : UNKNOWN;
}

/** "a literal or list of literals". */
export function anyText(text: Value, patterns: readonly string[], holds: (pattern: string, text: string) => boolean): Truth {
  if (typeof text !== 'string' || text.length > LONGEST_TEXT) return UNKNOWN;
  return patterns.some((pattern) => holds(pattern, text));
}

/** "string (code points), list, map". */
function lengthOf(value: Value): Value {
  if (typeof value === 'string') return [...value].length;
  if (isList(value)) return value.length;
  return isMap(value) ? value.size : UNKNOWN;
}

/** A malformed address is unknown. */
export function inBlocks(blocks: readonly string[], address: Value): Truth {
  if (typeof address !== 'string') return UNKNOWN;
  return or(blocks.map((block) => isInBlock(block, address) ?? UNKNOWN));
}

export function withinHours(time: Value, zone: string, days: readonly string[], hours: readonly string[] | null): Truth {
  return time instanceof Timestamp ? (isWithinHours(time.ms, zone, days, hours) ?? UNKNOWN) : UNKNOWN;
}

const EARTH = 6371.0088;

/** "great-circle distance on a sphere of 6371.0088 km, `<=`"; a malformed position is unknown. */
export function withinKm(lat: Value, lon: Value, lat0: number, lon0: number, km: number): Truth {
  if (typeof lat !== 'number' || typeof lon !== 'number' || Math.abs(lat) > 90 || Math.abs(lon) > 180) return UNKNOWN;
  const [a, b] = [radians(lat), radians(lat0)];
  const half = Math.sin((a - b) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(radians(lon - lon0) / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(half))) <= km;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
