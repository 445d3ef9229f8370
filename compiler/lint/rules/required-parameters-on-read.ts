// Required parameters beside `read`: a plain read carries none and is refused.

import { keySpan } from '../places.js';
import type { Rule } from '../rule.js';
import { listed, quoted } from '../wording.js';

export const requiredParametersOnRead: Rule = {
  id: 'required-parameters-on-read',
  reach: 'file',
  severity: 'warning',
  summary: 'required parameters beside read, which refuse every plain read',
  check(context) {
    for (const stanza of context.stanzas) {
      if (stanza.required.length === 0 || !stanza.capabilities.includes('read')) continue;
      context.report({
        file: stanza.file,
        span: keySpan(stanza, 'required_parameters'),
        message: `every plain read of ${quoted(stanza.pattern.written)} is refused: required_parameters asks reads for ${listed(stanza.required.map(({ name }) => quoted(name)))} too, as query parameters`,
        help: 'Vault merges stanzas of one pattern, so read and required_parameters cannot be told apart by path: drop one of them',
      });
    }
  },
};
