// A deny that Vault drops whenever its template cannot be filled in. Directives that never can are unknown-template's.

import { isPolcDirective } from '../../model/polc-directive.js';
import { directivesOf, isClockDirective, isKnownDirective } from '../directives.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const templatedDeny: Rule = {
  id: 'templated-deny',
  reach: 'file',
  severity: 'warning',
  summary: 'a deny on a templated pattern, which disappears for whoever lacks the value',
  check(context) {
    for (const { pattern, capabilities, file } of context.stanzas) {
      if (!pattern.templated || !capabilities.includes('deny')) continue;
      const names = directivesOf(pattern.written).map(({ name }) => name);
      if (!names.every(isKnownDirective)) continue;
      // A deny with a directive of polc that cannot be filled in stays, and denies.
      const doubtful = names.find((name) => !isClockDirective(name) && !isPolcDirective(name));
      if (doubtful === undefined) continue;
      context.report({
        file,
        span: pattern.span,
        message: `deny on ${quoted(pattern.written)} is dropped without a word for every identity without ${quoted(doubtful)}`,
        help: 'grant on the templated pattern and let everything else be refused by default, or deny on a pattern without a template',
      });
    }
  },
};
