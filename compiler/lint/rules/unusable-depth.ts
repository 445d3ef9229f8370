// A `max_depth` on a delegation to an agent whose own policies never let it hand anything on.

import { attributeSpan } from '../block-places.js';
import { mayBegin } from '../leading-path.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const unusableDepth: Rule = {
  id: 'unusable-depth',
  reach: 'set',
  severity: 'warning',
  summary: 'a depth of delegation that its agent can never use',
  check(context) {
    const { delegations, agents } = context.model.blocks;
    const deep = delegations.filter(({ record }) => (record.max_depth ?? 0) > 0);
    if (deep.length === 0) return;
    const byId = new Map(agents.map(({ record }) => [record.id, record]));
    const handing = new Set(
      context.policies
        .filter(({ stanzas }) => stanzas.some(({ capabilities, pattern }) => capabilities.includes('delegate') && mayBegin(pattern, ['agents'])))
        .map(({ name }) => name),
    );
    for (const delegation of deep) {
      const { record, file } = delegation;
      const agent = byId.get(record.to);
      if (agent === undefined || (agent.policies ?? []).some((name) => handing.has(name))) continue;
      context.report({
        file,
        span: attributeSpan(context, delegation, 'max_depth'),
        message: `agent ${quoted(record.to)} can hand nothing on, so max_depth = ${record.max_depth} is of no use: none of its policies grants delegate on agents/`,
        help: 'grant delegate on "agents/NEXT" in a policy of the agent, or leave max_depth out',
      });
    }
  },
};
