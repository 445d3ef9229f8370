// A `+` that is no wildcard, because it is not a whole segment.

import { maskDirectives } from '../directives.js';
import { patternPart } from '../places.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const plusInsideSegment: Rule = {
  id: 'plus-inside-segment',
  reach: 'file',
  severity: 'warning',
  summary: 'a + beside other characters of its segment, which matches only the character +',
  check(context) {
    for (const stanza of context.stanzas) {
      const { written } = stanza.pattern;
      const segments = maskDirectives(written).split('/');
      const at = segments.findIndex((segment) => segment !== '+' && segment.includes('+'));
      const segment = segments[at];
      if (segment === undefined) continue;
      const start = segments.slice(0, at).join('/').length + (at > 0 ? 1 : 0);
      const plus = start + segment.indexOf('+');
      context.report({
        file: stanza.file,
        span: patternPart(context, stanza, plus, plus + 1),
        message: `"+" in ${quoted(written.slice(start, start + segment.length))} matches only the character itself: it is a wildcard only as a whole segment`,
        help: 'leave the whole segment open with +, or the end of the pattern with *',
      });
    }
  },
};
