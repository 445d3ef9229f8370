import { describeRule, stanza } from '../describe-rule.js';

describeRule('deny-cancels-grant', {
  faults: [
    {
      name: 'a grant in front of a deny',
      text: stanza('secret/foo/*', 'read list') + stanza('secret/foo/*', 'deny'),
      under: ['path "secret/foo/*"'],
      says: 'policy "a" also denies "secret/foo/*", and deny cancels read and list',
    },
    { name: 'a grant behind a deny', text: stanza('a', 'deny') + stanza('a', 'read'), under: ['path "a"'] },
    { name: 'a spelling with a leading slash', text: stanza('/a', 'deny') + stanza('a', 'read'), under: ['path "a"'] },
    {
      name: 'templates that differ in blanks',
      text: stanza('{{identity.entity.id}}', 'deny') + stanza('{{ identity.entity.id }}', 'read'),
      under: ['path "{{ identity.entity.id }}"'],
    },
  ],
  fine: [
    { name: 'a deny of another policy', text: [stanza('a', 'read'), stanza('a', 'deny')] },
    { name: 'a deny twice', text: stanza('a', 'deny') + stanza('a', 'deny') },
    { name: 'an exact pattern and a prefix of one text', text: stanza('a', 'read') + stanza('a*', 'deny') },
    { name: 'a stanza without capabilities', text: stanza('a', 'deny') + stanza('a', '') },
  ],
});
