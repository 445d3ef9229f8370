// Concrete tree of an expression to its AST: operators folded to the left, references joined. Faults the grammar let through are reported here.

import type { Argument, BinaryOperator, Expression, MapEntry } from './ast.js';
import type { CstNode, IToken } from './chevrotain.js';
import type { Diagnostic } from './diagnostic.js';
import { type Fault, fault } from './faults.js';
import type { Span } from './source.js';

export interface BuiltExpression {
  /** null when the parser gave up on a part of it. */
  readonly value: Expression | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly end: number;
}

export function buildExpression(node: CstNode, file: string): BuiltExpression {
  const builder = new ExpressionBuilder(file);
  const value = builder.expression(node);
  return { value: builder.broken ? null : value, diagnostics: builder.diagnostics, end: lastOffset(node) };
}

const spanOf = (token: IToken): Span => ({ start: token.startOffset, end: token.startOffset + token.image.length });
const child = (node: CstNode, name: string) => node.children[name]?.[0] as CstNode | undefined;
const children = (node: CstNode, name: string) => (node.children[name] ?? []) as CstNode[];
const token = (node: CstNode, name: string) => node.children[name]?.[0] as IToken | undefined;
const tokens = (node: CstNode, ...names: string[]) =>
  (names.flatMap((name) => node.children[name] ?? []) as IToken[]).sort((a, b) => a.startOffset - b.startOffset);

function lastOffset(node: CstNode): number {
  let end = 0;
  for (const part of Object.values(node.children).flat()) {
    const at = 'image' in part ? part.startOffset + part.image.length : lastOffset(part);
    if (at > end) end = at;
  }
  return end;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
const ERROR: Expression = { kind: 'literal', value: false, span: { start: 0, end: 0 } };

class ExpressionBuilder {
  readonly diagnostics: Diagnostic[] = [];
  broken = false;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  #report(span: Span, what: Fault): void {
    this.diagnostics.push({ ...what, severity: 'error', file: this.#file, span });
  }

  expression(node: CstNode | undefined): Expression {
    return this.#fold(node, 'conjunction', ['Or'], (next) => this.#conjunction(next));
  }

  #conjunction(node: CstNode | undefined): Expression {
    return this.#fold(node, 'equality', ['And'], (next) => this.#equality(next));
  }

  #equality(node: CstNode | undefined): Expression {
    return this.#fold(node, 'comparison', ['Equality'], (next) => this.#comparison(next));
  }

  #comparison(node: CstNode | undefined): Expression {
    return this.#fold(node, 'sum', ['Comparison', 'In'], (next) => this.#sum(next));
  }

  #sum(node: CstNode | undefined): Expression {
    return this.#fold(node, 'product', ['Plus', 'Minus'], (next) => this.#product(next));
  }

  #product(node: CstNode | undefined): Expression {
    return this.#fold(node, 'unary', ['Star'], (next) => this.#unary(next));
  }

  #fold(node: CstNode | undefined, operandName: string, operators: string[], build: (node: CstNode | undefined) => Expression): Expression {
    if (node === undefined) return this.#missing();
    const operands = children(node, operandName);
    if (operands.length === 0) return this.#missing();
    const between = tokens(node, ...operators);
    let left = build(operands[0]);
    between.forEach((operator, index) => {
      const right = build(operands[index + 1]);
      left = { kind: 'binary', operator: operator.image as BinaryOperator, left, right, span: { start: left.span.start, end: right.span.end } };
    });
    return left;
  }

  /** The parser has reported it. */
  #missing(): Expression {
    this.broken = true;
    return ERROR;
  }

  #unary(node: CstNode | undefined): Expression {
    if (node === undefined) return this.#missing();
    const operand = this.#postfix(child(node, 'postfix'));
    return tokens(node, 'Not', 'Minus').reduceRight<Expression>(
      (inner, operator) => ({
        kind: 'unary',
        operator: operator.image as '!' | '-',
        operand: inner,
        span: { start: operator.startOffset, end: inner.span.end },
      }),
      operand,
    );
  }

  #postfix(node: CstNode | undefined): Expression {
    const primary = node && child(node, 'primary');
    if (node === undefined || primary === undefined) return this.#missing();
    return children(node, 'access').reduce((target, access) => this.#access(target, access), this.#primary(primary));
  }

  #access(target: Expression, node: CstNode): Expression {
    const name = child(node, 'name');
    const close = token(node, 'RBracket');
    if (name !== undefined) {
      const word = Object.values(name.children)[0]?.[0] as IToken | undefined;
      if (word === undefined) return this.#missing();
      const span = { start: target.span.start, end: spanOf(word).end };
      if (target.kind === 'reference') return { kind: 'reference', names: [...target.names, word.image], span };
      return { kind: 'index', target, index: word.image, span };
    }
    const string = token(node, 'ExpressionString');
    const decimal = token(node, 'Decimal');
    if (close === undefined || (string === undefined && decimal === undefined)) return this.#missing();
    const index = string === undefined ? Number((decimal as IToken).image) : this.#string(string);
    if (decimal !== undefined && !Number.isSafeInteger(index)) this.#report(spanOf(decimal), fault.expression('an index is a whole number'));
    return { kind: 'index', target, index, span: { start: target.span.start, end: spanOf(close).end } };
  }

  #primary(node: CstNode): Expression {
    const nested = child(node, 'group') ?? child(node, 'listExpression') ?? child(node, 'mapExpression') ?? child(node, 'wordOrCall');
    if (nested !== undefined) return this.#nested(nested);
    const literal = Object.values(node.children)[0]?.[0] as IToken | undefined;
    if (literal === undefined) return this.#missing();
    const span = spanOf(literal);
    switch (literal.tokenType.name) {
      case 'Decimal':
        return { kind: 'literal', value: this.#number(literal), span };
      case 'ExpressionString':
        return { kind: 'literal', value: this.#string(literal), span };
      default:
        return { kind: 'literal', value: literal.tokenType.name === 'TrueWord', span };
    }
  }

  #nested(node: CstNode): Expression {
    const all = tokens(node, 'LParen', 'RParen', 'LBracket', 'RBracket', 'LBrace', 'RBrace', 'Word');
    const first = all[0];
    if (first === undefined) return this.#missing();
    const span = { start: first.startOffset, end: spanOf(all.at(-1) as IToken).end };
    if (node.name === 'group') return this.expression(child(node, 'expression'));
    if (node.name === 'listExpression') return { kind: 'list', elements: children(node, 'expression').map((next) => this.expression(next)), span };
    if (node.name === 'mapExpression') return { kind: 'map', entries: this.#entries(node), span };
    if (token(node, 'LParen') === undefined) return { kind: 'reference', names: [first.image], span };
    const given = children(node, 'argument').map(
      (argument): Argument => ({ name: token(argument, 'Word')?.image ?? null, value: this.expression(child(argument, 'expression')) }),
    );
    return { kind: 'call', name: first.image, nameSpan: spanOf(first), arguments: given, span };
  }

  #entries(node: CstNode): MapEntry[] {
    const seen = new Set<string>();
    return children(node, 'mapEntry').map((entry) => {
      const name = child(entry, 'name');
      const key = (name === undefined ? token(entry, 'ExpressionString') : Object.values(name.children)[0]?.[0]) as IToken | undefined;
      if (key === undefined) return { key: '', keySpan: ERROR.span, value: this.#missing() };
      const text = name === undefined ? this.#string(key) : key.image;
      if (seen.has(text)) this.#report(spanOf(key), fault.expression(`the key ${JSON.stringify(text)} stands twice in this map`));
      seen.add(text);
      return { key: text, keySpan: spanOf(key), value: this.expression(child(entry, 'expression')) };
    });
  }

  #number(what: IToken): number {
    if (/^0[0-9]/.test(what.image)) this.#report(spanOf(what), fault.expression('a number has no leading zero here', 'there is no octal in expressions'));
    const value = Number(what.image);
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
      this.#report(spanOf(what), fault.expression('numbers beyond ±2^53 cannot be compared exactly'));
    return value;
  }

  #string(what: IToken): string {
    const inner = what.image.slice(1, -1);
    const interpolation = inner.indexOf('${');
    if (interpolation >= 0) {
      const start = what.startOffset + 1 + interpolation;
      this.#report({ start, end: start + 2 }, fault.expression('"${" means nothing in an expression', 'write the attribute itself, or join strings outside'));
    }
    return inner.replace(/\\(u[0-9a-fA-F]{4}|[\s\S])/g, (written, body: string, at: number) => {
      if (body.length === 5) return String.fromCharCode(Number.parseInt(body.slice(1), 16));
      const plain = Object.hasOwn(ESCAPES, body) ? ESCAPES[body] : undefined;
      if (plain !== undefined) return plain;
      const start = what.startOffset + 1 + at;
      this.#report(
        { start, end: start + written.length },
        fault.expression(`${JSON.stringify(written)} is not an escape`, 'escapes here are \\" \\\\ \\n \\r \\t \\uNNNN'),
      );
      return written;
    });
  }
}
