import { describeRule, stanza } from '../describe-rule.js';

describeRule('misspelt-agent', {
  faults: [
    {
      name: 'a slip',
      text: `agent "writer" { policies = ["p"] }\npolicy "p" { ${stanza('agents/wirter', 'invoke')} }`,
      under: ['wirter'],
      says: 'one is called "writer"',
    },
  ],
  fine: [
    { name: 'the agent', text: `agent "writer" { policies = ["p"] }\npolicy "p" { ${stanza('agents/writer', 'invoke')} }` },
    { name: 'another one', text: `agent "writer" { policies = ["p"] }\npolicy "p" { ${stanza('agents/researcher', 'invoke')} }` },
    { name: 'another number', text: `agent "worker-1" { policies = ["p"] }\npolicy "p" { ${stanza('agents/worker-2', 'invoke')} }` },
    { name: 'a set without agents', text: stanza('agents/wirter', 'invoke') },
  ],
});
