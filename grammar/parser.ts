// Tokens to a concrete tree. Every sequence of tokens is accepted: build-ast says what is wrong with it, where, and how to mend it. Expressions
// are left as runs of tokens for a parser of their own, which most files never need.

import { type CstNode, CstParser, type IToken, tokenMatcher } from './chevrotain.js';
import * as t from './tokens.js';

export class DocumentParser extends CstParser {
  constructor(validate = false) {
    // WHY no validation: it checks the grammar, not the input, at a fifth of the start-up (bench/start); a test does it.
    super(t.ALL_TOKENS, { maxLookahead: 1, nodeLocationTracking: 'none', skipValidations: !validate });
    this.performSelfAnalysis();
  }

  readonly document = this.RULE('document', () => {
    this.MANY(() => this.OR([{ ALT: () => this.SUBRULE(this.part) }, { ALT: () => this.CONSUME(t.RCurly) }]));
  });

  /** An item, a comma, or something that has no place in a body. */
  readonly part = this.RULE('part', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.item) },
      { ALT: () => this.SUBRULE(this.object) },
      { ALT: () => this.CONSUME(t.Comma) },
      { ALT: () => this.SUBRULE(this.stray) },
    ]);
  });

  readonly stray = this.RULE('stray', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.Semicolon) },
      { ALT: () => this.CONSUME(t.Colon) },
      { ALT: () => this.CONSUME(t.Assign) },
      { ALT: () => this.CONSUME(t.ExpressionAssign) },
      { ALT: () => this.CONSUME(t.LSquare) },
      { ALT: () => this.CONSUME(t.RSquare) },
      { ALT: () => this.CONSUME(t.Illegal) },
      { ALT: () => this.CONSUME(t.UnterminatedComment) },
      { ALT: () => this.CONSUME(t.ExpressionEnd) },
      // Behind a "=" that has no key.
      { ALT: () => this.CONSUME(t.ExpressionOnly) },
    ]);
  });

  readonly item = this.RULE('item', () => {
    this.AT_LEAST_ONE(() => this.SUBRULE(this.key));
    this.OPTION(() =>
      this.OR([
        {
          ALT: () => {
            this.OR2([{ ALT: () => this.CONSUME(t.Assign) }, { ALT: () => this.CONSUME(t.Colon) }]);
            this.OPTION2({ GATE: () => this.valueFollows(), DEF: () => this.SUBRULE(this.value) });
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.ExpressionAssign);
            this.MANY2(() => this.SUBRULE(this.expressionToken));
            this.OPTION4(() => this.CONSUME(t.ExpressionEnd));
          },
        },
        { ALT: () => this.SUBRULE2(this.object) },
      ]),
    );
  });

  /** Whatever stands up to the expression's end; the expression parser judges it. */
  readonly expressionToken = this.RULE('expressionToken', () => {
    this.OR([t.ExpressionOnly, t.Comma, t.Colon, t.Illegal, t.UnterminatedString, t.UnterminatedComment].map((type) => ({ ALT: () => this.CONSUME(type) })));
  });

  readonly key = this.RULE('key', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.Identifier) },
      { ALT: () => this.CONSUME(t.StringLiteral) },
      { ALT: () => this.CONSUME(t.UnterminatedString) },
      { ALT: () => this.CONSUME(t.SingleQuoted) },
      { ALT: () => this.CONSUME(t.SmartQuoted) },
      { ALT: () => this.CONSUME(t.Interpolation) },
      { ALT: () => this.CONSUME(t.NumberLiteral) },
      { ALT: () => this.CONSUME(t.True) },
      { ALT: () => this.CONSUME(t.False) },
      { ALT: () => this.CONSUME(t.Heredoc) },
      { ALT: () => this.CONSUME(t.BadHeredoc) },
    ]);
  });

  readonly value = this.RULE('value', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.StringLiteral) },
      { ALT: () => this.CONSUME(t.UnterminatedString) },
      { ALT: () => this.CONSUME(t.Heredoc) },
      { ALT: () => this.CONSUME(t.BadHeredoc) },
      { ALT: () => this.CONSUME(t.NumberLiteral) },
      { ALT: () => this.CONSUME(t.True) },
      { ALT: () => this.CONSUME(t.False) },
      { ALT: () => this.CONSUME(t.SingleQuoted) },
      { ALT: () => this.CONSUME(t.SmartQuoted) },
      { ALT: () => this.CONSUME(t.Identifier) },
      { ALT: () => this.CONSUME(t.BareWord) },
      { ALT: () => this.CONSUME(t.Interpolation) },
      { ALT: () => this.SUBRULE(this.list) },
      { ALT: () => this.SUBRULE(this.object) },
    ]);
  });

  readonly list = this.RULE('list', () => {
    this.CONSUME(t.LSquare);
    this.MANY({ GATE: () => !this.itemFollows(), DEF: () => this.SUBRULE(this.listPart) });
    this.OPTION(() => this.CONSUME(t.RSquare));
  });

  readonly listPart = this.RULE('listPart', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.value) },
      // A run of commas is one part: a node for each of a million takes seconds.
      { ALT: () => this.AT_LEAST_ONE(() => this.CONSUME(t.Comma)) },
      { ALT: () => this.CONSUME(t.Semicolon) },
      { ALT: () => this.CONSUME(t.Colon) },
      { ALT: () => this.CONSUME(t.Illegal) },
      { ALT: () => this.CONSUME(t.UnterminatedComment) },
    ]);
  });

  readonly object = this.RULE('object', () => {
    this.CONSUME(t.LCurly);
    this.MANY(() => this.SUBRULE(this.part));
    this.OPTION(() => this.CONSUME(t.RCurly));
  });

  /** `bar =` followed by `baz = 7`, `baz {` or `baz "label"`: the value is missing, baz is the next item. */
  private valueFollows(): boolean {
    return !this.itemFollows();
  }

  private itemFollows(): boolean {
    const first = this.LA(1).tokenType;
    if (first !== t.Identifier && first !== t.StringLiteral) return false;
    const second = this.LA(2);
    if (tokenMatcher(second, t.Assign) || second.tokenType === t.ExpressionAssign) return true;
    return first === t.Identifier && (tokenMatcher(second, t.LCurly) || (this.LA(1).image === 'path' && second.tokenType === t.StringLiteral));
  }
}

// WHY: one instance is re-used; building it costs tens of milliseconds, parsing a policy less than one.
const parser = new DocumentParser();

/** `refused` is a token that the grammar has no place for; there is none for what the lexer makes of any text. */
export function parseTokens(tokens: IToken[]): { readonly cst: CstNode; readonly refused: IToken | null } {
  parser.input = tokens;
  const cst = parser.document();
  return { cst, refused: parser.errors[0]?.token ?? null };
}
