import { describeRule, stanza } from '../describe-rule.js';

const policy = (name: string, ...stanzas: readonly string[]) => `policy "${name}" {\n${stanzas.join('')}}\n`;

describeRule('redundant-stanza', {
  faults: [
    {
      name: 'a narrower pattern that grants the same',
      text: `${stanza('secret/*', 'read list')}\n${stanza('secret/app/*', 'read list')}`,
      under: ['"secret/app/*"'],
      says: 'without this stanza every request is decided alike: "secret/*" grants the same',
      fixed: stanza('secret/*', 'read list'),
    },
    {
      name: 'the same twice',
      text: `${stanza('a', 'read')}\n${stanza('b', 'read')}\n${stanza('a', 'read')}`,
      under: ['"a"'],
      says: 'another stanza at its pattern',
      fixed: `${stanza('a', 'read')}\n${stanza('b', 'read')}`,
    },
    {
      name: 'less at the same pattern, before what is more',
      text: `${stanza('a', 'read')}\n${stanza('a', 'read list')}`,
      under: ['"a"'],
      fixed: stanza('a', 'read list'),
    },
    {
      name: 'the same under the same condition',
      text: stanza('a/*', 'read', 'when { expr = user.mfa }') + stanza('a/b', 'read', 'when { expr = user.mfa }'),
      under: ['"a/b"'],
      fixed: stanza('a/*', 'read', 'when { expr = user.mfa }'),
    },
    { name: 'segments', text: stanza('a/+/c', 'read') + stanza('a/b/c', 'read'), under: ['"a/b/c"'], fixed: stanza('a/+/c', 'read') },
    {
      name: 'one of three',
      text: stanza('a/*', 'read') + stanza('a/b/*', 'read') + stanza('a/b/c', 'read list'),
      under: ['"a/b/*"'],
      fixed: stanza('a/*', 'read') + stanza('a/b/c', 'read list'),
    },
    { name: 'one with a comment, which would be lost', text: `${stanza('a/*', 'read')}# why\n${stanza('a/b', 'read')}`, under: ['"a/b"'] },
    {
      name: 'a policy that somebody holds',
      text: `${policy('p', stanza('a/*', 'read'), stanza('a/b', 'read'))}agent "x" {\n  policies = ["p"]\n}\n`,
      under: ['"a/b"'],
      fixed: `${policy('p', stanza('a/*', 'read'))}agent "x" {\n  policies = ["p"]\n}\n`,
    },
  ],
  fine: [
    { name: 'more at a narrower pattern', text: stanza('a/*', 'read') + stanza('a/b', 'read list') },
    { name: 'less at a narrower pattern', text: stanza('a/*', 'read list') + stanza('a/b', 'read') },
    { name: 'a stanza that keeps another from winning', text: stanza('a/*', 'read') + stanza('a/+/c', 'deny') + stanza('a/b/c', 'read') },
    { name: 'a stanza that keeps one of another policy from winning', text: [stanza('a/*', 'read') + stanza('a/b/c', 'read'), stanza('a/+/c', 'deny')] },
    { name: 'a condition of its own', text: stanza('a/*', 'read') + stanza('a/b', 'read', 'when { expr = user.mfa }') },
    { name: 'two policies', text: [stanza('a', 'read'), stanza('a', 'read')] },
    { name: 'another end', text: stanza('a/*', 'read', 'max_ttl = "5m"') + stanza('a/b', 'read', 'max_ttl = "1h"') },
    { name: 'what no request reaches, which others say', text: stanza('a/*', 'read') + stanza('a/+/*', 'read') },
  ],
});
