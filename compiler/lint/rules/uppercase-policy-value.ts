// Names of policies in capital letters among parameter values: Vault folds the request's side to lower case and not the policy's.

import { POLICY_PARAMETERS, valueEntries } from '../parameters.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const uppercasePolicyValue: Rule = {
  id: 'uppercase-policy-value',
  reach: 'file',
  severity: 'warning',
  summary: 'a policy name in capital letters among parameter values, which no request can match',
  check(context) {
    for (const { stanza, attribute, parameter, value, span } of valueEntries(context.stanzas)) {
      if (!POLICY_PARAMETERS.has(parameter.name) || value.kind !== 'string') continue;
      const folded = value.value.toLowerCase();
      if (folded === value.value) continue;
      context.report({
        file: stanza.file,
        span,
        message: `${quoted(value.value)} ${attribute === 'allowed_parameters' ? 'allows' : 'denies'} nothing: Vault lower-cases what a request sends as ${parameter.name} before comparing`,
        help: `write ${quoted(folded)}; policy names are lower-case`,
        fixes: /^[\w.*-]+$/.test(folded) ? [{ title: `write ${quoted(folded)}`, edits: [{ span, text: `"${folded}"` }], safe: false }] : [],
      });
    }
  },
};
