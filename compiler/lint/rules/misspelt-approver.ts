// A user or group in `by` that nobody declares, beside one of nearly that name. Approvers need not be declared: only a likely slip is spoken of.

import { approvalsOf } from '../approvals.js';
import { slipOf } from '../near-name.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const misspeltApprover: Rule = {
  id: 'misspelt-approver',
  reach: 'set',
  severity: 'warning',
  summary: 'an approver that is one slip away from somebody declared',
  check(context) {
    const { users, groups } = context.model.blocks;
    const declared = { user: users.map(({ record }) => record.id), group: groups.map(({ record }) => record.id) };
    if (users.length + groups.length === 0) return;
    for (const { file, approval, spanOfApprover } of approvalsOf(context)) {
      for (const by of approval.by) {
        const kind = by.startsWith('user:') ? 'user' : by.startsWith('group:') ? 'group' : null;
        const near = kind === null ? null : slipOf(by.slice(kind.length + 1), declared[kind]);
        if (near === null) continue;
        context.report({
          file,
          span: spanOfApprover(by),
          message: `no ${kind} is called ${quoted(by.slice(by.indexOf(':') + 1))}, and one is called ${quoted(near)}`,
          help: `did you mean ${quoted(`${kind}:${near}`)}? Otherwise declare ${kind} ${quoted(by.slice(by.indexOf(':') + 1))} { … }`,
        });
      }
    }
  },
};
