import { describeRule, stanza } from '../describe-rule.js';

describeRule('confusable-names', {
  faults: [
    { name: 'a digit for a letter', text: 'agent "mail" {}\nagent "mai1" {}', under: ['"mai1"'], says: 'agent "mai1" looks like "mail"' },
    { name: 'another script', text: ['policy "ops" { }', 'policy "\u043eps" { }'], under: ['"\u043eps"'], says: 'policy' },
    { name: 'paths', text: stanza('a/\u0440ay', 'read') + stanza('a/pay', 'read'), under: ['"a/pay"'] },
    {
      name: 'tools of a server',
      text: [
        'tools "db" { schema = "b.tools.json" }\npolicy "p" { path "mcp/db/+" { capabilities = ["invoke"] } }',
        '{"tools": [{ "name": "poll", "inputSchema": { "type": "object" } }, { "name": "pol1", "inputSchema": { "type": "object" } }] }',
      ],
      under: ['"b.tools.json"'],
      says: '"pol1" looks like "poll"',
    },
  ],
  fine: [
    { name: 'names of two kinds', text: 'agent "mail" {}\nuser "mai1" {}' },
    { name: 'numbers', text: 'agent "node-0001" {}\nagent "node-000l" {}\nagent "node-10" {}\nagent "node-1O" {}' },
    { name: 'two policies of one name', text: [stanza('a', 'read'), stanza('a', 'read')] },
    { name: 'other names', text: 'agent "modem" {}\nagent "modern" {}' },
    { name: 'paths that are plain', text: stanza('a/l', 'read') + stanza('a/1', 'read') },
  ],
});
