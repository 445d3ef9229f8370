import { describeRule, stanza } from '../describe-rule.js';

describeRule('inner-star', {
  faults: [
    {
      name: 'a star for a segment',
      text: stanza('secret/*/foo', 'read'),
      under: ['*'],
      says: '"secret/*/foo" matches only paths that hold the character itself',
      fixed: stanza('secret/+/foo', 'read'),
    },
    { name: 'a star at the start', text: stanza('*/sth/*', 'read'), under: ['*'], fixed: stanza('+/sth/*', 'read') },
    { name: 'a doubled star at the end', text: stanza('a/**', 'read'), under: ['*'] },
    { name: 'a star inside a segment', text: stanza('sts*x/roles', 'read'), under: ['*'] },
    { name: 'stars of both sorts, without a fix that would leave one', text: stanza('a/*/b*c/d', 'read'), under: ['*'] },
    { name: 'a star beside a +', text: stanza('+/*/x', 'read'), under: ['*'], fixed: stanza('+/+/x', 'read') },
    { name: 'one star of a pattern with many', text: stanza('*/*/*', 'read'), under: ['*'], fixed: stanza('+/+/*', 'read') },
  ],
  fine: [
    { name: 'a final star', text: stanza('secret/*', 'read') + stanza('*', 'read') + stanza('secret/+/x*', 'read') },
    { name: 'no star', text: stanza('secret/+/x', 'read') },
    { name: 'a star inside a directive', text: stanza('s/{{identity.entity.metadata.*}}/x', 'read') },
  ],
});
