import { describeRule, stanza } from '../describe-rule.js';

const when = (expr: string) => stanza('a', 'read', `when { expr = ${expr} }`);
const guardrail = (body: string) => `guardrail "g" {\n  enforcement = "hard-mandatory"\n  ${body}\n}\n`;

describeRule('vacuous-condition', {
  faults: [
    {
      name: 'bounds that leave out no number',
      text: when('context.risk < 50 || context.risk >= 50'),
      under: ['context.risk < 50 || context.risk >= 50'],
      says: 'the condition is true of every request for which it is known',
    },
    {
      name: 'two values of which one it cannot be',
      text: when('user.mfa && (context.a != "x" || context.a != "y")'),
      under: ['context.a != "x" || context.a != "y"'],
      says: 'this part is true',
    },
    { name: 'a length', text: when('length(context.a) >= 0'), under: ['length(context.a) >= 0'] },
    {
      name: 'presence or absence',
      text: when('has(context.a) || !has(context.a)'),
      under: ['has(context.a) || !has(context.a)'],
      says: 'the condition is true of every request',
    },
    { name: 'what can never be, negated', text: when('!(context.a == 1 && context.a == 2)'), under: ['!(context.a == 1 && context.a == 2'] },
    {
      name: 'a requirement of a guardrail',
      text: guardrail('require { expr = context.a != "x" || context.a != "y" }'),
      under: ['context.a != "x" || context.a != "y"'],
      says: 'guardrail "g" denies only where it is unknown',
    },
    {
      name: 'what a guardrail forbids',
      text: guardrail('forbid { expr = context.a != "x" || context.a != "y" }'),
      under: ['context.a != "x" || context.a != "y"'],
      says: 'guardrail "g" denies always',
    },
    {
      name: 'a named condition',
      text: `condition "c" { expr = glob(context.a, "*") }\npolicy "p" {\n${stanza('a', 'read', 'when { expr = condition.c && user.mfa }')}}\n`,
      under: ['glob(context.a, "*")', 'condition.c'],
    },
  ],
  fine: [
    { name: 'either of two values', text: when('context.a == "x" || context.a == "y"') },
    { name: 'neither of two values', text: when('context.a != "x" && context.a != "y"') },
    { name: 'bounds with a gap', text: when('context.risk < 50 || context.risk > 50') },
    { name: 'presence', text: when('has(context.a)') },
    { name: 'guarding by presence', text: when('!has(context.a) || context.a == "x"') },
    { name: 'an attribute beside itself, which another rule says', text: when('context.a == context.a') },
  ],
});
