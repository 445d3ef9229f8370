// Tokens of one expression to a concrete tree (spec.md §5): a strict grammar, loosest operator first. Comparisons do not chain.

import { type CstNode, CstParser, type IRecognitionException, type IToken } from './chevrotain.js';
import * as t from './tokens.js';

export class ExpressionParser extends CstParser {
  constructor(validate = false) {
    super(t.ALL_TOKENS, { maxLookahead: 1, nodeLocationTracking: 'none', skipValidations: !validate });
    this.performSelfAnalysis();
  }

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
}

let parser: ExpressionParser | null = null;

/** The first error is enough: what follows it is guesswork. Without one the tree is whole. */
export function parseExpressionTokens(tokens: readonly IToken[]): { readonly cst: CstNode } | { readonly error: IRecognitionException } {
  parser ??= new ExpressionParser();
  parser.input = tokens as IToken[];
  const cst = parser.expression();
  const [error] = parser.errors;
  return error === undefined ? { cst } : { error };
}
