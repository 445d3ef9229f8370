// What is wanted when everything else allows: MFA of the user, approvals. An approval is tried as if it were there; nobody is told to send one that was not given.

import type { Case } from '../decide/case.js';
import type { Verdict } from '../decide/decide.js';
import type { Engine } from '../engine.js';
import type { Requirement } from '../facts/blocks.js';
import type { JsonObject } from '../request.js';
import { both, byAuthor, DONE, type Edit, type EditSet, either } from './edits.js';
import { waysOfGuardrail } from './repair-layers.js';

export function waysToMeetNeeds({ outstanding, mfa }: Verdict, one: Case, engine: Engine): readonly EditSet[] {
  const guardrailOf = (need: Requirement) => engine.tables.blocks.guardrails.find(({ name }) => need.kind === 'guardrail' && name === need.name);
  const approvals = outstanding.map((need) => {
    const guardrail = guardrailOf(need);
    const approved: EditSet = [approvalOf(need, one, engine)];
    return guardrail === undefined
      ? [approved, byAuthor(`change the ${need.kind.replace('_', ' ')} ${JSON.stringify(need.name)}`)]
      : either([approved], waysOfGuardrail(guardrail, one));
  });
  return both(mfa ? [[signIn(one)]] : DONE, ...approvals);
}

function signIn({ parties }: Case): Edit {
  const text = `sign in with MFA${parties.user === null ? '' : `, as user:${parties.user.id}`}`;
  // An agent for itself has no user who could.
  return {
    by: 'user',
    text,
    apply: parties.user === null ? null : (request) => ({ ...request, user: { ...request.user, id: parties.user?.id ?? null, mfa: true } }),
  };
}

function approvalOf(need: Requirement, { clock, now }: Case, engine: Engine): Edit {
  const times = need.count === 1 ? '' : `${need.count} approvals `;
  const within = need.within === null ? '' : `, given within ${need.within} s`;
  return {
    by: 'approver',
    text: `${times === '' ? 'an approval ' : times}by ${need.by.join(' or ')} for the ${need.kind.replace('_', ' ')} ${JSON.stringify(need.name)}${within}`,
    hypothetical: true,
    apply: (request) => {
      const action = engine.groundsOf(request).verdict.action?.digest ?? '';
      const at = now ?? clock;
      const groups = need.by.filter((each) => each.startsWith('group:')).map((each) => each.slice('group:'.length));
      const users = need.by.filter((each) => each.startsWith('user:'));
      const strangers = groups.length === 0 ? [] : Array.from({ length: Math.min(need.count, 64) }, (_, i) => `user:approver ${i + 1}`);
      const given = [...users, ...strangers].map(
        (by): JsonObject => ({
          ...{ by, groups: strangers.includes(by) ? groups.slice(0, 1) : [], action, requirement: need.digest, granted_at: at, expires: at + 60_000 },
        }),
      );
      return { ...request, approvals: [...(request.approvals ?? []), ...given].slice(-64) };
    },
  };
}
