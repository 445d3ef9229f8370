// A tree to the tokens of its strict JSON form (grammar/spec.md §6.1), members grouped by their word as JSON wants them. Says what JSON cannot say;
// the layout is format-json's.

import { type Body, bareWordOf, type Document, type Item, type Key, type Value } from '../ast.js';
import { FaultCollector } from '../collector.js';
import type { Diagnostic } from '../diagnostic.js';
import { excerpt } from '../faults.js';
import { printExpression } from '../print-expression.js';
import { printJsonString } from '../print-string.js';
import type { Span } from '../source.js';
import type { JsonToken } from '../strict-json.js';
import { type BlockKind, type BodyKind, DOCUMENT, PLAIN } from './block-words.js';
import { firstComment } from './first-comment.js';
import { type Literal, literalOf } from './literal.js';
import { jsonNumber } from './spelling.js';

/** Without an error among the diagnostics, reading the tokens gives the tree again: comments, order of unlike members and spelling aside. */
export function polcJsonTokens(document: Document): { readonly tokens: readonly JsonToken[]; readonly diagnostics: readonly Diagnostic[] } {
  const faults = new FaultCollector(document.file);
  const comment = firstComment(document.body);
  if (comment !== null) {
    faults.report(comment.span, { code: 'comments-dropped', message: 'JSON has no comments: this one, and any other, is left out' }, 'warning');
  }
  const writer = new Writer(faults);
  writer.body(document.body, DOCUMENT);
  return { tokens: writer.tokens, diagnostics: faults.diagnostics };
}

class Writer {
  readonly tokens: JsonToken[] = [];
  readonly #faults: FaultCollector;

  constructor(faults: FaultCollector) {
    this.#faults = faults;
  }

  body({ items }: Body, kind: BodyKind): void {
    const groups = new Map<string, Item[]>();
    for (const item of items) {
      const word = item.keys[0]?.value ?? '';
      const group = groups.get(word);
      if (group === undefined) groups.set(word, [item]);
      else group.push(item);
    }
    // Blocks of one word are one member. Attributes that stand twice stay twice, so that no reader takes one of them for the whole.
    const members = [...groups].flatMap(([word, group]) => (kind.block(word) !== undefined && group.every(isBlock) ? [group] : group.map((item) => [item])));
    const seen = new Set<string>();
    this.#object(members, (group) => {
      const key = group[0]?.keys[0] as Key;
      const block = kind.block(key.value);
      if (seen.has(key.value)) this.#cannot(key.span, `the second ${excerpt(key.text)}`);
      seen.add(key.value);
      this.#key(key);
      if (block !== undefined && group.every(isBlock)) this.#blocks(group, block);
      else this.#attribute(group[0] as Item, kind, block);
    });
  }

  #blocks(group: readonly Item[], kind: BlockKind): void {
    if (kind.labelled) this.#labelled(group, kind);
    else this.#repeated(group, kind);
  }

  /** One object, or a list of them. */
  #repeated(group: readonly Item[], kind: BlockKind): void {
    const labels = kind.labelled ? 2 : 1;
    const one = (item: Item) => {
      const surplus = item.keys[labels];
      if (surplus !== undefined) this.#cannot(surplus.span, `the label ${excerpt(surplus.text)}`);
      if (item.value.kind === 'object') this.body(item.value.body, kind.body);
    };
    if (group.length === 1) one(group[0] as Item);
    else this.#list(group, one);
  }

  /** Objects of labels: one where each label's blocks stand together, else as many as the order needs. */
  #labelled(group: readonly Item[], kind: BlockKind): void {
    const chunks: Map<string, Item[]>[] = [];
    let last: string | null = null;
    for (const item of group) {
      const label = item.keys[1]?.value;
      const chunk = chunks.at(-1);
      if (label === undefined) {
        if (group.length > 1 || !isEmptyBlock(item)) this.#cannot(item.span, `a ${item.keys[0]?.value} without a label`);
      } else if (chunk === undefined || (chunk.has(label) && label !== last)) chunks.push(new Map([[label, [item]]]));
      else if (label === last) chunk.get(label)?.push(item);
      else chunk.set(label, [item]);
      last = label ?? null;
    }
    const one = (chunk: Map<string, Item[]>) =>
      this.#object([...chunk.values()], (items) => {
        this.#key(items[0]?.keys[1] as Key);
        this.#repeated(items, kind);
      });
    if (chunks.length > 1) this.#list(chunks, one);
    else one(chunks[0] ?? new Map());
  }

  #attribute(item: Item, kind: BodyKind, block: BlockKind | undefined): void {
    const [key, label] = item.keys;
    if (label !== undefined) this.#cannot(label.span, `the label ${excerpt(label.text)} of what is no block`);
    if (block !== undefined && isListOfObjects(item.value)) this.#cannot(item.value.span, 'a list of objects where a block belongs');
    const { value } = item;
    const wanted = kind.expressions === 'all' || (kind.expressions !== 'none' && key?.value === 'expr');
    if (kind.expressions === 'region' && !wanted) {
      if (bareWordOf(value) !== null) {
        this.#parameter(value as Value & { kind: 'expression' });
        return;
      }
      if (isExpressionObject(value)) this.#cannot(value.span, 'an object of nothing but expr here');
    }
    if (wanted !== (value.kind === 'expression')) this.#cannot(value.span, wanted ? 'a value where an expression belongs' : 'an expression here');
    if (value.kind !== 'expression') this.#value(value);
    else if (kind.expressions !== 'all') this.#scalar(printJsonString(printExpression(value.expression)));
    else this.#parameter(value);
  }

  /** A literal as a plain value, anything else as `{"expr": "…"}`. */
  #parameter({ expression }: Value & { kind: 'expression' }): void {
    const literal = literalOf(expression);
    if (literal !== null) this.#literal(literal);
    else
      this.#object([expression], (only) => {
        this.#pushKey('expr');
        this.#scalar(printJsonString(printExpression(only)));
      });
  }

  #literal(literal: Literal): void {
    if (typeof literal === 'string') this.#scalar(literal);
    else this.#list(literal, (element) => this.#literal(element));
  }

  #value(value: Value): void {
    switch (value.kind) {
      case 'string':
        this.#sayable(value.value, value.span);
        this.#scalar(printJsonString(value.value));
        break;
      case 'number':
        this.#scalar(jsonNumber(value.text));
        break;
      case 'boolean':
        this.#scalar(String(value.value));
        break;
      case 'list':
        this.#list(value.elements, (element) => this.#value(element.value));
        break;
      case 'object':
        this.body(value.body, PLAIN);
        break;
      case 'null':
        this.#cannot(value.span, 'null');
        this.#scalar('null');
        break;
      case 'expression':
        this.#scalar(printJsonString(printExpression(value.expression)));
    }
  }

  #object<T>(members: readonly T[], member: (part: T) => void): void {
    this.#bracketed('{', members, member, '}');
  }

  #list<T>(elements: readonly T[], element: (part: T) => void): void {
    this.#bracketed('[', elements, element, ']');
  }

  #bracketed<T>(open: string, parts: readonly T[], write: (part: T) => void, close: string): void {
    this.tokens.push({ kind: 'open', text: open });
    parts.forEach((part, index) => {
      if (index > 0) this.tokens.push({ kind: 'comma', text: ',' });
      write(part);
    });
    this.tokens.push({ kind: 'close', text: close });
  }

  #key({ value, span }: Key): void {
    this.#sayable(value, span);
    this.#pushKey(value);
  }

  #pushKey(value: string): void {
    this.tokens.push({ kind: 'key', text: printJsonString(value) }, { kind: 'colon', text: ':' });
  }

  #scalar(text: string): void {
    this.tokens.push({ kind: 'scalar', text });
  }

  /** A byte that is part of no character is one half of a character in the tree (literal.ts). */
  #sayable(value: string, span: Span): void {
    if (/\p{Cs}/u.test(value)) this.#cannot(span, 'a byte that is part of no character');
  }

  #cannot(span: Span, what: string): void {
    this.#faults.report(span, { code: 'no-json-form', message: `the strict JSON form cannot say ${what}`, help: 'keep this file in HCL, or change it first' });
  }
}

function isBlock({ value }: Item): boolean {
  return value.kind === 'object';
}

function isEmptyBlock({ value }: Item): boolean {
  return value.kind === 'object' && value.body.items.length === 0;
}

function isExpressionObject(value: Value): boolean {
  return value.kind === 'object' && value.body.items.length === 1 && value.body.items[0]?.keys[0]?.value === 'expr';
}

function isListOfObjects(value: Value): boolean {
  return value.kind === 'list' && value.elements.length > 0 && value.elements.every((element) => element.value.kind === 'object');
}
