// What is still wanted when everything else allows (spec.md §10.5), and which alternative wants least (§5.1).

import type { JsonObject } from '@polc/runtime';
import type { Alternative } from './alternatives.js';
import { requirement } from './digests.js';
import type { Approval } from './model.js';
import type { Requirement } from './outcome.js';
import { closureOf, type Situation } from './principals.js';
import { instantOf } from './timestamps.js';

/** The approvals that an alternative wants: of its control groups, in every form but bare policies, and of its own block. */
export function requirementsOf({ stanzas, alone }: Alternative, capability: string, { form }: Situation): readonly Requirement[] {
  const found: Requirement[] = [];
  for (const { policy, written, controlGroup } of form === 'policies' ? [] : stanzas) {
    for (const { controlled_capabilities: controlled, group_names, group_ids, approvals } of controlGroup?.factors ?? []) {
      // "a need for each factor whose `controlled_capabilities` are empty or hold the operation's".
      if (controlled.length > 0 && !controlled.includes(capability)) continue;
      const by = [...group_names, ...group_ids].map((group) => `group:${group}`);
      found.push(requirement({ kind: 'control_group', name: `${policy}:${written}`, by, count: approvals, within: null, self: false }));
    }
  }
  if (alone?.approval) found.push(approvalNeed('stanza', `${alone.policy}:${alone.written}`, alone.approval));
  return found;
}

export function approvalNeed(kind: string, name: string, approval: Approval): Requirement {
  const { by, count, within, self } = approval;
  return requirement({ kind, name, by, count, within, self });
}

/** "MFA (`mfa_methods` of the chosen alternatives, in every form but bare `policies`)". */
export function wantsMfa({ rule }: Alternative, { form }: Situation): boolean {
  return form !== 'policies' && rule.mfaMethods.length > 0;
}

/** "met by `user.mfa` being true in the request". */
export function hasMfa({ request }: Situation): boolean {
  return request.user?.mfa === true;
}

/** "Different approvers are counted." */
export function isMet(need: Requirement, situation: Situation): boolean {
  const counting = (situation.request.approvals ?? []).filter((approval) => counts(approval, need, situation));
  return new Set(counting.map(({ by }) => approverOf(by as string))).size >= need.count;
}

/** "`by` is `user:ID` or `ID`". */
function approverOf(by: string): string {
  return by.startsWith('user:') ? by.slice('user:'.length) : by;
}

/** "An approval of the request counts for a need when …". */
function counts(approval: JsonObject, need: Requirement, situation: Situation): boolean {
  const { by, action, requirement: wanted } = approval;
  if (typeof by !== 'string' || wanted !== need.requirement || action !== situation.action) return false;
  const id = approverOf(by);
  const groups = Array.isArray(approval.groups) ? (approval.groups as readonly string[]) : [];
  // §5.2: "`requester` is the requesting user".
  const isRequester = need.by.includes('requester') && situation.user?.id === id;
  if (!isRequester && !need.by.includes(`user:${id}`) && !groups.some((group) => need.by.includes(`group:${group}`))) return false;
  const granted = instantOf(approval.granted_at);
  const expires = instantOf(approval.expires);
  if (granted === null || expires === null || !(granted <= situation.now) || !(situation.now < expires)) return false;
  if (need.within !== null && !(situation.now < granted + need.within * 1000)) return false;
  return isRequester || need.self || !isOneself(id, groups, situation);
}

/** "the requesting user, the agents of the chain, their owners and members of a group that owns one". */
function isOneself(id: string, groups: readonly string[], { user, agents, registry }: Situation): boolean {
  const owners = agents.flatMap(({ owner }) => (owner === null ? [] : [owner]));
  if (user?.id === id || agents.some((agent) => agent.id === id || `agent:${agent.id}` === id)) return true;
  if (owners.includes(id) || owners.includes(`user:${id}`)) return true;
  const memberOf = [...groups, ...closureOf(registry.users.get(id)?.groups ?? [], registry.groups)];
  return memberOf.some((group) => owners.includes(`group:${group}`) || owners.includes(group));
}

/**
 * §5.1: "the least demanding counts: nothing outstanding before something outstanding; no approval (or control group) before approval; no MFA
 * before MFA; then the longest `max_ttl` (none is longest); then their order."
 */
export function leastDemanding(alternatives: readonly Alternative[], capability: string, situation: Situation): Alternative {
  const ranked = alternatives.map((alternative) => {
    const needs = requirementsOf(alternative, capability, situation);
    const mfa = wantsMfa(alternative, situation);
    const outstanding = (mfa && !hasMfa(situation)) || needs.some((need) => !isMet(need, situation));
    const ttl = alternative.alone?.maxTtl ?? Number.POSITIVE_INFINITY;
    return { alternative, rank: [Number(outstanding), Number(needs.length > 0), Number(mfa), -ttl] };
  });
  const [first, ...others] = ranked;
  if (first === undefined) throw new Error('nothing to choose from');
  return others.reduce((best, each) => (isBefore(each.rank, best.rank) ? each : best), first).alternative;
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const differs = a.findIndex((each, i) => each !== b[i]);
  return differs >= 0 && (a[differs] as number) < (b[differs] as number);
}
