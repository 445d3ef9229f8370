import { describeRule, stanza } from '../describe-rule.js';

const TOOLS =
  '{"tools": [{ "name": "look", "inputSchema": { "type": "object" } }, { "name": "drop", "inputSchema": { "type": "object" }, "annotations": { "destructiveHint": true } }] }';
const set = (stanzas: string, holder = 'agent "bot" { policies = ["p"] }') => [
  `tools "db" { schema = "b.tools.json" }\n${holder}\npolicy "p" { ${stanzas} }`,
  TOOLS,
];

describeRule('wildcard-over-destructive-tool', {
  faults: [
    { name: 'any tool', text: set(stanza('mcp/db/+', 'invoke')), under: ['"mcp/db/+"'], says: 'lets an agent call "drop"' },
    { name: 'a prefix, in a ceiling', text: set(stanza('mcp/db/d*', 'invoke'), 'agent "bot" { ceiling { policies = ["p"] } }'), under: ['"mcp/db/d*"'] },
  ],
  fine: [
    { name: 'a tool by name', text: set(stanza('mcp/db/drop', 'invoke')) },
    { name: 'a prefix of others', text: set(stanza('mcp/db/l*', 'invoke')) },
    { name: 'one with a stanza of its own', text: set(stanza('mcp/db/+', 'invoke') + stanza('mcp/db/drop', 'invoke', 'when { expr = user.mfa }')) },
    { name: 'a user', text: set(stanza('mcp/db/+', 'invoke'), 'user "u" { policies = ["p"] }') },
    { name: 'a shape', text: set(stanza('mcp/db/+', 'invoke', 'parameters {}')) },
  ],
});
