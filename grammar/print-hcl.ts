// Canonical HCL from a tree: two-space indent, aligned `=`, comments in their places. A function of the tree alone but for blank lines
// between comments, which a tree does not know and `format` hands in.

import type { Body, Comment, Item, Key, ListValue, Value } from './ast.js';
import { canonicalComment } from './comment-text.js';
import { printExpression } from './print-expression.js';
import { printHclString } from './print-string.js';
import type { Span } from './source.js';

/** Whether a blank line stood above a place of the source; null when there is no source to look at. */
export type BlankAbove = ((place: Span) => boolean) | null;

export function printHcl(body: Body, blankAbove: BlankAbove): string {
  const printer = new Printer(blankAbove);
  printer.body(body, 0);
  return printer.text();
}

const LINE_WIDTH = 100;
const STEP = '  ';

class Printer {
  readonly #lines: string[] = [];
  readonly #blankAbove: BlankAbove;

  constructor(blankAbove: BlankAbove) {
    this.#blankAbove = blankAbove;
  }

  text(): string {
    return this.#lines.length === 0 ? '' : `${this.#lines.join('\n')}\n`;
  }

  body(body: Body, depth: number): void {
    const indent = STEP.repeat(depth);
    const rows = body.items.map((item) => ({ item, head: item.keys.map(printKey).join(' '), value: item.assigned ? onOneLine(item, indent) : null }));
    const widths = alignedWidths(rows);
    rows.forEach(({ item, head, value }, index) => {
      const previous = body.items[index - 1];
      if (previous !== undefined && this.#isApart(item, previous, depth)) this.#lines.push('');
      this.#leading(item.leading, item.keys[0]?.span, indent);
      const left = item.assigned ? `${indent}${padded(head, widths[index] as number)} = ` : `${indent}${head} `;
      if (value !== null) this.#lines.push(left + value);
      else this.#multiLine(left, item.value, depth);
      this.#trailing(item.trailing, item.value, indent);
    });
    const last = body.items.at(-1);
    const first = body.dangling[0];
    if (last !== undefined && first !== undefined && ((depth === 0 && !last.assigned) || this.#blankAbove?.(first.span) === true)) this.#lines.push('');
    this.#comments(body.dangling, indent);
  }

  /** Blocks of a document stand apart; elsewhere the author decides. */
  #isApart(item: Item, previous: Item, depth: number): boolean {
    if (depth === 0 && !(item.assigned && previous.assigned)) return true;
    const top = item.leading[0]?.span ?? item.keys[0]?.span;
    return item.spaced || (top !== undefined && this.#blankAbove?.(top) === true);
  }

  #leading(comments: readonly Comment[], owner: Span | undefined, indent: string): void {
    this.#comments(comments, indent);
    const last = comments.at(-1);
    if (last === undefined || owner === undefined || last.span.end > owner.start) return;
    if (this.#blankAbove?.(owner) === true) this.#lines.push('');
  }

  #comments(comments: readonly Comment[], indent: string): void {
    comments.forEach((comment, index) => {
      if (index > 0 && this.#blankAbove?.(comment.span) === true) this.#lines.push('');
      this.#lines.push(indent + canonicalComment(comment.text));
    });
  }

  /** Behind what was written last; nothing can stand behind the end of a heredoc, so there it stands below. */
  #trailing(comment: Comment | null, value: Value, indent: string): void {
    if (comment === null) return;
    if (isHeredoc(value)) this.#lines.push(indent + canonicalComment(comment.text));
    else this.#lines.push(`${this.#lines.pop()} ${canonicalComment(comment.text)}`);
  }

  /** What `inline` could not say: blocks, long lists, heredocs, whatever holds a comment. */
  #multiLine(left: string, value: Value, depth: number): void {
    const indent = STEP.repeat(depth);
    if (value.kind === 'object' && !isEmpty(value.body)) {
      this.#lines.push(`${left}{`);
      this.body(value.body, depth + 1);
      this.#lines.push(`${indent}}`);
    } else if (value.kind === 'list' && value.elements.length + value.dangling.length > 0) {
      this.#lines.push(`${left}[`);
      this.#elements(value, depth + 1);
      this.#lines.push(`${indent}]`);
    } else if (value.kind === 'string' && value.heredoc !== undefined) {
      this.#lines.push(left + carriageReturnsKept(value.heredoc).replace(/\n$/, ''));
    } else this.#lines.push(left + inline(value, LINE_WIDTH));
  }

  #elements(list: ListValue, depth: number): void {
    const indent = STEP.repeat(depth);
    for (const { value, leading, trailing } of list.elements) {
      this.#comments(leading, indent);
      const short = inline(value, LINE_WIDTH - indent.length - 1);
      if (short !== null) this.#lines.push(indent + short);
      else this.#multiLine(indent, value, depth);
      // A heredoc's closing marker stands alone on its line.
      if (isHeredoc(value)) this.#lines.push(`${indent},`);
      else this.#lines.push(`${this.#lines.pop()},`);
      if (trailing !== null) this.#lines.push(`${this.#lines.pop()} ${canonicalComment(trailing.text)}`);
    }
    this.#comments(list.dangling, indent);
  }
}

interface Row {
  readonly item: Item;
  readonly head: string;
  /** The value, where it stands on the key's own line. */
  readonly value: string | null;
}

/** For each row the width that its key is padded to: that of the widest key among the single-line attributes that follow one another. */
function alignedWidths(rows: readonly Row[]): number[] {
  const widths: number[] = [];
  for (let start = 0; start < rows.length; ) {
    let end = start + 1;
    while (end < rows.length && continuesRun(rows[end - 1] as Row, rows[end] as Row)) end++;
    const width = rows.slice(start, end).reduce((widest, row) => Math.max(widest, columns(row.head)), 0);
    while (start < end) widths[start++] = width;
  }
  return widths;
}

function continuesRun(previous: Row, row: Row): boolean {
  return isSingleLine(previous) && isSingleLine(row) && !row.item.spaced && row.item.leading.length === 0;
}

function isSingleLine({ value, item }: Row): boolean {
  return value !== null && !value.includes('\n') && item.trailing?.text.includes('\n') !== true;
}

// WHY: whether a list fits is judged before its key is padded, so that breaking and alignment do not depend on one another.
function onOneLine(item: Item, indent: string): string | null {
  if (item.value.kind === 'object' && !isEmpty(item.value.body)) return null;
  const left = indent.length + item.keys.reduce((width, key) => width + columns(key.text) + 1, 0) + 2;
  return inline(item.value, LINE_WIDTH - left);
}

/** A value without a line break; null for one that needs some, and for a list or an object that takes more than `room` columns. */
function inline(value: Value, room: number): string | null {
  switch (value.kind) {
    case 'string':
      return value.heredoc === undefined ? printHclString(value.value) : null;
    case 'number':
      return value.text;
    case 'boolean':
      return String(value.value);
    case 'null':
      return 'null';
    case 'expression':
      return printExpression(value.expression);
    case 'list':
      return inlineList(value, room);
    case 'object':
      return inlineObject(value.body, room);
  }
}

function inlineList(list: ListValue, room: number): string | null {
  if (list.dangling.length > 0) return null;
  const parts: string[] = [];
  let left = room;
  for (const { value, leading, trailing } of list.elements) {
    const text = leading.length > 0 || trailing !== null ? null : inline(value, left);
    if (text === null || text.includes('\n')) return null;
    left -= columns(text) + 2;
    if (left < 0) return null;
    parts.push(text);
  }
  return `[${parts.join(', ')}]`;
}

function inlineObject(body: Body, room: number): string | null {
  if (isEmpty(body)) return '{}';
  if (body.dangling.length > 0) return null;
  const parts: string[] = [];
  let left = room - 2;
  for (const [index, item] of body.items.entries()) {
    const plain = item.assigned && item.leading.length === 0 && item.trailing === null && !(item.spaced && index > 0) && item.value.kind !== 'expression';
    const text = plain ? inline(item.value, left) : null;
    if (text === null || text.includes('\n')) return null;
    const part = `${item.keys.map(printKey).join(' ')} = ${text}`;
    left -= columns(part) + 2;
    if (left < 0) return null;
    parts.push(part);
  }
  return `{ ${parts.join(', ')} }`;
}

function isEmpty(body: Body): boolean {
  return body.items.length === 0 && body.dangling.length === 0;
}

function isHeredoc(value: Value): boolean {
  return value.kind === 'string' && value.heredoc !== undefined;
}

function printKey(key: Key): string {
  return key.text.replaceAll(/(?<!\r)\r\n/g, '\n');
}

/** A reader drops the last carriage return before a line feed; one that has outlived that is the author's, and needs a companion. */
function carriageReturnsKept(text: string): string {
  return text.replaceAll('\r\n', '\r\r\n');
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(width - columns(text));
}

function columns(text: string): number {
  return /^[\x00-\x7f]*$/.test(text) ? text.length : [...text].length;
}
