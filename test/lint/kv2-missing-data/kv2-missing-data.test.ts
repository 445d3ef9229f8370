import { describeRule, stanza } from '../describe-rule.js';

const EVIDENCE = stanza('kv/data/jdm/account', 'read');

describeRule('kv2-missing-data', {
  faults: [
    {
      name: 'a path beside one with data/',
      text: stanza('kv/jdm/mailbox', 'read') + EVIDENCE,
      under: ['jdm'],
      says: '"kv/jdm/mailbox" matches no secret: "kv/" is KV v2 by the look of "kv/data/jdm/account"',
      fixed: stanza('kv/data/jdm/mailbox', 'read') + EVIDENCE,
    },
    {
      name: 'a path for listing beside one with metadata/',
      text: stanza('/kv/jdm/', 'list') + stanza('kv/metadata/*', 'read'),
      under: ['jdm'],
      fixed: stanza('/kv/metadata/jdm/', 'list') + stanza('kv/metadata/*', 'read'),
    },
    { name: 'a prefix', text: stanza('kv/jdm*', 'read') + EVIDENCE, under: ['jdm*'], fixed: stanza('kv/data/jdm*', 'read') + EVIDENCE },
    { name: 'a deny, which denies nothing', text: stanza('kv/jdm/x', 'deny') + EVIDENCE, under: ['jdm'], fixed: stanza('kv/data/jdm/x', 'deny') + EVIDENCE },
    { name: 'evidence in another policy', text: [stanza('kv/x', 'read'), EVIDENCE], under: ['x'], fixed: stanza('kv/data/x', 'read') },
    {
      name: 'a segment that only begins with a word of KV v2',
      text: stanza('kv/database/x', 'read') + EVIDENCE,
      under: ['database'],
      fixed: stanza('kv/data/database/x', 'read') + EVIDENCE,
    },
  ],
  fine: [
    { name: 'a set that shows no KV v2', text: stanza('kv/jdm/account', 'read') },
    { name: 'another mount', text: stanza('pki/issue/x', 'update') + EVIDENCE },
    {
      name: 'every word of KV v2',
      text:
        ['data', 'metadata', 'delete', 'undelete', 'destroy', 'subkeys', 'config'].map((word) => stanza(`kv/${word}/x`, 'update')).join('') +
        stanza('kv/config', 'read'),
    },
    { name: 'wildcards that may match such a word', text: EVIDENCE + stanza('kv/*', 'read') + stanza('kv/+/x', 'read') + stanza('kv/meta*', 'read') },
    { name: 'a template right behind the mount', text: EVIDENCE + stanza('kv/{{identity.entity.metadata.kind}}/x', 'read') },
    { name: 'the bare mount', text: EVIDENCE + stanza('kv', 'read') + stanza('kv/', 'list') },
    { name: 'a policy that spells both forms', text: EVIDENCE + stanza('kv/jdm/account', 'read') },
    {
      name: 'mounts that are never KV',
      text: stanza('sys/data/x', 'read') + stanza('sys/mounts', 'read') + stanza('identity/metadata/x', 'read') + stanza('identity/entity', 'read'),
    },
  ],
});
