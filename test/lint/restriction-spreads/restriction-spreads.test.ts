import { describeRule, stanza } from '../describe-rule.js';

const LIMIT = 'allowed_parameters = { "x" = [] }';

describeRule('restriction-spreads', {
  faults: [
    {
      name: 'an allow list beside a stanza without one',
      text: stanza('a', 'create update') + stanza('a', 'patch', LIMIT),
      under: ['allowed_parameters'],
      says: 'allowed_parameters here also binds the create and update that another stanza grants on "a"',
    },
    {
      name: 'an allow list in another policy',
      text: [stanza('a', 'update', LIMIT), stanza('a', 'update')],
      under: ['allowed_parameters'],
      says: 'that policy "b" grants',
    },
    { name: 'a deny list', text: stanza('a', 'update') + stanza('a', 'read', 'denied_parameters = { "x" = [] }'), under: ['denied_parameters'] },
    {
      name: 'required parameters over a read',
      text: stanza('a', 'read') + stanza('a', 'update', 'required_parameters = ["x"]'),
      under: ['required_parameters'],
    },
    { name: 'a wrapping time over anything', text: stanza('a', 'delete') + stanza('a', 'read', 'max_wrapping_ttl = "1h"'), under: ['max_wrapping_ttl'] },
    {
      name: 'each restriction of its own',
      text: stanza('a', 'update') + stanza('a', 'read', LIMIT, 'min_wrapping_ttl = 1'),
      under: ['allowed_parameters', 'min_wrapping_ttl'],
    },
    {
      name: 'each restricting stanza',
      text: stanza('a', 'update') + stanza('a', 'read', LIMIT) + stanza('a', 'list', LIMIT),
      under: ['allowed_parameters', 'allowed_parameters'],
    },
  ],
  fine: [
    { name: 'a restricted stanza that stands alone', text: stanza('a', 'update', LIMIT, 'max_ttl = 60') + stanza('a', 'create') },
    { name: 'a restricted stanza alone', text: stanza('a', 'update', LIMIT) },
    { name: 'restrictions in both', text: stanza('a', 'update', LIMIT) + stanza('a', 'create', 'allowed_parameters = { "y" = [] }') },
    { name: 'a parameter list over reads and lists, which carry none', text: stanza('a', 'read list') + stanza('a', 'update', LIMIT) },
    { name: 'required parameters over a delete, which is not checked', text: stanza('a', 'delete') + stanza('a', 'update', 'required_parameters = ["x"]') },
    {
      name: 'an empty map and a negative time, which restrict nothing',
      text: stanza('a', 'update') + stanza('a', 'read', 'allowed_parameters = {}', 'max_wrapping_ttl = "-5s"'),
    },
    { name: 'a stanza without capabilities', text: stanza('a', '') + stanza('a', 'update', LIMIT) },
    { name: 'another pattern', text: stanza('a*', 'update') + stanza('a', 'update', LIMIT) },
    { name: 'a pattern that is denied', text: stanza('a', 'update') + stanza('a', 'read', LIMIT) + stanza('a', 'deny') },
  ],
});
