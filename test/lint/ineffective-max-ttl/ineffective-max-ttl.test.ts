import { describeRule, stanza } from '../describe-rule.js';

describeRule('ineffective-max-ttl', {
  faults: [
    {
      name: 'an agent above its type',
      text: 'agent_type "t" { max_ttl = 60 }\nagent "bot" {\n  type = "t"\n  ephemeral { max_ttl = 61 }\n}',
      under: ['max_ttl'],
      says: 'its type "t" ends everything after 60 s',
    },
    {
      name: 'a stanza above the only agent',
      text: `agent "bot" {\n  policies = ["p"]\n  ephemeral { max_ttl = 60 }\n}\npolicy "p" { ${stanza('a', 'read', 'max_ttl = 61')} }`,
      under: ['max_ttl'],
      says: 'is bound to 60 s or less',
    },
  ],
  fine: [
    {
      name: 'the same',
      text: `agent_type "t" { max_ttl = 60 }\nagent "bot" {\n  type = "t"\n  policies = ["p"]\n  ephemeral { max_ttl = 60 }\n}\npolicy "p" { ${stanza('a', 'read', 'max_ttl = 60')} }`,
    },
    {
      name: 'another agent without an end',
      text: `agent "bot" {\n  policies = ["p"]\n  ephemeral { max_ttl = 60 }\n}\nagent "c" { policies = ["p"] }\npolicy "p" { ${stanza('a', 'read', 'max_ttl = 61')} }`,
    },
    {
      name: 'a user who holds it',
      text: `agent "bot" {\n  policies = ["p"]\n  ephemeral { max_ttl = 60 }\n}\nuser "u" { policies = ["p"] }\npolicy "p" { ${stanza('a', 'read', 'max_ttl = 61')} }`,
    },
    { name: 'a policy that nobody holds', text: stanza('a', 'read', 'max_ttl = 61') },
  ],
});
