import { describeRule, stanza } from '../describe-rule.js';

describeRule('create-without-update', {
  faults: [
    { name: 'signing', text: stanza('ssh/sign/x', 'create'), under: ['"create"'], says: 'Vault asks for update' },
    { name: 'issuing on a mount of one’s own', text: stanza('pki-int/issue/*', 'read create'), under: ['"create"'] },
  ],
  fine: [
    { name: 'both', text: stanza('ssh/sign/x', 'create update') },
    { name: 'update in another stanza of the pattern', text: stanza('ssh/sign/x', 'create') + stanza('ssh/sign/x', 'update') },
    { name: 'encrypting, which may make a key', text: stanza('transit/encrypt/x', 'create') },
    { name: 'a secret', text: stanza('secret/sign/x', 'create') },
  ],
});
