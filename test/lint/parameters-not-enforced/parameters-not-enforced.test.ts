import { describeRule, stanza } from '../describe-rule.js';

const LIMIT = 'allowed_parameters = { "x" = [] }';

describeRule('parameters-not-enforced', {
  faults: [
    {
      name: 'required parameters of a delete',
      text: stanza('a', 'delete', 'required_parameters = ["why"]'),
      under: ['required_parameters'],
      says: 'required_parameters on "a" is never enforced: Vault checks no parameters of delete',
    },
    {
      name: 'lists of a list',
      text: stanza('a', 'list', LIMIT, 'denied_parameters = { "y" = [] }'),
      under: ['allowed_parameters'],
      says: 'allowed_parameters and denied_parameters on "a" are never enforced',
    },
    {
      name: 'a list in one of two stanzas',
      text: stanza('a', 'list') + stanza('a', 'delete', LIMIT),
      under: ['allowed_parameters'],
      says: 'of list and delete',
    },
    {
      name: 'a stanza that stands alone, whatever its sibling grants',
      text: stanza('a', 'delete', LIMIT, 'max_ttl = 60') + stanza('a', 'update'),
      under: ['allowed_parameters'],
    },
  ],
  fine: [
    { name: 'the shape of a list, which polc enforces', text: stanza('a', 'list', 'parameters { x = string }') },
    ...['create', 'read', 'update', 'patch', 'recover', 'invoke', 'delegate'].map((word) => ({
      name: `${word}, whose parameters are checked`,
      text: stanza('a', `${word} delete`, LIMIT),
    })),
    { name: 'a pattern whose other stanza is checked', text: [stanza('a', 'delete', LIMIT), stanza('a', 'update')] },
    { name: 'a delete without lists', text: stanza('a', 'delete', 'max_wrapping_ttl = 1') },
    { name: 'a stanza without capabilities', text: stanza('a', '', LIMIT) },
  ],
});
