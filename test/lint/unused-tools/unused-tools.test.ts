import { describeRule, stanza } from '../describe-rule.js';

const TOOLS = '{"tools": [{ "name": "search", "inputSchema": { "type": "object" } }] }';
const BLOCK = 'tools "archive" { schema = "b.tools.json" }';

describeRule('unused-tools', {
  faults: [
    {
      name: 'a server without stanzas',
      text: [`${BLOCK}\npolicy "p" { ${stanza('mcp/other/search', 'invoke')} }`, TOOLS],
      under: ['"b.tools.json"'],
      says: 'the tools of "archive"',
    },
  ],
  fine: [
    { name: 'a stanza of its own', text: [`${BLOCK}\npolicy "p" { ${stanza('mcp/archive/search', 'invoke')} }`, TOOLS] },
    { name: 'a stanza of a scope', text: [`${BLOCK}\nscope "p" { ${stanza('mcp/archive/*', 'invoke')} }`, TOOLS] },
    { name: 'a broader one', text: [`${BLOCK}\npolicy "p" { ${stanza('mcp/+/search', 'invoke')} }`, TOOLS] },
    { name: 'a guardrail', text: [`${BLOCK}\nguardrail "g" {\n  enforcement = "advisory"\n  on { paths = ["mcp/*"] }\n}`, TOOLS] },
  ],
});
