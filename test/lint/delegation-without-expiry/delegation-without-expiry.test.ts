import { describeRule, stanza } from '../describe-rule.js';

const RECORDS = 'agent "bot" {}\nuser "u" {}\n';
const delegation = (...lines: readonly string[]) =>
  `${RECORDS}delegation "d" {\n${['from = "user:u"', 'to = "bot"', 'scopes = ["s"]', ...lines].join('\n')}\n}\nscope "s" { ${stanza('a', 'read')} }`;

describeRule('delegation-without-expiry', {
  faults: [
    { name: 'a delegation without an end', text: delegation(), under: ['"d"'], says: 'delegation "d" never ends' },
    { name: 'one that needs no consent', text: delegation('consent = "implied"'), under: ['"d"'], says: 'and no consent has to be renewed' },
  ],
  fine: [
    { name: 'one that ends', text: delegation('expires = "2027-01-01T00:00:00Z"') },
    { name: 'one that is revoked', text: delegation('status = "revoked"') },
  ],
});
