// A stanza without capabilities: a hole that any other policy can fill.

import { itemsNamed, keySpan } from '../places.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const emptyCapabilities: Rule = {
  id: 'empty-capabilities',
  reach: 'file',
  severity: 'warning',
  summary: 'a stanza without capabilities, which refuses only until another policy repeats its pattern',
  check(context) {
    for (const stanza of context.stanzas) {
      // Words that are no capabilities are errors of their own.
      if (stanza.capabilities.length > 0 || stanza.written.length > 0 || stanza.legacy !== null) continue;
      const list = itemsNamed(stanza, 'capabilities')[0]?.value;
      context.report({
        file: stanza.file,
        span: list?.span ?? keySpan(stanza, 'capabilities'),
        message: `no capabilities on ${quoted(stanza.pattern.written)}: it grants nothing and hides broader stanzas, but any policy that repeats the pattern opens it`,
        help: 'write capabilities = ["deny"] if a deny is meant, list what is granted, or remove the stanza',
      });
    }
  },
};
