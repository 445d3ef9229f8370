import { describeRule, stanza } from '../describe-rule.js';

describeRule('misplaced-delegate', {
  faults: [
    { name: 'a tool', text: stanza('mcp/a/b', 'invoke delegate'), under: ['"delegate"'], says: 'hands nothing on' },
    { name: 'a slip of agents', text: stanza('agent/x', 'delegate'), under: ['"delegate"'] },
    { name: 'a scope', text: `scope "s" { ${stanza('mcp/*', 'delegate')} }`, under: ['"delegate"'] },
  ],
  fine: [
    {
      name: 'agents',
      text:
        stanza('agents/x', 'delegate') +
        stanza('agents/+', 'delegate') +
        stanza('a*', 'delegate') +
        stanza('+/x', 'delegate') +
        stanza('{{user.root}}/x', 'delegate'),
    },
  ],
});
