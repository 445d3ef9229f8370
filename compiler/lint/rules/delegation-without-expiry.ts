// A delegation that does not say until when.

import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const delegationWithoutExpiry: Rule = {
  id: 'delegation-without-expiry',
  reach: 'file',
  severity: 'warning',
  summary: 'a delegation that never ends',
  check(context) {
    for (const { record, file, span } of context.model.blocks.delegations) {
      if (record.expires !== undefined || record.status === 'revoked') continue;
      const implied = record.consent === 'implied' ? ', and no consent has to be renewed' : '';
      context.report({
        file,
        span,
        message: `delegation ${quoted(record.id)} never ends${implied}`,
        help: 'write expires = "2027-01-01T00:00:00Z": until when the agent is to act',
      });
    }
  },
};
