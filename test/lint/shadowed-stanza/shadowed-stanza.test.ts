import { describeRule, stanza } from '../describe-rule.js';

describeRule('shadowed-stanza', {
  faults: [
    {
      name: 'a pattern that reads narrower and has one + more',
      text: stanza('secrets/*', 'list') + stanza('secrets/+/prefix-*', 'create update'),
      under: ['"secrets/+/prefix-*"'],
      says: 'no request reaches "secrets/+/prefix-*": "secrets/*" wins every path it matches, such as "secrets/x/prefix-x" and does not grant create and update',
    },
    { name: 'a stanza that would add nothing, within one policy', text: stanza('*', 'read') + stanza('+/*', 'read'), under: ['"+/*"'] },
    {
      name: 'a stanza hidden by another policy that grants less',
      text: [stanza('secret/*', 'read'), stanza('secret/+/app/*', 'update')],
      under: ['"secret/+/app/*"'],
      says: ', for whoever also holds policy "a"',
    },
    {
      name: 'a stanza that lists where the winner lists too',
      text: stanza('secret/*', 'list') + stanza('secret/+/app/*', 'read list'),
      under: ['"secret/+/app/*"'],
    },
    { name: 'a stanza that lists behind a deny', text: stanza('secret/*', 'deny') + stanza('secret/+/app/*', 'list'), under: ['"secret/+/app/*"'] },
  ],
  fine: [
    { name: 'a pattern whose first wildcard stands further right', text: stanza('secret/*', 'read') + stanza('secret/app/+/*', 'update') },
    { name: 'a pattern without a final *', text: stanza('a/*', 'read') + stanza('a/+', 'read') + stanza('a/+/b', 'read') },
    { name: 'a stanza reached by list alone, since the winner has no list', text: stanza('a/*', 'read') + stanza('a/+/b/*', 'list') },
    {
      name: 'a stanza reached by list below a prefix that drives a listing one out',
      text: stanza('a/*', 'list') + stanza('a/b*', 'read') + stanza('a/+/x/*', 'list'),
    },
    {
      name: 'a stanza reached by list where a templated prefix may drive a listing one out',
      text: stanza('a/*', 'list') + stanza('a/{{identity.entity.name}}/*', 'read') + stanza('a/+/x/*', 'list'),
    },
    { name: 'a stanza hidden by another policy that grants as much', text: [stanza('secret/*', 'read list update'), stanza('secret/+/app/*', 'read')] },
    { name: 'a hidden deny, which has a rule of its own', text: stanza('secret/*', 'read') + stanza('secret/+/app/*', 'deny') },
    { name: 'a stanza beside a deny of its pattern', text: stanza('secret/*', 'read') + stanza('secret/+/app/*', 'deny') + stanza('secret/+/app/*', 'read') },
    { name: 'a stanza hidden only where an exact pattern stands', text: stanza('a/+/+', 'read') + stanza('a/b/c', 'update') + stanza('a/b/+', 'update') },
    { name: 'a stanza that loses to a deeper pattern only at its depth', text: stanza('+/b*', 'read') + stanza('+/+/+', 'read') + stanza('+/+/+/+', 'read') },
    { name: 'a pattern hidden by a templated one', text: stanza('{{identity.entity.name}}/*', 'read') + stanza('+/*', 'read') },
  ],
});
