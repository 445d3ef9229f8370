import { describeRule, stanza } from '../describe-rule.js';

const legacy = (word: string) => `path "test/" {\n  policy = "${word}" # kept\n}\n`;
const spelled = (words: string) => `path "test/" {\n  capabilities = [${words}] # kept\n}\n`;

describeRule('legacy-policy-keyword', {
  faults: [
    {
      name: 'write',
      text: legacy('write'),
      under: ['"write"'],
      says: 'policy = "write" is the form of early versions and means create, read, update, delete and list',
      fixed: spelled('"create", "read", "update", "delete", "list"'),
    },
    { name: 'read', text: legacy('read'), under: ['"read"'], fixed: spelled('"read", "list"') },
    { name: 'sudo', text: legacy('sudo'), under: ['"sudo"'], fixed: spelled('"create", "read", "update", "delete", "list", "sudo"') },
    { name: 'deny', text: legacy('deny'), under: ['"deny"'], says: 'means deny', fixed: spelled('"deny"') },
    { name: 'a stanza with capabilities, without a fix', text: stanza('a', 'patch', 'policy = "read"'), under: ['"read"'] },
    {
      name: 'the JSON form',
      text: '{"path": {"a": {"policy": "read"}}}',
      under: ['"read"'],
      fixed: '{"path": {"a": {"capabilities": ["read", "list"]}}}',
    },
    { name: 'a quoted key', text: 'path "a" {\n  "policy" = "read"\n}\n', under: ['"read"'], fixed: 'path "a" {\n  "capabilities" = ["read", "list"]\n}\n' },
  ],
  fine: [
    { name: 'capabilities', text: stanza('a', 'read list') },
    { name: 'an empty keyword, which is none', text: stanza('a', 'read', 'policy = ""') },
  ],
});
