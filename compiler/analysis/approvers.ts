// Who could give an approval (grammar/spec.md §10.5): people who are none of those behind the request, where there are any.

import type { Engine, Requirement } from '@polc/runtime';
import type { Subject } from './subjects.js';

export interface Approver {
  readonly by: string;
  readonly groups: readonly string[];
}

/** As many as are wanted, in all engines alike; null where there are not so many. */
export function approversOf({ by, count, self }: Requirement, { user, chain }: Subject, engines: readonly Engine[]): readonly Approver[] | null {
  const owners = engines.flatMap(({ snapshot }) => chain.flatMap((id) => snapshot.agents.get(id)?.owner ?? []));
  const found = new Map<string, Approver>();
  for (const one of by) {
    const [kind, id] = [one.slice(0, one.indexOf(':')), one.slice(one.indexOf(':') + 1)];
    if (one === 'requester' && user !== null) found.set(user, { by: `user:${user}`, groups: [] });
    if (kind === 'user' && (self || !isOwn(id, [], engines))) found.set(id, { by: one, groups: [] });
    if (kind === 'group' && (self || !owners.some((owner) => owner === id || owner === one))) {
      for (let i = 1; found.size < count && i <= count; i++) found.set(`approver-${i}`, { by: `user:approver-${i}`, groups: [id] });
    }
  }
  return found.size < count ? null : [...found.values()].slice(0, count);

  function isOwn(id: string, groups: readonly string[], all: readonly Engine[]): boolean {
    if (id === user || chain.includes(id)) return true;
    const registered = all.flatMap(({ snapshot }) => snapshot.users.get(id)?.groups ?? []);
    return owners.some(
      (owner) => owner === id || owner === `user:${id}` || [...groups, ...registered].some((group) => owner === group || owner === `group:${group}`),
    );
  }
}
