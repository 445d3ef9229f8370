// JSON as RFC 8259 has it and with every key once, or the first fault and its place. WHY not JSON.parse alone: it takes the last of two equal
// keys, so that two readers of one request could see two requests; and its errors do not name the place.

import { isUtf8 } from 'node:buffer';

export interface JsonFault {
  readonly message: string;
  /** Offset in UTF-16 units into the text. */
  readonly offset: number;
}

export type ReadJson = { readonly value: unknown } | { readonly fault: JsonFault };

const MAX_DEPTH = 512;
const QUOTE = 34;
const BACKSLASH = 92;

const SPACE = /[ \t\r\n]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const LITERAL = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![0-9A-Za-z_.+-])|(?:true|false|null)(?![0-9A-Za-z_])/y;

export function readJson(text: string): ReadJson {
  const fault = new Scanner(text).document();
  return fault === null ? { value: JSON.parse(text) } : { fault };
}

/** A byte order mark at the start is passed over. */
export function readJsonBytes(bytes: Uint8Array): ReadJson {
  if (!isUtf8(bytes)) return { fault: { message: 'this is not UTF-8 text', offset: 0 } };
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  return readJson(text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text);
}

/** Finds faults only; the values are JSON.parse's. No recursion: depth is bounded by a counter, not by the stack. */
class Scanner {
  readonly #text: string;
  #at = 0;
  /** The keys of each open object, null for an array. */
  readonly #open: (Set<string> | null)[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonFault | null {
    for (;;) {
      const fault = this.#value();
      if (fault !== null) return fault;
      // A value has ended: close what closes, until another value is due.
      for (;;) {
        this.#skip(SPACE);
        const next = this.#text[this.#at];
        const keys = this.#open.at(-1);
        if (keys === undefined) return next === undefined ? null : this.#fault('nothing may follow the JSON value');
        if (next === ',') {
          this.#at++;
          const wrong = keys === null ? null : this.#key(keys);
          if (wrong !== null) return wrong;
          break;
        }
        if (next !== (keys === null ? ']' : '}')) return this.#fault(`expected a comma or "${keys === null ? ']' : '}'}"`);
        this.#at++;
        this.#open.pop();
      }
    }
  }

  /** A scalar or an empty container in whole, or the openings down to the first value inside. */
  #value(): JsonFault | null {
    for (;;) {
      this.#skip(SPACE);
      const next = this.#text[this.#at];
      if (next !== '{' && next !== '[') return (next === '"' ? this.#string() : this.#skip(LITERAL)) ? null : this.#fault(this.#noValue(next));
      if (this.#open.length === MAX_DEPTH) return this.#fault(`nested more than ${MAX_DEPTH} deep`);
      this.#at++;
      this.#skip(SPACE);
      if (this.#text[this.#at] === (next === '{' ? '}' : ']')) {
        this.#at++;
        return null;
      }
      const keys = next === '{' ? new Set<string>() : null;
      this.#open.push(keys);
      const fault = keys === null ? null : this.#key(keys);
      if (fault !== null) return fault;
    }
  }

  #key(keys: Set<string>): JsonFault | null {
    this.#skip(SPACE);
    const start = this.#at;
    if (!this.#string()) return this.#fault(this.#text[start] === '"' ? this.#noValue('"') : 'expected a key in double quotes');
    const written = this.#text.slice(start, this.#at);
    const key = written.includes('\\') ? (JSON.parse(written) as string) : written.slice(1, -1);
    if (keys.has(key)) return { message: `the key ${written.length > 60 ? `${written.slice(0, 60)}…` : written} stands twice`, offset: start };
    keys.add(key);
    this.#skip(SPACE);
    if (this.#text[this.#at] !== ':') return this.#fault('expected a colon');
    this.#at++;
    return null;
  }

  /** WHY a loop: a regular expression over a string of megabytes runs out of stack. */
  #string(): boolean {
    const text = this.#text;
    if (text[this.#at] !== '"') return false;
    for (let i = this.#at + 1; i < text.length; ) {
      const unit = text.charCodeAt(i);
      if (unit === QUOTE) {
        this.#at = i + 1;
        return true;
      }
      if (unit < 0x20) return false;
      ESCAPE.lastIndex = i;
      if (unit !== BACKSLASH) i++;
      else if (ESCAPE.test(text)) i = ESCAPE.lastIndex;
      else return false;
    }
    return false;
  }

  #noValue(next: string | undefined): string {
    if (next === undefined) return 'the text ends too early';
    return next === '"' ? 'this string is not closed, or holds an escape or a control character that JSON has not' : 'expected a JSON value';
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #fault(message: string): JsonFault {
    return { message, offset: this.#at };
  }
}
