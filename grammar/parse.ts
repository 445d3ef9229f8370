// The order of the stages from a source to its AST, and the faults that concern a file as a whole.

import type { Document } from './ast.js';
import { buildDocument } from './build-ast.js';
import type { IRecognitionException, IToken } from './chevrotain.js';
import type { Diagnostic } from './diagnostic.js';
import { excerpt, type Fault, fault } from './faults.js';
import { parseJson } from './json/parse-json.js';
import { lex } from './lexer.js';
import { MAX_DEPTH, MAX_OPERATORS } from './limits.js';
import { parseTokens } from './parser.js';
import type { Source, Span } from './source.js';
import { ExpressionAssign } from './tokens.js';

const OPERATORS = new Set(['!', '-', '+', '*', '.', '&&', '||']);

const BYTE_ORDER_MARK = '\ufeff';

export interface Parsed {
  /** Always there; after an error it holds what could be read. */
  readonly value: Document;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses a policy document: HCL, or JSON when its first character that is not blank is `{` (vault-acl.md §1.1).
 * Never throws on any text.
 */
export function parse(source: Source): Parsed {
  const broken = fileFault(source);
  if (broken !== null) return { value: emptyDocument(source), diagnostics: [broken] };
  const { text, file } = source;
  const start = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  const diagnostics: Diagnostic[] = [];
  if (start === 1) {
    diagnostics.push({
      code: 'byte-order-mark',
      severity: 'warning',
      message: 'the file starts with a byte order mark, which Vault refuses',
      help: 'save it as UTF-8 without a byte order mark',
      file,
      span: { start: 0, end: 1 },
      fixes: [{ title: 'remove the byte order mark', edits: [{ span: { start: 0, end: 1 }, text: '' }], safe: true }],
    });
  }
  const parsed = text[firstVisible(text, start)] === '{' ? parseJson(source, start) : parseHcl(source, start);
  return { value: parsed.value, diagnostics: diagnostics.concat(parsed.diagnostics) };
}

function parseHcl(source: Source, start: number): Parsed {
  // The byte order mark is blanked, so that offsets stay those of the source.
  const text = start === 0 ? source.text : ` ${source.text.slice(1)}`;
  const { tokens, comments } = lex(text);
  const deep = firstTooDeep(tokens);
  if (deep !== null) return { value: emptyDocument(source), diagnostics: [diagnose(source, deep, fault.tooDeep(MAX_DEPTH, MAX_OPERATORS))] };
  const { cst, errors } = parseTokens(tokens);
  const { document, diagnostics } = buildDocument(source, cst, comments, start);
  const all = diagnostics.concat(errors.map((error) => expressionError(source, error)));
  return { value: document, diagnostics: all.sort((a, b) => a.span.start - b.span.start) };
}

function diagnose(source: Source, span: Span, what: Fault): Diagnostic {
  return { ...what, severity: 'error', file: source.file, span };
}

/** Only expressions have a grammar that can refuse; everything else is accepted and judged by build-ast. */
function expressionError(source: Source, error: IRecognitionException): Diagnostic {
  const token = error.token;
  const atEnd = Number.isNaN(token.startOffset) || token.image === '' || token.tokenType.name === 'ExpressionEnd';
  const start = atEnd ? endOf('previousToken' in error ? (error.previousToken as IToken) : undefined, source.text.length) : token.startOffset;
  const end = atEnd ? Math.min(start + 1, source.text.length) : start + token.image.length;
  const seen = atEnd ? 'the expression ends too early' : `${JSON.stringify(excerpt(token.image))} does not fit here`;
  return diagnose(source, { start: Math.min(start, end), end }, fault.expression(seen, 'an operator, an operand or a closing bracket is missing'));
}

function endOf(token: IToken | undefined, otherwise: number): number {
  return token === undefined || Number.isNaN(token.startOffset) ? otherwise : token.startOffset + token.image.length;
}

/** Brackets, and chains of operators, that would make a tree too deep to walk. */
function firstTooDeep(tokens: readonly IToken[]): Span | null {
  let depth = 0;
  let operators = 0;
  for (const { image, startOffset, tokenType } of tokens) {
    if (image === '{' || image === '[' || image === '(') depth++;
    else if (image === '}' || image === ']' || image === ')') depth--;
    else if (tokenType === ExpressionAssign) operators = 0;
    else if (OPERATORS.has(image)) operators++;
    if (depth > MAX_DEPTH || operators > MAX_OPERATORS) return { start: startOffset, end: startOffset + image.length };
  }
  return null;
}

function fileFault(source: Source): Diagnostic | null {
  const { text } = source;
  if (source.brokenAt !== undefined) return diagnose(source, at(source.brokenAt), fault.notUtf8());
  const zero = text.indexOf('\0');
  if (zero >= 0) return diagnose(source, at(zero), fault.nullCharacter());
  const reserved = text.indexOf('\ue123');
  return reserved >= 0 ? diagnose(source, at(reserved), fault.reservedCharacter()) : null;
}

function at(offset: number): Span {
  return { start: offset, end: offset + 1 };
}

/** WHY more than JSON's own blanks: HCL1 chooses its reader by Unicode's; the JSON reader then refuses what it does not know. */
function firstVisible(text: string, start: number): number {
  let i = start;
  while (i < text.length && /[\s\u0085]/.test(text[i] as string)) i++;
  return i;
}

function emptyDocument(source: Source): Document {
  return { kind: 'document', file: source.file, syntax: 'hcl', body: { items: [], dangling: [], span: { start: 0, end: source.text.length } } };
}
