// One leading slash: Vault takes it off. Two are double-leading-slash's.

import { editPattern, patternPart } from '../places.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const leadingSlash: Rule = {
  id: 'leading-slash',
  reach: 'file',
  severity: 'info',
  summary: 'a leading slash, which Vault takes off',
  check(context) {
    for (const stanza of context.stanzas) {
      const { written } = stanza.pattern;
      // "/" alone is the empty path, which reads worse without it.
      if (!written.startsWith('/') || written.startsWith('//') || written === '/') continue;
      const edit = editPattern(context, stanza, 0, 1, '');
      context.report({
        file: stanza.file,
        span: patternPart(context, stanza, 0, 1),
        message: `Vault takes the leading slash off ${quoted(written)}`,
        help: 'leave it out, as request paths do',
        fixes: edit === null ? [] : [{ title: 'remove the slash', edits: [edit], safe: true }],
      });
    }
  },
};
