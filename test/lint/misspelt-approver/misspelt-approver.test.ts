import { describeRule, stanza } from '../describe-rule.js';

describeRule('misspelt-approver', {
  faults: [
    {
      name: 'a slip of a group',
      text: `group "leads" { policies = ["p"] }\npolicy "p" { ${stanza('a', 'update', 'approval { by = ["group:laeds"] }')} }`,
      under: ['"group:laeds"'],
      says: 'no group is called "laeds"',
    },
    {
      name: 'a slip of a user, in a guardrail',
      text: 'user "anna" {}\nguardrail "g" {\n  enforcement = "soft-mandatory"\n  approval { by = ["user:ana1", "user:annna"] }\n}',
      under: ['"user:annna"'],
    },
  ],
  fine: [
    { name: 'one that is declared', text: `group "leads" {}\npolicy "p" { ${stanza('a', 'update', 'approval { by = ["group:leads"] }')} }` },
    {
      name: 'one that nobody is called nearly like',
      text: `group "leads" {}\npolicy "p" { ${stanza('a', 'update', 'approval { by = ["group:treasury", "requester"] }')} }`,
    },
    {
      name: 'one with another number',
      text: `group "team-1" { policies = ["p"] }\npolicy "p" { ${stanza('a', 'update', 'approval { by = ["group:team-2"] }')} }`,
    },
  ],
});
