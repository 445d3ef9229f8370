import { describeRule, stanza } from '../describe-rule.js';

describeRule('sudo-alone', {
  faults: [
    { name: 'sudo alone', text: stanza('sys/seal', 'sudo'), under: ['"sudo"'], says: 'sudo alone grants nothing on "sys/seal"' },
    { name: 'sudo alone in each stanza of a pattern', text: [stanza('sys/seal', 'sudo'), stanza('sys/seal', 'sudo')], under: ['"sudo"', '"sudo"'] },
  ],
  fine: [
    { name: 'sudo with the capability', text: stanza('sys/seal', 'update sudo') },
    { name: 'the capability in another stanza of the pattern', text: [stanza('sys/seal', 'sudo'), stanza('sys/seal', 'update')] },
    { name: 'the legacy sudo, which is more', text: 'path "sys/seal" {\n  policy = "sudo"\n}\n' },
    { name: 'a deny of the pattern', text: [stanza('sys/seal', 'sudo'), stanza('sys/seal', 'deny')] },
  ],
});
