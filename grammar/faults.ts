// The words for each syntax fault: code, message, help. One place, so that the same fault always reads the same.

import type { Diagnostic, Fix, Related } from './diagnostic.js';
import { MAX_DEPTH, MAX_EXPRESSION_DEPTH, MAX_OPERATORS } from './limits.js';
import type { Span } from './source.js';

export type Fault = Omit<Diagnostic, 'file' | 'span' | 'severity'>;

const quote = (text: string) => JSON.stringify(text);

/** At most the first 40 characters of the author's own words. */
export function excerpt(text: string): string {
  const line = text.split('\n', 1)[0] as string;
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}

const replace = (title: string, span: Span, text: string): Fix => ({ title, edits: [{ span, text }], safe: false });

export const fault = {
  notUtf8: (): Fault => ({ code: 'not-utf8', message: 'the file is not UTF-8 text', help: 'save it as UTF-8; if it is a binary file, leave it out' }),
  nullCharacter: (): Fault => ({
    code: 'null-character',
    message: 'a null character stands in the text',
    help: 'policies are plain text; if this is a binary or encrypted file, leave it out',
  }),
  reservedCharacter: (): Fault => ({ code: 'reserved-character', message: 'the character U+E123 is reserved by HCL and cannot be used' }),
  tooDeep: (): Fault => ({
    code: 'nesting-too-deep',
    message: `nested more than ${MAX_DEPTH} brackets deep, or in one expression ${MAX_EXPRESSION_DEPTH}, or over ${MAX_OPERATORS} operators in it`,
  }),
  unterminatedString: (fixAt: Span): Fault => ({
    code: 'unterminated-string',
    message: 'this string is not closed on its line',
    help: 'add the closing double quote',
    fixes: [replace('close the string', fixAt, '"')],
  }),
  unclosedInterpolation: (): Fault => ({
    code: 'unterminated-string',
    message: 'the "${" in this string is never closed',
    help: 'close it with "}", or write the dollar sign as "\\x24"',
  }),
  wrongQuotes: (text: string, span: Span): Fault => ({
    code: 'wrong-quotes',
    message: `strings stand in double quotes, not in ${text[0]}…${text.at(-1)}`,
    help: `write ${quote(text.slice(1, -1))}`,
    fixes: [replace('use double quotes', span, quote(text.slice(1, -1)))],
  }),
  unrenderedTemplate: (text: string): Fault => ({
    code: 'unrendered-template',
    message: `${quote(excerpt(text))} is a template of another tool that was not rendered`,
    help: 'check the rendered policy, not its template',
  }),
  doubledBrace: (): Fault => ({
    code: 'doubled-brace',
    message: 'a block opens with one brace, not two',
    help: 'doubled braces are how templates (Python, Jinja, Go) escape one: check the rendered policy',
  }),
  heredoc: (kind: 'marker' | 'anchor' | 'empty-anchor' | 'unterminated'): Fault => ({
    code: 'bad-heredoc',
    message: {
      marker: 'a heredoc starts with two "<"',
      anchor: 'nothing but letters and digits may stand between "<<" and the end of the line',
      'empty-anchor': 'this heredoc has no marker behind "<<"',
      unterminated: 'this heredoc is never closed',
    }[kind],
    help:
      kind === 'unterminated'
        ? 'repeat the marker alone on a line of its own, with a line end behind it; under <<- with at least one blank before it'
        : 'write <<EOT, the lines, and EOT on a line of its own',
  }),
  malformedNumber: (text: string): Fault => ({
    code: 'malformed-number',
    message: `${quote(text)} is not a number`,
    help: /^-?0[0-9]/.test(text) ? 'a leading zero means octal: digits 8 and 9 cannot follow it' : 'finish the number, or put it in quotes',
  }),
  invalidEscape: (text: string): Fault => ({
    code: 'invalid-escape',
    message: `${quote(text)} is not an escape of this language`,
    help: 'escapes are \\n \\t \\r \\a \\b \\f \\v \\\\ \\" \\NNN \\xNN \\uNNNN \\UNNNNNNNN; a backslash itself is \\\\',
  }),
  illegalCharacter: (text: string): Fault => {
    const code = text.codePointAt(0) as number;
    const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    const shown = code === 0xa0 ? `a no-break space (${name})` : /\p{C}|\p{Z}/u.test(text) ? `the character ${name}` : quote(excerpt(text));
    return {
      code: 'illegal-character',
      message: `${shown} means nothing here`,
      ...(code === 0xa0 ? { help: 'type an ordinary space; this one often comes from a web page' } : {}),
      ...(text === '$' ? { help: 'a template of another tool? check the rendered policy' } : {}),
    };
  },
  unterminatedComment: (): Fault => ({ code: 'unterminated-comment', message: 'this comment is never closed', help: 'close it with */' }),
  colon: (span: Span): Fault => ({
    code: 'colon-for-equals',
    message: 'a value is given with "=", not with ":"',
    help: 'write "="',
    fixes: [replace('write "="', span, ' =')],
  }),
  semicolon: (span: Span): Fault => ({
    code: 'semicolon',
    message: '";" separates nothing here',
    help: 'start a new line, or write a comma',
    fixes: [replace('write a comma', span, ',')],
  }),
  bareWord: (text: string, span: Span): Fault => ({
    code: 'bare-word',
    message: `${quote(text)} needs double quotes to be a string`,
    help: `write ${quote(text)}; a shell, YAML or template may have eaten the quotes`,
    fixes: [replace('put it in quotes', span, quote(text))],
  }),
  missingComma: (at: Span): Fault => ({
    code: 'missing-comma',
    message: 'a comma is missing before this element',
    help: 'separate the elements of a list with commas',
    fixes: [replace('insert a comma', { start: at.start, end: at.start }, ', ')],
  }),
  missingValue: (names: string): Fault => ({
    code: 'missing-value',
    message: `${names} has no value`,
    help: `write ${names} = …, or ${names} { … } for a block`,
  }),
  labelledAssignment: (head: string): Fault => ({
    code: 'labelled-assignment',
    message: `a block with a label takes no "=": ${head}`,
    help: 'remove the "="',
  }),
  missingOpeningBrace: (head: string): Fault => ({
    code: 'missing-brace',
    message: `${head} needs a "{" before its first attribute`,
    help: `write ${head} { … }`,
  }),
  badLabel: (text: string): Fault => ({
    code: 'bad-label',
    message: `${quote(excerpt(text))} cannot be a name or a label`,
    help: 'names are words or strings in double quotes',
  }),
  unexpectedComma: (): Fault => ({ code: 'unexpected-comma', message: 'nothing stands before this comma', help: 'remove it' }),
  unexpected: (text: string): Fault => ({ code: 'unexpected-token', message: `${quote(excerpt(text))} has no place here` }),
  strayBrace: (): Fault => ({ code: 'stray-brace', message: 'this "}" closes nothing', help: 'remove it, or look for a "{" that is missing above' }),
  missingKey: (): Fault => ({ code: 'missing-key', message: 'a block needs a name before its "{"', help: 'write path "…" { … }' }),
  unclosedBrace: (head: string, related: readonly Related[]): Fault => ({
    code: 'unclosed-brace',
    message: `the "{" of ${head} is never closed`,
    help: 'add the missing "}"',
    related,
  }),
  unclosedList: (): Fault => ({ code: 'unclosed-list', message: 'the "[" of this list is never closed', help: 'add the missing "]"' }),
  duplicateAttribute: (text: string, related: readonly Related[]): Fault => ({
    code: 'duplicate-attribute',
    message: `${text} was already set in this block`,
    help: 'keep one of the two; Vault refuses the policy since 1.21, before it used one of them',
    related,
  }),
  commentInJson: (): Fault => ({ code: 'comment-in-json', message: 'JSON has no comments', help: 'remove it, or write the policy in HCL' }),
  duplicateKey: (text: string): Fault => ({
    code: 'duplicate-attribute',
    message: `the key ${text} stands twice in this object`,
    help: 'keep one of the two, or give a list of blocks',
  }),
  rawControl: (text: string): Fault => ({
    code: 'illegal-character',
    message: `the character U+${(text.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')} cannot stand in a string of JSON as it is`,
    help: 'write it as an escape: \\t, \\r, \\uNNNN',
  }),
  noJsonEscape: (text: string): Fault => ({
    code: 'invalid-escape',
    message: `${quote(text)} is not an escape of JSON`,
    help: 'escapes are \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uNNNN; a backslash itself is \\\\',
  }),
  halfCharacter: (text: string): Fault => ({
    code: 'invalid-escape',
    message: `${quote(text)} is one half of a character`,
    help: 'characters beyond U+FFFF are two such escapes, one behind the other',
  }),
  noNull: (): Fault => ({ code: 'unexpected-token', message: 'null is no value of this language', help: 'leave the member out' }),
  inexactNumber: (): Fault => ({ code: 'invalid-expression', message: 'numbers beyond ±2^53 cannot be compared exactly' }),
  expression: (message: string, help?: string): Fault => ({ code: 'invalid-expression', message, ...(help === undefined ? {} : { help }) }),
};
