// Expressions of the strict JSON form: the text in a string, and plain values that stand for their literals. Every span points into the JSON text,
// through its escapes.

import type { Expression, ExpressionValue } from '../ast.js';
import { buildExpression } from '../build-expression.js';
import { FaultCollector } from '../collector.js';
import { type Fault, fault } from '../faults.js';
import { lexExpression } from '../lexer.js';
import type { Source, Span } from '../source.js';
import { jsonStringValue } from '../strict-json.js';
import { firstTooDeep } from '../too-deep.js';
import type { JsonList, JsonScalar, JsonValue } from './json-value.js';

export class ExpressionReader {
  readonly #faults: FaultCollector;
  readonly #source: Source;

  constructor(source: Source, faults: FaultCollector) {
    this.#source = source;
    this.#faults = faults;
  }

  /** The whole string is one expression: line ends are blanks in it. */
  text(string: JsonScalar): ExpressionValue | null {
    const text = jsonStringValue(string.text);
    const place = placesIn(string.text, string.span.start);
    const { tokens, comments } = lexExpression(text);
    const deep = firstTooDeep(tokens);
    const comment = comments[0];
    if (deep !== null) return this.#refuse(place(deep), fault.tooDeep());
    if (comment !== undefined) return this.#refuse(place(comment.span), { ...fault.commentInJson(), message: 'an expression has no comments in JSON' });
    if (tokens.length === 0) return this.#refuse(string.span, fault.expression('an expression is missing in this string'));
    const inner = new FaultCollector(this.#source.file);
    const expression = buildExpression(tokens, inner);
    for (const { code, message, help, span } of inner.diagnostics) this.#faults.report(place(span), { code, message, ...(help === undefined ? {} : { help }) });
    if (expression === null) return null;
    const placed = replaced(expression, place);
    return { kind: 'expression', expression: placed, span: placed.span };
  }

  /** A value of a `parameters` block. */
  parameter(value: JsonValue): ExpressionValue | null {
    if (value.kind !== 'object') {
      const expression = this.#literal(value);
      return expression === null ? null : { kind: 'expression', expression, span: expression.span };
    }
    const [member] = value.members;
    if (value.members.length === 1 && member?.key === 'expr' && member.value.kind === 'string') return this.text(member.value);
    return this.#refuse(
      value.span,
      fault.expression('an object here holds an expression and nothing else', 'write {"expr": "…"}, a map inside the string too'),
    );
  }

  #literal(value: JsonScalar | JsonList): Expression | null {
    const { kind, span } = value;
    switch (kind) {
      case 'list':
        return this.#list(value);
      case 'string': {
        const string = jsonStringValue(value.text);
        if (string.includes('${'))
          return this.#refuse(span, fault.expression('"${" means nothing in an expression', 'write {"expr": "…"} with the attribute itself'));
        return { kind: 'literal', value: string, span };
      }
      case 'number':
        return this.#number(value);
      case 'boolean':
        return { kind: 'literal', value: value.text === 'true', span };
      case 'null':
        return this.#refuse(span, fault.noNull());
      case 'broken':
        return null;
    }
  }

  #list({ elements, span }: JsonList): Expression | null {
    const read = elements.map((element) =>
      element.kind === 'object'
        ? this.#refuse(element.span, fault.expression('a list holds no objects here', 'write {"expr": "[…]"} for the whole list'))
        : this.#literal(element),
    );
    return read.includes(null) ? null : { kind: 'list', elements: read as Expression[], span };
  }

  /** As in HCL, where a minus is an operator. */
  #number({ text, span }: JsonScalar): Expression {
    const negative = text.startsWith('-');
    const value = Number(negative ? text.slice(1) : text);
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) this.#faults.report(span, fault.inexactNumber());
    if (!negative) return { kind: 'literal', value, span };
    return { kind: 'unary', operator: '-', operand: { kind: 'literal', value, span: { start: span.start + 1, end: span.end } }, span };
  }

  #refuse(span: Span, what: Fault): null {
    this.#faults.report(span, what);
    return null;
  }
}

type Place = (span: Span) => Span;

/** From offsets into a string's value to offsets into the text that holds it as `written`, quotes included, at `start`. */
function placesIn(written: string, start: number): Place {
  if (!written.includes('\\')) return (span) => ({ start: start + 1 + span.start, end: start + 1 + span.end });
  const offsets: number[] = [];
  for (let i = 1; i < written.length; ) {
    offsets.push(start + i);
    i += written[i] !== '\\' ? 1 : written[i + 1] === 'u' ? 6 : 2;
  }
  const at = (offset: number) => offsets[Math.min(offset, offsets.length - 1)] as number;
  return (span) => ({ start: at(span.start), end: at(span.end) });
}

const SPANS = new Set(['span', 'keySpan', 'nameSpan']);

/** The same node with every span moved. */
function replaced<T>(node: T, place: Place): T {
  if (Array.isArray(node)) return node.map((part) => replaced(part, place)) as T;
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([name, part]) => [name, SPANS.has(name) ? place(part as Span) : replaced(part, place)])) as T;
}
