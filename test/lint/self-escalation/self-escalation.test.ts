import { describeRule, stanza } from '../describe-rule.js';

const LIMIT = 'allowed_parameters = { "policies" = ["app"] }';

describeRule('self-escalation', {
  faults: [
    {
      name: 'writing policies',
      text: stanza('sys/policies/acl/*', 'create update'),
      under: ['"sys/policies/acl/*"'],
      says: 'create and update on "sys/policies/acl/*" rewrites policies, its own included, and so reaches everything',
    },
    { name: 'writing policies by the old path', text: stanza('sys/policy/+', 'update'), under: ['"sys/policy/+"'] },
    { name: 'the policy by its own name', text: stanza('sys/policies/acl/a', 'update'), under: ['"sys/policies/acl/a"'] },
    { name: 'making tokens with sudo', text: stanza('auth/token/create', 'update sudo'), under: ['"auth/token/create"'], says: 'makes tokens with any policy' },
    {
      name: 'making tokens with sudo of another stanza',
      text: stanza('auth/token/create', 'update') + stanza('auth/token/create', 'sudo'),
      under: ['"auth/token/create"'],
    },
    {
      name: 'a list that binds another alternative only',
      text: stanza('identity/group', 'update', LIMIT) + stanza('identity/group', 'create', 'max_ttl = 60'),
      under: ['"identity/group"'],
      says: 'create on',
    },
    { name: 'making token roles', text: stanza('auth/token/roles/*', 'create'), under: ['"auth/token/roles/*"'] },
    { name: 'making roles of an auth method', text: stanza('auth/approle/role/*', 'create update'), under: ['"auth/approle/role/*"'] },
    { name: 'making users of any auth method', text: stanza('auth/+/users/+', 'create'), under: ['"auth/+/users/+"'] },
    { name: 'writing entities', text: stanza('identity/*', 'update'), under: ['"identity/*"'] },
    { name: 'writing groups', text: stanza('identity/group', 'update'), under: ['"identity/group"'] },
    { name: 'a broad pattern that spells out sys/', text: stanza('sys/*', 'update'), under: ['"sys/*"'] },
    {
      name: 'a parameter list that leaves another name of the same',
      text: stanza('auth/token/roles/*', 'update', 'denied_parameters = { "allowed_policies" = [] }'),
      under: ['"auth/token/roles/*"'],
    },
    {
      name: 'an allow list with any value',
      text: stanza('auth/token/create', 'update sudo', 'allowed_parameters = { "policies" = [] }'),
      under: ['"auth/token/create"'],
    },
  ],
  fine: [
    { name: 'writing policies with approval', text: stanza('sys/policies/acl/*', 'update', 'approval { by = ["group:security"] }') },
    { name: 'writing policies under a condition', text: stanza('sys/policies/acl/*', 'update', 'when { expr = user.mfa }') },
    { name: 'reading policies', text: stanza('sys/policies/acl/*', 'read list') },
    { name: 'another policy by name', text: stanza('sys/policies/acl/team', 'update') },
    { name: 'policies of a naming scheme that the own name does not follow', text: stanza('sys/policies/acl/team-*', 'update') },
    { name: 'making tokens without sudo, whose policies Vault bounds', text: stanza('auth/token/create', 'update') },
    { name: 'making tokens with named policies', text: stanza('auth/token/create', 'update sudo', LIMIT) },
    { name: 'making tokens without a say in their policies', text: stanza('auth/token/create', 'update sudo', 'denied_parameters = { "policies" = [] }') },
    { name: 'a role by name', text: stanza('auth/approle/role/app', 'update') },
    { name: 'secret ids of any role', text: stanza('auth/approle/role/+/secret-id', 'update') },
    { name: 'a pattern that another one denies first', text: stanza('sys/policies/*', 'update') + stanza('sys/policies/acl/*', 'deny') },
    { name: 'a deny', text: stanza('sys/policies/acl/*', 'deny') },
    { name: 'everything, which says so itself', text: stanza('*', 'update sudo') },
    { name: 'other paths of sys', text: stanza('sys/leases/*', 'update') + stanza('auth/token/renew-self', 'update') },
  ],
});
