// Text to tokens and comments, nothing lost. Faults are tokens of their own, so this stage says nothing.

import type { Comment } from './ast.js';
import { type IToken, Lexer } from './chevrotain.js';
import { LEXER_DEFINITION, NESTED_MODE } from './tokens.js';

const lexer = new Lexer(LEXER_DEFINITION, {
  // Line and column come from LineIndex, once a diagnostic wants them.
  positionTracking: 'onlyOffset',
  ensureOptimizations: true,
  // Checked by a test instead of at every start.
  skipValidations: true,
});

export interface Tokens {
  readonly tokens: IToken[];
  readonly comments: readonly Comment[];
}

export function lex(text: string): Tokens {
  return tokenize(text);
}

/** A text that is one expression and nothing else. */
export function lexExpression(text: string): Tokens {
  return tokenize(text, NESTED_MODE);
}

function tokenize(text: string, mode?: string): Tokens {
  // Errors of the library are of one kind here: a closing bracket with no mode to leave, which the parser reports as one that closes nothing.
  const { tokens, groups } = lexer.tokenize(text, mode);
  const comments = (groups.comments ?? []).map((token) => {
    const image = token.image.endsWith('\r') ? token.image.slice(0, -1) : token.image;
    return { text: image, span: { start: token.startOffset, end: token.startOffset + image.length } };
  });
  return { tokens, comments };
}
