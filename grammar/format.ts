// A source in its canonical form: parsed, printed, and read back to make sure that nothing but its looks has changed. Refuses faulty texts.

import type { Document } from './ast.js';
import { type Diagnostic, hasErrors, type Staged } from './diagnostic.js';
import { formatJsonTokens } from './format-json.js';
import { parse } from './parse.js';
import { printHcl } from './print-hcl.js';
import { sameTree } from './same-tree.js';
import type { Source, Span } from './source.js';
import { readStrictJson } from './strict-json.js';

/**
 * The formatted text, or the diagnostics that stand in its way. Line ends become LF and a byte order mark goes. JSON is set anew only when
 * it is strict: what Vault's reader makes of the rest is better mended by hand.
 */
export function format(source: Source): Staged<string> {
  const { value: document, diagnostics } = parse(source);
  if (hasErrors(diagnostics)) return { diagnostics };
  const bare = source.text.startsWith(BYTE_ORDER_MARK) ? source.text.slice(1) : source.text;
  if (document.syntax === 'hcl') return checked(source, document, printHcl(document.body, blankLinesOf(source.text)), diagnostics);
  const json = readStrictJson(bare);
  if ('tokens' in json) return checked(source, document, formatJsonTokens(json.tokens), diagnostics);
  const shift = source.text.length - bare.length;
  const span = { start: json.span.start + shift, end: json.span.end + shift };
  const { fault, help } = json;
  return {
    diagnostics: [
      ...diagnostics,
      { code: 'not-strict-json', severity: 'error', message: `only strict JSON can be formatted, and ${fault}`, help, file: source.file, span },
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
