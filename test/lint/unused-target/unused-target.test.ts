import { describeRule, stanza } from '../describe-rule.js';

describeRule('unused-target', {
  faults: [
    {
      name: 'a target that nothing reads',
      text: 'target "t" {\n  paths = ["a"]\n  sensitivity = "high"\n}',
      under: ['"t"'],
      says: 'no condition reads target.sensitivity',
    },
    { name: 'one without attributes', text: 'target "t" { paths = ["a"] }', under: ['"t"'], says: 'it has no attributes' },
    {
      name: 'one of which only another attribute is read',
      text: `target "t" {\n  paths = ["a"]\n  system = "x"\n}\npolicy "p" { ${stanza('a', 'read', 'when { target { sensitivity = ["low"] } }')} }`,
      under: ['"t"'],
    },
  ],
  fine: [
    {
      name: 'one that a stanza reads',
      text: [`target "t" {\n  paths = ["a"]\n  sensitivity = "low"\n}`, stanza('a', 'read', 'when { target { sensitivity = ["low"] } }')],
    },
    {
      name: 'one that a guardrail reads through a named condition',
      text: 'target "t" {\n  paths = ["a"]\n  sensitivity = "low"\n}\ncondition "c" { expr = has(target.sensitivity) }\nguardrail "g" {\n  enforcement = "advisory"\n  forbid { expr = condition.c }\n}',
    },
  ],
});
