// The legacy `policy = "…"`, which grants more than it says.

import type { Fix } from '@polc/grammar';
import { LEGACY } from '../../check/words.js';
import type { Stanza } from '../../model/stanza.js';
import { itemsNamed } from '../places.js';
import type { Rule } from '../rule.js';
import { listed, quoted } from '../wording.js';

export const legacyPolicyKeyword: Rule = {
  id: 'legacy-policy-keyword',
  reach: 'file',
  severity: 'warning',
  summary: 'the legacy policy = "…", which grants more than it says',
  check(context) {
    for (const stanza of context.stanzas) {
      const words = stanza.legacy === null || !Object.hasOwn(LEGACY, stanza.legacy.name) ? undefined : LEGACY[stanza.legacy.name];
      if (stanza.legacy === null || words === undefined) continue;
      context.report({
        file: stanza.file,
        span: stanza.legacy.span,
        message: `policy = ${quoted(stanza.legacy.name)} is the form of early versions and means ${listed(words)}`,
        help: `write capabilities = [${words.map(quoted).join(', ')}], or fewer`,
        fixes: spelledOut(stanza, words),
      });
    }
  },
};

/** Safe where no capabilities stand beside it: the words are all that the stanza has, and Vault reads them in their place. */
function spelledOut(stanza: Stanza, words: readonly string[]): readonly Fix[] {
  const [item, ...more] = itemsNamed(stanza, 'policy');
  const key = item?.keys[0];
  if (item === undefined || key === undefined || more.length > 0 || itemsNamed(stanza, 'capabilities').length > 0) return [];
  const edits = [
    { span: key.span, text: key.quoted ? '"capabilities"' : 'capabilities' },
    { span: item.value.span, text: `[${words.map(quoted).join(', ')}]` },
  ];
  return [{ title: 'spell out the capabilities', edits, safe: true }];
}
