import { describeRule, stanza } from '../describe-rule.js';

describeRule('unused-group', {
  faults: [
    { name: 'an empty group that nothing names', text: 'group "g" {}', under: ['"g"'], says: 'group "g" has no effect' },
    { name: 'one whose name is misspelt by an owner', text: 'group "g1" {}\nagent "bot" { owner = "group:g2" }', under: ['"g1"'] },
  ],
  fine: [
    { name: 'one with policies', text: ['group "g" { policies = ["b"] }', stanza('a', 'read')] },
    { name: 'one with a member', text: 'group "g" {}\nuser "u" { groups = ["g"] }' },
    { name: 'an owner', text: 'group "g" {}\nagent "bot" { owner = "group:g" }' },
    { name: 'an approver', text: `group "g" {}\npolicy "p" { ${stanza('a', 'read', 'approval { by = ["group:g"] }')} }` },
    {
      name: "an approver of Vault's",
      text: `group "g" {}\npolicy "p" { ${stanza('a', 'read', 'control_group { factor "f" { identity {\n group_names = ["g"]\n approvals = 1\n} } }')} }`,
    },
    { name: 'one that a condition asks for', text: `group "g" {}\npolicy "p" { ${stanza('a', 'read', 'when { user { groups = ["g"] } }')} }` },
    { name: 'one that a named condition asks for', text: 'group "g" {}\ncondition "c" { user { groups = ["g"] } }' },
  ],
});
