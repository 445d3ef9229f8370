// A granting stanza whose pattern always loses to others. Which pattern wins is reach.ts's to say.

import type { Rule } from '../rule.js';
import { reachOf, showUnreached } from '../unreached.js';
import { listed, quoted } from '../wording.js';

export const shadowedStanza: Rule = {
  id: 'shadowed-stanza',
  reach: 'set',
  severity: 'warning',
  summary: 'a stanza that no request reaches, because other patterns win every path it matches',
  check(context) {
    for (const { stanza, rule, unreached, winner, together } of reachOf(context)) {
      if (stanza.capabilities.includes('deny') || rule.deny) continue;
      const lost = stanza.capabilities.filter((capability) => !unreached.winner.capabilities.has(capability));
      // Held together with a policy that grants as much, nothing is missed.
      if (together !== '' && lost.length === 0) continue;
      const missing = lost.length === 0 ? '' : ` and does not grant ${listed(lost)}`;
      context.report({
        file: stanza.file,
        span: stanza.pattern.span,
        message: `no request reaches ${quoted(stanza.pattern.written)}: ${quoted(winner.pattern.written)} wins ${showUnreached(unreached)}${missing}${together}`,
        help: 'Vault looks at the winning pattern alone, nothing adds up: give that one the capabilities, or write a pattern whose first wildcard stands further right',
        related: [{ message: 'wins instead', file: winner.file, span: winner.head }],
      });
    }
  },
};
