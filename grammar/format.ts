// A source in its canonical form: parsed, printed, and read back to make sure that nothing but its looks has changed. Refuses faulty texts.

import type { Document } from './ast.js';
import { type Diagnostic, hasErrors, type Staged } from './diagnostic.js';
import { formatJsonTokens } from './format-json.js';
import { parse } from './parse.js';
import { print } from './print.js';
import { printHcl } from './print-hcl.js';
import { sameTree } from './same-tree.js';
import type { Source, Span } from './source.js';
import { readStrictJson } from './strict-json.js';

/** Says the same in other words: `polc fmt --expand`. What it adds to the tree needs no places (`{ start: 0, end: 0 }`). */
export type Rewrite = (document: Document) => Document;

/**
 * The formatted text, or the diagnostics that stand in its way. Line ends become LF and a byte order mark goes. JSON is set anew only when
 * it is strict: what Vault's reader makes of the rest is better mended by hand. A rewrite leaves Vault's JSON alone, which has no expressions.
 */
export function format(source: Source, rewrite: Rewrite = (document) => document): Staged<string> {
  const { value: read, diagnostics } = parse(source);
  if (hasErrors(diagnostics)) return { diagnostics };
  const document = read.syntax === 'json' ? read : rewrite(read);
  if (read.syntax === 'hcl') return checked(source, document, printHcl(document.body, blankLinesOf(source.text)), diagnostics);
  if (document !== read) return checked(source, document, print(document), diagnostics);
  const { tokens, faults } = readStrictJson(source.text, source.text.startsWith(BYTE_ORDER_MARK) ? 1 : 0);
  const [first] = faults;
  if (first === undefined) return checked(source, document, formatJsonTokens(tokens), diagnostics);
  const message = `only strict JSON can be formatted, and ${first.what.message}`;
  const { help } = first.what;
  return {
    diagnostics: [
      ...diagnostics,
      { code: 'not-strict-json', severity: 'error', message, ...(help === undefined ? {} : { help }), file: source.file, span: first.span },
    ],
  };
}

const BYTE_ORDER_MARK = '\ufeff';

function checked(source: Source, document: Document, text: string, diagnostics: readonly Diagnostic[]): Staged<string> {
  const again = parse({ file: source.file, text });
  if (!hasErrors(again.diagnostics) && sameTree(document, again.value)) return { value: text, diagnostics };
  const unstable: Diagnostic = {
    code: 'format-unstable',
    severity: 'error',
    message: 'formatting would change what this file says, so it is left as it is',
    help: 'this is a fault of polc: please report it with the file',
    file: source.file,
    span: { start: 0, end: source.text.length },
  };
  return { diagnostics: [...diagnostics, unstable] };
}

/** Whether nothing but blanks and at least one empty line stands above a place; a lone carriage return is a blank, as for the lexer. */
function blankLinesOf(text: string): (place: Span) => boolean {
  return ({ start }) => {
    let lineEnds = 0;
    for (let i = start - 1; i >= 0 && ' \t\r\n'.includes(text[i] as string); i--) {
      if (text[i] === '\n' && ++lineEnds === 2) return true;
    }
    return false;
  };
}
