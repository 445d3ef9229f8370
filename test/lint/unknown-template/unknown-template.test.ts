import { expect, test } from 'vitest';
import { describeRule, findingsOf, stanza } from '../describe-rule.js';

describeRule('unknown-template', {
  faults: [
    {
      name: 'a misspelt field',
      text: stanza('s/{{identity.entity.nmae}}/*', 'read'),
      under: ['{{identity.entity.nmae}}'],
      says: 'Vault does not know "{{identity.entity.nmae}}" and always drops this stanza',
    },
    { name: 'a deny that never applies', text: stanza('s/{{entity.id}}', 'deny'), under: ['{{entity.id}}'], says: ', so it denies nothing' },
    { name: 'a whole map', text: stanza('s/{{identity.entity.metadata}}', 'read'), under: ['{{identity.entity.metadata}}'] },
    { name: 'a list of groups', text: stanza('s/{{identity.groups.names}}', 'read'), under: ['{{identity.groups.names}}'] },
    { name: 'another letter case', text: stanza('s/{{identity.entity.ID}}', 'read'), under: ['{{identity.entity.ID}}'] },
    { name: 'the syntax of another tool', text: stanza('s/{{ vault_path }}/*', 'read'), under: ['{{ vault_path }}'] },
    { name: 'a shift of the clock that is no duration', text: stanza('s/{{time.now.plus.soon}}', 'read'), under: ['{{time.now.plus.soon}}'] },
    { name: 'each directive by itself', text: stanza('{{a}}/{{identity.entity.id}}/{{b}}', 'read'), under: ['{{a}}', '{{b}}'] },
    { name: 'an alias without its accessor', text: stanza('s/{{identity.entity.aliases.name}}', 'read'), under: ['{{identity.entity.aliases.name}}'] },
    { name: 'a pattern with escapes, as a whole', text: stanza('s/\\u0061/{{a}}', 'read'), under: ['"s/\\u0061/{{a}}"'] },
  ],
  fine: [
    {
      name: 'every form that Vault knows',
      text: [
        'identity.entity.id',
        'identity.entity.name',
        'identity.entity.metadata.a.b',
        'identity.entity.aliases.auth_jwt_1.id',
        'identity.entity.aliases.auth_jwt_1.name',
        'identity.entity.aliases.auth_jwt_1.metadata.k',
        'identity.entity.aliases.auth_jwt_1.custom_metadata.k',
        'identity.groups.ids.g-1.name',
        'identity.groups.names.ops.id',
        'identity.groups.names.ops.metadata.k',
        'time.now',
        'time.now.plus.1h30m',
        'time.now.minus.2d',
        ' identity.entity.id ',
      ]
        .map((name) => stanza(`s/{{${name}}}`, 'read'))
        .join(''),
    },
    { name: 'a pattern without directives', text: stanza('s/{a}/$1', 'read') },
    {
      name: 'every form that polc knows',
      text: ['agent.id', 'agent.metadata.a.b', 'user.id', 'user.team', 'self.id', ' session.id '].map((name) => stanza(`s/{{${name}}}/*`, 'read')).join(''),
    },
  ],
});

test('a misspelt directive is mended in the help', () => {
  const helpFor = (name: string) => findingsOf('unknown-template', [stanza(`s/{{${name}}}`, 'read')])[0]?.help;
  expect(helpFor('identity.entity.nmae')).toBe('did you mean {{identity.entity.name}}?');
  expect(helpFor('identity.entity.metdata.team')).toBe('did you mean {{identity.entity.metadata.team}}?');
  expect(helpFor('identity.group.names.ops.id')).toBe('did you mean {{identity.groups.names.ops.id}}?');
  expect(helpFor('identity.groups.names')).toContain('this names no single value');
  expect(helpFor('x')).toContain('Vault fills in');
});
