import { describeRule, stanza } from '../describe-rule.js';

describeRule('templated-deny', {
  faults: [
    {
      name: 'a deny that turns on metadata',
      text: stanza('s/*', 'read') + stanza('s/{{identity.entity.metadata.team}}/*', 'deny'),
      under: ['"s/{{identity.entity.metadata.team}}/*"'],
      says: 'is dropped without a word for every identity without "identity.entity.metadata.team"',
    },
    {
      name: 'a legacy deny',
      text: 'path "s/{{ identity.entity.id }}" {\n  policy = "deny"\n}\n',
      under: ['"s/{{ identity.entity.id }}"'],
      says: '"identity.entity.id"',
    },
    {
      name: 'a deny that turns on the clock and on an identity',
      text: stanza('s/{{time.now}}/{{identity.entity.id}}', 'deny'),
      under: ['"s/{{time.now}}/{{identity.entity.id}}"'],
      says: '"identity.entity.id"',
    },
  ],
  fine: [
    { name: 'a deny on a directive of polc, which stays', text: stanza('s/{{agent.id}}/*', 'deny') },
    { name: 'a templated grant', text: stanza('s/{{identity.entity.name}}/*', 'read') },
    { name: 'a deny without a template', text: stanza('s/*', 'deny') },
    { name: 'a deny on the clock, which can always be filled in', text: stanza('s/{{time.now.plus.1h}}', 'deny') },
    { name: 'a deny that is always dropped, which has a rule of its own', text: stanza('s/{{identity.entity.nmae}}', 'deny') },
  ],
});
