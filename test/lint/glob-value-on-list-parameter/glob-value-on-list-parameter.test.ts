import { describeRule, stanza } from '../describe-rule.js';

const allowed = (name: string, values: string) => stanza('auth/approle/role/n', 'update', `allowed_parameters = { "${name}" = [${values}] }`);

describeRule('glob-value-on-list-parameter', {
  faults: [
    { name: 'a prefix', text: allowed('policies', '"app-*", "test"'), under: ['"app-*"'], says: '"app-*" also allows "app-x,admin"' },
    { name: 'a suffix', text: allowed('token_policies', '"*-ro"'), under: ['"*-ro"'], says: '"*-ro" also allows "admin,x-ro"' },
    { name: 'both ends', text: allowed('Policies', '"*app*"'), under: ['"*app*"'] },
  ],
  fine: [
    { name: 'names', text: allowed('policies', '"app", "test"') },
    { name: 'a lone star, which is no wildcard', text: allowed('policies', '"*"') },
    { name: 'two stars, which allow anything openly', text: allowed('policies', '"**"') },
    { name: 'any value', text: allowed('policies', '') },
    { name: 'another parameter', text: allowed('display_name', '"app-*"') },
    { name: 'a denied value, which is looked for behind each comma', text: stanza('a', 'update', 'denied_parameters = { "policies" = ["admin*"] }') },
  ],
});
