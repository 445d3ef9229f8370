// Which rule is chosen, and what the path is said to allow: vault-acl.md §4, §6.

import { type Paragraph, READ_A } from './paragraph.js';

export const SELECTION: readonly Paragraph[] = [
  {
    section: '§4',
    says: 'a chosen rule without the capability is not passed over',
    policies: 'path "a/*" { capabilities = ["read"] } path "a/+" { capabilities = ["update"] }',
    request: { path: 'a/b' },
    outcome: 'capability_missing',
  },
  {
    section: '§4.1',
    says: 'only the longest prefix is in the race',
    policies: 'path "a/b*" { capabilities = ["update"] } path "a/*" { capabilities = ["read"] }',
    request: { path: 'a/bc' },
    outcome: 'capability_missing',
  },
  {
    section: '§4.1',
    says: 'a literal plus inside an earlier segment lowers a wildcard rule',
    policies: 'path "a+/x/+" { capabilities = ["read"] } path "a+/*" { capabilities = ["deny"] }',
    request: { path: 'a+/x/y' },
    outcome: 'explicit_deny',
  },
  {
    section: '§4.1',
    says: 'at one first wildcard the longer text wins, in bytes',
    policies: 'path "x/+/éé/+" { capabilities = ["deny"] } path "x/+/+/yzw" { capabilities = ["read"] }',
    request: { path: 'x/a/éé/yzw' },
    outcome: 'explicit_deny',
  },
  {
    section: '§4.1',
    says: 'at one length the lexicographically larger text wins',
    policies: 'path "+/+/c" { capabilities = ["read"] } path "+/b/+" { capabilities = ["update"] }',
    request: { path: 'a/b/c' },
    outcome: 'capability_missing',
  },
  {
    section: '§6',
    says: 'capabilities are looked up as for list, and may claim a read that is refused',
    policies: READ_A,
    request: { path: 'a/' },
    outcome: 'no_matching_rule',
    expect: { capabilities: ['read'] },
  },
];
