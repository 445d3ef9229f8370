// Capabilities beside a deny: Vault makes the whole stanza a deny.

import type { Fix } from '@polc/grammar';
import type { Stanza } from '../../model/stanza.js';
import { itemsNamed, keySpan } from '../places.js';
import type { Rule } from '../rule.js';
import { listed, quoted } from '../wording.js';

export const denyMixed: Rule = {
  id: 'deny-mixed',
  reach: 'file',
  severity: 'warning',
  summary: 'capabilities beside a deny, which cancels them',
  check(context) {
    for (const stanza of context.stanzas) {
      if (!stanza.capabilities.includes('deny')) continue;
      const beside = [...new Set(stanza.written.map(({ name }) => name).filter((name) => name !== 'deny'))];
      if (stanza.legacy !== null && stanza.legacy.name !== 'deny') beside.push(`policy = ${quoted(stanza.legacy.name)}`);
      if (beside.length === 0) continue;
      const span = stanza.written.find(({ name }) => name === 'deny')?.span ?? stanza.legacy?.span ?? keySpan(stanza, 'capabilities');
      context.report({
        file: stanza.file,
        span,
        message: `deny cancels ${listed(beside)} beside it: the stanza grants nothing`,
        help: 'take the deny out to grant the others, or leave it alone in the list',
        fixes: onlyDeny(stanza),
      });
    }
  },
};

/** Not safe though no decision changes: the author may have meant to grant. */
function onlyDeny(stanza: Stanza): readonly Fix[] {
  const items = itemsNamed(stanza, 'capabilities');
  const value = items[0]?.value;
  if (items.length !== 1 || value?.kind !== 'list' || stanza.legacy !== null) return [];
  return [{ title: 'leave deny alone', edits: [{ span: value.span, text: '["deny"]' }], safe: false }];
}
