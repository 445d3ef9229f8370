import { describeRule, stanza } from '../describe-rule.js';

const allowed = (entry: string) => stanza('a', 'update', `allowed_parameters = { ${entry} }`);

describeRule('parameter-template', {
  faults: [
    {
      name: 'a value',
      text: allowed('"id" = ["{{identity.entity.id}}"]'),
      under: ['"{{identity.entity.id}}"'],
      says: '"{{identity.entity.id}}" stands for itself here',
    },
    { name: 'a part of a value', text: allowed('"id" = ["x", "app-{{ a }}-*"]'), under: ['"app-{{ a }}-*"'] },
    { name: 'a value inside a list', text: allowed('"id" = [["{{a}}"]]'), under: ['["{{a}}"]'] },
    { name: 'a denied value', text: stanza('a', 'update', 'denied_parameters = { "id" = ["{{a}}"] }'), under: ['"{{a}}"'] },
    { name: 'a name', text: allowed('"{{identity.entity.name}}" = []'), under: ['"{{identity.entity.name}}"'] },
  ],
  fine: [
    { name: 'a template in the pattern', text: stanza('a/{{identity.entity.id}}', 'update') },
    { name: 'braces that are no template', text: allowed('"x" = ["{a}", "}}{{", "{{"]') },
    { name: 'values under *, which have a rule of their own', text: allowed('"*" = ["{{a}}"]') },
  ],
});
