import { describeRule, stanza } from '../describe-rule.js';

describeRule('unused-condition', {
  faults: [
    { name: 'a condition that nothing names', text: 'condition "c" { expr = user.mfa }', under: ['"c"'], says: 'condition "c"' },
    { name: 'two that only name each other', text: 'condition "c" { expr = user.mfa }\ncondition "d" { expr = condition.c }', under: ['"c"', '"d"'] },
  ],
  fine: [
    { name: 'one that a stanza of another file asks for', text: ['condition "c" { expr = user.mfa }', stanza('a', 'read', 'when { expr = condition.c }')] },
    { name: 'one that a scope asks for', text: `condition "c" { expr = user.mfa }\nscope "s" { ${stanza('a', 'read', 'when { expr = !condition["c"] }')} }` },
    {
      name: 'one that a guardrail asks for',
      text: 'condition "c" { expr = user.mfa }\nguardrail "g" {\n  enforcement = "advisory"\n  forbid { expr = condition.c }\n}',
    },
    {
      name: 'one behind another',
      text: ['condition "c" { expr = user.mfa }\ncondition "d" { expr = condition.c }', stanza('a', 'read', 'when { expr = condition.d }')],
    },
    { name: 'one that an invariant asks for', text: 'condition "c" { expr = user.mfa }\ninvariant "i" { never { expr = condition.c } }' },
  ],
});
