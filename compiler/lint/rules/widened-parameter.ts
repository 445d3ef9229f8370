// Stanzas of one pattern merge: where one lets a parameter have any value, the values that another lists are no bound any more.

import { relatedTo } from '../places.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const widenedParameter: Rule = {
  id: 'widened-parameter',
  reach: 'set',
  severity: 'warning',
  summary: 'a list of allowed values that another stanza of the pattern sets aside',
  check(context) {
    for (const { stanzas, deny } of context.patterns.rules) {
      const merging = stanzas.filter(({ standsAlone }) => !standsAlone);
      if (deny || merging.length < 2) continue;
      for (const stanza of merging) {
        for (const { name, written, values, span } of stanza.allowed ?? []) {
          if (values.length === 0 || name === '*') continue;
          const wide = merging.find((other) => other !== stanza && other.allowed?.some((rule) => rule.name === name && rule.values.length === 0));
          if (wide === undefined) continue;
          const together = wide.policy === stanza.policy ? '' : `, for whoever also holds policy ${quoted(wide.policy)}`;
          context.report({
            file: stanza.file,
            span,
            message: `the values of ${quoted(written)} bound nothing: another stanza on ${quoted(stanza.pattern.written)} allows any${together}`,
            help: 'list the values there too, or take the parameter out there',
            related: [relatedTo(wide, 'allows any value')],
          });
        }
      }
    }
  },
};
