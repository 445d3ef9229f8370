import { describeRule, stanza } from '../describe-rule.js';

describeRule('constant-condition', {
  faults: [
    { name: 'two literals', text: stanza('a', 'read', 'when { expr = user.mfa && 1 == 1 }'), under: ['1 == 1'], says: 'two literals compare the same' },
    {
      name: 'an attribute and itself',
      text: stanza('a', 'read', 'when { expr = user.id == user["id"] }'),
      under: ['user.id == user["id"]'],
      says: 'with itself',
    },
    { name: 'true alone', text: stanza('a', 'read', 'when { expr = true }'), under: ['true'], says: 'the condition is the same' },
    { name: 'true beside something', text: stanza('a', 'read', 'when { expr = user.mfa || true }'), under: ['user.mfa || true'] },
    { name: 'not false', text: stanza('a', 'read', 'when { expr = !false }'), under: ['!false'] },
    { name: 'a guardrail', text: 'guardrail "g" {\n  enforcement = "advisory"\n  forbid { expr = true }\n}', under: ['true'] },
  ],
  fine: [
    { name: 'an attribute and a literal', text: stanza('a', 'read', 'when { expr = user.mfa == true && context.risk < 7 }') },
    { name: 'two attributes', text: stanza('a', 'read', 'when { expr = user.id == parameters.id }') },
    { name: 'sugar', text: stanza('a', 'read', 'when { user { mfa = true } }') },
  ],
});
