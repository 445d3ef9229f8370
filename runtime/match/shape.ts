// Shapes of parameters (grammar/spec.md §5.3) as a bundle holds them: plain data.

import type { JsonValue } from '../request.js';

export type Shape =
  | { readonly kind: 'any' }
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean' }
  /** One of these values. */
  | { readonly kind: 'value'; readonly values: readonly JsonValue[] }
  | StringShape
  | NumberShape
  | ListShape
  | ObjectShape
  | { readonly kind: 'one_of'; readonly shapes: readonly Shape[] };

/** Lengths in code points. Of the globs one must match, of the regular expressions too. */
export interface StringShape {
  readonly kind: 'string';
  readonly min_length?: number;
  readonly max_length?: number;
  readonly globs?: readonly string[];
  readonly patterns?: readonly string[];
}

/** `min` and `max` are inclusive, `above` and `below` exclusive. */
export interface NumberShape {
  readonly kind: 'number';
  readonly integer?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly below?: number;
  readonly multiple_of?: number;
}

export interface ListShape {
  readonly kind: 'list';
  readonly items?: Shape;
  readonly min_items?: number;
  readonly max_items?: number;
  readonly unique?: boolean;
}

export interface ObjectShape {
  readonly kind: 'object';
  readonly members: readonly (readonly [name: string, optional: boolean, shape: Shape])[];
  /** Of members that are not named; absent: none may be there. */
  readonly extra?: Shape;
}
