// Stars in parameter values that are no wildcards: alone, or in the middle.

import { valueEntries } from '../parameters.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const literalStarValue: Rule = {
  id: 'literal-star-value',
  reach: 'file',
  severity: 'warning',
  summary: 'a star in a parameter value that matches only the character *',
  check(context) {
    for (const { stanza, attribute, parameter, value, span } of valueEntries(context.stanzas)) {
      if (value.kind !== 'string' || !(value.value === '*' || value.value.slice(1, -1).includes('*'))) continue;
      const alone = value.value === '*';
      context.report({
        file: stanza.file,
        span,
        message: `"*" in ${quoted(value.value)} matches only the character itself: ${alone ? 'a value of one character is no pattern' : 'it is a wildcard only at the start or the end of a value'}`,
        help: alone
          ? `an empty list ${attribute === 'allowed_parameters' ? 'allows' : 'denies'} any value: ${quoted(parameter.written)} = []`
          : 'list the values, or leave one end open',
      });
    }
  },
};
