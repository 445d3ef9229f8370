import { describeRule, stanza } from '../describe-rule.js';

describeRule('unbrowsable-folder', {
  faults: [
    { name: 'no list at all', text: stanza('secret/data/a/b', 'read'), under: ['"secret/data/a/b"'], says: '"secret/metadata/" cannot be listed' },
    {
      name: 'a folder in between',
      text: stanza('secret/data/a/b/c', 'read') + stanza('secret/metadata/', 'list') + stanza('secret/metadata/a/b/', 'list'),
      under: ['"secret/data/a/b/c"'],
      says: '"secret/metadata/a/" cannot be listed',
    },
  ],
  fine: [
    { name: 'lists all the way', text: stanza('secret/data/a/b', 'read') + stanza('secret/metadata/*', 'list') },
    { name: 'no read', text: stanza('secret/data/a/b', 'update') },
    { name: 'another mount', text: stanza('sys/data/a', 'read') },
  ],
});
