// A deny whose pattern always loses to others. Which pattern wins is reach.ts's to say.

import type { Rule } from '../rule.js';
import { reachOf, showUnreached } from '../unreached.js';
import { quoted } from '../wording.js';

export const unreachableDeny: Rule = {
  id: 'unreachable-deny',
  reach: 'set',
  severity: 'warning',
  summary: 'a deny that never applies, because other patterns win every path it matches',
  check(context) {
    for (const { stanza, unreached, winner, together } of reachOf(context)) {
      if (!stanza.capabilities.includes('deny')) continue;
      const pattern = quoted(stanza.pattern.written);
      context.report({
        file: stanza.file,
        span: stanza.pattern.span,
        message: `deny on ${pattern} never applies: ${quoted(winner.pattern.written)} wins ${showUnreached(unreached)}${together}`,
        help: 'Vault looks at the winning pattern alone: the one whose first wildcard stands further right; deny on a pattern that wins, or narrow the one that does now',
        related: [{ message: 'wins instead', file: winner.file, span: winner.head }],
      });
    }
  },
};
