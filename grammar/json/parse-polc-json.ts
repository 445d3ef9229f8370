// The strict JSON form of polc's own language (grammar/spec.md §6.1) to the tree that HCL has: members become blocks and attributes as block-words
// says. Refuses what RFC 8259 refuses, and what HCL could not say: null, a block that is none.

import { BARE_WORDS, type Body, bareWordOf, type Document, type Element, type Item, type Value } from '../ast.js';
import { FaultCollector } from '../collector.js';
import type { Diagnostic } from '../diagnostic.js';
import { excerpt, type Fault, fault } from '../faults.js';
import { readNumber } from '../literal.js';
import type { Source, Span } from '../source.js';
import { jsonStringValue, readStrictJson } from '../strict-json.js';
import { type BlockKind, type BodyKind, DOCUMENT, PLAIN } from './block-words.js';
import { type JsonMember, type JsonObject, type JsonValue, jsonValueOf } from './json-value.js';
import { ExpressionReader } from './read-expression.js';
import { attributeKey, labelKey } from './spelling.js';

/** Of a text that has a fault the tree holds what could be read; nothing, where its brackets do not pair. */
export function parsePolcJson(source: Source, start: number): { value: Document; diagnostics: readonly Diagnostic[] } {
  const faults = new FaultCollector(source.file);
  const json = readStrictJson(source.text, start);
  for (const { what, span, other } of json.faults) {
    const related = other === undefined ? {} : { related: [{ ...other, file: source.file }] };
    faults.report(span, { ...what, ...related });
  }
  const root = json.whole ? jsonValueOf(json.tokens) : null;
  const items = root?.kind === 'object' ? new BlockReader(source, faults).body(root, DOCUMENT) : [];
  const body: Body = { items, dangling: [], span: { start, end: source.text.length } };
  const diagnostics = [...faults.diagnostics].sort((a, b) => a.span.start - b.span.start);
  return { value: { kind: 'document', file: source.file, syntax: 'polc-json', body }, diagnostics };
}

class BlockReader {
  readonly #faults: FaultCollector;
  readonly #expressions: ExpressionReader;

  constructor(source: Source, faults: FaultCollector) {
    this.#faults = faults;
    this.#expressions = new ExpressionReader(source, faults);
  }

  body(object: JsonObject, kind: BodyKind): Item[] {
    return object.members.flatMap((member) => {
      const block = kind.block(member.key);
      const objects = block === undefined ? null : objectsOf(member.value);
      if (block !== undefined && objects !== null) return this.#blocks(member, objects, block);
      const value = this.#attribute(member, kind);
      return value === null
        ? []
        : [itemOf([attributeKey(member.key, member.keySpan)], true, value, { start: member.keySpan.start, end: member.value.span.end })];
    });
  }

  #blocks(member: JsonMember, objects: readonly JsonObject[], kind: BlockKind): Item[] {
    const type = attributeKey(member.key, member.keySpan);
    const block = (object: JsonObject, start: number, label?: JsonMember): Item => {
      const { span } = object;
      const body: Body = { items: this.body(object, kind.body), dangling: [], span };
      const keys = label === undefined ? [type] : [type, labelKey(label.key, label.keySpan)];
      return itemOf(keys, false, { kind: 'object', body, span }, { start, end: span.end });
    };
    const alone = member.value.kind === 'object';
    return objects.flatMap((object) => {
      // A labelled block without a label is for the checker to refuse, as in HCL.
      if (!kind.labelled || object.members.length === 0) return [block(object, alone ? member.keySpan.start : object.span.start)];
      return object.members.flatMap((label) => {
        const bodies = objectsOf(label.value);
        if (bodies === null) return this.#noBlock(member.key, label);
        const inList = label.value.kind === 'list';
        return bodies.map((body) => block(body, inList ? body.span.start : label.keySpan.start, label));
      });
    });
  }

  #noBlock(type: string, { key, value }: JsonMember): Item[] {
    if (value.kind !== 'broken') {
      const message = `${type} ${JSON.stringify(excerpt(key))} is a block and needs an object`;
      this.#report(value.span, { code: 'wrong-type', message, help: 'write {…}, or a list of objects for several blocks' });
    }
    return [];
  }

  #attribute({ key, value }: JsonMember, kind: BodyKind): Value | null {
    if (kind.expressions === 'all') return this.#expressions.parameter(value);
    if (kind.expressions === 'region' && key !== 'expr' && isExpressionObject(value)) return this.#bareWord(value);
    if (kind.expressions === 'none' || key !== 'expr') return this.#value(value);
    if (value.kind === 'string') return this.#expressions.text(value);
    if (value.kind !== 'broken') this.#report(value.span, fault.expression('an expression stands in a string here', 'write "expr": "…"'));
    return null;
  }

  #bareWord({ members: [member], span }: JsonObject): Value | null {
    const word = member?.value.kind === 'string' ? this.#expressions.text(member.value) : null;
    if (word !== null && bareWordOf(word) !== null) return word;
    if (word !== null || member?.value.kind !== 'string')
      this.#report(span, fault.expression('an expression here is a bare word', `write {"expr": "${BARE_WORDS.join('"} or {"expr": "')}"}`));
    return null;
  }

  #value(value: JsonValue): Value | null {
    const { span } = value;
    switch (value.kind) {
      case 'string':
        return { kind: 'string', value: jsonStringValue(value.text), span };
      case 'number':
        return readNumber(value.text, span);
      case 'boolean':
        return { kind: 'boolean', value: value.text === 'true', span };
      case 'null':
        this.#report(span, fault.noNull());
        return null;
      case 'broken':
        return null;
      case 'list': {
        const elements = value.elements.flatMap((element): Element[] => {
          const read = this.#value(element);
          return read === null ? [] : [{ value: read, leading: [], trailing: null }];
        });
        return { kind: 'list', elements, dangling: [], span };
      }
      case 'object':
        return { kind: 'object', body: { items: this.body(value, PLAIN), dangling: [], span }, span };
    }
  }

  #report(span: Span, what: Fault): void {
    this.#faults.report(span, what);
  }
}

function isExpressionObject(value: JsonValue): value is JsonObject {
  return value.kind === 'object' && value.members.length === 1 && value.members[0]?.key === 'expr';
}

/** An object, or a list of nothing but objects, for a block repeated; null for anything else. */
function objectsOf(value: JsonValue): readonly JsonObject[] | null {
  if (value.kind === 'object') return [value];
  if (value.kind !== 'list' || value.elements.length === 0) return null;
  return value.elements.every((element) => element.kind === 'object') ? (value.elements as readonly JsonObject[]) : null;
}

function itemOf(keys: Item['keys'], assigned: boolean, value: Value, span: Span): Item {
  return { kind: 'item', keys, assigned, value, span, leading: [], trailing: null, spaced: false };
}
