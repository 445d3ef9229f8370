// Lists for `policies` on auth/token/create, which is not required: who leaves it out gets all policies of the token that asks.

import { mayBegin } from '../leading-path.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const inheritedPolicies: Rule = {
  id: 'inherited-policies',
  reach: 'file',
  severity: 'warning',
  summary: 'a bound on the policies of new tokens that leaving them out gets around',
  check(context) {
    for (const { pattern, allowed, denied, required, capabilities, file } of context.stanzas) {
      if (!pattern.text.startsWith('auth/token/create') || !mayBegin(pattern, ['auth', 'token', 'create'])) continue;
      if (!capabilities.includes('update') && !capabilities.includes('create')) continue;
      const bound = [...(allowed ?? []), ...(denied ?? [])].find(({ name, values }) => name === 'policies' && values.length > 0);
      if (bound === undefined || required.some(({ name }) => name.toLowerCase() === 'policies')) continue;
      context.report({
        file,
        span: bound.span,
        message: `a request without ${quoted(bound.written)} passes, and its token has every policy of the token that asks`,
        help: 'write required_parameters = ["policies"] beside it',
      });
    }
  },
};
