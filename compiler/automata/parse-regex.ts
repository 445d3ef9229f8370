// The regular expressions of `matches` to a tree. Their syntax is RE2's without what only a search could tell apart.

import { NOT_NEWLINE, onlyPoint } from './char-set.js';
import { Cursor, type Refused } from './cursor.js';
import type { Fault } from './fault.js';
import { choice, EMPTY, type Node, repeat, sequence } from './node.js';
import { parseClass } from './parse-class.js';
import { parseEscape } from './parse-escape.js';

const MAX_COUNT = 1000;
const MAX_NESTING = 100;

/**
 * - a character stands for itself but for `. [ ] ( ) { } | * + ? ^ $ \`; `.` is any but a line feed
 * - `[a-z_]`, `[^a-z]`: classes of characters, ranges and escapes; `-` is itself when first or last
 * - `\d \w \s` (`[0-9]`, `[0-9A-Z_a-z]`, `[\t-\r ]`) and `\D \W \S` (all but these); `\n \r \t \f \v`; `\x41 \u0041 \u{1F600}`; `\` before
 *   ASCII punctuation
 * - `(…)` and `(?:…)` group, `|` separates alternatives, which may be empty
 * - `* + ? {n} {n,} {n,m}`, counts up to 1000, one to an atom
 * - `^` first and `$` last are allowed and change nothing: the whole text always has to match
 *
 * Letters match their own case only. Positions in a fault count UTF-16 units.
 */
export function parseRegex(text: string): { readonly node: Node } | { readonly fault: Fault } {
  const cursor = new Cursor(text);
  cursor.take('^');
  const node = new RegexParser(cursor).choice();
  // Only a ")" ends an alternative early.
  if (!cursor.done) cursor.fail(cursor.at, cursor.at + 1, 'this ")" closes no group', 'for a parenthesis write "\\)"');
  return cursor.fault === null ? { node } : { fault: cursor.fault };
}

const QUANTIFIER = /[*+?]|\{(\d+)(?:(,)(\d*))?\}/y;

class RegexParser {
  readonly #cursor: Cursor;
  #depth = 0;

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  choice(): Node {
    const options = [this.#sequence()];
    while (this.#cursor.take('|')) options.push(this.#sequence());
    return choice(options);
  }

  #sequence(): Node {
    const parts: Node[] = [];
    const cursor = this.#cursor;
    while (!cursor.done && !cursor.sees('|') && !cursor.sees(')')) parts.push(this.#repeated());
    return sequence(parts);
  }

  #repeated(): Node {
    const body = this.#atom();
    const found = this.#cursor.find(QUANTIFIER);
    if (found === null) return body;
    const start = this.#cursor.at;
    const [quantifier, least, comma, most] = found;
    this.#cursor.at += quantifier.length;
    this.#checkNoSecond(start);
    if (least === undefined) return repeat(body, quantifier === '+' ? 1 : 0, quantifier === '?' ? 1 : Number.POSITIVE_INFINITY);
    const min = Number(least);
    const max = comma === undefined ? min : most === '' ? Number.POSITIVE_INFINITY : Number(most);
    const end = start + quantifier.length;
    if (min > MAX_COUNT || (most !== '' && max > MAX_COUNT)) this.#cursor.fail(start, end, `"${quantifier}" counts past ${MAX_COUNT}`);
    else if (min > max) this.#cursor.fail(start, end, `the counts of "${quantifier}" are reversed`, 'the smaller count comes first');
    // What is refused must not be built.
    return this.#cursor.fault === null ? repeat(body, min, max) : EMPTY;
  }

  #checkNoSecond(start: number): void {
    const second = this.#cursor.find(QUANTIFIER);
    if (second === null) return;
    const end = this.#cursor.at + second[0].length;
    if (second[0] === '?') {
      const written = this.#cursor.text.slice(start, end);
      this.#cursor.fail(
        start,
        end,
        `the lazy quantifier "${written}" is not allowed`,
        'leave the "?" out: it makes no difference when the whole text must match',
      );
    } else if (second[0] === '+') {
      this.#cursor.fail(start, end, 'possessive quantifiers are not allowed', 'leave the second "+" out, or group what is repeated with "(?:…)"');
    } else {
      this.#cursor.fail(start, end, 'a quantifier follows a quantifier', 'group what is repeated with "(?:…)"');
    }
  }

  #atom(): Node {
    const cursor = this.#cursor;
    const start = cursor.at;
    if (cursor.sees('(')) return this.#group();
    if (cursor.sees('[')) return { kind: 'set', set: parseClass(cursor) };
    if (cursor.sees('\\')) return { kind: 'set', set: parseEscape(cursor).set };
    if (cursor.take('.')) return { kind: 'set', set: NOT_NEWLINE };
    const quantifier = cursor.find(QUANTIFIER);
    if (quantifier !== null) {
      const help = `to match "${quantifier[0][0]}" itself, write "\\${quantifier[0][0]}"`;
      cursor.fail(start, start + quantifier[0].length, `nothing stands before the quantifier "${quantifier[0]}"`, help);
      return EMPTY;
    }
    if (cursor.sees('$') && start === cursor.text.length - 1 && this.#depth === 0) {
      cursor.take('$');
      return EMPTY;
    }
    const point = cursor.takePoint();
    const refusal = REFUSED.get(point);
    if (refusal !== undefined) cursor.fail(start, cursor.at, ...refusal);
    return { kind: 'set', set: onlyPoint(point) };
  }

  #group(): Node {
    const cursor = this.#cursor;
    const start = cursor.at;
    if (!cursor.take('(?:')) {
      cursor.refuse(GROUPS_REFUSED);
      cursor.take('(');
    }
    if (this.#depth === MAX_NESTING) cursor.fail(start, start + 1, `groups are nested more than ${MAX_NESTING} deep`);
    this.#depth++;
    const node = this.choice();
    this.#depth--;
    if (!cursor.take(')')) cursor.fail(start, start + 1, 'this group is never closed', 'close it with ")", or for a parenthesis write "\\("');
    return node;
  }
}

const REFUSED: ReadonlyMap<number, readonly [message: string, help: string]> = new Map([
  [0x5d, ['this "]" closes no class', 'for a bracket write "\\]"']],
  [0x7b, ['this "{" begins no quantifier', 'quantifiers are "{2}", "{2,}" and "{2,4}"; for a brace write "\\{"']],
  [0x7d, ['this "}" closes no quantifier', 'for a brace write "\\}"']],
  [0x5e, ['"^" stands only at the beginning', 'the whole text is always matched; for a caret write "\\^"']],
  [0x24, ['"$" stands only at the end', 'the whole text is always matched; for a dollar sign write "\\$"']],
]);

const GROUPS_REFUSED: readonly Refused[] = [
  [/\(\?<?[=!]/y, 'look-around is not allowed', 'it cannot be matched in linear time; write a second "matches" and join them with "&&"'],
  [/\(\?P[=>][^)]*\)?/y, 'back-references are not allowed', 'they cannot be matched in linear time'],
  [/\(\?(?:P?<[^>)]*>?|'[^')]*'?)/y, 'named groups are not allowed', 'write "(?:…)"'],
  [/\(\?[a-zA-Z-]+[:)]/y, 'flags are not allowed', 'write what they mean: "[Aa]" matches either case, "(?:.|\\n)" any character'],
  [/\(\?.?/suy, 'this opens no group', 'groups are "(…)" and "(?:…)"'],
];
