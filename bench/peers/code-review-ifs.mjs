// Workload w1 as a programmer would write it by hand: the floor. It takes the request that polc takes and answers a bare boolean.

export const CODE_REVIEW_AGENT = 'agent-0000';

/** Believes the request to be what it says. */
export function floor(request) {
  if (request.agent !== CODE_REVIEW_AGENT) return false;
  const path = request.path;
  if (path === 'auth/token/lookup-self') return request.operation === 'read';
  if (path.length <= 23 || !path.startsWith('secret/data/code-repos/')) return false;
  if (request.operation === 'list') return true;
  if (request.operation !== 'read') return false;
  const parameters = request.parameters;
  for (const name in parameters) {
    if (name !== 'repo') return false;
    const value = parameters[name];
    if (value !== 'frontend' && value !== 'backend') return false;
  }
  return true;
}
