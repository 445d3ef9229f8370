import { describeRule, stanza } from '../describe-rule.js';

describeRule('kv2-list-on-data', {
  faults: [
    { name: 'list beside read', text: stanza('secret/data/a/*', 'read list'), under: ['"list"'], says: 'list on "secret/data/a/*" lists nothing' },
    { name: 'list on a secret', text: stanza('secret/data/a', 'read list'), under: ['"list"'] },
    { name: 'list among segments', text: stanza('+/data/+/a', 'list'), under: ['"list"'] },
    { name: 'list by the legacy keyword', text: 'path "secret/data/*" {\n  policy = "read"\n}\n', under: ['"read"'] },
    { name: 'list on a templated path', text: stanza('secret/data/{{identity.entity.name}}/*', 'list'), under: ['"list"'] },
    { name: 'metadata that is granted elsewhere', text: stanza('secret/data/a/*', 'list') + stanza('secret/metadata/b/*', 'list'), under: ['"list"'] },
    { name: 'metadata that is granted without list', text: stanza('secret/data/a/*', 'list') + stanza('secret/metadata/a/*', 'read'), under: ['"list"'] },
    {
      name: 'metadata that is denied by a narrower stanza',
      text: stanza('secret/data/a/*', 'list') + stanza('secret/metadata/*', 'list') + stanza('secret/metadata/a/*', 'deny'),
      under: ['"list"'],
    },
  ],
  fine: [
    { name: 'no list', text: stanza('secret/data/a/*', 'read') },
    { name: 'metadata that grants list', text: stanza('secret/data/a/*', 'read list') + stanza('secret/metadata/a/*', 'list') },
    { name: 'metadata that grants list more broadly', text: stanza('secret/data/a/*', 'read list') + stanza('secret/metadata/*', 'list') },
    { name: 'metadata that another policy grants', text: [stanza('secret/data/a/*', 'read list'), stanza('secret/+/a/*', 'list')] },
    { name: 'metadata that grants list of the folder of a secret', text: stanza('secret/data/a/b', 'read list') + stanza('secret/metadata/a/', 'list') },
    {
      name: 'metadata on the same template',
      text: stanza('secret/data/{{identity.entity.name}}/*', 'list') + stanza('secret/metadata/{{ identity.entity.name }}/*', 'list'),
    },
    { name: 'a deny', text: stanza('secret/data/a/*', 'deny list') },
    { name: 'a mount that is never KV', text: stanza('sys/data/*', 'list') },
    { name: 'data that is no whole segment, or stands deeper', text: stanza('secret/database/*', 'list') + stanza('a/b/data/*', 'list') },
  ],
});
