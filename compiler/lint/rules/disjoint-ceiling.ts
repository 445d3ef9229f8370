// An agent whose ceilings have nothing in common with its own policies: directly it may do nothing at all.

import { agentRights } from '../agent-rights.js';
import { attributeSpan } from '../block-places.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const disjointCeiling: Rule = {
  id: 'disjoint-ceiling',
  reach: 'set',
  severity: 'warning',
  summary: 'an agent whose ceilings let nothing of its own policies through',
  check(context) {
    for (const { agent, patterns } of agentRights(context)) {
      const all = [...patterns.values()];
      const example = all.find(({ own }) => own)?.example;
      if (example === undefined || example === null || all.some(({ through }) => through)) continue;
      const { record, file, span } = agent;
      const binds = record.ceiling === undefined ? 'type' : 'ceiling';
      context.report({
        file,
        span: attributeSpan(context, { file, span }, binds),
        message: `agent ${quoted(record.id)} itself is allowed nothing: its ceilings let nothing of its policies through, not even ${example.operation} of ${quoted(example.path)}`,
        help: 'a ceiling allows nothing by itself: name policies in both that have something in common, or none of its own for an agent that only acts for others',
      });
    }
  },
};
