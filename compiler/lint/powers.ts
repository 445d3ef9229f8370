// The API paths through which a policy's holder can give itself any other policy, and what in a stanza would keep it from that.

import type { Capability } from '../model/stanza.js';

export interface Power {
  /** Segments of the path; null is a name of the caller's choice. */
  readonly path: readonly (string | null)[];
  /** Vault asks for these too. */
  readonly needs: readonly Capability[];
  /** The parameters that carry the power: where none can be set freely, there is none. */
  readonly carriers: readonly string[];
  /** What a request there does. */
  readonly does: string;
  /** The last name is that of a policy: part of it may be fixed only where the policy itself still fits. */
  readonly policyNamed?: true;
}

const POLICY_TEXT = { needs: [], carriers: ['policy', 'rules'], does: 'rewrites policies, its own included', policyNamed: true } as const;
const ANY_TOKEN = { needs: ['sudo'], carriers: ['policies'], does: 'makes tokens with any policy' } as const;
const LOGIN_ROLE = { needs: [], carriers: ['token_policies', 'policies'], does: 'gives any policy to those who log in' } as const;
const ENTITY = { needs: [], carriers: ['policies'], does: 'gives any policy to an entity' } as const;
const GROUP = { needs: [], carriers: ['policies'], does: 'gives any policy to a group' } as const;

/**
 * Most particular first. WHY sudo for tokens: without it Vault bounds a token's policies by those of its parent. A single policy or role
 * by name is somebody's decision and not listed.
 */
export const POWERS: readonly Power[] = [
  { path: ['sys', 'policies', 'acl', null], ...POLICY_TEXT },
  { path: ['sys', 'policy', null], ...POLICY_TEXT },
  { path: ['auth', 'token', 'create'], ...ANY_TOKEN },
  { path: ['auth', 'token', 'create-orphan'], ...ANY_TOKEN },
  {
    path: ['auth', 'token', 'roles', null],
    needs: [],
    carriers: ['allowed_policies', 'allowed_policies_glob'],
    does: 'makes token roles that give any policy',
  },
  { path: ['identity', 'entity'], ...ENTITY },
  { path: ['identity', 'entity', 'id', null], ...ENTITY },
  { path: ['identity', 'entity', 'name', null], ...ENTITY },
  { path: ['identity', 'group'], ...GROUP },
  { path: ['identity', 'group', 'id', null], ...GROUP },
  { path: ['identity', 'group', 'name', null], ...GROUP },
  ...['role', 'roles', 'users', 'groups', 'certs'].map((word) => ({ path: ['auth', null, word, null], ...LOGIN_ROLE })),
];
