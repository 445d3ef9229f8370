import { describeRule, stanza } from '../describe-rule.js';

describeRule('mandatory-wrapping', {
  faults: [
    {
      name: 'a longest time alone',
      text: stanza('a', 'read', 'max_wrapping_ttl = "1h"'),
      under: ['max_wrapping_ttl'],
      says: 'max_wrapping_ttl makes wrapping mandatory: requests to "a" that ask for none are refused',
    },
    {
      name: 'a longest time beside a shortest one of nothing',
      text: stanza('a', 'read', 'max_wrapping_ttl = 60', 'min_wrapping_ttl = 0'),
      under: ['max_wrapping_ttl'],
    },
  ],
  fine: [
    { name: 'both times', text: stanza('a', 'read', 'min_wrapping_ttl = "1s"', 'max_wrapping_ttl = "1h"') },
    { name: 'a shortest time', text: stanza('a', 'read', 'min_wrapping_ttl = "1s"') },
    { name: 'times that Vault ignores', text: stanza('a', 'read', 'max_wrapping_ttl = "-1h"') + stanza('b', 'read', 'max_wrapping_ttl = ""') },
    { name: 'a deny', text: stanza('a', 'deny', 'max_wrapping_ttl = "1h"') },
  ],
});
