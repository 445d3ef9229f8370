import { describeRule, stanza } from '../describe-rule.js';

describeRule('required-parameters-on-read', {
  faults: [
    {
      name: 'a read beside a write',
      text: stanza('a', 'read update', 'required_parameters = ["why", "who"]'),
      under: ['required_parameters'],
      says: 'every plain read of "a" is refused: required_parameters asks reads for "why" and "who" too',
    },
    { name: 'a read alone', text: stanza('a', 'read', 'required_parameters = ["why"]'), under: ['required_parameters'] },
    { name: 'the legacy read', text: 'path "a" {\n  policy = "read"\n  required_parameters = ["why"]\n}\n', under: ['required_parameters'] },
  ],
  fine: [
    { name: 'a write alone', text: stanza('a', 'update', 'required_parameters = ["why"]') },
    { name: 'a read without required parameters', text: stanza('a', 'read', 'required_parameters = []') },
    { name: 'the read of another stanza, which has a rule of its own', text: stanza('a', 'update', 'required_parameters = ["why"]') + stanza('a', 'read') },
  ],
});
