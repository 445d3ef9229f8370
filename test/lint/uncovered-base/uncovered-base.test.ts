import { describeRule, stanza } from '../describe-rule.js';

describeRule('uncovered-base', {
  faults: [{ name: 'a folder', text: stanza('kv/app/*', 'read'), under: ['"kv/app/*"'], says: 'does not match "kv/app" itself' }],
  fine: [
    { name: 'a stanza for the path', text: stanza('kv/app/*', 'read') + stanza('kv/app', 'list') },
    { name: 'a broader one', text: stanza('kv/app/*', 'read') + stanza('kv*', 'read') },
    { name: 'a deny', text: stanza('kv/app/*', 'deny') },
  ],
});
