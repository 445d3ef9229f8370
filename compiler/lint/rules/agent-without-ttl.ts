// An agent of which nothing ever runs out: no longest grant of its own or of its type, and no day on which it expires.

import { longestGrant } from '../holders.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const agentWithoutTtl: Rule = {
  id: 'agent-without-ttl',
  reach: 'set',
  severity: 'warning',
  summary: 'an agent whose authority never ends by itself',
  check(context) {
    const { blocks } = context.model;
    for (const { record, file, span } of blocks.agents) {
      if (record.expires !== undefined || longestGrant(record, blocks) !== null) continue;
      context.report({
        file,
        span,
        message: `nothing ends what agent ${quoted(record.id)} is granted: it has no max_ttl, its type has none, and it does not expire`,
        help: 'write ephemeral { max_ttl = "10m" }, or max_ttl in its agent_type, or expires',
      });
    }
  },
};
