import { describeRule, stanza } from '../describe-rule.js';

describeRule('cidr-of-everything', {
  faults: [
    {
      name: 'every IPv4 address',
      text: stanza('a', 'read', 'when { location { cidrs = ["10.0.0.0/8", "0.0.0.0/0"] } }'),
      under: ['"0.0.0.0/0"'],
      says: 'every IPv4 address',
    },
    {
      name: 'every IPv6 address, in an expression',
      text: stanza('a', 'read', 'when { expr = !cidr_contains("::/0", context.ip) }'),
      under: ['"::/0"'],
      says: 'every IPv6 address',
    },
  ],
  fine: [{ name: 'a network', text: stanza('a', 'read', 'when { location { cidrs = ["10.0.0.0/8", "2001:db8::/32"] } }') }],
});
