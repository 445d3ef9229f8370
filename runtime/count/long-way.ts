// Why a request went the long way: the first cause that can be seen in it. The short way itself only says that it does not say (quick/quick.ts), so that
// saying costs nothing.

import type { Verdict } from '../decide/decide.js';
import { wantsMfa } from '../decide/judge-list.js';
import type { Engine } from '../engine.js';
import type { Request } from '../request.js';

export type LongWayCause =
  | 'form'
  | 'operation'
  | 'path'
  | 'authorization_details'
  | 'approvals'
  | 'root'
  | 'guardrails'
  | 'trusted_groups'
  | 'facts_age'
  | 'standing'
  | 'templates'
  | 'mfa_or_approval'
  | 'several_ways'
  | 'other';

const STANDING: ReadonlySet<string> = new Set([
  ...['unknown_principal', 'suspended', 'expired', 'unknown_policy', 'stale_facts', 'consent_missing'],
  ...['purpose_not_allowed', 'session_not_allowed', 'delegation_too_deep'],
]);

export function longWayCause(engine: Engine, request: Request, verdict: Verdict): LongWayCause {
  const { outcome, one, layers } = verdict;
  if (outcome === 'malformed_request' || outcome === 'internal') return 'form';
  if (outcome === 'unknown_operation') return 'operation';
  if (request.authorization_details !== undefined) return 'authorization_details';
  if (request.approvals !== undefined) return 'approvals';
  if (request.path.startsWith('/') || (request.policies === undefined && request.path.startsWith('http/'))) return 'path';
  // Of bare policies, where nothing was judged.
  if (one === null) return request.policies === undefined ? 'standing' : 'root';
  if (request.policies === undefined) {
    if (engine.tables.blocks.guardrails.length > 0) return 'guardrails';
    if (engine.tables.blocks.trusted_groups) return 'trusted_groups';
    if (engine.snapshot.freshUntil < Number.POSITIVE_INFINITY && outcome === 'stale_facts') return 'facts_age';
  }
  if (STANDING.has(outcome) || expires(verdict)) return 'standing';
  if (layers.some(({ lists }) => lists?.some(({ view }) => view.templated.length > 0))) return 'templates';
  const alternatives = layers.flatMap(({ rule }) => rule?.alternatives ?? []);
  if (alternatives.some((each) => (each.own?.approval ?? null) !== null || wantsMfa(each, one) || (!one.bare && each.controlGroup !== null)))
    return 'mfa_or_approval';
  if (alternatives.length > layers.length || (one.parties.delegation?.mode ?? 'direct') !== 'direct') return 'several_ways';
  return 'other';
}

/** Somebody's standing ends at some time. */
function expires({ one }: Verdict): boolean {
  const { user, chain } = one?.parties ?? { user: null, chain: [] };
  return [user, ...chain].some((each) => each !== null && each.expires !== Number.POSITIVE_INFINITY);
}
