import { describeRule, stanza } from '../describe-rule.js';

const set = (capabilities: string, depth: number, ...more: readonly string[]) =>
  [
    `agent "bot" { policies = ["p"] }\nuser "u" {}\nscope "s" { ${stanza('a', 'read')} }\npolicy "p" { ${stanza('agents/next', capabilities)} }`,
    'delegation "d" {',
    'from = "user:u"',
    'to = "bot"',
    'scopes = ["s"]',
    `max_depth = ${depth}`,
    '}',
    ...more,
  ].join('\n');

describeRule('unusable-depth', {
  faults: [{ name: 'a depth without the right', text: set('invoke', 2), under: ['max_depth'], says: 'agent "bot" can hand nothing on' }],
  fine: [
    { name: 'a depth with the right', text: set('delegate', 1) },
    { name: 'no depth', text: set('invoke', 0) },
    {
      name: 'a right that is templated',
      text: `agent "bot" { policies = ["p"] }\nuser "u" {}\nscope "s" { ${stanza('a', 'read')} }\npolicy "p" { ${stanza('agents/{{agent.metadata.next}}', 'delegate')} }\ndelegation "d" {\n  from = "user:u"\n  to = "bot"\n  scopes = ["s"]\n  max_depth = 1\n}`,
    },
  ],
});
