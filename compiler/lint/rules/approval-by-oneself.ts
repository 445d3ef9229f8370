// An approval without `self` whose only approvers are, for each holder of its policy, the holder or the holder's owner: they never count.

import { approvalsOf } from '../approvals.js';
import type { Holders } from '../holders.js';
import { holdersOf } from '../holders.js';
import type { Rule } from '../rule.js';
import { listed, quoted } from '../wording.js';

export const approvalByOneself: Rule = {
  id: 'approval-by-oneself',
  reach: 'set',
  severity: 'warning',
  summary: 'an approval that only those may give who are kept from giving it',
  check(context) {
    for (const { file, approval, stanza, spanOf } of approvalsOf(context)) {
      const { by, self } = approval;
      if (stanza === null || self || !by.every((each) => each.startsWith('user:'))) continue;
      const holders = holdersOf(context.model.blocks, stanza.policy);
      if (!context.policies.some(({ stanzas }) => stanzas.includes(stanza)) || !keepsOut(holders, by)) continue;
      context.report({
        file,
        span: spanOf('by'),
        message: `nobody can give this approval: ${listed(by.map(quoted))} may, and approve neither their own requests nor those of agents that they own`,
        help: 'name somebody else, or write self = true',
      });
    }
  },
};

/** Everybody who holds the policy is kept from every approver. */
function keepsOut({ agents, bound, users, groups }: Holders, by: readonly string[]): boolean {
  if (groups.length > 0 || agents.length + bound.length + users.length === 0) return false;
  const isOwnedBy = (owner: string | undefined, user: string) => owner === user || owner === user.slice('user:'.length);
  return by.every((user) => [...agents, ...bound].every(({ owner }) => isOwnedBy(owner, user)) && users.every(({ id }) => `user:${id}` === user));
}
