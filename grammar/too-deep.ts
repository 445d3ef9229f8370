// Brackets, and chains of operators, that would make a tree too deep to walk: found among the tokens, before anything recurses over them.

import type { IToken } from './chevrotain.js';
import { MAX_DEPTH, MAX_EXPRESSION_DEPTH, MAX_OPERATORS } from './limits.js';
import type { Span } from './source.js';
import { ExpressionAssign, LBrace, LBracket, LParen, RBrace, RBracket, RParen } from './tokens.js';

const OPERATORS = new Set(['!', '-', '+', '*', '.', '&&', '||']);
const OPENING = new Set([LParen, LBracket, LBrace]);
const CLOSING = new Set([RParen, RBracket, RBrace]);

/** The first token that goes beyond a bound, of a document or of an expression alone. */
export function firstTooDeep(tokens: readonly IToken[]): Span | null {
  let depth = 0;
  let nested = 0;
  let operators = 0;
  for (const { image, startOffset, tokenType } of tokens) {
    if (OPENING.has(tokenType)) nested++;
    else if (CLOSING.has(tokenType)) nested--;
    else if (image === '{' || image === '[') depth++;
    else if (image === '}' || image === ']') depth--;
    else if (tokenType === ExpressionAssign) {
      nested = 0;
      operators = 0;
    } else if (OPERATORS.has(image)) operators++;
    if (depth > MAX_DEPTH || nested > MAX_EXPRESSION_DEPTH || operators > MAX_OPERATORS) return { start: startOffset, end: startOffset + image.length };
  }
  return null;
}
