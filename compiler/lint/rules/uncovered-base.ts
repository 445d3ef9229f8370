// `x/*` does not match `x`. Off unless asked for: most folders have nothing at that path.

import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const uncoveredBase: Rule = {
  id: 'uncovered-base',
  reach: 'set',
  severity: 'info',
  optIn: true,
  summary: 'a folder of which the path itself is not covered',
  check(context) {
    for (const { pattern, capabilities, file } of context.stanzas) {
      if (pattern.kind !== 'prefix' || !pattern.text.endsWith('/') || capabilities.includes('deny') || !capabilities.includes('read')) continue;
      const base = pattern.text.slice(0, -1);
      if (base === '' || context.patterns.view.select(base) !== undefined) continue;
      context.report({
        file,
        span: pattern.span,
        message: `${quoted(pattern.written)} does not match ${quoted(base)} itself, and nothing else does`,
        help: `add a stanza for ${quoted(base)} if something is there`,
      });
    }
  },
};
