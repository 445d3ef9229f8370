// A delegation through which nothing is allowed: its scopes, the rights of who delegates and the agent's ceilings have nothing in common.

import { attributeSpan } from '../block-places.js';
import { delegationRights } from '../delegation-rights.js';
import type { Rule } from '../rule.js';
import { listed, quoted } from '../wording.js';

export const uselessDelegation: Rule = {
  id: 'useless-delegation',
  reach: 'set',
  severity: 'warning',
  summary: 'a delegation through which no request is allowed',
  check(context) {
    for (const { delegation, allowsNothing, scopesAllow, delegatorAllows } of delegationRights(context)) {
      const { record, file, span } = delegation;
      // A user without any rights has a finding of its own.
      if (!allowsNothing || !scopesAllow || (!delegatorAllows && record.from.startsWith('user:'))) continue;
      context.report({
        file,
        span: attributeSpan(context, { file, span }, 'scopes'),
        message: `nothing is allowed through delegation ${quoted(record.id)}: ${listed(record.scopes.map(quoted))}, the rights of ${quoted(record.from)} and the ceilings of ${quoted(record.to)} have nothing in common`,
        help: 'each of them must allow by itself: name a scope of what the two have in common',
      });
    }
  },
};
