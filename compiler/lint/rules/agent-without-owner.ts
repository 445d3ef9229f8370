// An agent without an owner: nobody to ask, and nobody who is kept from approving for it.

import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const agentWithoutOwner: Rule = {
  id: 'agent-without-owner',
  reach: 'file',
  severity: 'warning',
  summary: 'an agent that nobody answers for',
  check(context) {
    for (const { record, file, span } of context.model.blocks.agents) {
      if (record.owner !== undefined) continue;
      context.report({
        file,
        span,
        message: `agent ${quoted(record.id)} has no owner`,
        help: 'write owner = "group:…" or "user:…": those who answer for it, and who never approve what it asks for',
      });
    }
  },
};
