// max_wrapping_ttl alone: it does not only bound wrapping, it demands it.

import { keySpan } from '../places.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const mandatoryWrapping: Rule = {
  id: 'mandatory-wrapping',
  reach: 'file',
  severity: 'info',
  summary: 'a longest wrapping time, which also refuses every request that asks for no wrapping',
  check(context) {
    for (const stanza of context.stanzas) {
      // With a minimum, wrapping is plainly what the author is after.
      if (stanza.maxWrappingTtl <= 0 || stanza.minWrappingTtl > 0) continue;
      context.report({
        file: stanza.file,
        span: keySpan(stanza, 'max_wrapping_ttl'),
        message: `max_wrapping_ttl makes wrapping mandatory: requests to ${quoted(stanza.pattern.written)} that ask for none are refused`,
        help: 'write min_wrapping_ttl = "1s" beside it if that is meant; wrapping cannot be bounded without being demanded',
      });
    }
  },
};
