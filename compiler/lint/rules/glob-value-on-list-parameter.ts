// Wildcards among the allowed values of a parameter that lists policies: a comma lets other names in behind them.

import { POLICY_PARAMETERS, valueEntries } from '../parameters.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const globValueOnListParameter: Rule = {
  id: 'glob-value-on-list-parameter',
  reach: 'file',
  severity: 'warning',
  summary: 'a wildcard among the allowed values of a parameter that lists policies, which lets in any name behind a comma',
  check(context) {
    for (const { stanza, attribute, parameter, value, span } of valueEntries(context.stanzas)) {
      if (attribute !== 'allowed_parameters' || !POLICY_PARAMETERS.has(parameter.name) || value.kind !== 'string') continue;
      const example = smuggled(value.value);
      if (example === null) continue;
      context.report({
        file: stanza.file,
        span,
        message: `${quoted(value.value)} also allows ${quoted(example)}, which Vault takes for a list of two policies`,
        help: 'list the policies by name: each part of a list is then checked on its own',
      });
    }
  },
};

/** A list that passes though one of its names was never meant; null where the value has no wildcard, or allows everything anyway. */
function smuggled(value: string): string | null {
  const text = value.replace(/^\*|\*$/g, '');
  if (value.length < 2 || text === value || /^\**$/.test(text)) return null;
  return value.endsWith('*') ? `${text}x,admin` : `admin,x${text}`;
}
