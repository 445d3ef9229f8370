// The grammars themselves, validated as the library would at every start, and the claim that no text makes a token without a place.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lexer } from '../../grammar/chevrotain.js';
import { ExpressionParser } from '../../grammar/expression-parser.js';
import { lex } from '../../grammar/lexer.js';
import { DocumentParser, parseTokens } from '../../grammar/parser.js';
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

describe('the grammars', () => {
  it('are sound: no ambiguity, no left recursion, no token that cannot be reached', () => {
    expect(() => new DocumentParser(true)).not.toThrow();
    expect(() => new ExpressionParser(true)).not.toThrow();
    expect(new Lexer(LEXER_DEFINITION, { positionTracking: 'onlyOffset', ensureOptimizations: true }).lexerDefinitionErrors).toEqual([]);
  });

  it('have a place for every token that any text makes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }), fc.constantFrom('', ' '), (pieces, joint) => {
        const text = pieces.join(joint);
        expect(parseTokens(lex(text).tokens).refused, text).toBeNull();
      }),
      runs(10_000),
    );
  });
});
