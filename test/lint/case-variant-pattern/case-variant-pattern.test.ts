import { describeRule, stanza } from '../describe-rule.js';

describeRule('case-variant-pattern', {
  faults: [
    {
      name: 'two spellings in one policy',
      text: stanza('secret/Foo', 'read') + stanza('secret/foo', 'update'),
      under: ['"secret/foo"'],
      says: '"secret/foo" and "secret/Foo" differ only in letter case',
    },
    { name: 'two spellings in two policies', text: [stanza('secret/foo/*', 'read'), stanza('secret/FOO/*', 'read')], under: ['"secret/FOO/*"'] },
    { name: 'each further spelling, once', text: stanza('a', 'read') + stanza('A', 'read') + stanza('A', 'list'), under: ['"A"'] },
    {
      name: 'metadata keys, which are case-sensitive too',
      text: stanza('{{identity.entity.metadata.Team}}', 'read') + stanza('{{identity.entity.metadata.team}}', 'read'),
      under: ['"{{identity.entity.metadata.team}}"'],
    },
  ],
  fine: [
    { name: 'one spelling, repeated', text: [stanza('secret/Foo', 'read'), stanza('secret/Foo', 'update')] },
    { name: 'one spelling with and without a leading slash', text: stanza('/secret/Foo', 'read') + stanza('secret/Foo', 'update') },
    { name: 'different kinds of pattern', text: stanza('secret/Foo', 'read') + stanza('secret/foo*', 'read') },
  ],
});
