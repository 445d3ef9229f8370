// Reads JSON by RFC 8259 and nothing wider, to tokens with their places. A fault that leaves no doubt about what was meant is noted and passed over,
// any other ends the reading. Keeps every token as written, so that a formatter can set them anew; what the document says is its readers' business.

import { excerpt, type Fault, fault } from './faults.js';
import { MAX_DEPTH } from './limits.js';
import type { Span } from './source.js';

/** `broken` stands where a value was meant. */
export interface JsonToken {
  readonly kind: 'open' | 'close' | 'colon' | 'comma' | 'key' | 'scalar' | 'broken';
  readonly text: string;
}

export interface PlacedToken extends JsonToken {
  readonly start: number;
}

export interface JsonFault {
  readonly what: Fault;
  readonly span: Span;
  /** Another place that belongs to it, and what to say there. */
  readonly other?: { readonly message: string; readonly span: Span };
}

export interface StrictJson {
  readonly tokens: readonly PlacedToken[];
  readonly faults: readonly JsonFault[];
  /** The brackets pair: the tokens make an object. */
  readonly whole: boolean;
}

export function readStrictJson(text: string, start = 0): StrictJson {
  const reader = new StrictReader(text, start);
  const whole = reader.read();
  return { tokens: reader.tokens, faults: reader.faults, whole };
}

/** What may stand next. */
type Expectation = 'document' | 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'comma-or-close' | 'end';

interface Level {
  readonly close: '}' | ']';
  readonly open: Span;
  /** The keys so far, as their values; null for an array. */
  readonly keys: Map<string, Span> | null;
}

const BLANK = /[ \t\r\n]*/y;
const COMMENT = /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SURROGATE = /\\u[dD](?:[89abAB][0-9a-fA-F]{2}(\\u[dD][c-fC-F][0-9a-fA-F]{2})?|[c-fC-F][0-9a-fA-F]{2})/y;
const SCALAR = /^(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)$/;
const LEXEME = /[-+.\p{L}\p{Nd}_]+/uy;
const SINGLE_QUOTED = /'[^'\n]*'/y;

class StrictReader {
  readonly tokens: PlacedToken[] = [];
  readonly faults: JsonFault[] = [];
  readonly #text: string;
  readonly #levels: Level[] = [];
  #at: number;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#at = start;
  }

  read(): boolean {
    let expected: Expectation | null = 'document';
    while (expected !== null) {
      this.#at += this.#match(BLANK).length;
      const next = this.#text[this.#at];
      if (expected === 'end') {
        if (next !== undefined) this.#report(BEHIND_END, { start: this.#at, end: this.#text.length });
        return true;
      }
      expected = next === undefined ? this.#endsEarly() : this.#step(expected, next);
    }
    return false;
  }

  /** The expectation behind what stands here; null when nothing can be made of it. */
  #step(expected: Expectation, next: string): Expectation | null {
    const comment = this.#match(COMMENT);
    if (comment !== '') {
      this.#report(fault.commentInJson(), this.#span(comment.length));
      this.#at += comment.length;
      return expected;
    }
    if (expected === 'document')
      return next === '{'
        ? this.#value(next)
        : this.#refuse({ code: 'unexpected-token', message: 'the document must be an object', help: 'start it with "{"' });
    if (next === '}' || next === ']') return this.#close(expected, next);
    if (expected === 'comma-or-close') return this.#comma(next);
    if (expected === 'colon') return this.#colon(next);
    if (next === ',') {
      this.#report(fault.unexpectedComma());
      this.#at++;
      return expected;
    }
    return expected === 'key' || expected === 'key-or-close' ? this.#key(next) : this.#value(next);
  }

  #close(expected: Expectation, next: string): Expectation | null {
    const level = this.#levels.at(-1) as Level;
    if (next !== level.close) {
      return this.#refuse(
        { code: 'unexpected-token', message: `a "${next}" cannot close this`, help: `close it with "${level.close}"` },
        { message: 'opened here', span: level.open },
      );
    }
    if (expected === 'colon') return this.#refuse(COLON_MISSING);
    if (expected === 'key' || expected === 'value') {
      const behindColon = this.tokens.at(-1)?.kind === 'colon';
      if (behindColon) {
        this.#report({ code: 'missing-value', message: 'a value is missing here', help: 'write "key": value' });
        this.#take('broken', '');
      } else
        this.#report({
          code: 'unexpected-comma',
          message: `a comma stands before the closing ${next === '}' ? 'brace' : 'bracket'}`,
          help: 'remove the comma',
        });
    }
    this.#levels.pop();
    this.#take('close', next);
    return this.#afterValue();
  }

  #comma(next: string): Expectation | null {
    const after = this.#levels.at(-1)?.keys === null ? 'value' : 'key';
    if (next === ',') {
      this.#take('comma', next);
      return after;
    }
    const missing: Fault = { code: 'missing-comma', message: 'a comma is missing here', help: 'separate members and elements with commas' };
    if (next === ':' || next === '=' || next === ';') return this.#refuse(fault.unexpected(next));
    this.#report(missing);
    return after;
  }

  #colon(next: string): Expectation | null {
    if (next === ':') {
      this.#take('colon', next);
      return 'value';
    }
    if (next !== '=') return this.#refuse(COLON_MISSING);
    this.#report(COLON_MISSING);
    this.#take('colon', next);
    return 'value';
  }

  #key(next: string): Expectation | null {
    const key = next === '"' ? this.#string() : this.#wrongKey();
    if (key === null) return null;
    const keys = this.#levels.at(-1)?.keys as Map<string, Span>;
    const value = jsonStringValue(key);
    const earlier = keys.get(value);
    const span = this.#span(key.length);
    if (earlier === undefined) keys.set(value, span);
    else this.#report(fault.duplicateKey(excerpt(key)), span, { message: 'it stands here first', span: earlier });
    this.#take('key', key);
    return 'colon';
  }

  /** A word or a string in single quotes, where a key in double quotes belongs. */
  #wrongKey(): string | null {
    const single = this.#match(SINGLE_QUOTED);
    const word = single === '' ? this.#match(LEXEME) : single;
    const missing: Fault = { code: 'missing-key', message: 'a key in double quotes is missing here', help: 'write "key": value' };
    if (word === '') return this.#refuse(missing);
    const span = this.#span(word.length);
    this.#report(single === '' ? missing : fault.wrongQuotes(word, span), span);
    return word;
  }

  #value(next: string): Expectation | null {
    if (next === '{' || next === '[') {
      if (this.#levels.length === MAX_DEPTH) return this.#refuse(fault.tooDeep());
      this.#levels.push({ close: next === '{' ? '}' : ']', open: this.#span(1), keys: next === '{' ? new Map() : null });
      this.#take('open', next);
      return next === '{' ? 'key-or-close' : 'value-or-close';
    }
    if (next === '"') {
      const before = this.faults.length;
      const string = this.#string();
      if (string === null) return null;
      this.#take(this.faults.length === before ? 'scalar' : 'broken', string);
      return this.#afterValue();
    }
    const single = this.#match(SINGLE_QUOTED);
    const lexeme = single === '' ? this.#match(LEXEME) : single;
    if (lexeme === '') return this.#refuse(fault.illegalCharacter(String.fromCodePoint(this.#text.codePointAt(this.#at) as number)));
    const sound = SCALAR.test(lexeme);
    if (!sound) this.#report(wrongScalar(lexeme, this.#span(lexeme.length)), this.#span(lexeme.length));
    this.#take(sound ? 'scalar' : 'broken', lexeme);
    return this.#afterValue();
  }

  #afterValue(): Expectation {
    return this.#levels.length === 0 ? 'end' : 'comma-or-close';
  }

  /** The string that opens here, quotes included; null when it is not closed on its line. */
  #string(): string | null {
    const text = this.#text;
    const start = this.#at;
    const faults: JsonFault[] = [];
    for (let i = start + 1; i < text.length; i++) {
      const unit = text[i] as string;
      if (unit === '"') {
        this.faults.push(...faults);
        return text.slice(start, i + 1);
      }
      if (unit === '\n') break;
      if (unit < ' ') faults.push({ what: fault.rawControl(unit), span: { start: i, end: i + 1 } });
      if (unit !== '\\') continue;
      const { length, what } = this.#escape(i);
      if (what !== null) faults.push({ what, span: { start: i, end: i + length } });
      i += length - 1;
    }
    const end = text.indexOf('\n', start);
    const span = { start, end: end < 0 ? text.length : end };
    this.#report(fault.unterminatedString({ start: span.end, end: span.end }), span);
    return null;
  }

  #escape(at: number): { readonly length: number; readonly what: Fault | null } {
    SURROGATE.lastIndex = at;
    const surrogate = SURROGATE.exec(this.#text);
    if (surrogate !== null) return { length: surrogate[0].length, what: surrogate[1] === undefined ? fault.halfCharacter(surrogate[0]) : null };
    ESCAPE.lastIndex = at;
    const plain = ESCAPE.exec(this.#text)?.[0];
    if (plain !== undefined) return { length: plain.length, what: null };
    const next = this.#text[at + 1];
    const length = next === undefined || next === '\n' ? 1 : 2;
    return { length, what: fault.noJsonEscape(this.#text.slice(at, at + length)) };
  }

  #endsEarly(): null {
    const level = this.#levels.at(-1);
    const what: Fault = {
      code: level === undefined ? 'missing-value' : level.close === '}' ? 'unclosed-brace' : 'unclosed-list',
      message: 'the document ends too early',
      help: level === undefined ? 'write an object' : `close it with "${level.close}"`,
    };
    this.#report(what, this.#span(0), level === undefined ? undefined : { message: 'this is never closed', span: level.open });
    return null;
  }

  #refuse(what: Fault, other?: JsonFault['other']): null {
    this.#report(what, this.#span(1), other);
    return null;
  }

  #report(what: Fault, span = this.#span(1), other?: JsonFault['other']): void {
    this.faults.push({ what, span, ...(other === undefined ? {} : { other }) });
  }

  #span(length: number): Span {
    return { start: this.#at, end: Math.min(this.#at + length, this.#text.length) };
  }

  #take(kind: JsonToken['kind'], text: string): void {
    this.tokens.push({ kind, text, start: this.#at });
    this.#at += text.length;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0] ?? '';
  }
}

const BEHIND_END: Fault = { code: 'unexpected-token', message: 'something stands behind the end of the document', help: 'remove it' };
const COLON_MISSING: Fault = { code: 'missing-colon', message: 'a colon is missing here', help: 'write "key": value' };

function wrongScalar(lexeme: string, span: Span): Fault {
  if (lexeme.startsWith("'")) return fault.wrongQuotes(lexeme, span);
  if (/^[-+.\p{Nd}]/u.test(lexeme)) {
    return { code: 'malformed-number', message: `${JSON.stringify(excerpt(lexeme))} is no number of JSON`, help: 'numbers are decimal: 10, -3, 1.5, 1e3' };
  }
  return {
    code: 'bare-word',
    message: `${JSON.stringify(excerpt(lexeme))} is no value of JSON`,
    help: 'write a string in double quotes, a number, true, false, an object or a list',
  };
}

/** The value of a JSON string, quotes included. What is not sound has had its fault already and stands for itself. */
export function jsonStringValue(text: string): string {
  if (!text.startsWith('"')) return text;
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1);
  }
}
