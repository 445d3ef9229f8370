// Tokens of an expression to its AST: operators folded to the left, references joined. Every fault of an expression gets its words here.

import type { Argument, BinaryOperator, Expression, MapEntry } from './ast.js';
import type { CstNode, IRecognitionException, IToken } from './chevrotain.js';
import type { FaultCollector } from './collector.js';
import { child, children, onlyToken, spanOf, token, tokens } from './cst.js';
import { parseExpressionTokens } from './expression-parser.js';
import { excerpt, type Fault, fault } from './faults.js';
import type { Span } from './source.js';

/** `all` is not empty. null, with a fault, when it does not parse. */
export function buildExpression(all: readonly IToken[], faults: FaultCollector): Expression | null {
  const foreign = all.find(({ tokenType }) => FOREIGN.has(tokenType.name));
  if (foreign !== undefined) {
    faults.report(spanOf(foreign), foreignFault(foreign));
    return null;
  }
  const parsed = parseExpressionTokens(all);
  if ('cst' in parsed) return new ExpressionBuilder(faults).expression(parsed.cst);
  reportRefusal(parsed.error, all.at(-1) as IToken, faults);
  return null;
}

/** Tokens that no expression has. */
const FOREIGN = new Set(['Illegal', 'UnterminatedString', 'UnterminatedComment']);
const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=', 'in']);

function foreignFault({ tokenType, image, startOffset }: IToken): Fault {
  if (image.startsWith('$')) return fault.expression('"${" means nothing in an expression', 'write the attribute itself: agent.id');
  const end = startOffset + image.length;
  if (tokenType.name === 'UnterminatedString') return fault.unterminatedString({ start: end, end });
  if (tokenType.name === 'UnterminatedComment') return fault.unterminatedComment();
  return fault.expression(`${JSON.stringify(excerpt(image))} means nothing in an expression`);
}

function reportRefusal({ token: seen }: IRecognitionException, last: IToken, faults: FaultCollector): void {
  // At the end the library gives a token without a place.
  if (Number.isNaN(seen.startOffset)) {
    const end = last.startOffset + last.image.length;
    faults.report({ start: end - 1, end }, fault.expression('the expression ends too early', 'an operand or a closing bracket is missing'));
  } else if (seen.image === '=') faults.report(spanOf(seen), fault.expression('"=" gives a value; a comparison is "=="', 'write "=="'));
  else {
    const help = COMPARISONS.has(seen.image) ? 'comparisons do not chain: use brackets' : 'an operator, an operand or a closing bracket is missing';
    faults.report(spanOf(seen), fault.expression(`${JSON.stringify(excerpt(seen.image))} does not fit here`, help));
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** INVARIANT: the parser found no fault, so every part that the grammar wants is there. */
class ExpressionBuilder {
  readonly #faults: FaultCollector;

  constructor(faults: FaultCollector) {
    this.#faults = faults;
  }

  #report(span: Span, what: Fault): void {
    this.#faults.report(span, what);
  }

  expression(node: CstNode): Expression {
    return this.#fold(node, 'conjunction', ['Or'], (next) => this.#conjunction(next));
  }

  #conjunction(node: CstNode): Expression {
    return this.#fold(node, 'equality', ['And'], (next) => this.#equality(next));
  }

  #equality(node: CstNode): Expression {
    return this.#fold(node, 'comparison', ['Equality'], (next) => this.#comparison(next));
  }

  #comparison(node: CstNode): Expression {
    return this.#fold(node, 'sum', ['Comparison', 'In'], (next) => this.#sum(next));
  }

  #sum(node: CstNode): Expression {
    return this.#fold(node, 'product', ['Plus', 'Minus'], (next) => this.#product(next));
  }

  #product(node: CstNode): Expression {
    return this.#fold(node, 'unary', ['Star'], (next) => this.#unary(next));
  }

  #fold(node: CstNode, operand: string, operators: string[], build: (node: CstNode) => Expression): Expression {
    const between = tokens(node, ...operators);
    return children(node, operand)
      .map(build)
      .reduce((left, right, i) => ({
        kind: 'binary',
        operator: (between[i - 1] as IToken).image as BinaryOperator,
        left,
        right,
        span: { start: left.span.start, end: right.span.end },
      }));
  }

  #unary(node: CstNode): Expression {
    const operand = this.#postfix(child(node, 'postfix') as CstNode);
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

  #postfix(node: CstNode): Expression {
    return children(node, 'access').reduce((target, access) => this.#access(target, access), this.#primary(child(node, 'primary') as CstNode));
  }

  #access(target: Expression, node: CstNode): Expression {
    const name = child(node, 'name');
    if (name !== undefined) {
      const word = onlyToken(name);
      const span = { start: target.span.start, end: spanOf(word).end };
      if (target.kind === 'reference') return { kind: 'reference', names: [...target.names, word.image], span };
      return { kind: 'index', target, index: word.image, span };
    }
    const string = token(node, 'ExpressionString');
    const decimal = token(node, 'Decimal') as IToken;
    const index = string === undefined ? Number(decimal.image) : this.#string(string);
    if (string === undefined && !Number.isSafeInteger(index)) this.#report(spanOf(decimal), fault.expression('an index is a whole number'));
    return { kind: 'index', target, index, span: { start: target.span.start, end: spanOf(token(node, 'RBracket') as IToken).end } };
  }

  #primary(node: CstNode): Expression {
    const nested = child(node, 'group') ?? child(node, 'listExpression') ?? child(node, 'mapExpression') ?? child(node, 'wordOrCall');
    if (nested !== undefined) return this.#nested(nested);
    const literal = onlyToken(node);
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
    if (node.name === 'group') return this.expression(child(node, 'expression') as CstNode);
    const ends = tokens(node, 'LParen', 'RParen', 'LBracket', 'RBracket', 'LBrace', 'RBrace', 'Word');
    const first = ends[0] as IToken;
    const span = { start: first.startOffset, end: spanOf(ends.at(-1) as IToken).end };
    if (node.name === 'listExpression') return { kind: 'list', elements: children(node, 'expression').map((next) => this.expression(next)), span };
    if (node.name === 'mapExpression') return { kind: 'map', entries: this.#entries(node), span };
    if (token(node, 'LParen') === undefined) return { kind: 'reference', names: [first.image], span };
    const given = children(node, 'argument').map(
      (argument): Argument => ({ name: token(argument, 'Word')?.image ?? null, value: this.expression(child(argument, 'expression') as CstNode) }),
    );
    return { kind: 'call', name: first.image, nameSpan: spanOf(first), arguments: given, span };
  }

  #entries(node: CstNode): MapEntry[] {
    const seen = new Set<string>();
    return children(node, 'mapEntry').map((entry) => {
      const name = child(entry, 'name');
      const key = name === undefined ? (token(entry, 'ExpressionString') as IToken) : onlyToken(name);
      const text = name === undefined ? this.#string(key) : key.image;
      if (seen.has(text)) this.#report(spanOf(key), fault.expression(`the key ${JSON.stringify(text)} stands twice in this map`));
      seen.add(text);
      return { key: text, keySpan: spanOf(key), value: this.expression(child(entry, 'expression') as CstNode) };
    });
  }

  #number(what: IToken): number {
    if (/^0[0-9]/.test(what.image)) this.#report(spanOf(what), fault.expression('a number has no leading zero here', 'there is no octal in expressions'));
    const value = Number(what.image);
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) this.#report(spanOf(what), fault.inexactNumber());
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
