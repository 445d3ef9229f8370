// A list of denied parameters and no list of allowed ones: what is not thought of passes.

import { POLICY_PARAMETERS } from '../parameters.js';
import { keySpan } from '../places.js';
import type { Rule } from '../rule.js';
import { listed, quoted } from '../wording.js';

export const deniedWithoutAllowed: Rule = {
  id: 'denied-without-allowed',
  reach: 'set',
  severity: 'info',
  summary: 'denied parameters without allowed ones, so that every other name and every default passes',
  check(context) {
    // An allow list of any stanza of the pattern is one for all of them.
    const open = context.patterns.rules.filter(
      ({ stanzas }) => stanzas.some(({ denied }) => denied !== null) && stanzas.every(({ allowed }) => allowed === null),
    );
    for (const stanza of open.flatMap(({ stanzas }) => stanzas)) {
      const { denied } = stanza;
      if (denied === null || denied.some(({ name }) => name === '*')) continue;
      const names = denied.map(({ name }) => name);
      // The roles of auth methods take both; auth/token takes one.
      const role = /^auth\/(?!token\/)/.test(stanza.pattern.text);
      const twin = role && names.some((name) => POLICY_PARAMETERS.has(name)) ? [...POLICY_PARAMETERS].find((name) => !names.includes(name)) : undefined;
      const example = twin === undefined ? '' : `, ${quoted(twin)} for one, which sets the same`;
      context.report({
        file: stanza.file,
        span: keySpan(stanza, 'denied_parameters'),
        message: `denied_parameters stops ${listed(names.map(quoted))} and lets every other parameter pass${example}`,
        help: 'where the parameters are known, list those that may be sent in allowed_parameters',
      });
    }
  },
};
