import { expect, test } from 'vitest';
import { describeRule, findingsOf, stanza } from '../describe-rule.js';

const allowed = (values: string) => stanza('a', 'update', `allowed_parameters = { "x" = [${values}] }`);

describeRule('literal-star-value', {
  faults: [
    {
      name: 'a star alone',
      text: allowed('"*"'),
      under: ['"*"'],
      says: '"*" in "*" matches only the character itself: a value of one character is no pattern',
    },
    { name: 'a star in the middle', text: allowed('"a*b"'), under: ['"a*b"'], says: 'it is a wildcard only at the start or the end of a value' },
    { name: 'a denied star', text: stanza('a', 'update', 'denied_parameters = { "x" = ["*"] }'), under: ['"*"'] },
    { name: 'a third star', text: allowed('"***"'), under: ['"***"'] },
  ],
  fine: [
    { name: 'stars at the ends', text: allowed('"a*", "*a", "*a*", "**"') },
    { name: 'no stars', text: allowed('"a", ""') },
    { name: 'the name *', text: stanza('a', 'update', 'allowed_parameters = { "*" = [] }') },
    { name: 'values under *, which have a rule of their own', text: stanza('a', 'update', 'allowed_parameters = { "*" = ["*"] }') },
  ],
});

test('the help for a lone star is about the list it stands in', () => {
  expect(findingsOf('literal-star-value', [allowed('"*"')])[0]?.help).toBe('an empty list allows any value: "x" = []');
  expect(findingsOf('literal-star-value', [allowed('"*"').replace('allowed', 'denied')])[0]?.help).toBe('an empty list denies any value: "x" = []');
});
