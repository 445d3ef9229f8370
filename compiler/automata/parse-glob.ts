// The globs of `glob` to a tree: `*` is any text, `/` and line feeds in it too, `?` is one code point, all else is itself. No text is wrong.

import { ANY, onlyPoint } from './char-set.js';
import { type Node, repeat, sequence } from './node.js';

const ONE: Node = { kind: 'set', set: ANY };
const RUN = repeat(ONE, 0, Number.POSITIVE_INFINITY);

export function parseGlob(text: string): Node {
  return sequence(
    Array.from(text.replace(/\*+/g, '*'), (character): Node => {
      if (character === '*') return RUN;
      return character === '?' ? ONE : { kind: 'set', set: onlyPoint(character.codePointAt(0) as number) };
    }),
  );
}
