// Tokens to a concrete tree. The document part accepts every sequence of tokens (build-ast says what is wrong with it, where and how to mend
// it); the expression part is a strict grammar whose errors are recovered at the expression's end. Long because a grammar is one class.

import { type CstNode, CstParser, EOF, type IRecognitionException, type IToken, tokenMatcher } from './chevrotain.js';
import * as t from './tokens.js';

class PolcParser extends CstParser {
  constructor() {
    super(t.ALL_TOKENS, { recoveryEnabled: true, maxLookahead: 2, nodeLocationTracking: 'none' });
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
            this.OPTION3(() => this.SUBRULE(this.expression));
            this.MANY2({ GATE: () => this.LA(1).tokenType !== t.ExpressionEnd, DEF: () => this.SUBRULE(this.expressionRest) });
            this.OPTION4(() => this.CONSUME(t.ExpressionEnd));
          },
        },
        { ALT: () => this.SUBRULE2(this.object) },
      ]),
    );
  });

  /** What follows an expression that should have ended. */
  readonly expressionRest = this.RULE('expressionRest', () => {
    this.OR(t.EXPRESSION_TOKENS.map((type) => ({ ALT: () => this.CONSUME(type) })));
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
      { ALT: () => this.CONSUME(t.Comma) },
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

  // ---- Expressions (language.md §4), loosest operator first. Comparisons do not chain.

  readonly expression = this.RULE('expression', () => {
    this.SUBRULE(this.conjunction);
    this.MANY(() => {
      this.CONSUME(t.Or);
      this.SUBRULE2(this.conjunction);
    });
  });

  readonly conjunction = this.RULE('conjunction', () => {
    this.SUBRULE(this.equality);
    this.MANY(() => {
      this.CONSUME(t.And);
      this.SUBRULE2(this.equality);
    });
  });

  readonly equality = this.RULE('equality', () => {
    this.SUBRULE(this.comparison);
    this.OPTION(() => {
      this.CONSUME(t.Equality);
      this.SUBRULE2(this.comparison);
    });
  });

  readonly comparison = this.RULE('comparison', () => {
    this.SUBRULE(this.sum);
    this.OPTION(() => {
      this.OR([{ ALT: () => this.CONSUME(t.Comparison) }, { ALT: () => this.CONSUME(t.In) }]);
      this.SUBRULE2(this.sum);
    });
  });

  readonly sum = this.RULE('sum', () => {
    this.SUBRULE(this.product);
    this.MANY(() => {
      this.OR([{ ALT: () => this.CONSUME(t.Plus) }, { ALT: () => this.CONSUME(t.Minus) }]);
      this.SUBRULE2(this.product);
    });
  });

  readonly product = this.RULE('product', () => {
    this.SUBRULE(this.unary);
    this.MANY(() => {
      this.CONSUME(t.Star);
      this.SUBRULE2(this.unary);
    });
  });

  readonly unary = this.RULE('unary', () => {
    this.MANY(() => this.OR([{ ALT: () => this.CONSUME(t.Not) }, { ALT: () => this.CONSUME(t.Minus) }]));
    this.SUBRULE(this.postfix);
  });

  readonly postfix = this.RULE('postfix', () => {
    this.SUBRULE(this.primary);
    this.MANY(() => this.SUBRULE(this.access));
  });

  readonly access = this.RULE('access', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Dot);
          this.SUBRULE(this.name);
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.LBracket);
          this.OR2([{ ALT: () => this.CONSUME(t.ExpressionString) }, { ALT: () => this.CONSUME(t.Decimal) }]);
          this.CONSUME(t.RBracket);
        },
      },
    ]);
  });

  /** Behind a dot even `in` and `true` are names. */
  readonly name = this.RULE('name', () => {
    this.OR([t.Word, t.In, t.TrueWord, t.FalseWord].map((type) => ({ ALT: () => this.CONSUME(type) })));
  });

  readonly primary = this.RULE('primary', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.Decimal) },
      { ALT: () => this.CONSUME(t.ExpressionString) },
      { ALT: () => this.CONSUME(t.TrueWord) },
      { ALT: () => this.CONSUME(t.FalseWord) },
      { ALT: () => this.SUBRULE(this.group) },
      { ALT: () => this.SUBRULE(this.listExpression) },
      { ALT: () => this.SUBRULE(this.mapExpression) },
      { ALT: () => this.SUBRULE(this.wordOrCall) },
    ]);
  });

  readonly group = this.RULE('group', () => {
    this.CONSUME(t.LParen);
    this.SUBRULE(this.expression);
    this.CONSUME(t.RParen);
  });

  readonly wordOrCall = this.RULE('wordOrCall', () => {
    this.CONSUME(t.Word);
    this.OPTION(() => {
      this.CONSUME(t.LParen);
      this.OPTION2(() => {
        this.SUBRULE(this.argument);
        this.MANY({
          GATE: () => this.LA(2).tokenType !== t.RParen,
          DEF: () => {
            this.CONSUME(t.Comma);
            this.SUBRULE2(this.argument);
          },
        });
        this.OPTION3(() => this.CONSUME2(t.Comma));
      });
      this.CONSUME(t.RParen);
    });
  });

  readonly argument = this.RULE('argument', () => {
    this.OPTION({
      GATE: () => this.LA(2).tokenType === t.Colon,
      DEF: () => {
        this.CONSUME(t.Word);
        this.CONSUME(t.Colon);
      },
    });
    this.SUBRULE(this.expression);
  });

  readonly listExpression = this.RULE('listExpression', () => {
    this.CONSUME(t.LBracket);
    this.OPTION(() => {
      this.SUBRULE(this.expression);
      this.MANY({
        GATE: () => this.LA(2).tokenType !== t.RBracket,
        DEF: () => {
          this.CONSUME(t.Comma);
          this.SUBRULE2(this.expression);
        },
      });
      this.OPTION2(() => this.CONSUME2(t.Comma));
    });
    this.CONSUME(t.RBracket);
  });

  readonly mapExpression = this.RULE('mapExpression', () => {
    this.CONSUME(t.LBrace);
    this.MANY(() => {
      this.SUBRULE(this.mapEntry);
      this.OPTION(() => this.CONSUME(t.Comma));
    });
    this.CONSUME(t.RBrace);
  });

  readonly mapEntry = this.RULE('mapEntry', () => {
    this.OR([{ ALT: () => this.SUBRULE(this.name) }, { ALT: () => this.CONSUME(t.ExpressionString) }]);
    this.OR2([{ ALT: () => this.CONSUME(t.Equals) }, { ALT: () => this.CONSUME(t.Colon) }]);
    this.SUBRULE(this.expression);
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
const parser = new PolcParser();

export interface ConcreteTree {
  readonly cst: CstNode;
  readonly errors: readonly IRecognitionException[];
}

export function parseTokens(tokens: IToken[]): ConcreteTree {
  parser.input = tokens;
  const cst = parser.document();
  return { cst, errors: parser.errors };
}

export { EOF };
