import { describeRule } from '../describe-rule.js';

describeRule('agent-without-owner', {
  faults: [
    { name: 'an agent without an owner', text: 'agent "bot" {}', under: ['"bot"'], says: 'agent "bot" has no owner' },
    { name: 'each of them', text: 'agent "a" {}\nagent "b" {}', under: ['"a"', '"b"'] },
    { name: 'a suspended one', text: 'agent "bot" { status = "suspended" }', under: ['"bot"'] },
  ],
  fine: [
    { name: 'an owner that is a group', text: 'agent "bot" { owner = "group:g" }' },
    { name: 'an owner that is any name', text: 'agent "bot" { owner = "team-alpha" }' },
    { name: 'a user', text: 'user "ana" {}' },
  ],
});
