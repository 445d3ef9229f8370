import { describeRule, stanza } from '../describe-rule.js';

const policy = (name: string, ...stanzas: readonly string[]) => `policy "${name}" {\n${stanzas.join('')}}\n`;
const agent = (...lines: readonly string[]) => `agent "x" {\n${lines.join('\n')}\n}\n`;
const READS = policy('p', stanza('a/*', 'read')) + policy('q', stanza('b/*', 'read'));

describeRule('disjoint-ceiling', {
  faults: [
    {
      name: 'a ceiling of other paths',
      text: READS + agent('policies = ["p"]', 'ceiling { policies = ["q"] }'),
      under: ['ceiling'],
      says: 'agent "x" itself is allowed nothing: its ceilings let nothing of its policies through, not even read of "a/x"',
    },
    {
      name: 'a ceiling of other operations',
      text: `${policy('p', stanza('a/*', 'read'))}${policy('q', stanza('*', 'update'))}${agent('policies = ["p"]', 'ceiling { policies = ["q"] }')}`,
      under: ['ceiling'],
    },
    {
      name: 'the ceiling of its type',
      text: `${READS}agent_type "t" { ceiling_policies = ["q"] }\n${agent('type = "t"', 'policies = ["p"]')}`,
      under: ['type'],
    },
    {
      name: 'conditions that contradict each other',
      text: `${policy('p', stanza('a', 'read', 'when { expr = context.risk < 10 }'))}${policy('q', stanza('a', 'read', 'when { expr = context.risk > 20 }'))}${agent('policies = ["p"]', 'ceiling { policies = ["q"] }')}`,
      under: ['ceiling'],
    },
  ],
  fine: [
    {
      name: 'a ceiling that lets some through',
      text: `${policy('p', stanza('a/*', 'read'))}${policy('q', stanza('a/b', 'read'))}${agent('policies = ["p"]', 'ceiling { policies = ["q"] }')}`,
    },
    { name: 'a ceiling that does not bind the agent itself', text: READS + agent('policies = ["p"]', 'ceiling {\n policies = ["q"]\n direct = false\n}') },
    { name: 'an agent without policies of its own', text: READS + agent('ceiling { policies = ["q"] }') },
    { name: 'an agent without a ceiling', text: READS + agent('policies = ["p"]') },
    {
      name: 'what only a guardrail stops',
      text: `${READS}${agent('policies = ["p"]', 'ceiling { policies = ["p"] }')}guardrail "g" { enforcement = "hard-mandatory" }\n`,
    },
  ],
});
