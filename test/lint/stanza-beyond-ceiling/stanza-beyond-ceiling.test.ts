import { describeRule, stanza } from '../describe-rule.js';

const policy = (name: string, ...stanzas: readonly string[]) => `policy "${name}" {\n${stanzas.join('')}}\n`;
const OWN = policy('p', stanza('a/*', 'read'), stanza('b/*', 'read'));
const agent = (id: string, ...lines: readonly string[]) => `agent "${id}" {\n${lines.join('\n')}\n}\n`;

describeRule('stanza-beyond-ceiling', {
  faults: [
    {
      name: 'a stanza that no part of the ceiling meets',
      text: `${OWN}${policy('q', stanza('a/*', 'read'))}${agent('x', 'policies = ["p"]', 'ceiling { policies = ["q"] }')}`,
      under: ['"b/*"'],
      says: 'nobody can use "b/*": the ceilings of "x" let no part of it through',
    },
    {
      name: 'one that the ceilings of both agents leave out',
      text: `${OWN}${policy('q', stanza('a/*', 'read'))}${agent('x', 'policies = ["p"]', 'ceiling { policies = ["q"] }')}${agent('y', 'policies = ["p"]', 'ceiling { policies = ["q"] }')}`,
      under: ['"b/*"'],
      says: '"x" and "y"',
    },
    {
      name: 'one that the ceiling of a type leaves out',
      text: `${OWN}${policy('q', stanza('a/*', 'read'))}agent_type "t" { ceiling_policies = ["q"] }\n${agent('x', 'type = "t"', 'policies = ["p"]')}`,
      under: ['"b/*"'],
    },
  ],
  fine: [
    {
      name: 'a ceiling that lets a part through',
      text: `${OWN}${policy('q', stanza('a/*', 'read'), stanza('b/c', 'read'))}${agent('x', 'policies = ["p"]', 'ceiling { policies = ["q"] }')}`,
    },
    {
      name: 'another agent that can use it',
      text: `${OWN}${policy('q', stanza('a/*', 'read'))}${agent('x', 'policies = ["p"]', 'ceiling { policies = ["q"] }')}${agent('y', 'policies = ["p"]')}`,
    },
    {
      name: 'a user that can use it',
      text: `${OWN}${policy('q', stanza('a/*', 'read'))}${agent('x', 'policies = ["p"]', 'ceiling { policies = ["q"] }')}user "u" { policies = ["p"] }\n`,
    },
    {
      name: 'a deny',
      text: `${policy('p', stanza('a/*', 'read'), stanza('b/*', 'deny'))}${policy('q', stanza('a/*', 'read'))}${agent('x', 'policies = ["p"]', 'ceiling { policies = ["q"] }')}`,
    },
  ],
});
