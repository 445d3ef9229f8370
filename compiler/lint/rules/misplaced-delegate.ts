// `delegate` on a pattern that matches nothing below `agents/`, the only place where it is asked for.

import { mayBegin } from '../leading-path.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';
import { allStanzas } from '../words-of.js';

export const misplacedDelegate: Rule = {
  id: 'misplaced-delegate',
  reach: 'file',
  severity: 'warning',
  summary: 'delegate on a path that names no agent',
  check(context) {
    for (const { pattern, written, capabilities, file } of allStanzas(context.model)) {
      const at = written.find(({ name }) => name === 'delegate');
      if (at === undefined || !capabilities.includes('delegate') || mayBegin(pattern, ['agents'])) continue;
      context.report({
        file,
        span: at.span,
        message: `delegate on ${quoted(pattern.written)} hands nothing on: it is looked for on agents/<next> only`,
        help: 'write it on "agents/NEXT", or leave it out',
      });
    }
  },
};
