// Who may answer: whom the requirement names, and, unless it says otherwise, nobody whose own action it is. The runtime judges by the same rule (spec §10.5)
// when the request is decided again.

import type { ApprovalParties } from './approval-body.js';

export interface Approver {
  /** Without `user:`. */
  readonly id: string;
  /** All of his: registered ones, and those that his credential vouches for. */
  readonly groups: readonly string[];
}

/** The user's id; null for anything else. Agents do not approve. */
export function approverId(by: string): string | null {
  return by.startsWith('user:') && by.length > 'user:'.length ? by.slice('user:'.length) : null;
}

/** null: he may. */
export function refusalOf(approver: Approver, by: readonly string[], self: boolean, parties: ApprovalParties): 'not_yours' | 'own_action' | null {
  if (by.includes('requester') && approver.id === parties.user) return null;
  const named = by.includes(`user:${approver.id}`) || approver.groups.some((group) => by.includes(`group:${group}`));
  if (!named) return 'not_yours';
  return !self && isOwn(approver, parties) ? 'own_action' : null;
}

function isOwn({ id, groups }: Approver, { user, chain, owners }: ApprovalParties): boolean {
  if (id === user || chain.some((agent) => id === agent || id === `agent:${agent}`)) return true;
  return owners.some((owner) => owner === id || owner === `user:${id}` || groups.some((group) => owner === group || owner === `group:${group}`));
}
