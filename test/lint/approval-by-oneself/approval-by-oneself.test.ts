import { describeRule, stanza } from '../describe-rule.js';

const policy = (approval: string) => `policy "p" { ${stanza('a', 'update', approval)} }`;

describeRule('approval-by-oneself', {
  faults: [
    {
      name: 'the owner of the only agent',
      text: `agent "bot" {\n  owner = "user:ana"\n  policies = ["p"]\n}\n${policy('approval { by = ["user:ana"] }')}`,
      under: ['by'],
      says: 'nobody can give this approval',
    },
    {
      name: 'an owner by a plain name',
      text: `agent "bot" {\n  owner = "ana"\n  policies = ["p"]\n}\n${policy('approval { by = ["user:ana"] }')}`,
      under: ['by'],
    },
    { name: 'the only user', text: `user "ana" { policies = ["p"] }\n${policy('approval { by = ["user:ana"] }')}`, under: ['by'] },
  ],
  fine: [
    { name: 'self', text: `user "ana" { policies = ["p"] }\n${policy('approval {\n by = ["user:ana"]\n self = true\n}')}` },
    { name: 'somebody else', text: `user "ana" { policies = ["p"] }\n${policy('approval { by = ["user:ana", "user:ben"] }')}` },
    { name: 'another holder', text: `user "ana" { policies = ["p"] }\nuser "ben" { policies = ["p"] }\n${policy('approval { by = ["user:ana"] }')}` },
    { name: 'the requester', text: `user "ana" { policies = ["p"] }\n${policy('approval { by = ["requester"] }')}` },
    { name: 'a policy that nobody holds', text: policy('approval { by = ["user:ana"] }') },
    { name: 'a group that holds it', text: `user "ana" { policies = ["p"] }\ngroup "g" { policies = ["p"] }\n${policy('approval { by = ["user:ana"] }')}` },
  ],
});
