import { describeRule, stanza } from '../describe-rule.js';

const required = (...names: string[]) => stanza('a', 'update', `required_parameters = [${names.map((name) => `"${name}"`).join(', ')}]`);

describeRule('uppercase-required-parameter', {
  faults: [
    {
      name: 'a capital letter',
      text: required('displayName'),
      under: ['"displayName"'],
      says: 'a request with "displayName" is refused: Vault looks for "displayname"',
      fixed: required('displayname'),
    },
    { name: 'each such name', text: required('A', 'b', 'C-d.e'), under: ['"A"', '"C-d.e"'], fixed: required('a', 'b', 'C-d.e') },
    { name: 'a name that needs care, without a fix', text: required('Ä x'), under: ['"Ä x"'] },
    {
      name: 'the JSON form',
      text: '{"path": {"a": {"capabilities": ["update"], "required_parameters": ["Foo"]}}}',
      under: ['"Foo"'],
      fixed: '{"path": {"a": {"capabilities": ["update"], "required_parameters": ["foo"]}}}',
    },
  ],
  fine: [
    { name: 'lower case', text: required('display_name', 'x1') },
    { name: 'capital letters in the other lists, which are folded', text: stanza('a', 'update', 'allowed_parameters = { "Foo" = [] }') },
  ],
});
