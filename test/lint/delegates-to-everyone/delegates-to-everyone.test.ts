import { describeRule, stanza } from '../describe-rule.js';

describeRule('delegates-to-everyone', {
  faults: [
    { name: 'a segment', text: stanza('agents/+', 'invoke delegate'), under: ['"delegate"'], says: 'to any agent' },
    { name: 'a prefix', text: stanza('agents/*', 'delegate'), under: ['"delegate"'] },
  ],
  fine: [
    { name: 'an agent', text: stanza('agents/x', 'delegate') },
    { name: 'a family of agents', text: stanza('agents/team-*', 'delegate') },
    { name: 'calls', text: stanza('agents/+', 'invoke') },
    { name: 'a ceiling', text: `agent "bot" { ceiling { policies = ["p"] } }\npolicy "p" { ${stanza('agents/+', 'delegate')} }` },
  ],
});
