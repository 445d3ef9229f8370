// A `max_ttl` above one that binds whoever it is for: an agent's above its type's, a stanza's above that of every agent that holds its policy.

import { attributeSpan } from '../block-places.js';
import type { Holders } from '../holders.js';
import { holdersOf, longestGrant } from '../holders.js';
import { keySpan } from '../places.js';
import type { Rule, RuleContext } from '../rule.js';
import { quoted } from '../wording.js';

export const ineffectiveMaxTtl: Rule = {
  id: 'ineffective-max-ttl',
  reach: 'set',
  severity: 'warning',
  summary: 'a longest grant that another one always undercuts',
  check(context) {
    const { blocks } = context.model;
    const types = new Map(blocks.agentTypes.map(({ record }) => [record.id, record]));
    for (const agent of blocks.agents) {
      const { ephemeral, type, id } = agent.record;
      const bound = types.get(type ?? '');
      if (ephemeral?.max_ttl === undefined || bound?.max_ttl === undefined || Number(ephemeral.max_ttl) <= Number(bound.max_ttl)) continue;
      context.report({
        file: agent.file,
        span: attributeSpan(context, agent, 'ephemeral', 'max_ttl'),
        message: `max_ttl of agent ${quoted(id)} never counts: its type ${quoted(bound.id)} ends everything after ${bound.max_ttl} s`,
        help: 'the shortest of all holds: write a shorter one, or change the type',
      });
    }
    checkStanzas(context);
  },
};

function checkStanzas(context: RuleContext): void {
  const { blocks } = context.model;
  for (const policy of context.policies) {
    const longest = longestOf(holdersOf(blocks, policy.name), blocks);
    if (longest === null) continue;
    for (const stanza of policy.stanzas) {
      if (stanza.maxTtl === null || stanza.maxTtl <= longest) continue;
      context.report({
        file: stanza.file,
        span: keySpan(stanza, 'max_ttl'),
        message: `max_ttl never counts here: every agent that holds policy ${quoted(policy.name)} is bound to ${longest} s or less`,
        help: 'the shortest of all holds: write a shorter one, or leave it to the agents',
      });
    }
  }
}

/** What no grant by the policy outlasts; null where somebody holds it who is not bound. */
function longestOf({ agents, bound, users, groups }: Holders, blocks: RuleContext['model']['blocks']): number | null {
  if (users.length > 0 || groups.length > 0 || agents.length + bound.length === 0) return null;
  const ends = [...agents, ...bound].map((agent) => longestGrant(agent, blocks));
  return ends.includes(null) ? null : Math.max(...(ends as number[]));
}
