// A pattern of wildcards only, with a capability that does something. Ceilings are left alone: what is taken away from them stands beside it.

import type { Pattern } from '../../model/stanza.js';
import { isOnlyCeiling } from '../holders.js';
import { isWildcard, writtenSegments } from '../leading-path.js';
import { isUnconditional } from '../merged.js';
import { stanzasAt } from '../roots.js';
import type { Rule } from '../rule.js';
import { listed, quoted } from '../wording.js';

export const grantsEverything: Rule = {
  id: 'grants-everything',
  reach: 'set',
  severity: 'warning',
  summary: 'a grant on every path there is',
  check(context) {
    for (const stanza of stanzasAt(context.model, '*', '+')) {
      const { pattern, capabilities, file } = stanza;
      const does = capabilities.filter((capability) => capability !== 'list' && capability !== 'sudo' && capability !== 'deny');
      if (does.length === 0 || !isEverything(pattern) || !isUnconditional(stanza)) continue;
      if (isOnlyCeiling(context.model.blocks, stanza.policy)) continue;
      context.report({
        file,
        span: pattern.span,
        message: `${quoted(pattern.written)} grants ${listed(does)} on ${pattern.written.endsWith('*') ? 'everything' : 'everything of that depth'}: secrets, policies, tools, and what will be there tomorrow`,
        help: 'name what is needed: the mounts, servers and hosts',
      });
    }
  },
};

/** Of wildcards alone; a single `+` matches the names of mounts and nothing in them. */
function isEverything(pattern: Pattern): boolean {
  return pattern.text !== '+' && writtenSegments(pattern).every(isWildcard);
}
