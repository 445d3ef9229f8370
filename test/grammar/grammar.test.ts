// The grammars themselves, validated as the library would at every start, and the claim that no text makes a token without a place.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type IToken, Lexer } from '../../grammar/chevrotain.js';
import { ExpressionParser } from '../../grammar/expression-parser.js';
import { lex } from '../../grammar/lexer.js';
import { type Part, parseTokens, type ValueNode } from '../../grammar/parser.js';
import { LEXER_DEFINITION } from '../../grammar/tokens.js';
import { runs } from '../runs.js';

const PIECES = [
  'path',
  '"a"',
  '{',
  '}',
  '[',
  ']',
  '=',
  ':',
  ',',
  ';',
  'expr',
  'when',
  'parameters',
  'condition',
  '(',
  ')',
  '&&',
  '-',
  '1',
  '"',
  '/*',
  '# c',
  '\n',
  '${',
  '<<E\n',
  "'x'",
  '!',
  '.',
  'in',
  'true',
  '\u00a0',
  '“',
  '<',
  'é',
];

/** Those of a node, in any order. */
function tokensOf(node: Part | ValueNode): IToken[] {
  if (node.kind === 'mark' || node.kind === 'literal') return [node.token];
  if (node.kind === 'item')
    return [...node.keys, ...(node.assign ? [node.assign] : []), ...(node.expression ?? []), ...(node.value ? tokensOf(node.value) : [])];
  return [node.open, ...node.parts.flatMap(tokensOf), ...(node.close ? [node.close] : [])];
}

describe('the grammars', () => {
  it('are sound: no ambiguity, no left recursion, no token that cannot be reached', () => {
    expect(() => new ExpressionParser(true)).not.toThrow();
    expect(new Lexer(LEXER_DEFINITION, { positionTracking: 'onlyOffset', ensureOptimizations: true }).lexerDefinitionErrors).toEqual([]);
  });

  it('have a place for every token that any text makes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }), fc.constantFrom('', ' '), (pieces, joint) => {
        const text = pieces.join(joint);
        const { tokens } = lex(text);
        const { parts, stray } = parseTokens(tokens);
        const placed = [...parts.flatMap(tokensOf), ...stray].map(({ startOffset }) => startOffset).sort((a, b) => a - b);
        // The end of an expression is where it ends.
        const ends = tokens.filter(({ tokenType, startOffset }) => tokenType.name !== 'ExpressionEnd' || placed.includes(startOffset));
        expect(placed, text).toEqual(ends.map(({ startOffset }) => startOffset));
      }),
      runs(10_000),
    );
  });
});
