import { describeRule } from '../describe-rule.js';

describeRule('user-without-policies', {
  faults: [
    { name: 'a user with nothing', text: 'user "ana" {}', under: ['"ana"'], says: 'user "ana" can do nothing' },
    { name: 'a group with nothing', text: ['user "ana" { groups = ["g"] }', 'group "g" {}'], under: ['"ana"'] },
  ],
  fine: [
    { name: 'policies', text: ['user "ana" { policies = ["b"] }', 'path "a" { capabilities = ["read"] }'] },
    {
      name: 'a group of a group',
      text: ['user "ana" { groups = ["g"] }', 'group "g" { groups = ["h"] }\ngroup "h" { policies = ["c"] }', 'path "a" { capabilities = ["read"] }'],
    },
    { name: 'trusted groups', text: 'user "ana" {}\nschema { user { groups = "trusted" } }' },
    { name: 'one that approves', text: 'user "ana" {}\npolicy "p" {\n  path "a" {\n    capabilities = ["read"]\n    approval { by = ["user:ana"] }\n  }\n}' },
    { name: 'one whose group owns an agent', text: 'user "ana" { groups = ["g"] }\ngroup "g" {}\nagent "bot" { owner = "group:g" }' },
    { name: 'one that is suspended', text: 'user "ana" { status = "suspended" }' },
  ],
});
