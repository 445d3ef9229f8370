// The JSON form of a Vault policy, with every quirk of HCL1's reader (vault-acl.md §1.4): what Vault silently drops or ignores is dropped here
// too, with a warning at its place. Duplicate keys stay two items, as there.

import type { Body, Document, Element, Item, Key, Value } from '../ast.js';
import { FaultCollector } from '../collector.js';
import type { Diagnostic } from '../diagnostic.js';
import { excerpt, type Fault, fault } from '../faults.js';
import { MAX_DEPTH } from '../limits.js';
import { readNumber, unquote } from '../literal.js';
import type { Source, Span } from '../source.js';
import { flatten } from './flatten.js';
import { type JsonToken, scanJson } from './scan-json.js';

export function parseJson(source: Source, start: number): { value: Document; diagnostics: readonly Diagnostic[] } {
  const reader = new JsonReader(source, start);
  const items = reader.root();
  const span = { start, end: source.text.length };
  const body: Body = { items: flatten(items), dangling: [], span };
  return { value: { kind: 'document', file: source.file, syntax: 'json', body }, diagnostics: reader.diagnostics };
}

/** HCL1's own error values: `end` is how its reader says that the text ended, which most of its rules take for an end like any other. */
type Trouble = { readonly kind: 'end' } | { readonly kind: 'fault'; readonly span: Span; readonly what: Fault };

class JsonReader {
  readonly #faults: FaultCollector;
  readonly #source: Source;
  #offset: number;
  #token: JsonToken;
  #depth = 0;

  constructor(source: Source, start: number) {
    this.#faults = new FaultCollector(source.file);
    this.#source = source;
    this.#offset = start;
    this.#token = { type: 'end', text: '', start, end: start };
  }

  root(): Item[] {
    this.#scan();
    const result = this.#object();
    if (!Array.isArray(result)) {
      if (result.kind === 'fault') this.#report(result.span, result.what);
      return [];
    }
    const rest = this.#source.text.slice(this.#offset);
    if (this.#token.type === '}' && rest.trim() !== '') {
      const at = this.#offset + rest.length - rest.trimStart().length;
      this.#warn({ start: at, end: at + 1 }, 'Vault ignores everything behind the closing brace');
    }
    return result;
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#faults.diagnostics;
  }

  #report(span: Span, what: Fault): void {
    this.#faults.report(span, what);
  }

  #warn(span: Span, message: string): void {
    this.#faults.report(span, { code: 'json-quirk', message, help: 'write strict JSON' }, 'warning');
  }

  #scan(): JsonToken {
    this.#token = scanJson(this.#source.text, this.#offset);
    this.#offset = this.#token.end;
    if (this.#token.type === 'illegal') this.#illegal(this.#token);
    if (this.#token.type === 'string') this.#checkEscapes(this.#token);
    return this.#token;
  }

  #illegal(token: JsonToken): void {
    if (token.text.startsWith('"')) this.#report(token, fault.unterminatedString({ start: token.end, end: token.end }));
    else if (/^[-.0-9]/.test(token.text)) this.#report(token, fault.malformedNumber(token.text));
    else if (/^\p{L}/u.test(token.text)) this.#report(token, fault.bareWord(token.text, token));
    else if (/^[#/]/.test(token.text)) this.#report(token, fault.commentInJson());
    else this.#report(token, fault.illegalCharacter(token.text));
  }

  #checkEscapes(token: JsonToken): void {
    const result = unquote(token.text, false);
    if ('value' in result) return;
    const span = { start: token.start + result.fault.start, end: token.start + result.fault.end };
    this.#report(span, fault.invalidEscape(token.text.slice(result.fault.start, result.fault.end)));
  }

  #unexpected(token: JsonToken, wanted: string): Trouble {
    const seen = token.type === 'end' ? 'the end of the file' : JSON.stringify(excerpt(token.text));
    return {
      kind: 'fault',
      // At the end of the text the character before it is shown.
      span: token.type === 'end' ? { start: token.start - 1, end: token.start } : { start: token.start, end: token.end },
      what: { code: 'unexpected-token', message: `${wanted} is expected here, not ${seen}` },
    };
  }

  /** Behind a `{`. WHY a fault may pass: HCL1 forgives any fault met at a `}`, and drops the member it was met in. */
  #object(): Item[] | Trouble {
    const items: Item[] = [];
    if (++this.#depth > MAX_DEPTH) return { kind: 'fault', span: this.#token, what: fault.tooDeep() };
    const trouble = this.#members(items);
    this.#depth--;
    if (trouble === null || trouble.kind === 'end') return items;
    if (this.#token.type !== '}') return trouble;
    if (trouble.what !== EMPTY) this.#warn(trouble.span, 'Vault silently drops the member that ends here');
    return items;
  }

  #members(items: Item[]): Trouble | null {
    for (;;) {
      const item = this.#member(items.length > 0);
      if (!('keys' in item)) return item;
      items.push(item);
      const token = this.#scan();
      if (token.type === ',') continue;
      if (token.type === 'end') this.#warn({ start: token.start - 1, end: token.start }, 'Vault accepts that a closing brace is missing here');
      else if (token.type !== '}') this.#warn(token, 'Vault ends the object here and silently drops what follows in it');
      return null;
    }
  }

  #member(afterComma: boolean): Item | Trouble {
    const keys: Key[] = [];
    for (let token = this.#scan(); token.type !== ':'; token = this.#scan()) {
      if (token.type === 'end') return { kind: 'end' };
      if (token.type === '}' && keys.length === 0) {
        if (afterComma) this.#warn(token, 'Vault accepts a comma before this brace, JSON does not');
        return { kind: 'fault', span: token, what: EMPTY };
      }
      if (token.type !== 'string') return this.#unexpected(token, 'a member name in double quotes');
      keys.push({ value: this.#stringValue(token), text: token.text, quoted: true, span: { start: token.start, end: token.end } });
    }
    if (keys.length === 0) return this.#unexpected(this.#token, 'a member name in double quotes');
    const value = this.#value();
    if (value.kind === 'end' || value.kind === 'fault') return value;
    const first = keys[0] as Key;
    return { kind: 'item', keys, assigned: true, value, span: { start: first.span.start, end: value.span.end }, leading: [], trailing: null, spaced: false };
  }

  #value(): Value | Trouble {
    const token = this.#scan();
    switch (token.type) {
      case '{': {
        const items = this.#object();
        if (!Array.isArray(items)) return items;
        const span = { start: token.start, end: this.#token.end };
        return { kind: 'object', body: { items, dangling: [], span }, span };
      }
      case '[':
        return this.#list(token.start);
      case 'end':
        return { kind: 'end' };
      default:
        return this.#literal(token) ?? this.#unexpected(token, 'a value');
    }
  }

  #literal(token: JsonToken): Value | null {
    const span = { start: token.start, end: token.end };
    switch (token.type) {
      case 'string':
        return { kind: 'string', value: this.#stringValue(token), span };
      case 'number':
        return readNumber(token.text, span);
      case 'boolean':
        return { kind: 'boolean', value: token.text === 'true', span };
      case 'null':
        return { kind: 'null', span };
      default:
        return null;
    }
  }

  #stringValue(token: JsonToken): string {
    const result = unquote(token.text, false);
    return 'value' in result ? result.value : token.text.slice(1, -1);
  }

  /** Behind a `[`: commas mean nothing, booleans are dropped, an inner `[` is not seen and the first `]` ends the list. */
  #list(start: number): Value | Trouble {
    const elements: Element[] = [];
    for (;;) {
      const token = this.#scan();
      if (token.type === ']') return { kind: 'list', elements, dangling: [], span: { start, end: token.end } };
      if (token.type === ',') continue;
      if (token.type === 'boolean') this.#warn(token, 'Vault silently drops booleans from a JSON list');
      else if (token.type === '[') this.#warn(token, 'Vault flattens nested lists in JSON: the first "]" ends the outer one');
      else if (token.type === '{') {
        const items = this.#object();
        if (!Array.isArray(items)) return items;
        const span = { start: token.start, end: this.#token.end };
        elements.push({ value: { kind: 'object', body: { items, dangling: [], span }, span }, leading: [], trailing: null });
      } else {
        const literal = token.type === 'null' ? null : this.#literal(token);
        if (literal === null) return this.#unexpected(token, 'an element or "]"');
        elements.push({ value: literal, leading: [], trailing: null });
      }
    }
  }
}

/** No fault at all: the `}` of an empty object, which HCL1's reader takes for a forgiven one. */
const EMPTY: Fault = { code: 'unexpected-token', message: '' };
