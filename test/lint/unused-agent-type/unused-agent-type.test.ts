import { describeRule, stanza } from '../describe-rule.js';

describeRule('unused-agent-type', {
  faults: [{ name: 'a type without agents', text: 'agent_type "t" { uses = 1 }\nagent "bot" {}', under: ['"t"'], says: 'of the type "t"' }],
  fine: [
    { name: 'a type that an agent has', text: ['agent_type "t" { uses = 1 }', 'agent "bot" { type = "t" }'] },
    {
      name: 'one that a guardrail names',
      text: 'agent_type "t" { uses = 1 }\nagent "bot" {}\nguardrail "g" {\n  enforcement = "advisory"\n  on { agent_types = ["t"] }\n}',
    },
    {
      name: 'one that a condition names',
      text: `agent_type "t" { uses = 1 }\nagent "bot" {}\npolicy "p" { ${stanza('a', 'read', 'when { agent { types = ["t"] } }')} }`,
    },
    { name: 'a set without agents', text: 'agent_type "t" { uses = 1 }' },
  ],
});
