import { describeRule, stanza } from '../describe-rule.js';

describeRule('empty-period', {
  faults: [
    {
      name: 'after behind before',
      text: stanza('a', 'read', 'when { time {\n zone = "UTC"\n after = "2026-02-01T00:00:00Z"\n before = "2026-01-01T00:00:00Z"\n} }'),
      under: ['before = "2026-01-01T00:00:00Z"'],
      says: 'ends before it begins',
    },
    {
      name: 'one moment for both',
      text: stanza('a', 'read', 'when { time {\n zone = "UTC"\n after = "2026-01-01T00:00:00Z"\n before = "2026-01-01T01:00:00+01:00"\n} }'),
      under: ['before = "2026-01-01T01:00:00+01:00"'],
    },
    {
      name: 'comparisons',
      text: stanza(
        'a',
        'read',
        'when { expr = user.mfa && (timestamp("2026-02-01T00:00:00Z") < context.time && context.time < timestamp("2026-01-01T00:00:00Z")) }',
      ),
      under: ['context.time < timestamp("2026-01-01T00:00:00Z")'],
    },
  ],
  fine: [
    { name: 'a period', text: stanza('a', 'read', 'when { time {\n zone = "UTC"\n after = "2026-01-01T00:00:00Z"\n before = "2026-02-01T00:00:00Z"\n} }') },
    {
      name: 'one moment, both inclusive',
      text: stanza('a', 'read', 'when { expr = context.time >= timestamp("2026-01-01T00:00:00Z") && context.time <= timestamp("2026-01-01T00:00:00Z") }'),
    },
    {
      name: 'either of two',
      text: stanza('a', 'read', 'when { expr = context.time >= timestamp("2026-02-01T00:00:00Z") || context.time < timestamp("2026-01-01T00:00:00Z") }'),
    },
    {
      name: 'two attributes',
      text: stanza(
        'a',
        'read',
        'when { expr = context.time >= timestamp("2026-02-01T00:00:00Z") && timestamp(context.since) < timestamp("2026-01-01T00:00:00Z") }',
      ),
    },
  ],
});
