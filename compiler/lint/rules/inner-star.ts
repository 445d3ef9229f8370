// A `*` that is no wildcard, because it does not end the pattern.

import type { Fix } from '@polc/grammar';
import type { Stanza } from '../../model/stanza.js';
import { maskDirectives } from '../directives.js';
import { editPattern, patternPart } from '../places.js';
import type { Rule, RuleContext } from '../rule.js';
import { quoted } from '../wording.js';

export const innerStar: Rule = {
  id: 'inner-star',
  reach: 'file',
  severity: 'warning',
  summary: 'a * that does not end the pattern and so matches only the character *',
  check(context) {
    for (const stanza of context.stanzas) {
      const { written } = stanza.pattern;
      const star = maskDirectives(written).indexOf('*');
      if (star < 0 || star === written.length - 1) continue;
      const fix = plusFor(context, stanza);
      context.report({
        file: stanza.file,
        span: patternPart(context, stanza, star, star + 1),
        message: `"*" is a wildcard only at the end: ${quoted(written)} matches only paths that hold the character itself`,
        help: 'for one whole segment write +; part of a segment cannot be left open in the middle of a pattern',
        fixes: fix === null ? [] : [fix],
      });
    }
  },
};

/** Each segment that is exactly `*` becomes `+`, where that leaves no other inner star behind. */
function plusFor(context: RuleContext, stanza: Stanza): Fix | null {
  const { written } = stanza.pattern;
  const segments = written.split('/');
  const mended = segments.map((segment, i) => (segment === '*' && i < segments.length - 1 ? '+' : segment)).join('/');
  const left = maskDirectives(mended).indexOf('*');
  if (left >= 0 && left < mended.length - 1) return null;
  const edit = editPattern(context, stanza, 0, written.length, mended);
  return edit === null ? null : { title: `write ${quoted(mended)}`, edits: [edit], safe: false };
}
