import { describeRule, stanza } from '../describe-rule.js';

describeRule('invokes-every-server', {
  faults: [
    { name: 'all of mcp', text: stanza('mcp/*', 'invoke'), under: ['"mcp/*"'], says: 'every tool of every server' },
    { name: 'segments', text: stanza('mcp/+/+', 'invoke'), under: ['"mcp/+/+"'] },
    { name: 'a scope', text: `scope "s" { ${stanza('mcp/+/*', 'invoke')} }`, under: ['"mcp/+/*"'] },
  ],
  fine: [
    { name: 'one server', text: stanza('mcp/a/*', 'invoke') + stanza('mcp/a/+', 'invoke') },
    { name: 'one tool', text: stanza('mcp/+/search', 'invoke') },
    { name: 'a condition', text: stanza('mcp/*', 'invoke', 'when { expr = user.mfa }') },
    { name: 'a ceiling', text: `agent "bot" { ceiling { policies = ["p"] } }\npolicy "p" { ${stanza('mcp/*', 'invoke')} }` },
  ],
});
