// A `+` that is no wildcard, because it is not a whole segment.

import { maskDirectives } from '../directives.js';
import { patternPart } from '../places.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const plusInsideSegment: Rule = {
  id: 'plus-inside-segment',
  severity: 'warning',
  summary: 'a + beside other characters of its segment, which matches only the character +',
  check(context) {
    for (const stanza of context.stanzas) {
      const { written } = stanza.pattern;
      let start = 0;
      for (const segment of maskDirectives(written).split('/')) {
        const plus = segment.indexOf('+');
        if (plus >= 0 && segment !== '+') {
          const text = written.slice(start, start + segment.length);
          context.report({
            file: stanza.file,
            span: patternPart(context, stanza, start + plus, start + plus + 1),
            message: `"+" in ${quoted(text)} matches only the character itself: it is a wildcard only as a whole segment`,
            help: 'leave the whole segment open with +, or the end of the pattern with *',
          });
        }
        start += segment.length + 1;
      }
    }
  },
};
