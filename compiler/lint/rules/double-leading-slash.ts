// Two leading slashes: one is taken off, and no request path begins with the other.

import { editPattern, patternPart } from '../places.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const doubleLeadingSlash: Rule = {
  id: 'double-leading-slash',
  reach: 'file',
  severity: 'warning',
  summary: 'two leading slashes, so that the pattern matches no request',
  check(context) {
    for (const stanza of context.stanzas) {
      const { written } = stanza.pattern;
      if (!written.startsWith('//')) continue;
      const slashes = written.length - written.replace(/^\/+/, '').length;
      const edit = editPattern(context, stanza, 0, slashes, '');
      context.report({
        file: stanza.file,
        span: patternPart(context, stanza, 0, slashes),
        message: `${quoted(written)} matches no request: Vault takes one slash off the pattern, and all of them off a request's path`,
        help: 'write the pattern without leading slashes',
        // A stanza that never spoke begins to.
        fixes: edit === null ? [] : [{ title: 'remove the slashes', edits: [edit], safe: false }],
      });
    }
  },
};
