import { describeRule, stanza } from '../describe-rule.js';

describeRule('restriction-beside-deny', {
  faults: [
    {
      name: 'denied parameters',
      text: stanza('a', 'deny', 'denied_parameters = { "x" = [] }'),
      under: ['denied_parameters'],
      says: 'deny refuses every request here: denied_parameters beside it has no effect',
    },
    {
      name: 'several keys, once',
      text: stanza('a', 'deny', 'min_wrapping_ttl = "1s"', 'allowed_parameters = { "x" = [] }'),
      under: ['allowed_parameters'],
      says: 'allowed_parameters and min_wrapping_ttl beside it have no effect',
    },
    { name: 'a legacy deny', text: 'path "a" {\n  policy = "deny"\n  required_parameters = ["x"]\n}\n', under: ['required_parameters'] },
    { name: 'a deny among others', text: stanza('a', 'read deny', 'mfa_methods = ["x"]'), under: ['mfa_methods'] },
  ],
  fine: [
    { name: 'a deny alone', text: stanza('a', 'deny') },
    { name: 'a comment', text: stanza('a', 'deny', 'comment = "x"') },
    { name: 'a grant with a restriction', text: stanza('a', 'update', 'denied_parameters = { "x" = [] }') },
  ],
});
