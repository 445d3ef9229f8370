import { describeRule, stanza } from '../describe-rule.js';

const allowed = (values: string) => stanza('a', 'update', `allowed_parameters = { "ttl" = [${values}] }`);

describeRule('unmatchable-number', {
  faults: [
    {
      name: 'an allowed number',
      text: allowed('3600'),
      under: ['3600'],
      says: 'no request matches 3600 of parameter "ttl": Vault compares numbers of requests as another type, so it allows nothing',
      fixed: allowed('"3600"'),
    },
    { name: 'several numbers, once', text: allowed('1, "2", 3'), under: ['1'], says: '1 and 3 of parameter "ttl"', fixed: allowed('"1", "2", "3"') },
    {
      name: 'a denied number',
      text: stanza('a', 'update', 'denied_parameters = { "n" = [-1.5] }'),
      under: ['-1.5'],
      says: 'so it denies nothing',
      fixed: stanza('a', 'update', 'denied_parameters = { "n" = ["-1.5"] }'),
    },
    { name: 'a number in a list', text: allowed('[1, "x"]'), under: ['[1, "x"]'], says: 'a value with a number in it' },
    { name: 'a number in an object', text: allowed('{ n = 1 }'), under: ['{ n = 1 }'] },
    {
      name: 'many numbers, in few words',
      text: allowed('1, 2, 3, 4, 5, 6, 7, 8'),
      under: ['1'],
      says: '1, 2, 3, 4, 5 and 3 more',
      fixed: allowed('"1", "2", "3", "4", "5", "6", "7", "8"'),
    },
  ],
  fine: [
    { name: 'numbers in quotes', text: allowed('"3600"') },
    { name: 'booleans', text: allowed('true') },
    { name: 'any value', text: allowed('') },
    { name: 'values under *, which have a rule of their own', text: stanza('a', 'update', 'allowed_parameters = { "*" = [1] }') },
    { name: 'what stands beside a deny', text: stanza('a', 'deny', 'allowed_parameters = { "x" = [1] }') },
  ],
});
