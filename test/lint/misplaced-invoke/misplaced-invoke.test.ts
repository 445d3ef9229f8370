import { describeRule, stanza } from '../describe-rule.js';

describeRule('misplaced-invoke', {
  faults: [
    { name: 'a secret', text: stanza('secret/data/x', 'read invoke'), under: ['"invoke"'], says: 'nothing is called at "secret/data/x"' },
    { name: 'a mount that looks like KV', text: stanza('team/metadata/*', 'invoke'), under: ['"invoke"'] },
    { name: 'an HTTP call', text: stanza('http/api.example/x', 'invoke'), under: ['"invoke"'] },
    { name: 'a scope', text: `scope "s" { ${stanza('sys/health', 'invoke')} }`, under: ['"invoke"'] },
  ],
  fine: [
    { name: 'a tool and an agent', text: stanza('mcp/data/x', 'invoke') + stanza('agents/x', 'invoke') },
    { name: 'anything else', text: stanza('tools/x', 'invoke') + stanza('*', 'invoke') + stanza('+/data/x', 'invoke') },
  ],
});
