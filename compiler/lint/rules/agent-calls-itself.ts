// A stanza on `agents/<id>` in a policy that this very agent alone holds.

import { holdersOf } from '../holders.js';
import { at } from '../roots.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const agentCallsItself: Rule = {
  id: 'agent-calls-itself',
  reach: 'set',
  severity: 'warning',
  summary: 'an agent that may call or succeed itself only',
  check(context) {
    const { blocks } = context.model;
    if (blocks.agents.length === 0) return;
    for (const { name, stanzas } of context.policies) {
      const { agents, users, groups } = holdersOf(blocks, name);
      const [holder, ...others] = agents;
      if (holder === undefined || others.length + users.length + groups.length > 0) continue;
      for (const { pattern, capabilities, file } of at(stanzas, ['agents'])) {
        if (pattern.kind !== 'exact' || pattern.text !== `agents/${holder.id}`) continue;
        if (!capabilities.includes('delegate') && !capabilities.includes('invoke')) continue;
        context.report({
          file,
          span: pattern.span,
          message: `only agent ${quoted(holder.id)} holds this policy, and this path is the agent itself`,
          help: 'name the agent that is to be called: an agent stands in a chain once, and need not be allowed to call itself',
        });
      }
    }
  },
};
