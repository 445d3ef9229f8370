// Approvals as the engine wants them: right ones, and ones with one thing wrong.

import type { JsonObject, Request, WantedApproval } from '@polc/runtime';
import type { Random } from 'fast-check';
import { once, pick } from './chance.js';
import { instantText } from './near-time.js';
import type { Stock } from './stock.js';

/** With what the engine says is wanted; the request as it is where nothing is. */
export function withApprovals(request: Request, stock: Stock, random: Random, fitting: boolean): Request {
  const decision = stock.engine.decide(request);
  if (decision.outcome !== 'approval_required') return request;
  const { approval } = decision.obligations;
  if (approval === null) return request;
  const right = approval.requirements.flatMap((wanted) => approvalsFor(wanted, approval.action, request, stock, random));
  if (right.length === 0) return request;
  if (fitting || once(random, 2)) return { ...request, approvals: right };
  const spoiled = pick(random, right);
  const faulty = right.map((each) => (each === spoiled ? { ...each, ...faultOf(request, stock, random) } : each));
  // One too few is a fault, too.
  return { ...request, approvals: once(random, 5) ? right.slice(1) : faulty };
}

function approvalsFor({ requirement, by, count, within }: WantedApproval, action: string, request: Request, stock: Stock, random: Random): JsonObject[] {
  const now = nowOf(request, stock);
  const granted = within === null ? pick(random, [0, 60]) : pick(random, [0, within - 1]);
  const times = { granted_at: instantText(now - granted * 1000), expires: instantText(now + pick(random, [1, 60_000])) };
  return approversOf(by, request, stock)
    .slice(0, count)
    .map(
      ({ id, groups }, i): JsonObject => ({
        id: `approval-${i + 1}`,
        by: `user:${id}`,
        ...(groups.length === 0 ? {} : { groups }),
        action,
        requirement,
        ...times,
      }),
    );
}

interface Approver {
  readonly id: string;
  readonly groups: readonly string[];
}

/** Members of the groups that somebody has registered, and strangers who are said to be in them. */
function approversOf(by: readonly string[], request: Request, { membersOf }: Stock): Approver[] {
  const asking = requesterOf(request);
  const found = by.flatMap((who): Approver[] => {
    if (who === 'requester') return asking === null ? [] : [{ id: asking, groups: [] }];
    const id = who.slice(who.indexOf(':') + 1);
    if (who.startsWith('user:')) return [{ id, groups: [] }];
    const members = membersOf(id).filter((user) => user !== asking);
    return [...members.map((member) => ({ id: member, groups: [id] })), ...[1, 2, 3].map((n) => ({ id: `approver-${n}`, groups: [id] }))];
  });
  return found.filter(({ id }, i) => found.findIndex((other) => other.id === id) === i);
}

function requesterOf({ user, delegation }: Request): string | null {
  const id = user?.id ?? delegation?.user;
  return typeof id === 'string' ? id : null;
}

function faultOf(request: Request, stock: Stock, random: Random): JsonObject {
  const now = nowOf(request, stock);
  const requester = requesterOf(request);
  return pick<JsonObject>(random, [
    { by: 'user:nobody', groups: [] },
    ...(requester === null ? [] : [{ by: `user:${requester}` }]),
    { expires: instantText(now) },
    { granted_at: instantText(now + 1000) },
    { granted_at: '2000-01-01T00:00:00Z' },
    { action: `sha256:${'0'.repeat(64)}` },
    { requirement: `sha256:${'0'.repeat(64)}` },
  ]);
}

function nowOf({ context }: Request, { now }: Stock): number {
  const time = context?.time;
  const said = typeof time === 'string' ? Date.parse(time) : typeof time === 'number' ? time : Number.NaN;
  return Number.isNaN(said) || Math.abs(said) > 8e15 ? now : said;
}
