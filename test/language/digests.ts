// The digests of spec.md §10.5, from its text alone.

import { createHash } from 'node:crypto';

export interface Action {
  readonly chain?: readonly string[];
  readonly operation?: string;
  readonly parameters?: unknown;
  readonly path?: string;
  readonly policies?: readonly string[];
  readonly purpose?: string;
  readonly session?: unknown;
  readonly user?: string;
}

export interface Requirement {
  readonly by: readonly string[];
  readonly count: number;
  readonly kind: 'stanza' | 'guardrail' | 'control_group';
  readonly name: string;
  readonly self: boolean;
  /** Seconds. */
  readonly within: number | null;
}

export function actionDigest(action: Action): string {
  const { chain, operation, parameters, path, policies, purpose, session, user } = action;
  return digest({ chain, operation, parameters, path, policies, purpose, session, user });
}

export function requirementDigest({ by, count, kind, name, self, within }: Requirement): string {
  return digest({ by: [...by].sort(), count, kind, name, self, within });
}

function digest(value: unknown): string {
  return `sha256:${createHash('sha256').update(canonical(value)).digest('hex')}`;
}

/** RFC 8785; absent members are null. */
function canonical(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}
