// What is wanted when everything else allows: MFA of the user, approvals. An approval is tried as if it were there; nobody is told to send one that was
// not given.

import { Action } from '../decide/approvals.js';
import type { Case } from '../decide/case.js';
import type { Verdict } from '../decide/decide.js';
import { approvalsOf, hasMfa, wantsMfa } from '../decide/judge-list.js';
import { caseAt } from '../decide/layers.js';
import type { Engine } from '../engine.js';
import type { Requirement } from '../facts/blocks.js';
import type { JsonObject } from '../request.js';
import type { Alternative } from '../rule.js';
import { places } from './checks.js';
import { both, byAuthor, DONE, type Edit, type EditSet, either } from './edits.js';
import { waysOfGuardrail } from './repair-guardrail.js';

export function waysToMeetNeeds({ outstanding, mfa, layers }: Verdict, one: Case, engine: Engine): readonly EditSet[] {
  const wants = ({ digest }: Requirement, alternative: Alternative, asked: Case) => approvalsOf(alternative, asked).some((other) => other.digest === digest);
  const approvals = outstanding.map((need) => {
    const wanting = layers.flatMap((layer) => layer.chosen.filter((alternative) => wants(need, alternative, caseAt(layer, one))));
    const guardrail = engine.tables.blocks.guardrails.find(({ name }) => need.kind === 'guardrail' && name === need.name);
    const others =
      guardrail === undefined
        ? [byAuthor(`change the ${kindOf(need)} ${JSON.stringify(need.name)} at ${wanting.map((each) => places(each)).join(' and ')}`)]
        : waysOfGuardrail(guardrail, one);
    return either([[approvalOf(need, one, engine)]], others);
  });
  return both(mfa ? [[signIn(one)]] : DONE, ...approvals);
}

/** What alternatives want once they allow, and is not there. */
export function editsForNeeds(alternatives: readonly Alternative[], one: Case, engine: Engine): EditSet {
  const action = new Action(one);
  const needs = alternatives.flatMap((alternative) => approvalsOf(alternative, one)).filter((need) => !action.isApproved(need));
  const mfa = alternatives.some((alternative) => wantsMfa(alternative, one)) && !hasMfa(one);
  return [...(mfa ? [signIn(one)] : []), ...needs.map((need) => approvalOf(need, one, engine))];
}

function signIn({ parties }: Case): Edit {
  const id = parties.user?.id;
  // An agent for itself has no user who could.
  const apply: Edit['apply'] = id === undefined ? null : (request) => ({ ...request, user: { ...request.user, id, mfa: true } });
  return { by: 'user', text: 'sign in with MFA', key: 'user.mfa', apply };
}

const kindOf = ({ kind }: Requirement) => kind.replace('_', ' ');

function approvalOf(need: Requirement, one: Case, engine: Engine): Edit {
  const { by, count, within } = need;
  const approvals = count === 1 ? 'an approval' : `${count} approvals`;
  return {
    by: 'approver',
    text: `give ${approvals} by ${by.join(' or ')} for the ${kindOf(need)} ${JSON.stringify(need.name)}${within === null ? '' : `, not older than ${within} s`}`,
    hypothetical: true,
    apply: (request) => {
      const action = engine.groundsOf(request).verdict.action?.digest ?? null;
      return { ...request, approvals: [...(request.approvals ?? []), ...imagined(need, one, action)].slice(-MAX_APPROVALS) };
    },
  };
}

const MAX_APPROVALS = 64;

/** By every user who may, and by as many members of a group as are wanted. */
function imagined({ by, count, digest }: Requirement, { now, clock }: Case, action: string | null): JsonObject[] {
  const at = now ?? clock;
  const groups = by.filter((each) => each.startsWith('group:')).map((each) => each.slice('group:'.length));
  const approval = (by: string, groups: readonly string[]) => ({ by, groups, action, requirement: digest, granted_at: at, expires: at + 60_000 });
  const members = groups.length === 0 ? [] : Array.from({ length: Math.min(count, MAX_APPROVALS) }, (_, i) => approval(`user:approver ${i + 1}`, groups));
  return [...by.filter((each) => each.startsWith('user:')).map((each) => approval(each, [])), ...members];
}
