import { describeRule, stanza } from '../describe-rule.js';

describeRule('deny-mixed', {
  faults: [
    {
      name: 'a deny among others',
      text: stanza('*', 'create read deny sudo'),
      under: ['"deny"'],
      says: 'deny cancels create, read and sudo beside it',
      fixed: stanza('*', 'deny'),
    },
    { name: 'a deny in front', text: stanza('a', 'deny read'), under: ['"deny"'], fixed: stanza('a', 'deny') },
    { name: 'a deny beside the legacy keyword', text: stanza('a', 'deny', 'policy = "write"'), under: ['"deny"'], says: 'deny cancels policy = "write"' },
    { name: 'a legacy deny beside capabilities', text: stanza('a', 'read', 'policy = "deny"'), under: ['"deny"'], says: 'deny cancels read' },
    {
      name: 'the JSON form',
      text: '{"path": {"a": {"capabilities": ["deny", "list"]}}}',
      under: ['"deny"'],
      fixed: '{"path": {"a": {"capabilities": ["deny"]}}}',
    },
  ],
  fine: [
    { name: 'a deny alone', text: stanza('a', 'deny') + stanza('b', 'deny deny') },
    { name: 'a legacy deny alone', text: 'path "a" {\n  policy = "deny"\n}\n' },
    { name: 'a legacy deny beside deny', text: stanza('a', 'deny', 'policy = "deny"') },
    { name: 'no deny', text: stanza('a', 'read list') },
    { name: 'a deny in another stanza', text: stanza('a', 'read') + stanza('a', 'deny') },
  ],
});
