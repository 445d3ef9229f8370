// An agent without policies and without a ceiling: its own layers deny everything, directly and on behalf of others.

import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const agentWithoutPolicies: Rule = {
  id: 'agent-without-policies',
  reach: 'file',
  severity: 'warning',
  summary: 'an agent that no policy lets do anything',
  check(context) {
    for (const { record, file, span } of context.model.blocks.agents) {
      if ((record.policies ?? []).length > 0 || (record.ceiling?.policies ?? []).length > 0 || record.status === 'suspended') continue;
      context.report({
        file,
        span,
        message: `agent ${quoted(record.id)} can do nothing: it has no policies, and so its ceiling is empty too`,
        help: 'name its policies, or a ceiling { policies = [...] } for what it does on behalf of others',
      });
    }
  },
};
