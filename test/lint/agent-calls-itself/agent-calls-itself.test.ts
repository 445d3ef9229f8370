import { describeRule, stanza } from '../describe-rule.js';

describeRule('agent-calls-itself', {
  faults: [
    {
      name: 'a call of itself',
      text: `agent "bot" { policies = ["p"] }\npolicy "p" { ${stanza('agents/bot', 'invoke')} }`,
      under: ['"agents/bot"'],
      says: 'only agent "bot" holds this policy',
    },
    { name: 'handing on to itself', text: `agent "bot" { policies = ["p"] }\npolicy "p" { ${stanza('agents/bot', 'delegate')} }`, under: ['"agents/bot"'] },
  ],
  fine: [
    { name: 'another agent', text: `agent "bot" { policies = ["p"] }\npolicy "p" { ${stanza('agents/other', 'invoke')} }` },
    { name: 'a second holder', text: `agent "bot" { policies = ["p"] }\nuser "u" { policies = ["p"] }\npolicy "p" { ${stanza('agents/bot', 'invoke')} }` },
    { name: 'all agents', text: `agent "bot" { policies = ["p"] }\npolicy "p" { ${stanza('agents/+', 'invoke')} }` },
  ],
});
