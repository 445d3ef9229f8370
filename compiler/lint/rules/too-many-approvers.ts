// A `count` above the number of users that `by` names: no number of approvals ever suffices. A group may hold any number.

import { approvalsOf } from '../approvals.js';
import type { Rule } from '../rule.js';
import { listed, quoted } from '../wording.js';

export const tooManyApprovers: Rule = {
  id: 'too-many-approvers',
  reach: 'file',
  severity: 'warning',
  summary: 'an approval that wants more people than may give it',
  check(context) {
    for (const { file, approval, spanOf } of approvalsOf(context)) {
      const { by, count } = approval;
      if (by.length >= count || by.some((each) => each.startsWith('group:'))) continue;
      context.report({
        file,
        span: spanOf('count'),
        message: `${count} different approvers are wanted, and only ${listed(by.map(quoted))} may approve: it is never approved`,
        help: 'name more users, or a group, or want fewer',
      });
    }
  },
};
