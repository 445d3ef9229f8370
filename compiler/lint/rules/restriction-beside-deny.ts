// Keys beside a deny: Vault neither keeps nor checks them.

import { itemsNamed } from '../places.js';
import type { Rule } from '../rule.js';
import { listed } from '../wording.js';

const RESTRICTIONS = [
  'allowed_parameters',
  'denied_parameters',
  'required_parameters',
  'min_wrapping_ttl',
  'max_wrapping_ttl',
  'mfa_methods',
  'control_group',
  'subscribe_event_types',
];

export const restrictionBesideDeny: Rule = {
  id: 'restriction-beside-deny',
  reach: 'file',
  severity: 'warning',
  summary: 'keys beside a deny that have no effect: everything is denied, not only what they name',
  check(context) {
    for (const stanza of context.stanzas) {
      if (!stanza.capabilities.includes('deny')) continue;
      const keys = RESTRICTIONS.flatMap((key) => itemsNamed(stanza, key).map((item) => item.keys[0])).filter((key) => key !== undefined);
      const first = keys[0];
      if (first === undefined) continue;
      context.report({
        file: stanza.file,
        span: first.span,
        message: `deny refuses every request here: ${listed([...new Set(keys.map(({ value }) => value))])} beside it ${keys.length === 1 ? 'has' : 'have'} no effect`,
        help: 'to refuse some requests only, grant the capabilities and keep the restriction, without deny',
      });
    }
  },
};
