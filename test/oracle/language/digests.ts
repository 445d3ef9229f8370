// What an approval is bound to (spec.md §10.5): the action and the requirement, as SHA-256 over canonical JSON.

import { createHash } from 'node:crypto';
import type { JsonValue } from '@polc/runtime';
import type { Requirement } from './outcome.js';
import type { Situation } from './principals.js';

export function digestOf(value: JsonValue): string {
  return `sha256:${createHash('sha256').update(canonical(value)).digest('hex')}`;
}

/** RFC 8785: members sorted by UTF-16 units, numbers and strings as ECMAScript writes them. */
export function canonical(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value as Readonly<Record<string, JsonValue>>).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

/** "members that the request does not have are null; `chain` is the agents in order, `user` the user's id, `operation` and `path` as decided". */
export function actionDigest({ request, agents, user, operation, path }: Omit<Situation, 'action'>): string {
  const { parameters = null, policies = null, purpose = null, session = null } = request;
  const chain = agents.length === 0 ? null : agents.map(({ id }) => id);
  return digestOf({ chain, operation, parameters, path, policies, purpose, session, user: user?.id ?? null });
}

/** "the same over `{"by", "count", "kind", "name", "self", "within"}`". */
export function requirement(content: Omit<Requirement, 'requirement'>): Requirement {
  const { kind, name, count, within, self } = content;
  const by = [...content.by].sort();
  return { requirement: digestOf({ by, count, kind, name, self, within }), kind, name, by, count, within, self };
}
