// The action of a request, as a grant is for it: principals, operation and path as they were decided.

import { type Engine, type JsonObject, normalPath, type Request } from '@polc/runtime';
import type { GrantedAction } from './grant-claims.js';

/** null for a request that no agent makes, or that is none. */
export function grantedAction(request: Request, { tables, snapshot }: Engine): GrantedAction | null {
  const { agent, delegation, operation, path, parameters = null, purpose = null, session = null } = request;
  if (typeof agent !== 'string' || typeof operation !== 'string' || typeof path !== 'string') return null;
  const { operations } = tables.blocks;
  const word = Object.hasOwn(operations, operation) ? (operations[operation] as string) : operation;
  const normal = normalPath(path, word);
  const parties = delegation === undefined ? { user: null, chain: [agent] } : partiesOf(delegation, agent, (id) => snapshot.delegations.get(id)?.from ?? null);
  return normal === null || parties === null ? null : { agent, ...parties, operation: word, path: normal, parameters, purpose, session };
}

function partiesOf(delegation: JsonObject, agent: string, fromOf: (id: string) => string | null): Pick<GrantedAction, 'user' | 'chain'> | null {
  const { id, user = null, chain } = delegation;
  if (typeof id === 'string') {
    const from = fromOf(id);
    if (from === null) return null;
    return from.startsWith('user:') ? { user: from.slice(5), chain: [agent] } : { user: null, chain: [from.slice('agent:'.length), agent] };
  }
  const isChain = Array.isArray(chain) && chain.every((one) => typeof one === 'string');
  return isChain && (user === null || typeof user === 'string') ? { user, chain: chain as readonly string[] } : null;
}
