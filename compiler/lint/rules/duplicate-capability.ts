// A capability listed twice in one stanza.

import type { Element, Fix } from '@polc/grammar';
import { listsNamed, sourceText } from '../places.js';
import type { Rule, RuleContext } from '../rule.js';
import { quoted } from '../wording.js';

export const duplicateCapability: Rule = {
  id: 'duplicate-capability',
  reach: 'file',
  severity: 'info',
  summary: 'a capability listed twice',
  check(context) {
    for (const stanza of context.stanzas) {
      const seen = new Set<string>();
      for (const { elements } of listsNamed(stanza, 'capabilities')) {
        for (const [i, element] of elements.entries()) {
          const { value } = element;
          if (value.kind !== 'string') continue;
          if (seen.has(value.value)) {
            context.report({
              file: stanza.file,
              span: value.span,
              message: `${quoted(value.value)} is listed twice`,
              help: 'once is enough',
              fixes: removal(context, stanza.file, elements[i - 1], element),
            });
          }
          seen.add(value.value);
        }
      }
    }
  },
};

/** Takes the word out together with the comma before it; not where a comment would go with it, or where it comes first in its list. */
function removal({ sources }: RuleContext, file: string, before: Element | undefined, element: Element): readonly Fix[] {
  if (before === undefined || element.leading.length > 0 || element.trailing !== null) return [];
  const gap = { start: before.value.span.end, end: element.value.span.end };
  const plain = /^\s*,\s*$/.test(sourceText(sources, file).slice(gap.start, element.value.span.start));
  return plain ? [{ title: 'remove it', edits: [{ span: gap, text: '' }], safe: true }] : [];
}
