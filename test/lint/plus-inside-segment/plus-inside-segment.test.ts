import { describeRule, stanza } from '../describe-rule.js';

describeRule('plus-inside-segment', {
  faults: [
    { name: 'a + between letters', text: stanza('secret/a+c/x', 'read'), under: ['+'], says: '"+" in "a+c" matches only the character itself' },
    { name: 'a + behind a text', text: stanza('secret/foo+', 'read'), under: ['+'], says: '"foo+"' },
    { name: 'a + in front of a text, which makes the pattern one of segments all the same', text: stanza('secret/+foo', 'read'), under: ['+'] },
    { name: 'two + together', text: stanza('a/++/b', 'read'), under: ['+'], says: '"++"' },
    { name: 'a + beside wildcards', text: stanza('+/a+/*', 'read'), under: ['+'], says: '"a+"' },
    { name: 'a + beside a directive', text: stanza('s/{{identity.entity.id}}+', 'read'), under: ['+'], says: '"{{identity.entity.id}}+"' },
  ],
  fine: [
    { name: 'whole segments', text: stanza('+/a/+', 'read') + stanza('+', 'read') + stanza('/+/x', 'read') + stanza('a/+/', 'read') },
    { name: 'no +', text: stanza('a/*', 'read') },
    { name: 'a + inside a directive', text: stanza('s/{{identity.entity.metadata.a+b}}', 'read') },
  ],
});
