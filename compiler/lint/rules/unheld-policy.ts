// A policy block that no principal names. A Vault file is left alone: tokens hold those.

import { folderOf, isBlock } from '../block-places.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const unheldPolicy: Rule = {
  id: 'unheld-policy',
  reach: 'set',
  severity: 'info',
  summary: 'a policy that nobody of the set holds or is bound by',
  check(context) {
    const { agents, users, groups, agentTypes } = context.model.blocks;
    const folders = new Set([...agents, ...users, ...groups, ...agentTypes].map(({ file }) => folderOf(file)));
    if (folders.size === 0) return;
    const held = new Set<string>();
    for (const { record } of agents) for (const name of [...(record.policies ?? []), ...(record.ceiling?.policies ?? [])]) held.add(name);
    for (const { record } of [...users, ...groups]) for (const name of record.policies ?? []) held.add(name);
    for (const { record } of agentTypes) for (const name of record.ceiling_policies ?? []) held.add(name);
    for (const policy of context.policies) {
      if (held.has(policy.name) || !folders.has(folderOf(policy.file)) || !isBlock(context, policy)) continue;
      context.report({
        file: policy.file,
        span: policy.span,
        message: `no agent, user, group or agent type of the set holds policy ${quoted(policy.name)}`,
        help: 'name it where it belongs, or remove it; what only tokens or the registry hold may stay, ignored with that reason',
      });
    }
  },
};
