import { describeRule, stanza } from '../describe-rule.js';

const denied = (value: string) => stanza('auth/token/create', 'update', `denied_parameters = { "policies" = ["${value}"] }`);
const allowed = (name: string, value: string) => stanza('auth/token/create', 'update', `allowed_parameters = { "${name}" = ["${value}"] }`);

describeRule('uppercase-policy-value', {
  faults: [
    {
      name: 'a denied policy',
      text: denied('Super-Admin'),
      under: ['"Super-Admin"'],
      says: '"Super-Admin" denies nothing: Vault lower-cases what a request sends as policies',
      fixed: denied('super-admin'),
    },
    { name: 'an allowed policy', text: allowed('token_policies', 'App'), under: ['"App"'], says: 'allows nothing', fixed: allowed('token_policies', 'app') },
    { name: 'a pattern', text: denied('CC*'), under: ['"CC*"'], fixed: denied('cc*') },
    { name: 'a name that needs care, without a fix', text: denied('A b'), under: ['"A b"'] },
  ],
  fine: [
    { name: 'lower case', text: denied('super-admin') },
    { name: 'another parameter', text: allowed('display_name', 'App') },
  ],
});
