import { describeRule, stanza } from '../describe-rule.js';

const policy = (name: string, ...stanzas: readonly string[]) => `policy "${name}" {\n${stanzas.join('')}}\n`;
const TWO = (first: string, second: string) => `${policy('p', first)}${policy('q', second)}`;
const HELD = 'agent "x" { policies = ["p", "q"] }\n';

describeRule('widening-merge', {
  faults: [
    {
      name: 'an operation of the one with the parameters of the other',
      text: TWO(stanza('a', 'update', 'allowed_parameters = { "x" = ["1"] }'), stanza('a', 'create', 'allowed_parameters = { "y" = ["1"] }')) + HELD,
      under: ['"a"'],
      says: 'held together by agent "x", policies "p" and "q" allow what neither of them allows: ',
    },
    {
      name: 'values of both',
      text:
        TWO(
          stanza('a', 'update', 'allowed_parameters = { "x" = ["1"], "y" = ["1"] }'),
          stanza('a', 'update', 'allowed_parameters = { "x" = ["2"], "y" = ["2"] }'),
        ) + HELD,
      under: ['"a"'],
      says: 'with {',
    },
    {
      name: 'policies of a user and of a group',
      text: `${TWO(stanza('a', 'update', 'allowed_parameters = { "x" = ["1"] }'), stanza('a', 'create', 'allowed_parameters = { "y" = ["1"] }'))}user "u" {\n  policies = ["p"]\n  groups = ["g"]\n}\ngroup "g" { policies = ["q"] }\n`,
      under: ['"a"'],
      says: 'user "u"',
    },
  ],
  fine: [
    {
      name: 'lists that are the same',
      text: TWO(stanza('a', 'update', 'allowed_parameters = { "x" = ["1"] }'), stanza('a', 'update', 'allowed_parameters = { "x" = ["1"] }')) + HELD,
    },
    {
      name: 'policies that nobody holds together',
      text:
        TWO(stanza('a', 'update', 'allowed_parameters = { "x" = ["1"] }'), stanza('a', 'create', 'allowed_parameters = { "y" = ["1"] }')) +
        'agent "x" { policies = ["p"] }\nagent "y" { policies = ["q"] }\n',
    },
    { name: 'capabilities alone', text: TWO(stanza('a', 'read'), stanza('a', 'update')) + HELD },
    {
      name: 'different patterns',
      text: TWO(stanza('a', 'update', 'allowed_parameters = { "x" = ["1"] }'), stanza('b', 'create', 'allowed_parameters = { "y" = ["1"] }')) + HELD,
    },
  ],
});
