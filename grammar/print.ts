// A document's canonical text. Each syntax has a printer of its own; what the source had between its tokens is `format`'s to keep.

import type { Document } from './ast.js';
import { printHcl } from './print-hcl.js';
import { printJson } from './print-json.js';

/** Parsing the answer gives the same tree again, spans aside. */
export function print(document: Document): string {
  return document.syntax === 'json' ? printJson(document.body) : printHcl(document.body, null);
}
