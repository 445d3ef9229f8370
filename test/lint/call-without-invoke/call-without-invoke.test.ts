import { describeRule, stanza } from '../describe-rule.js';

describeRule('call-without-invoke', {
  faults: [
    {
      name: 'reading a tool',
      text: `agent "bot" { policies = ["p"] }\npolicy "p" { ${stanza('mcp/archive/search', 'read list')} }`,
      under: ['"read"'],
      says: 'read and list on "mcp/archive/search" let nobody call it',
    },
    {
      name: 'updating an agent, in a scope',
      text: `agent_type "t" {}\nscope "s" { ${stanza('agents/+', 'update')} }`,
      under: ['"update"'],
      says: 'agents are called by invoke',
    },
    { name: 'a Vault file beside one that invokes', text: [stanza('mcp/a/b', 'update'), stanza('mcp/a/c', 'invoke')], under: ['"update"'] },
  ],
  fine: [
    { name: 'a call', text: `agent "bot" { policies = ["p"] }\npolicy "p" { ${stanza('mcp/archive/search', 'invoke')}${stanza('agents/x', 'delegate')} }` },
    { name: 'a deny, and nothing', text: `agent "bot" { policies = ["p"] }\npolicy "p" { ${stanza('mcp/a/b', 'deny')}${stanza('mcp/a/c', '')} }` },
    { name: 'a set that is only Vault’s', text: stanza('mcp/config/x', 'read') },
    { name: 'another path', text: `agent "bot" { policies = ["p"] }\npolicy "p" { ${stanza('mcpx/a', 'read')} }` },
  ],
});
