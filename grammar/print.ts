// A document's canonical text. Each syntax has a printer of its own; what the source had between its tokens is `format`'s to keep.

import type { Document } from './ast.js';
import { hasErrors, type Staged } from './diagnostic.js';
import { formatJsonTokens } from './format-json.js';
import { polcJsonTokens } from './json/print-polc-json.js';
import { parse } from './parse.js';
import { printHcl } from './print-hcl.js';
import { printJson } from './print-json.js';

/** Parsing the answer gives the same tree again, spans aside. */
export function print(document: Document): string {
  if (document.syntax === 'polc-json') return formatJsonTokens(polcJsonTokens(document).tokens);
  return document.syntax === 'json' ? printJson(document.body) : printHcl(document.body, null);
}

/**
 * The document in polc's strict JSON form, or the errors that tell what JSON cannot say. Comments are dropped, with a warning; keys lose their
 * spelling, heredocs and numbers theirs, and members of one word stand together.
 */
export function printPolcJson(document: Document): Staged<string> {
  const { tokens, diagnostics } = polcJsonTokens(document);
  if (hasErrors(diagnostics)) return { diagnostics };
  const text = formatJsonTokens(tokens);
  // Blocks with labels take two brackets in JSON: what HCL can still nest may be too deep here.
  const deep = parse({ file: '.polc.json', text }).diagnostics.find(({ severity }) => severity === 'error');
  return deep === undefined ? { value: text, diagnostics } : { diagnostics: [...diagnostics, { ...deep, file: document.file, span: document.body.span }] };
}
