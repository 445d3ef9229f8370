// An identity for which Vault's templates of the files can be filled in, and what it fills them in with.

import type { Alias, Group, Identity } from '@polc/runtime';
import type { Focus } from './focus.js';

export interface StockIdentity {
  /** null where no pattern asks for one. */
  readonly identity: Identity | null;
  /** null for a directive that is none of Vault's. */
  valueOf(directive: string): string | null;
}

export function identityFor(focuses: readonly Focus[], now: number): StockIdentity {
  const directives = new Set(focuses.flatMap(({ pieces }) => pieces.filter((_, i) => i % 2 === 1)));
  const wanted = [...directives].filter((directive) => directive.startsWith('identity.')).map((directive) => directive.split('.'));
  const metadata: Record<string, string> = {};
  const aliases = new Map<string, { metadata: Record<string, string>; custom: Record<string, string> }>();
  const groups: Group[] = [];
  for (const [, kind, ...path] of wanted) {
    const [first = '', second = '', ...rest] = path;
    if (kind === 'groups') {
      const key = rest.slice(1).join('.');
      groups.push({
        id: first === 'ids' ? second : 'group-1',
        name: first === 'names' ? second : 'team',
        ...(rest[0] === 'metadata' ? { metadata: { [key]: 'x' } } : {}),
      });
    } else if (first === 'metadata') metadata[[second, ...rest].join('.')] = 'x';
    else if (first === 'aliases') {
      const alias = aliases.get(second) ?? { metadata: {}, custom: {} };
      aliases.set(second, alias);
      const key = rest.slice(1).join('.');
      if (rest[0] === 'metadata') alias.metadata[key] = 'x';
      else if (rest[0] === 'custom_metadata') alias.custom[key] = 'x';
    }
  }
  const named = [...aliases].map(
    ([accessor, { metadata: own, custom }]): Alias => ({ mount_accessor: accessor, id: 'alias-1', name: 'x', metadata: own, custom_metadata: custom }),
  );
  return {
    identity: wanted.length === 0 ? null : { entity: { id: 'entity-1', name: 'x', metadata, aliases: named }, groups },
    valueOf(directive) {
      if (directive.startsWith('time.')) return String(Math.floor(now / 1000));
      if (!directive.startsWith('identity.')) return null;
      const [, kind, first, second] = directive.split('.');
      if (kind === 'groups')
        return directive.endsWith('.id')
          ? first === 'ids'
            ? (second as string)
            : 'group-1'
          : directive.endsWith('.name')
            ? first === 'names'
              ? (second as string)
              : 'team'
            : 'x';
      if (!directive.endsWith('.id')) return 'x';
      return first === 'aliases' ? 'alias-1' : 'entity-1';
    },
  };
}
