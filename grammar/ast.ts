// The tree of a policy document, as written: keys, values, expressions, comments, spans. No meaning, no defaults.

import type { Span } from './source.js';

/**
 * `hcl` is Vault's HCL1 dialect with polc's expressions; `json` is HCL1's JSON form, brought into the same shape
 * (objects that hold only objects are flattened into items of several keys, as HCL1 does). `polc-json` is polc's own strict JSON form, whose
 * trees are HCL's.
 */
export type Syntax = 'hcl' | 'json' | 'polc-json';

export interface Document {
  readonly kind: 'document';
  readonly file: string;
  readonly syntax: Syntax;
  readonly body: Body;
}

/** Items in source order. `dangling` are the comments after the last item. */
export interface Body {
  readonly items: readonly Item[];
  readonly dangling: readonly Comment[];
  readonly span: Span;
}

/**
 * One entry of a body: `key = value` (assigned), or `key "label" { … }` (a block, whose value is always an object).
 * In HCL an assigned item has one key. A block has one or more; the first is its type, the rest are its labels.
 */
export interface Item {
  readonly kind: 'item';
  readonly keys: readonly Key[];
  readonly assigned: boolean;
  readonly value: Value;
  readonly span: Span;
  /** Comments above the item (and any found between its parts). */
  readonly leading: readonly Comment[];
  /** The comment behind the item, on its last line. */
  readonly trailing: Comment | null;
  /** A blank line stood above the item or its leading comments. */
  readonly spaced: boolean;
}

export interface Key {
  readonly value: string;
  /** As written, quotes included: duplicate detection compares this. */
  readonly text: string;
  readonly quoted: boolean;
  readonly span: Span;
}

export interface Comment {
  /** With its marker, without a line end: `# …`, `// …`, or a block comment. */
  readonly text: string;
  readonly span: Span;
}

export type Value = StringValue | NumberValue | BooleanValue | NullValue | ListValue | ObjectValue | ExpressionValue;

export interface StringValue {
  readonly kind: 'string';
  readonly value: string;
  /** Present for a heredoc: the text as written, marker to marker. */
  readonly heredoc?: string;
  readonly span: Span;
}

/** HCL1 tells NUMBER (`10`, `0x10`, `010`) from FLOAT (`1.5`, `1e3`). `fault` says why no value could be made of the text. */
export interface NumberValue {
  readonly kind: 'number';
  readonly text: string;
  readonly value: number;
  readonly integer: boolean;
  readonly fault?: 'range' | 'octal' | 'exponent';
  readonly span: Span;
}

export interface BooleanValue {
  readonly kind: 'boolean';
  readonly value: boolean;
  readonly span: Span;
}

/** Words that are values by themselves, behind an `=` in a region of a test (spec.md §13.3). In the tree each is an expression of one name. */
export const BARE_WORDS = ['any', 'none'] as const;
export type BareWord = (typeof BARE_WORDS)[number];

export function bareWordOf(value: Value): BareWord | null {
  if (value.kind !== 'expression' || value.expression.kind !== 'reference' || value.expression.names.length !== 1) return null;
  const [name] = value.expression.names;
  return BARE_WORDS.find((word) => word === name) ?? null;
}

/** Only in JSON. */
export interface NullValue {
  readonly kind: 'null';
  readonly span: Span;
}

export interface ListValue {
  readonly kind: 'list';
  readonly elements: readonly Element[];
  /** Comments after the last element. */
  readonly dangling: readonly Comment[];
  readonly span: Span;
}

export interface Element {
  readonly value: Value;
  readonly leading: readonly Comment[];
  readonly trailing: Comment | null;
}

export interface ObjectValue {
  readonly kind: 'object';
  readonly body: Body;
  readonly span: Span;
}

export interface ExpressionValue {
  readonly kind: 'expression';
  readonly expression: Expression;
  readonly span: Span;
}

// Expressions (language.md §4): after `expr =`, and as the values of a `parameters` block.

export type Expression =
  | LiteralExpression
  | ListExpression
  | MapExpression
  | ReferenceExpression
  | IndexExpression
  | UnaryExpression
  | BinaryExpression
  | CallExpression;

export interface LiteralExpression {
  readonly kind: 'literal';
  readonly value: string | number | boolean;
  readonly span: Span;
}

export interface ListExpression {
  readonly kind: 'list';
  readonly elements: readonly Expression[];
  readonly span: Span;
}

export interface MapExpression {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
  readonly span: Span;
}

export interface MapEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Expression;
}

/** `agent.metadata.team` is three names; a bare word is one. */
export interface ReferenceExpression {
  readonly kind: 'reference';
  readonly names: readonly string[];
  readonly span: Span;
}

/** `parameters["content-type"]`, `parameters.recipients[0]`, and a name behind an index: `a["b"].c`. */
export interface IndexExpression {
  readonly kind: 'index';
  readonly target: Expression;
  readonly index: string | number;
  readonly span: Span;
}

export interface UnaryExpression {
  readonly kind: 'unary';
  readonly operator: '!' | '-';
  readonly operand: Expression;
  readonly span: Span;
}

export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-' | '*';

export interface BinaryExpression {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

/** `glob(context.host, "*.example.org")`, `number(min: 0, max: 500)`. */
export interface CallExpression {
  readonly kind: 'call';
  readonly name: string;
  readonly nameSpan: Span;
  readonly arguments: readonly Argument[];
  readonly span: Span;
}

export interface Argument {
  readonly name: string | null;
  readonly value: Expression;
}
