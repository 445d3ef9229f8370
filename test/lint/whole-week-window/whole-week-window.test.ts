import { describeRule, stanza } from '../describe-rule.js';

describeRule('whole-week-window', {
  faults: [
    { name: 'all days', text: stanza('a', 'read', 'when { time {\n zone = "UTC"\n days = ["mon-sun"]\n} }'), under: ['time'], says: 'the whole week' },
    {
      name: 'all hours, put together',
      text: stanza('a', 'read', 'when { time {\n zone = "UTC"\n hours = ["00:00-12:00", "12:00-24:00"]\n} }'),
      under: ['time'],
    },
    {
      name: 'an expression',
      text: stanza('a', 'read', 'when { expr = within_hours(context.time, "UTC", ["sat-fri"]) }'),
      under: ['within_hours(context.time, "UTC", ["sat-fri"])'],
    },
    {
      name: 'a named condition, once',
      text: `condition "c" { time {\n zone = "UTC"\n days = ["mon-sun"]\n} }\npolicy "p" { ${stanza('a', 'read', 'when { expr = condition.c }')} }`,
      under: ['time'],
    },
  ],
  fine: [
    { name: 'days that are fewer', text: stanza('a', 'read', 'when { time {\n zone = "UTC"\n days = ["mon-sat"]\n} }') },
    { name: 'hours that leave a minute out', text: stanza('a', 'read', 'when { time {\n zone = "UTC"\n hours = ["00:00-23:59"]\n} }') },
    { name: 'no days and hours', text: stanza('a', 'read', 'when { time {\n zone = "UTC"\n after = "2026-01-01T00:00:00Z"\n} }') },
  ],
});
