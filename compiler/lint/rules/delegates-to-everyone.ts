// `delegate` on all of `agents/`.

import { isOnlyCeiling } from '../holders.js';
import { isWildcard, writtenSegments } from '../leading-path.js';
import { isUnconditional } from '../merged.js';
import { stanzasAt } from '../roots.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const delegatesToEveryone: Rule = {
  id: 'delegates-to-everyone',
  reach: 'set',
  severity: 'warning',
  summary: 'a right to hand authority on to any agent',
  check(context) {
    for (const stanza of stanzasAt(context.model, 'agents')) {
      const { pattern, capabilities, file, written, head } = stanza;
      const [root, agent, ...rest] = writtenSegments(pattern);
      if (root !== 'agents' || !isWildcard(agent) || rest.length > 0 || !capabilities.includes('delegate')) continue;
      if (!isUnconditional(stanza) || isOnlyCeiling(context.model.blocks, stanza.policy)) continue;
      context.report({
        file,
        span: written.find(({ name }) => name === 'delegate')?.span ?? head,
        message: `${quoted(pattern.written)} lets authority be handed on to any agent, those registered later too`,
        help: 'name the agents that may act in its place: "agents/NEXT"',
      });
    }
  },
};
