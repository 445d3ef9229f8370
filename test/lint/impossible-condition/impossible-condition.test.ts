import { describeRule, stanza } from '../describe-rule.js';

const when = (expr: string) => stanza('a', 'read', `when { expr = ${expr} }`);
const guardrail = (body: string) => `guardrail "g" {\n  enforcement = "hard-mandatory"\n  ${body}\n}\n`;

describeRule('impossible-condition', {
  faults: [
    {
      name: 'two values of one attribute',
      text: when('context.a == "x" && context.a == "y"'),
      under: ['context.a == "y"'],
      says: 'this is never true together with what stands before it: "a" grants nothing',
    },
    { name: 'bounds that leave no number', text: when('user.mfa && context.risk < 10 && context.risk > 20'), under: ['context.risk > 20'] },
    {
      name: 'a part beside an ||',
      text: when('user.mfa || (startswith(context.a, "x") && startswith(context.a, "y"))'),
      under: ['startswith(context.a, "y")'],
      says: 'this is never true together with what stands before it',
    },
    { name: 'a comparison that nothing passes', text: when('length(context.a) < 0 || user.mfa'), under: ['length(context.a) < 0'], says: 'this part' },
    {
      name: 'hours of a week end within a working week',
      text: stanza('a', 'read', 'when { time {\n zone = "UTC"\n days = ["mon-fri"]\n} }', 'when { time {\n zone = "UTC"\n days = ["sat-sun"]\n} }'),
      under: ['when'],
      says: 'this cannot be met together with the rest',
    },
    {
      name: 'a when against the parameters',
      text: stanza('a', 'update', 'parameters { amount = number(max: 500) }', 'when { expr = parameters.amount > 1000 }'),
      under: ['when'],
    },
    {
      name: 'a parameter that the shape does not have',
      text: stanza('a', 'update', 'parameters { amount = number(max: 500) }', 'when { expr = parameters.price == 3 }'),
      under: ['when'],
    },
    {
      name: 'a requirement of a guardrail',
      text: guardrail('require { expr = context.a == "x" && context.a == "y" }'),
      under: ['context.a == "y"'],
      says: 'guardrail "g" denies always',
    },
    {
      name: 'what a guardrail forbids',
      text: guardrail('forbid { expr = context.risk > 20 && context.risk < 10 }'),
      under: ['context.risk < 10'],
      says: 'guardrail "g" denies only where it is unknown',
    },
    {
      name: 'what a guardrail forbids and can always be told',
      text: guardrail('forbid { expr = has(context.a) && !has(context.a) }'),
      under: ['!has(context.a)'],
      says: 'guardrail "g" denies nothing',
    },
    {
      name: 'a named condition, where it is defined and where it is asked for',
      text: `condition "c" { expr = context.a == 1 && context.a == 2 }\npolicy "p" {\n${stanza('a', 'read', 'when { expr = condition.c }')}}\n`,
      under: ['context.a == 2', 'condition.c'],
    },
    {
      name: 'what a named condition contradicts',
      text: `condition "c" { expr = context.a == 1 }\npolicy "p" {\n${stanza('a', 'read', 'when { expr = condition.c && context.a == 2 }')}}\n`,
      under: ['context.a == 2'],
    },
    {
      name: 'members of a block and an expression',
      text: stanza('a', 'read', 'when {\n context { env = "prod" }\n expr = context.env == "dev"\n}'),
      under: ['context.env == "dev"'],
    },
    {
      name: 'no part of all elements',
      text: when('all(x, context.l, x == "a") && "b" in context.l'),
      under: ['"b" in context.l'],
    },
  ],
  fine: [
    { name: 'either of two values', text: when('context.a == "x" || context.a == "y"') },
    { name: 'two attributes', text: when('context.a == "x" && context.b == "y"') },
    { name: 'bounds that leave one number', text: when('context.risk >= 10 && context.risk <= 10') },
    { name: 'elements of a list', text: when('"a" in context.l && "b" in context.l') },
    { name: 'a prefix and a suffix', text: when('startswith(context.a, "xy") && endswith(context.a, "yz")') },
    { name: 'two addresses of one network', text: when('cidr_contains("10.0.0.0/8", context.ip) && cidr_contains("10.1.0.0/16", context.ip)') },
    { name: 'what is not told: sums', text: when('context.a + context.b > 3 && context.a + context.b < 3') },
    {
      name: 'a when beside parameters that it leaves some of',
      text: stanza('a', 'update', 'parameters { amount = number(max: 500) }', 'when { expr = parameters.amount > 100 }'),
    },
    { name: 'two whens', text: stanza('a', 'read', 'when { expr = context.risk < 10 }', 'when { expr = context.risk > 5 }') },
    {
      name: 'a period that is empty, which another rule says',
      text: stanza('a', 'read', 'when { time {\n zone = "UTC"\n after = "2026-02-01T00:00:00Z"\n before = "2026-01-01T00:00:00Z"\n} }'),
    },
  ],
});
