import { expect, test } from 'vitest';
import { describeRule, findingsOf, stanza } from '../describe-rule.js';

const DENIED = 'denied_parameters = { "policies" = ["admin"] }';

describeRule('denied-without-allowed', {
  faults: [
    {
      name: 'a deny list alone, on a role of an auth method',
      text: stanza('auth/approle/role/n', 'update', DENIED),
      under: ['denied_parameters'],
      says: 'denied_parameters stops "policies" and lets every other parameter pass, "token_policies" for one',
    },
    {
      name: 'a deny list alone, elsewhere',
      text: stanza('auth/token/create', 'update', DENIED),
      under: ['denied_parameters'],
      says: 'lets every other parameter pass',
    },
    {
      name: 'a deny list in each stanza',
      text: stanza('a', 'update', DENIED) + stanza('a', 'create', 'denied_parameters = { "x" = [] }'),
      under: ['denied_parameters', 'denied_parameters'],
    },
  ],
  fine: [
    { name: 'an allow list beside it', text: stanza('a', 'update', DENIED, 'allowed_parameters = { "ttl" = [] }') },
    {
      name: 'an allow list in another stanza of the pattern',
      text: [stanza('a', 'update', DENIED), stanza('a', 'update', 'allowed_parameters = { "ttl" = [] }')],
    },
    { name: 'a list that denies everything', text: stanza('a', 'update', 'denied_parameters = { "*" = [] }') },
    { name: 'no deny list', text: stanza('a', 'update') },
  ],
});

test('a second name is only spoken of where it exists', () => {
  const message = (text: string) => findingsOf('denied-without-allowed', [text])[0]?.message ?? '';
  expect(message(stanza('auth/token/create', 'update', DENIED))).not.toContain('token_policies');
  expect(message(stanza('auth/approle/role/n', 'update', 'denied_parameters = { "policies" = [], "token_policies" = [] }'))).not.toContain('for one');
});
