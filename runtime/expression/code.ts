// Compiled expressions as a bundle holds them (grammar/spec.md §7.4): plain data, an operator and its operands. Values are text, numbers, booleans,
// lists and maps; a timestamp is a number of milliseconds since the epoch, a duration a number of milliseconds.

import type { JsonValue } from '../request.js';

export const ROOTS = ['agent', 'user', 'delegation', 'parameters', 'target', 'context', 'session', 'request'] as const;
export type Root = (typeof ROOTS)[number];

/** Names below a root or variable; a number is an element of a list. */
export type Names = readonly (string | number)[];

export type Code =
  | readonly ['const', JsonValue]
  | readonly ['read', Root, ...Names]
  /** The variable of the enclosing `all` or `any` with this slot, or what lies below it. */
  | readonly ['var', number, ...Names]
  | readonly ['has', Root, ...Names]
  | readonly ['not' | 'neg' | 'length' | 'lower' | 'timestamp' | 'duration', Code]
  | readonly ['and' | 'or', ...Code[]]
  | readonly ['eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'in' | 'add' | 'sub' | 'mul' | 'startswith' | 'endswith' | 'contains', Code, Code]
  /** Slot, list, body. Slots count from 0, outermost first. */
  | readonly ['all' | 'any', number, Code, Code]
  /** The text, and the literals of which one must match; each has an automaton in the bundle. */
  | readonly ['glob' | 'matches', Code, ...string[]]
  /** The address, and canonical blocks. */
  | readonly ['cidr', Code, ...string[]]
  /** Timestamp, zone, and flat pairs [start, end) of minutes of the week from Monday 00:00. */
  | readonly ['hours', Code, string, ...number[]]
  /** Latitude, longitude; latitude, longitude and kilometres of the circle. */
  | readonly ['near', Code, Code, number, number, number];

/** Where an attribute comes from (spec §8.1). */
export const SOURCES = ['registry', 'token', 'enforcement_point', 'caller'] as const;
export type Source = (typeof SOURCES)[number];
