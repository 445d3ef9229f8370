// A group without any effect: it grants no policy, belongs to no group, owns and approves nothing, and no condition asks for it.

import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';
import { wordsOf } from '../words-of.js';

export const unusedGroup: Rule = {
  id: 'unused-group',
  reach: 'set',
  severity: 'warning',
  summary: 'a group that grants nothing and that nothing names',
  check(context) {
    const { users, groups } = context.model.blocks;
    const named = new Set([...users, ...groups].flatMap(({ record }) => record.groups ?? []));
    for (const { record, file, span } of groups) {
      if ((record.policies ?? []).length > 0 || (record.groups ?? []).length > 0 || named.has(record.id) || wordsOf(context.model).has(record.id)) continue;
      context.report({
        file,
        span,
        message: `group ${quoted(record.id)} has no effect: it grants no policy, and nothing names it`,
        help: 'give it policies, or name it: as an owner, an approver, in a condition; or remove it',
      });
    }
  },
};
