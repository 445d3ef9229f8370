// Patterns of a set that are equal but for letter case.

import type { Stanza } from '../../model/stanza.js';
import { relatedTo } from '../places.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const caseVariantPattern: Rule = {
  id: 'case-variant-pattern',
  reach: 'set',
  severity: 'warning',
  summary: 'two patterns that differ only in letter case, though paths are case-sensitive',
  check(context) {
    // Of two that differ in letter case, one has a letter that folds.
    const folding = new Set(
      context.patterns.rules
        .map(({ text }) => ({ text, lower: text.toLowerCase() }))
        .filter(({ text, lower }) => text !== lower)
        .map(({ lower }) => lower),
    );
    if (folding.size === 0) return;
    const firsts = new Map<string, Stanza>();
    for (const { kind, text, stanzas } of context.patterns.rules) {
      const lower = text.toLowerCase();
      if (!folding.has(lower)) continue;
      const folded = `${kind} ${lower}`;
      const stanza = stanzas[0] as Stanza;
      const first = firsts.get(folded);
      if (first === undefined) {
        firsts.set(folded, stanza);
        continue;
      }
      context.report({
        file: stanza.file,
        span: stanza.pattern.span,
        message: `${quoted(stanza.pattern.written)} and ${quoted(first.pattern.written)} differ only in letter case and match different paths`,
        help: 'paths are case-sensitive: spell both as the path is spelt',
        related: [relatedTo(first, 'the other spelling')],
      });
    }
  },
};
