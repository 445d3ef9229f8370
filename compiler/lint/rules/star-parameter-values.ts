// Values under the parameter name `*`: Vault never looks at them.

import { parameterEntries } from '../parameters.js';
import type { Rule } from '../rule.js';

export const starParameterValues: Rule = {
  id: 'star-parameter-values',
  reach: 'file',
  severity: 'warning',
  summary: 'values under the parameter name *, which Vault ignores',
  check(context) {
    for (const { stanza, attribute, parameter } of parameterEntries(context.stanzas)) {
      if (parameter.name !== '*' || parameter.values.length === 0) continue;
      context.report({
        file: stanza.file,
        span: parameter.span,
        message: `the values under "*" are ignored: every parameter is ${attribute === 'allowed_parameters' ? 'allowed with any value' : 'denied'}`,
        help: 'name each parameter whose values matter, and write "*" = [] only if the others are meant too',
      });
    }
  },
};
