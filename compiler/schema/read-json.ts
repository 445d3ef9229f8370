// JSON as RFC 8259 has it, with every key once and nesting bounded: its value, or the first fault in words and its place. The values are
// JSON.parse's, whose own faults name no place and which keeps the last of two equal keys.

import type { JsonValue } from '@polc/runtime';

export type ReadJson = { readonly value: JsonValue } | { readonly fault: string; readonly offset: number };

/** INVARIANT: whatever recurses over a document that was read here is safe. */
export const MAX_NESTING = 100;

const BLANK = /[ \t\r\n]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SCALAR = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![0-9A-Za-z_.+-])/y;

export function readJson(text: string): ReadJson {
  let at = 0;
  let fault: string | null = null;
  const refuse = (words: string): false => {
    fault ??= words;
    return false;
  };
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  const next = () => (skip(BLANK) ? text[at] : undefined);

  /** WHY a loop: a regular expression over a string of megabytes runs out of stack. */
  const string = (): boolean => {
    for (let i = at + 1; i < text.length; ) {
      const unit = text.charCodeAt(i);
      if (unit === 34) {
        at = i + 1;
        return true;
      }
      if (unit < 0x20) break;
      ESCAPE.lastIndex = i;
      if (unit !== 92) i++;
      else if (ESCAPE.test(text)) i = ESCAPE.lastIndex;
      else break;
    }
    return refuse('this string is not closed, or holds an escape or a control character that JSON has not');
  };

  const key = (keys: Set<string>): boolean => {
    if (next() !== '"') return refuse('a key in double quotes is missing');
    const start = at;
    if (!string()) return false;
    const written = text.slice(start, at);
    const name = JSON.parse(written) as string;
    if (keys.has(name)) {
      at = start;
      return refuse(`the key ${written.length > 60 ? `${written.slice(0, 60)}…` : written} stands twice`);
    }
    keys.add(name);
    if (next() !== ':') return refuse('a colon is missing');
    at++;
    return true;
  };

  const value = (depth: number): boolean => {
    const first = next();
    if (first === undefined) return refuse('the text ends too early');
    if (first === '"') return string();
    if (first !== '{' && first !== '[') return skip(SCALAR) || refuse('this is no JSON value');
    if (depth === MAX_NESTING) return refuse(`it is nested more than ${MAX_NESTING} deep`);
    at++;
    const close = first === '{' ? '}' : ']';
    const keys = first === '{' ? new Set<string>() : null;
    if (next() === close) {
      at++;
      return true;
    }
    for (;;) {
      if ((keys !== null && !key(keys)) || !value(depth + 1)) return false;
      const separator = next();
      if (separator !== ',' && separator !== close) return refuse(`a comma or "${close}" is missing`);
      at++;
      if (separator === close) return true;
    }
  };

  if (value(0) && next() !== undefined) refuse('something follows the value');
  return fault === null ? { value: JSON.parse(text) as JsonValue } : { fault, offset: at };
}
