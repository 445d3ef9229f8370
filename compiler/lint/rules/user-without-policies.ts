// A user whose policy list is empty: nothing of its own, and nothing of any group it belongs to. Who only approves or owns needs none.

import type { GroupRecord } from '@polc/runtime';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';
import { wordsOf } from '../words-of.js';

export const userWithoutPolicies: Rule = {
  id: 'user-without-policies',
  reach: 'set',
  severity: 'warning',
  summary: 'a user that no policy lets do anything',
  check(context) {
    const { blocks } = context.model;
    if (blocks.users.length === 0 || blocks.schema.trustedGroups) return;
    const groups = new Map(blocks.groups.map(({ record }) => [record.id, record]));
    const words = wordsOf(context.model);
    for (const { record, file, span } of blocks.users) {
      if ((record.policies ?? []).length > 0 || record.status === 'suspended' || words.has(record.id)) continue;
      const reached = reach(record.groups ?? [], groups);
      if (reached.some(({ id, policies }) => (policies ?? []).length > 0 || words.has(id))) continue;
      context.report({
        file,
        span,
        message: `user ${quoted(record.id)} can do nothing, and nobody can do anything on the user's behalf: neither the user nor a group of the user's has a policy`,
        help: 'name policies, or a group that has some',
      });
    }
  },
};

/** The groups and those that they belong to. */
function reach(ids: readonly string[], groups: ReadonlyMap<string, GroupRecord>): readonly GroupRecord[] {
  const found = new Map<string, GroupRecord>();
  const pending = [...ids];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const group = found.has(id) ? undefined : groups.get(id);
    if (group === undefined) continue;
    found.set(id, group);
    pending.push(...(group.groups ?? []));
  }
  return [...found.values()];
}
