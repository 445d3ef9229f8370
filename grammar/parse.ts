// The order of the stages from a source to its AST, and the faults that concern a file as a whole.

import type { Document } from './ast.js';
import { buildDocument } from './build-ast.js';
import type { Diagnostic } from './diagnostic.js';
import { type Fault, fault } from './faults.js';
import { parseJson } from './json/parse-json.js';
import { parsePolcJson } from './json/parse-polc-json.js';
import { lex } from './lexer.js';
import { parseTokens } from './parser.js';
import type { Source, Span } from './source.js';
import { firstTooDeep } from './too-deep.js';

const BYTE_ORDER_MARK = '\ufeff';

export interface Parsed {
  /** Always there; after an error it holds what could be read. */
  readonly value: Document;
  readonly diagnostics: readonly Diagnostic[];
}

/** A file of this name is in polc's strict JSON form, whatever it holds. */
const POLC_JSON = '.polc.json';

/**
 * Parses a policy document: polc's strict JSON form by the file's name; else HCL, or JSON when its first character that is not blank is `{`
 * (vault-acl.md §1.1). Never throws on any text.
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
  const parsed = readerOf(source, start)(source, start);
  return { value: parsed.value, diagnostics: diagnostics.concat(parsed.diagnostics) };
}

function readerOf({ file, text }: Source, start: number): (source: Source, start: number) => Parsed {
  if (file.endsWith(POLC_JSON)) return parsePolcJson;
  return text[firstVisible(text, start)] === '{' ? parseJson : parseHcl;
}

function parseHcl(source: Source, start: number): Parsed {
  // The byte order mark is blanked, so that offsets stay those of the source.
  const text = start === 0 ? source.text : ` ${source.text.slice(1)}`;
  const { tokens, comments } = lex(text);
  const deep = firstTooDeep(tokens);
  if (deep !== null) return { value: emptyDocument(source), diagnostics: [diagnose(source, deep, fault.tooDeep())] };
  const { document, diagnostics } = buildDocument(source, parseTokens(tokens), comments, start);
  return { value: document, diagnostics: [...diagnostics].sort((a, b) => a.span.start - b.span.start) };
}

function diagnose(source: Source, span: Span, what: Fault): Diagnostic {
  return { ...what, severity: 'error', file: source.file, span };
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
  const syntax = source.file.endsWith(POLC_JSON) ? 'polc-json' : 'hcl';
  return { kind: 'document', file: source.file, syntax, body: { items: [], dangling: [], span: { start: 0, end: source.text.length } } };
}
