import { describeRule, stanza } from '../describe-rule.js';

describeRule('agent-administers', {
  faults: [
    {
      name: 'consents',
      text: `agent "bot" { policies = ["p"] }\npolicy "p" { ${stanza('polc/consents/*', 'create read')} }`,
      under: ['"polc/consents/*"'],
      says: 'create on "polc/consents/*" lets agent "bot" consent',
    },
    { name: 'everything there', text: `agent "bot" { policies = ["p"] }\npolicy "p" { ${stanza('polc/*', 'update')} }`, under: ['"polc/*"'], says: 'approve' },
  ],
  fine: [
    { name: 'reading', text: `agent "bot" { policies = ["p"] }\npolicy "p" { ${stanza('polc/*', 'read')} }` },
    {
      name: 'a user',
      text: `agent "bot" { ceiling { policies = ["p"] } }\nuser "u" { policies = ["p"] }\npolicy "p" { ${stanza('polc/consents/*', 'create')} }`,
    },
    { name: 'an approval', text: `agent "bot" { policies = ["p"] }\npolicy "p" { ${stanza('polc/consents/*', 'create', 'approval { by = ["user:u"] }')} }` },
  ],
});
