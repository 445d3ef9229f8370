// An agent type that no agent of the set has and that nothing else names, where agents are declared beside it.

import { folderOf } from '../block-places.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';
import { wordsOf } from '../words-of.js';

export const unusedAgentType: Rule = {
  id: 'unused-agent-type',
  reach: 'set',
  severity: 'info',
  summary: 'an agent type that no agent has',
  check(context) {
    const { agents, agentTypes } = context.model.blocks;
    const folders = new Set(agents.map(({ file }) => folderOf(file)));
    const had = new Set(agents.map(({ record }) => record.type));
    for (const { record, file, span } of agentTypes) {
      if (had.has(record.id) || !folders.has(folderOf(file)) || wordsOf(context.model).has(record.id)) continue;
      context.report({
        file,
        span,
        message: `no agent is of the type ${quoted(record.id)}, so its ceilings bind nobody`,
        help: 'give an agent the type, or remove it; one for agents of the registry may stay, ignored with that reason',
      });
    }
  },
};
