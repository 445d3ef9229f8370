// One request asked as a test asks it: where an approval is wanted, once more with those that are given.

import type { Approver } from '@polc/compiler';
import type { Answer, Decision, Engine, JsonObject, Request } from '@polc/runtime';

/** What it was asked with, approvals included, and the answer. */
export interface Asked {
  readonly engine: Engine;
  readonly request: Request;
  readonly decision: Answer;
}

export function askCase(engine: Engine, request: Request, approvers: readonly Approver[]): Asked {
  const first = engine.decide(request);
  if (approvers.length === 0 || first.outcome !== 'approval_required') return { engine, request, decision: first };
  const approvals = [...(request.approvals ?? []), ...approvalsFor(first, approvers)];
  const approved = { ...request, approvals };
  return { engine, request: approved, decision: engine.decide(approved) };
}

/** For each thing outstanding one of each approver. */
function approvalsFor({ obligations }: Pick<Decision, 'obligations'>, approvers: readonly Approver[]): JsonObject[] {
  const { approval } = obligations;
  if (approval === null) return [];
  return approval.requirements.flatMap(({ requirement }, i) =>
    approvers.map(({ by, groups, granted_at, expires }) => ({
      id: `approval-${i + 1}-${by}`,
      by,
      groups,
      action: approval.action,
      requirement,
      granted_at,
      expires,
    })),
  );
}
