import { describeRule, stanza } from '../describe-rule.js';

const TOOLS = '{"tools": [{ "name": "x", "inputSchema": { "type": "object" } }] }';
const set = (text: string) => [`tools "archive" { schema = "b.tools.json" }\npolicy "p" { ${text} }`, TOOLS];

describeRule('misspelt-server', {
  faults: [{ name: 'a slip', text: set(stanza('mcp/archvie/x', 'invoke')), under: ['archvie'], says: 'one declares "archive"' }],
  fine: [
    { name: 'the server', text: set(stanza('mcp/archive/x', 'invoke')) },
    { name: 'another one', text: set(stanza('mcp/helpdesk/x', 'invoke')) },
    { name: 'wildcards', text: set(stanza('mcp/archi*', 'invoke') + stanza('mcp/+/x', 'invoke')) },
    { name: 'a set without tools', text: stanza('mcp/archvie/x', 'invoke') },
  ],
});
