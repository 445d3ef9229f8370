import { describeRule, stanza } from '../describe-rule.js';

describeRule('missing-sudo', {
  faults: [
    { name: 'sealing', text: stanza('sys/seal', 'update'), under: ['"sys/seal"'], says: 'Vault refuses "sys/seal" without sudo' },
    { name: 'enabling auth methods', text: stanza('/sys/auth/*', 'create update'), under: ['"/sys/auth/*"'] },
  ],
  fine: [
    { name: 'sudo beside it', text: stanza('sys/seal', 'update sudo') },
    { name: 'sudo in another stanza of the pattern', text: [stanza('sys/seal', 'update'), stanza('sys/seal', 'sudo')] },
    { name: 'a deny, and nothing', text: stanza('sys/seal', 'deny') + stanza('sys/raw/*', '') },
    { name: 'what is not protected', text: stanza('sys/auth', 'read') + stanza('sys/health', 'read') + stanza('sys/leases/lookup', 'update') },
  ],
});
