// The code-review policy as a programmer would write it by hand, in two forms. Both take the request that polc takes and answer a bare boolean.

/** The decision alone, believing the request to be what it says. */
export function floor(request) {
  const path = request.path;
  if (path === 'auth/token/lookup-self') return request.operation === 'read';
  if (!path.startsWith('secret/data/code-repos/')) return false;
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

/** The same, for a request that comes from outside: its members are known and of their kinds, the policy is among those held. */
export function floorWithForm(request) {
  if (typeof request !== 'object' || request === null) return false;
  for (const member in request) {
    switch (member) {
      case 'policies':
      case 'operation':
      case 'path':
      case 'parameters':
      case 'context':
        continue;
      default:
        return false;
    }
  }
  const { policies, operation, parameters, context } = request;
  if (typeof operation !== 'string' || typeof request.path !== 'string' || request.path.length > 16_384) return false;
  if (parameters !== null && (typeof parameters !== 'object' || Array.isArray(parameters))) return false;
  if (context !== undefined && (typeof context !== 'object' || context === null || Array.isArray(context))) return false;
  if (!Array.isArray(policies)) return false;
  let held = false;
  for (let i = 0; i < policies.length; i++) {
    if (typeof policies[i] !== 'string') return false;
    if (policies[i] === CODE_REVIEW_POLICY) held = true;
  }
  return held && floor(request);
}

/** The agent of workload w1, and its policy. */
export const CODE_REVIEW_POLICY = 'agent-0000';
