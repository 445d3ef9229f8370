import { describeRule } from '../describe-rule.js';

describeRule('agent-without-policies', {
  faults: [
    { name: 'an agent with nothing', text: 'agent "bot" { owner = "x" }', under: ['"bot"'], says: 'agent "bot" can do nothing' },
    { name: 'empty lists', text: 'agent "bot" {\n  policies = []\n  ceiling { policies = [] }\n}', under: ['"bot"'] },
  ],
  fine: [
    { name: 'policies', text: ['agent "bot" { policies = ["b"] }', 'path "a" { capabilities = ["read"] }'] },
    { name: 'a ceiling alone', text: ['agent "bot" { ceiling { policies = ["b"] } }', 'path "a" { capabilities = ["read"] }'] },
    { name: 'one that is suspended', text: 'agent "bot" { status = "suspended" }' },
  ],
});
