import { describeRule, stanza } from '../describe-rule.js';

describeRule('unheld-policy', {
  faults: [
    { name: 'a policy that no one names', text: `agent "bot" {}\npolicy "p" { ${stanza('a', 'read')} }`, under: ['"p"'], says: 'holds policy "p"' },
    { name: 'one beside a group in another file', text: ['group "g" {}', `policy "p" { ${stanza('a', 'read')} }`], under: ['"p"'] },
  ],
  fine: [
    { name: 'one that an agent holds', text: `agent "bot" { policies = ["P"] }\npolicy "p" { ${stanza('a', 'read')} }` },
    { name: 'one in a ceiling', text: `agent "bot" { ceiling { policies = ["p"] } }\npolicy "p" { ${stanza('a', 'read')} }` },
    { name: 'one in the ceiling of a type', text: `agent_type "t" { ceiling_policies = ["p"] }\npolicy "p" { ${stanza('a', 'read')} }` },
    {
      name: 'one that a user or a group holds',
      text: `user "u" { policies = ["p"] }\ngroup "g" { policies = ["q"] }\npolicy "p" { ${stanza('a', 'read')} }\npolicy "q" { ${stanza('a', 'read')} }`,
    },
    { name: 'a Vault file', text: ['agent "bot" {}', stanza('a', 'read')] },
    { name: 'a set without principals', text: `policy "p" { ${stanza('a', 'read')} }` },
  ],
});
