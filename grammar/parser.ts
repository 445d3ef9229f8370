// Tokens to a concrete tree. Every sequence of tokens is accepted: build-ast says what is wrong with it, where, and how to mend it. Expressions
// are left as runs of tokens for a parser of their own, which most files never need.
//
// WHY by hand, beside the library that reads expressions: a document's grammar is six rules of one token's lookahead, and the library's frames and
// nodes for each of them were a third of the time of a large compilation (bench/parse).

import type { IToken, TokenType } from './chevrotain.js';
import * as t from './tokens.js';

/** `{ … }`: `close` is null where it never comes. */
export interface ObjectNode {
  readonly kind: 'object';
  readonly open: IToken;
  readonly parts: readonly Part[];
  readonly close: IToken | null;
}

export interface ListNode {
  readonly kind: 'list';
  readonly open: IToken;
  /** Values, and whatever stands between them. */
  readonly parts: readonly (ValueNode | MarkNode)[];
  readonly close: IToken | null;
}

export interface LiteralNode {
  readonly kind: 'literal';
  readonly token: IToken;
}

export type ValueNode = ObjectNode | ListNode | LiteralNode;

/** A token that is no value: a comma, or what has no place where it stands. */
export interface MarkNode {
  readonly kind: 'mark';
  readonly token: IToken;
}

export interface ItemNode {
  readonly kind: 'item';
  /** At least one. */
  readonly keys: readonly IToken[];
  /** `=` or `:`, or the `=` of an expression. */
  readonly assign: IToken | null;
  /** Behind `=`, or the block. */
  readonly value: ValueNode | null;
  /** Whatever stands up to the expression's end; the expression parser judges it. null where none can stand. */
  readonly expression: readonly IToken[] | null;
}

/** An item, an object without a key, a comma, or something that has no place in a body. */
export type Part = ItemNode | ObjectNode | MarkNode;

export interface DocumentNode {
  readonly parts: readonly Part[];
  /** Closing braces that close nothing. */
  readonly stray: readonly IToken[];
}

/** What a token can be, by its type: a number for each type, a bit for each role. */
const ROLE = {
  key: 1,
  value: 2,
  open: 4,
  close: 8,
  assign: 16,
  colon: 32,
  expression: 64,
  end: 128,
  inExpression: 256,
  list: 512,
  endOfList: 1024,
  inList: 2048,
};
const KEYS = [t.Identifier, t.StringLiteral, t.UnterminatedString, t.SingleQuoted, t.SmartQuoted, t.Interpolation, t.NumberLiteral, t.True, t.False];
const HEREDOCS = [t.Heredoc, t.BadHeredoc];
const roles: number[] = [];
/** Of the types, and of those of their kind. */
function play(role: number, ...types: readonly TokenType[]): void {
  for (const type of t.ALL_TOKENS) {
    const index = type.tokenTypeIdx as number;
    if (types.some((each) => type === each || type.CATEGORIES?.includes(each))) roles[index] = (roles[index] ?? 0) | role;
  }
}
play(ROLE.key | ROLE.value, ...KEYS, ...HEREDOCS);
play(ROLE.open, t.LCurly);
play(ROLE.close, t.RCurly);
play(ROLE.assign, t.Assign);
play(ROLE.colon, t.Colon);
play(ROLE.expression, t.ExpressionAssign);
play(ROLE.end, t.ExpressionEnd);
play(ROLE.inExpression, t.ExpressionOnly, t.Comma, t.Colon, t.Illegal, t.UnterminatedString, t.UnterminatedComment);
play(ROLE.list, t.LSquare);
play(ROLE.endOfList, t.RSquare);
play(ROLE.inList, t.Comma, t.Semicolon, t.Colon, t.Illegal, t.UnterminatedComment);

/** INVARIANT: `too-deep.ts` has bounded how deep brackets nest. */
class Parser {
  readonly #tokens: readonly IToken[];
  #at = 0;

  constructor(tokens: readonly IToken[]) {
    this.#tokens = tokens;
  }

  document(): DocumentNode {
    const parts: Part[] = [];
    const stray: IToken[] = [];
    while (this.#at < this.#tokens.length) {
      if (this.#is(ROLE.close)) stray.push(this.#take());
      else parts.push(this.#part());
    }
    return { parts, stray };
  }

  #part(): Part {
    if (this.#is(ROLE.key)) return this.#item();
    return this.#is(ROLE.open) ? this.#object() : { kind: 'mark', token: this.#take() };
  }

  #item(): ItemNode {
    const keys = this.#run(ROLE.key);
    if (this.#is(ROLE.open)) return { kind: 'item', keys, assign: null, value: this.#object(), expression: null };
    if (this.#is(ROLE.expression)) {
      const assign = this.#take();
      const expression = this.#run(ROLE.inExpression);
      if (this.#is(ROLE.end)) this.#at++;
      return { kind: 'item', keys, assign, value: null, expression };
    }
    if (!this.#is(ROLE.assign | ROLE.colon)) return { kind: 'item', keys, assign: null, value: null, expression: null };
    const assign = this.#take();
    // `bar =` followed by `baz = 7`, `baz {` or `baz "label"`: the value is missing, baz is the next item.
    const follows = this.#is(ROLE.value | ROLE.list | ROLE.open) && !this.#itemFollows();
    return { kind: 'item', keys, assign, value: follows ? this.#value() : null, expression: null };
  }

  #value(): ValueNode {
    if (this.#is(ROLE.list)) return this.#list();
    return this.#is(ROLE.open) ? this.#object() : { kind: 'literal', token: this.#take() };
  }

  #list(): ListNode {
    const open = this.#take();
    const parts: (ValueNode | MarkNode)[] = [];
    while (!this.#itemFollows()) {
      if (this.#is(ROLE.value | ROLE.list | ROLE.open)) parts.push(this.#value());
      else if (this.#is(ROLE.inList)) parts.push({ kind: 'mark', token: this.#take() });
      else break;
    }
    return { kind: 'list', open, parts, close: this.#is(ROLE.endOfList) ? this.#take() : null };
  }

  #object(): ObjectNode {
    const open = this.#take();
    const parts: Part[] = [];
    while (this.#at < this.#tokens.length && !this.#is(ROLE.close)) parts.push(this.#part());
    return { kind: 'object', open, parts, close: this.#is(ROLE.close) ? this.#take() : null };
  }

  #itemFollows(): boolean {
    const first = this.#tokens[this.#at];
    const second = this.#tokens[this.#at + 1];
    if (first === undefined || second === undefined) return false;
    const named = first.tokenType === t.Identifier;
    if (!named && first.tokenType !== t.StringLiteral) return false;
    const role = roles[second.tokenTypeIdx] ?? 0;
    if ((role & ROLE.assign) !== 0 || second.tokenType === t.ExpressionAssign) return true;
    return named && ((role & ROLE.open) !== 0 || (first.image === 'path' && second.tokenType === t.StringLiteral));
  }

  /** False at the end. */
  #is(role: number): boolean {
    const next = this.#tokens[this.#at];
    return next !== undefined && ((roles[next.tokenTypeIdx] ?? 0) & role) !== 0;
  }

  #take(): IToken {
    return this.#tokens[this.#at++] as IToken;
  }

  #run(role: number): readonly IToken[] {
    const start = this.#at;
    while (this.#is(role)) this.#at++;
    return this.#tokens.slice(start, this.#at);
  }
}

export function parseTokens(tokens: readonly IToken[]): DocumentNode {
  return new Parser(tokens).document();
}
