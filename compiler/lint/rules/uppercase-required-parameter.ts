// Names in required_parameters with capital letters: only the lower-case spelling meets them.

import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const uppercaseRequiredParameter: Rule = {
  id: 'uppercase-required-parameter',
  reach: 'file',
  severity: 'warning',
  summary: 'a required parameter in capital letters, which only the lower-case spelling meets',
  check(context) {
    for (const stanza of context.stanzas) {
      for (const { name, span } of stanza.required) {
        const folded = name.toLowerCase();
        if (folded === name) continue;
        context.report({
          file: stanza.file,
          span,
          message: `a request with ${quoted(name)} is refused: Vault looks for ${quoted(folded)} in the request exactly`,
          help: `write ${quoted(folded)}, and send it so`,
          fixes: isPlain(name) ? [{ title: `write ${quoted(folded)}`, edits: [{ span, text: `"${folded}"` }], safe: true }] : [],
        });
      }
    }
  },
};

/** Needs no escapes, and folds alike in Go and JavaScript. */
function isPlain(name: string): boolean {
  return /^[\w.-]+$/.test(name);
}
