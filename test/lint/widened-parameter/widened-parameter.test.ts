import { describeRule, stanza } from '../describe-rule.js';

describeRule('widened-parameter', {
  faults: [
    {
      name: 'any value beside some',
      text: stanza('a', 'update', 'allowed_parameters = { "x" = ["1"] }') + stanza('a', 'update', 'allowed_parameters = { "X" = [] }'),
      under: ['"x"'],
      says: 'the values of "x" bound nothing',
    },
    {
      name: 'another policy',
      text: [stanza('a', 'update', 'allowed_parameters = { "x" = ["1"] }'), stanza('a', 'update', 'allowed_parameters = { "x" = [] }')],
      under: ['"x"'],
      says: 'for whoever also holds policy "b"',
    },
  ],
  fine: [
    { name: 'two lists', text: stanza('a', 'update', 'allowed_parameters = { "x" = ["1"] }') + stanza('a', 'update', 'allowed_parameters = { "x" = ["2"] }') },
    {
      name: 'another parameter',
      text: stanza('a', 'update', 'allowed_parameters = { "x" = ["1"] }') + stanza('a', 'update', 'allowed_parameters = { "y" = [] }'),
    },
    {
      name: 'one that stands alone',
      text: stanza('a', 'update', 'allowed_parameters = { "x" = ["1"] }') + stanza('a', 'update', 'allowed_parameters = { "x" = [] }', 'max_ttl = 60'),
    },
    { name: 'denied ones', text: stanza('a', 'update', 'denied_parameters = { "x" = ["1"] }') + stanza('a', 'update', 'denied_parameters = { "x" = [] }') },
  ],
});
