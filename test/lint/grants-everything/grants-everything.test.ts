import { describeRule, stanza } from '../describe-rule.js';

describeRule('grants-everything', {
  faults: [
    { name: 'everything', text: stanza('*', 'read list'), under: ['"*"'], says: '"*" grants read on everything' },
    { name: 'everything of a depth', text: stanza('+/+', 'update'), under: ['"+/+"'] },
    { name: 'everything below', text: stanza('+/*', 'invoke'), under: ['"+/*"'] },
    { name: 'a ceiling that an agent also holds', text: `agent "bot" { policies = ["p"] }\npolicy "p" { ${stanza('*', 'read')} }`, under: ['"*"'] },
  ],
  fine: [
    { name: 'listing', text: stanza('*', 'list') },
    { name: 'a deny', text: stanza('*', 'deny') },
    { name: 'the names of mounts', text: stanza('+', 'read') },
    { name: 'a name somewhere', text: stanza('+/config', 'read') + stanza('a*', 'read') },
    { name: 'a condition', text: stanza('*', 'read', 'when { expr = user.mfa }') },
    { name: 'a ceiling', text: `agent_type "t" { ceiling_policies = ["p"] }\npolicy "p" { ${stanza('*', 'read')}${stanza('sys/*', 'deny')} }` },
  ],
});
