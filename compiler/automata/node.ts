// The tree of a regular expression or glob: what of it has a meaning when the whole text must match.

import type { CharSet } from './char-set.js';

export type Node =
  | { readonly kind: 'empty' }
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  /** `max` is Infinity where there is none, and never 0. */
  | { readonly kind: 'repeat'; readonly body: Node; readonly min: number; readonly max: number };

export const EMPTY: Node = { kind: 'empty' };

export function sequence(parts: readonly Node[]): Node {
  return parts.length === 0 ? EMPTY : parts.length === 1 ? (parts[0] as Node) : { kind: 'sequence', parts };
}

export function choice(options: readonly Node[]): Node {
  return options.length === 1 ? (options[0] as Node) : { kind: 'choice', options };
}

export function repeat(body: Node, min: number, max: number): Node {
  return max === 0 ? EMPTY : { kind: 'repeat', body, min, max };
}
