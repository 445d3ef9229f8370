import { describeRule, stanza } from '../describe-rule.js';

describeRule('kv2-nested-parameter', {
  faults: [
    {
      name: 'an allow list of keys of the secret',
      text: stanza('sec/data/*', 'create update', 'allowed_parameters = { "password" = [], "url" = [] }'),
      under: ['"password"'],
      says: 'allowed_parameters names "password" and "url", but Vault looks at the top level',
    },
    {
      name: 'a deny list of keys of the secret',
      text: stanza('sec/data/*', 'update', 'denied_parameters = { "password" = [] }'),
      under: ['"password"'],
      says: 'so it denies nothing',
    },
    {
      name: 'a required key of the secret',
      text: stanza('sec/data/*', 'update', 'required_parameters = ["password"]'),
      under: ['"password"'],
      says: 'so every write is refused',
    },
    { name: 'an allow list of options alone', text: stanza('sec/data/*', 'update', 'allowed_parameters = { "options" = [] }'), under: ['"options"'] },
  ],
  fine: [
    { name: 'an allow list with data', text: stanza('sec/data/*', 'update', 'allowed_parameters = { "data" = [], "note" = [] }') },
    { name: 'an allow list with *', text: stanza('sec/data/*', 'update', 'allowed_parameters = { "note" = [], "*" = [] }') },
    { name: 'the names of the top level', text: stanza('sec/data/*', 'update', 'denied_parameters = { "options" = [] }', 'required_parameters = ["Data"]') },
    { name: 'an allow list for reads', text: stanza('sec/data/*', 'read', 'allowed_parameters = { "version" = [] }') },
    { name: 'another path', text: stanza('auth/token/create', 'update', 'allowed_parameters = { "policies" = [] }') },
  ],
});
