import { describeRule, stanza } from '../describe-rule.js';

describeRule('prefix-crosses-name', {
  faults: [
    {
      name: 'a longer name in another policy',
      text: [stanza('kv/app*', 'read'), stanza('kv/app-admin/x', 'read')],
      under: ['*'],
      says: 'such as that of "kv/app-admin/x" in policy "b"',
    },
    { name: 'one without a hyphen', text: [stanza('kv/app*', 'read'), stanza('kv/apple/*', 'read')], under: ['*'] },
  ],
  fine: [
    { name: 'what is below it', text: [stanza('kv/app*', 'read'), stanza('kv/app/x', 'read')] },
    { name: 'one policy', text: stanza('kv/app*', 'read') + stanza('kv/app-admin/x', 'read') },
    { name: 'a family', text: [stanza('kv/app-*', 'read'), stanza('kv/app-admin/x', 'read')] },
    { name: "endpoints of Vault's own", text: [stanza('sys/capabilities*', 'update'), stanza('sys/capabilities-self', 'update')] },
    { name: 'a segment', text: [stanza('kv/app/*', 'read'), stanza('kv/app/admin', 'read')] },
  ],
});
