import { describeRule, stanza } from '../describe-rule.js';

describeRule('inherited-policies', {
  faults: [
    {
      name: 'allowed values',
      text: stanza('auth/token/create', 'update', 'allowed_parameters = { "policies" = ["a"] }'),
      under: ['"policies"'],
      says: 'every policy of the token that asks',
    },
    { name: 'denied values', text: stanza('auth/token/create*', 'create', 'denied_parameters = { "policies" = ["a"] }'), under: ['"policies"'] },
  ],
  fine: [
    { name: 'required', text: stanza('auth/token/create', 'update', 'allowed_parameters = { "policies" = ["a"] }', 'required_parameters = ["policies"]') },
    { name: 'any value', text: stanza('auth/token/create', 'update', 'allowed_parameters = { "policies" = [] }') },
    { name: 'another path', text: stanza('auth/approle/role/x', 'update', 'allowed_parameters = { "policies" = ["a"] }') },
    { name: 'reading', text: stanza('auth/token/create', 'read', 'allowed_parameters = { "policies" = ["a"] }') },
  ],
});
