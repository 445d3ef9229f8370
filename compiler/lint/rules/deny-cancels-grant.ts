// A grant and a deny on one pattern of one policy: merged, only the deny remains.

import { relatedTo } from '../places.js';
import type { Rule } from '../rule.js';
import { listed, quoted } from '../wording.js';

export const denyCancelsGrant: Rule = {
  id: 'deny-cancels-grant',
  reach: 'set',
  severity: 'warning',
  summary: 'a stanza cancelled by a deny on the same pattern of the same policy',
  check(context) {
    for (const rule of context.patterns.rules) {
      if (!rule.deny || rule.stanzas.length === 1) continue;
      const denials = new Map(rule.stanzas.filter(({ capabilities }) => capabilities.includes('deny')).map((stanza) => [stanza.policy, stanza]));
      for (const stanza of rule.stanzas) {
        const denial = denials.get(stanza.policy);
        if (denial === undefined || stanza.capabilities.includes('deny') || stanza.capabilities.length === 0) continue;
        context.report({
          file: stanza.file,
          span: stanza.head,
          message: `this stanza grants nothing: policy ${quoted(stanza.policy)} also denies ${quoted(stanza.pattern.written)}, and deny cancels ${listed(stanza.capabilities)}`,
          help: 'keep one of the two stanzas',
          related: [relatedTo(denial, 'denied here')],
        });
      }
    }
  },
};
