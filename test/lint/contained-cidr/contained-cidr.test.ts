import { describeRule, stanza } from '../describe-rule.js';

describeRule('contained-cidr', {
  faults: [
    {
      name: 'a network in a network',
      text: stanza('a', 'read', 'when { location { cidrs = ["10.0.0.0/8", "10.1.0.0/16"] } }'),
      under: ['"10.1.0.0/16"'],
      says: '"10.1.0.0/16" lies in "10.0.0.0/8"',
      fixed: stanza('a', 'read', 'when { location { cidrs = ["10.0.0.0/8"] } }'),
    },
    {
      name: 'the first of a list, in an expression',
      text: stanza('a', 'read', 'when { expr = cidr_contains(["2001:db8:1::/48", "2001:db8::/32"], context.ip) }'),
      under: ['"2001:db8:1::/48"'],
      fixed: stanza('a', 'read', 'when { expr = cidr_contains(["2001:db8::/32"], context.ip) }'),
    },
    {
      name: 'the second of two that are equal',
      text: stanza('a', 'read', 'when { location { cidrs = ["10.0.0.0/8", "10.0.0.0/8"] } }'),
      under: ['"10.0.0.0/8"'],
      fixed: stanza('a', 'read', 'when { location { cidrs = ["10.0.0.0/8"] } }'),
    },
  ],
  fine: [
    { name: 'networks apart', text: stanza('a', 'read', 'when { location { cidrs = ["10.0.0.0/16", "10.1.0.0/16", "11.0.0.0/8"] } }') },
    { name: 'the two families', text: stanza('a', 'read', 'when { location { cidrs = ["10.0.0.0/8", "::/1"] } }') },
  ],
});
