import { describeRule, stanza } from '../describe-rule.js';

describeRule('empty-capabilities', {
  faults: [
    { name: 'an empty list', text: stanza('kv/*', 'read') + stanza('kv/cf/*', ''), under: ['[]'], says: 'no capabilities on "kv/cf/*"' },
    { name: 'an empty body', text: 'path "a" {}\n', under: ['path "a"'] },
    { name: 'restrictions alone', text: 'path "a" {\n  required_parameters = ["x"]\n}\n', under: ['path "a"'] },
    { name: 'an empty legacy keyword', text: 'path "a" {\n  policy = ""\n}\n', under: ['path "a"'] },
    { name: 'the JSON form', text: '{"path": {"a": {"capabilities": []}}}', under: ['[]'] },
  ],
  fine: [
    { name: 'a deny', text: stanza('a', 'deny') },
    { name: 'a legacy keyword', text: 'path "a" {\n  policy = "read"\n}\n' },
    { name: 'an empty list beside a legacy keyword', text: stanza('a', '', 'policy = "read"') },
  ],
});
