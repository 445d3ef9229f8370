import { describeRule, stanza } from '../describe-rule.js';

describeRule('double-leading-slash', {
  faults: [
    {
      name: 'two slashes',
      text: stanza('//secret/foo', 'read'),
      under: ['//'],
      says: '"//secret/foo" matches no request',
      fixed: stanza('secret/foo', 'read'),
    },
    { name: 'more slashes', text: stanza('////secret/*', 'deny'), under: ['////'], fixed: stanza('secret/*', 'deny') },
    { name: 'slashes written as escapes, without a fix', text: stanza('\\u002f/secret', 'read'), under: ['"\\u002f/secret"'] },
  ],
  fine: [
    { name: 'one slash, which has a rule of its own', text: stanza('/secret/foo', 'read') },
    { name: 'slashes elsewhere', text: stanza('secret//foo', 'read') },
    { name: 'no slash', text: stanza('secret', 'read') },
  ],
});
