import { describeRule, stanza } from '../describe-rule.js';

describeRule('star-parameter-values', {
  faults: [
    {
      name: 'allowed values',
      text: stanza('a', 'update', 'allowed_parameters = { "*" = ["rsa *"] }'),
      under: ['"*"'],
      says: 'the values under "*" are ignored: every parameter is allowed with any value',
    },
    { name: 'denied values', text: stanza('a', 'update', 'denied_parameters = { "*" = [true] }'), under: ['"*"'], says: 'every parameter is denied' },
  ],
  fine: [
    { name: 'an empty list', text: stanza('a', 'update', 'allowed_parameters = { "*" = [] }') },
    { name: 'a named parameter', text: stanza('a', 'update', 'allowed_parameters = { "x" = ["*"] }') },
    { name: 'a name that holds a star', text: stanza('a', 'update', 'allowed_parameters = { "x*" = ["y"] }') },
  ],
});
