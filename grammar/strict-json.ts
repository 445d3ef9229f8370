// Reads JSON by RFC 8259 and nothing wider, to tokens or to the first fault with its place. Keeps every token as written, so that a
// formatter can set them anew; `parse` reads JSON as Vault does, quirks and all.

import type { Span } from './source.js';

export interface JsonToken {
  readonly kind: 'open' | 'close' | 'colon' | 'comma' | 'key' | 'scalar';
  readonly text: string;
}

export type StrictJson = { readonly tokens: readonly JsonToken[] } | { readonly fault: string; readonly help: string; readonly span: Span };

/** What may stand next. */
type Expectation = 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'comma-or-close' | 'end';

interface Level {
  readonly close: '}' | ']';
  /** The keys so far, as their values; null for an array. */
  readonly keys: Set<string> | null;
}

const BLANK = /[ \t\r\n]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SCALAR = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;

export function readStrictJson(text: string): StrictJson {
  const tokens: JsonToken[] = [];
  const levels: Level[] = [];
  let expected: Expectation = 'value';
  let at = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  const take = (kind: JsonToken['kind'], image: string): void => {
    tokens.push({ kind, text: image });
    at += image.length;
  };
  const afterValue = (): Expectation => (levels.length === 0 ? 'end' : 'comma-or-close');
  const refuse = (fault: string, help: string, length = 1): StrictJson => ({ fault, help, span: { start: at, end: Math.min(at + length, text.length) } });

  for (;;) {
    at += (match(BLANK) ?? '').length;
    const level = levels.at(-1);
    const next = text[at];
    if (next === undefined) {
      if (expected === 'end') return { tokens };
      return refuse('the document ends too early', level === undefined ? 'write an object' : `close it with "${level.close}"`);
    }
    if (expected === 'end') return refuse('something stands behind the end of the document', 'Vault ignores it; remove it', text.length - at);
    if (next === level?.close && expected.endsWith('-or-close')) {
      levels.pop();
      take('close', next);
      expected = afterValue();
    } else if (expected === 'comma-or-close') {
      if (next !== ',') return refuse('a comma is missing here', 'separate members and elements with commas');
      take('comma', next);
      expected = level?.keys ? 'key' : 'value';
    } else if (expected === 'colon') {
      if (next !== ':') return refuse('a colon is missing here', 'write "key": value');
      take('colon', next);
      expected = 'value';
    } else if (expected === 'key' || expected === 'key-or-close') {
      const key = scanString(text, at);
      if (key === null)
        return next === '}'
          ? refuse('a comma stands before the closing brace', 'remove the comma')
          : refuse('a key in double quotes is missing here', 'write "key": value');
      const value = JSON.parse(key) as string;
      if (level?.keys?.has(value)) return refuse(`the key ${key} stands twice in this object`, 'keep one of the two, or give a list of blocks', key.length);
      level?.keys?.add(value);
      take('key', key);
      expected = 'colon';
    } else if (next === '{' || next === '[') {
      levels.push(next === '{' ? { close: '}', keys: new Set() } : { close: ']', keys: null });
      take('open', next);
      expected = next === '{' ? 'key-or-close' : 'value-or-close';
    } else {
      const scalar = scanString(text, at) ?? match(SCALAR);
      if (scalar === null || scalar === '')
        return next === ']'
          ? refuse('a comma stands before the closing bracket', 'remove the comma')
          : refuse('this is no JSON value', 'strings stand in double quotes, with the escapes \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uNNNN');
      take('scalar', scalar);
      expected = afterValue();
    }
  }
}

/** The string that opens at `start`, quotes included; null when none does or it is not sound. */
function scanString(text: string, start: number): string | null {
  if (text[start] !== '"') return null;
  for (let i = start + 1; i < text.length; ) {
    const unit = text[i] as string;
    if (unit === '"') return text.slice(start, i + 1);
    if (unit < ' ') return null;
    ESCAPE.lastIndex = i;
    const length = unit === '\\' ? (ESCAPE.exec(text)?.[0].length ?? 0) : 1;
    if (length === 0) return null;
    i += length;
  }
  return null;
}
