import { describeRule, stanza } from '../describe-rule.js';

const RECORDS = 'agent "bot" {}\nuser "u" {}\ndelegation "d" {\n  from = "user:u"\n  to = "bot"\n  scopes = ["s"]\n}\n';

describeRule('unused-scope', {
  faults: [
    {
      name: 'a scope beside the one that is named',
      text: `${RECORDS}scope "s" { ${stanza('a', 'read')} }\nscope "t" { ${stanza('a', 'read')} }`,
      under: ['"t"'],
      says: 'the scope "t"',
    },
  ],
  fine: [
    { name: 'a scope that is named', text: `${RECORDS}scope "s" { ${stanza('a', 'read')} }` },
    { name: 'one that is named in another file', text: [RECORDS, `scope "s" { ${stanza('a', 'read')} }`] },
    { name: 'a set without delegations', text: `scope "s" { ${stanza('a', 'read')} }` },
  ],
});
