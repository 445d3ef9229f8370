import { describeRule, stanza } from '../describe-rule.js';

describeRule('hidden-character', {
  faults: [
    { name: 'a zero-width space in a path', text: stanza('a\u200bb', 'read'), under: ['\u200b'], says: 'the character U+200B cannot be seen here' },
    { name: 'an override in a comment', text: `# \u202e deny\n${stanza('a', 'read')}`, under: ['\u202e'], says: 'in another order' },
    { name: 'a joiner between Latin letters', text: stanza('a\u200db', 'read'), under: ['\u200d'] },
    { name: 'an escape in a path', text: stanza('a\\u2066b', 'read'), under: ['"a\\u2066b"'] },
    { name: 'a tag in a value', text: stanza('a', 'update', 'required_parameters = ["x\u{e0041}"]'), under: ['\u{e0041}'] },
  ],
  fine: [
    { name: 'letters of any script', text: stanza('b\u00fccher/\u65e5\u672c', 'read') },
    {
      name: 'a joiner that its script needs',
      text: `# \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645\n${stanza('\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645', 'read')}`,
    },
    { name: 'an emoji', text: stanza('a', 'read', 'comment = "\u26a0\ufe0f careful"') },
    { name: 'a soft hyphen in a comment', text: `# soft\u00adhyphen\n${stanza('a', 'read')}` },
  ],
});
