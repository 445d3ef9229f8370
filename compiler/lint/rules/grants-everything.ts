// A pattern of wildcards only, with a capability that does something. Ceilings are left alone: what is taken away from them stands beside it.

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
      if (does.length === 0 || !writtenSegments(pattern).every(isWildcard) || !isUnconditional(stanza)) continue;
      if (isOnlyCeiling(context.model.blocks, stanza.policy)) continue;
      context.report({
        file,
        span: pattern.span,
        message: `${quoted(pattern.written)} grants ${listed(does)} on ${pattern.text === '' ? 'everything' : 'everything of that depth'}: secrets, policies, tools, and what will be there tomorrow`,
        help: 'name what is needed: the mounts, servers and hosts',
      });
    }
  },
};
