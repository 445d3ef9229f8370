// Identity templates: vault-acl.md §7.

import type { Paragraph } from './paragraph.js';

const someone = { entity: { id: 'e1', name: '', metadata: { dotted: 'no', 'a.b': 'yes' } }, groups: [] };
const inGroups = (...groups: { id: string; name: string; namespace_id?: string }[]) => ({ entity: null, groups });

export const TEMPLATES: readonly Paragraph[] = [
  {
    section: '§7',
    says: 'everything after metadata. is the key, dots too',
    policies: 'path "{{ identity.entity.metadata.a.b }}" { capabilities = ["read"] }',
    request: { path: 'yes', identity: someone },
    outcome: 'allowed',
  },
  {
    section: '§7',
    says: 'an empty name drops the stanza, a deny too',
    policies: 'path "a*" { capabilities = ["read"] } path "a{{identity.entity.name}}" { capabilities = ["deny"] }',
    request: { identity: someone },
    outcome: 'allowed',
  },
  {
    section: '§7',
    says: 'metadata that is only inherited is missing',
    policies: 'path "{{identity.entity.metadata.constructor}}" { capabilities = ["read"] } path "+" { capabilities = ["update"] }',
    request: { identity: someone },
    outcome: 'capability_missing',
  },
  {
    section: '§7',
    says: 'a group of another namespace is not found by name',
    policies: 'path "{{identity.groups.names.dev.id}}" { capabilities = ["read"] }',
    request: { path: 'g9', identity: inGroups({ id: 'g9', name: 'dev', namespace_id: 'elsewhere' }) },
    outcome: 'no_matching_rule',
  },
  {
    section: '§7',
    says: 'but by id',
    policies: 'path "{{identity.groups.ids.g9.name}}" { capabilities = ["read"] }',
    request: { path: 'dev', identity: inGroups({ id: 'g9', name: 'dev', namespace_id: 'elsewhere' }) },
    outcome: 'allowed',
  },
  {
    section: '§7',
    says: 'a rendered stanza merges with the one that was written so',
    policies: 'path "x/{{identity.entity.id}}" { capabilities = ["read"] } path "x/e1" { capabilities = ["deny"] }',
    request: { path: 'x/e1', identity: someone },
    outcome: 'explicit_deny',
  },
  {
    section: '§7',
    says: 'a leading slash is taken off after rendering',
    policies: 'path "{{identity.entity.metadata.slash}}x" { capabilities = ["read"] }',
    request: { path: 'x', identity: { entity: { metadata: { slash: '/' } } } },
    outcome: 'allowed',
  },
  {
    section: '§7',
    says: 'the time is whole seconds since the epoch, moved by a duration',
    policies: 'path "t/{{time.now.minus.1m30s}}" { capabilities = ["read"] }',
    request: { path: 't/1777888710', context: { time: '2026-05-04T10:00:00.900Z' } },
    outcome: 'allowed',
  },
];
