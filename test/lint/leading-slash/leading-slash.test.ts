import { describeRule, stanza } from '../describe-rule.js';

describeRule('leading-slash', {
  faults: [
    {
      name: 'a slash',
      text: stanza('/secret/foo', 'read'),
      under: ['/'],
      says: 'Vault takes the leading slash off "/secret/foo"',
      fixed: stanza('secret/foo', 'read'),
    },
    { name: 'a slash before a wildcard', text: stanza('/+/x/*', 'read'), under: ['/'], fixed: stanza('+/x/*', 'read') },
    {
      name: 'a slash in the JSON form',
      text: '{"path": {"/a": {"capabilities": ["read"]}}}',
      under: ['/'],
      fixed: '{"path": {"a": {"capabilities": ["read"]}}}',
    },
    { name: 'a slash before a template', text: stanza('/{{identity.entity.id}}', 'read'), under: ['/'], fixed: stanza('{{identity.entity.id}}', 'read') },
    { name: 'a slash written as an escape, without a fix', text: stanza('\\x2fsecret', 'read'), under: ['"\\x2fsecret"'] },
  ],
  fine: [
    { name: 'no slash', text: stanza('secret/foo/', 'read') },
    { name: 'the empty path', text: stanza('/', 'read') },
    { name: 'two slashes, which have a rule of their own', text: stanza('//secret', 'read') },
  ],
});
