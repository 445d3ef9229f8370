import { describeRule, stanza } from '../describe-rule.js';

const WHEN = 'when { expr = user.mfa }';

describeRule('bypassed-condition', {
  faults: [
    {
      name: 'a condition beside none',
      text: stanza('a', 'read', WHEN) + stanza('a', 'read list'),
      under: ['when'],
      says: 'when is bypassed: another stanza on "a" grants read without it',
    },
    { name: 'the open stanza first', text: stanza('a', 'read') + stanza('a', 'read', WHEN), under: ['when'] },
    { name: 'a shape beside none', text: stanza('a', 'update', 'parameters { x = string }') + stanza('a', 'update'), under: ['parameters'] },
    { name: 'an approval beside none', text: stanza('a', 'update', 'approval { by = ["group:g"] }') + stanza('a', 'update'), under: ['approval'] },
    { name: 'a sibling that only stands alone for its max_ttl', text: stanza('a', 'read', WHEN) + stanza('a', 'read', 'max_ttl = 60'), under: ['when'] },
    { name: 'each of two conditions', text: stanza('a', 'read', WHEN) + stanza('a', 'read', WHEN) + stanza('a', 'read'), under: ['when', 'when'] },
    { name: 'a scope', text: `scope "s" { ${stanza('a', 'read', WHEN)}${stanza('a', 'read')} }`, under: ['when'] },
  ],
  fine: [
    { name: 'alternatives that all have a condition', text: stanza('a', 'read', WHEN) + stanza('a', 'read', 'parameters { x = string }') },
    { name: 'other capabilities', text: stanza('a', 'read', WHEN) + stanza('a', 'list') },
    { name: 'another pattern', text: stanza('a', 'read', WHEN) + stanza('b', 'read') },
    { name: 'another policy', text: [stanza('a', 'read', WHEN), stanza('a', 'read')] },
    { name: 'a pattern that is denied', text: stanza('a', 'read', WHEN) + stanza('a', 'read') + stanza('a', 'deny') },
    { name: 'one stanza', text: stanza('a', 'read', WHEN) },
  ],
});
