import { describeRule, stanza } from '../describe-rule.js';

const DELEGATION = (sessions: string) => `delegation "d" {\n  from = "user:u"\n  to = "b"\n  scopes = ["s"]\n  sessions = ${sessions}\n}\n`;

describeRule('duplicate-value', {
  faults: [
    {
      name: 'a value of a parameter',
      text: stanza('a', 'update', 'allowed_parameters = { "x" = ["1", "2", "1"] }'),
      under: ['"1"'],
      says: '"1" is listed twice',
      fixed: stanza('a', 'update', 'allowed_parameters = { "x" = ["1", "2"] }'),
    },
    {
      name: 'a policy of an agent',
      text: ['agent "bot" { policies = ["b", "b"] }', stanza('a', 'read')],
      under: ['"b"'],
      fixed: 'agent "bot" { policies = ["b"] }',
    },
    {
      name: 'a session of a delegation',
      text: `user "u" {}\nagent "b" {}\nscope "s" {\n${stanza('a', 'read')}}\n${DELEGATION('["s1", "s1"]')}`,
      under: ['"s1"'],
      fixed: `user "u" {}\nagent "b" {}\nscope "s" {\n${stanza('a', 'read')}}\n${DELEGATION('["s1"]')}`,
    },
    {
      name: 'a country of a condition',
      text: stanza('a', 'read', 'when { location { countries = ["DE", "DE"] } }'),
      under: ['"DE"'],
      fixed: stanza('a', 'read', 'when { location { countries = ["DE"] } }'),
    },
    { name: 'one with a comment, without a fix', text: stanza('a', 'update', 'required_parameters = [\n"x", # one\n"x", # two\n]'), under: ['"x"'] },
  ],
  fine: [
    { name: 'different values', text: stanza('a', 'update', 'allowed_parameters = { "x" = ["1", "2"], "y" = ["1"] }') },
    {
      name: 'data that is called as lists are',
      text: 'user "u" {\n  attributes { types = ["x", "x"] }\n}\ntarget "t" {\n  paths = ["a"]\n  types = ["x", "x"]\n}',
    },
    { name: 'data', text: 'user "u" { attributes = { payees = ["x", "x"] } }' },
    { name: 'values of two types', text: stanza('a', 'update', 'denied_parameters = { "x" = ["true", true] }') },
  ],
});
