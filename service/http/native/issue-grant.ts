// A grant for what was just allowed, written down before it is given out.

import type { Asking } from '../../audit/trail.js';
import type { Confirmation, GrantedAction } from '../../grants/grant-claims.js';
import type { IssuedGrant } from '../../grants/grants.js';
import type { Decided } from '../../pdp/decision-point.js';
import type { Service } from '../../service.js';
import { ServiceError } from '../../service-error.js';

/** `decided`: allowed. `holder`: the key that it is bound to. @throws ServiceError forbidden, unavailable, unaudited; StoreError */
export async function issueGrant(service: Service, asking: Asking, decided: Decided, action: GrantedAction, holder: Confirmation | null): Promise<IssuedGrant> {
  const { grants, trail, metrics, point } = service;
  const { max_ttl, uses } = decided.decision.obligations;
  const issued = await grants.issue(action, { maxTtl: max_ttl, uses }, decided.id, holder);
  // WHY only now: whoever takes authority away revokes the grants that are stored by then, and has done so before this look where it came too early for this one.
  await service.settle();
  const fault = point.standingFault(decided.request);
  if (fault !== null) {
    await grants.revoke(issued.id);
    if (fault === 'stale_facts') throw new ServiceError('unavailable', 'the facts may be too old to go by');
    throw new ServiceError('forbidden', `what was allowed is not any more: ${fault}`);
  }
  // WHY not before it is stored: its id is in the entry. What nobody was given grants nothing.
  await trail.changed(asking, {
    ...{ kind: 'grant', action: 'issue', subject: issued.id, agent: action.agent, user: action.user },
    body: { decision: decided.id, operation: action.operation, path: action.path, chain: action.chain, uses: issued.uses, expires: issued.expiresIn },
  });
  metrics.granted('issued');
  return issued;
}
