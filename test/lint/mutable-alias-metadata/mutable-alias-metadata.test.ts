import { describeRule, stanza } from '../describe-rule.js';

describeRule('mutable-alias-metadata', {
  faults: [
    {
      name: 'metadata of an alias',
      text: stanza('s/{{identity.entity.aliases.auth_approle_1.metadata.role}}/*', 'read'),
      under: ['{{identity.entity.aliases.auth_approle_1.metadata.role}}'],
      says: '"identity.entity.aliases.auth_approle_1.metadata.role" is what the last login wrote',
    },
  ],
  fine: [
    { name: 'metadata of the entity', text: stanza('s/{{identity.entity.metadata.role}}/*', 'read') },
    { name: 'custom metadata of an alias', text: stanza('s/{{identity.entity.aliases.auth_approle_1.custom_metadata.role}}/*', 'read') },
    { name: 'the name of an alias', text: stanza('s/{{identity.entity.aliases.auth_approle_1.name}}/*', 'read') },
    { name: 'metadata of a group', text: stanza('s/{{identity.groups.names.ops.metadata.k}}', 'read') },
  ],
});
