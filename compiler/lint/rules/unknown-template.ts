// A directive that Vault can never fill in: it then drops the stanza.

import { nearest } from '@polc/grammar';
import { DIRECTIVE_FORMS, directivesOf, isKnownDirective } from '../directives.js';
import { patternPart } from '../places.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const unknownTemplate: Rule = {
  id: 'unknown-template',
  reach: 'file',
  severity: 'warning',
  summary: 'a directive in a pattern that Vault does not know, so that the stanza is always dropped',
  check(context) {
    for (const stanza of context.stanzas) {
      if (!stanza.pattern.templated) continue;
      for (const { name, start, end } of directivesOf(stanza.pattern.written)) {
        if (isKnownDirective(name)) continue;
        context.report({
          file: stanza.file,
          span: patternPart(context, stanza, start, end),
          message: `Vault does not know ${quoted(`{{${name}}}`)} and always drops this stanza${stanza.capabilities.includes('deny') ? ', so it denies nothing' : ''}`,
          help: helpFor(name),
        });
      }
    }
  },
};

const OWNERS: ReadonlyMap<string, string> = new Map([
  ['identity.entity', 'identity.entity.id'],
  ['identity.entity.metadata', 'identity.entity.metadata.<key>'],
  ['identity.entity.aliases', 'identity.entity.aliases.<mount accessor>.name'],
  ['identity.groups', 'identity.groups.names.<name>.id'],
  ['identity.groups.ids', 'identity.groups.ids.<id>.name'],
  ['identity.groups.names', 'identity.groups.names.<name>.id'],
]);

function helpFor(name: string): string {
  const owner = OWNERS.get(name);
  if (owner !== undefined) return `this names no single value; write one that does, like {{${owner}}}`;
  const close = nearest(
    name,
    DIRECTIVE_FORMS.filter((form) => !form.includes('…')),
  );
  if (close !== undefined) return `did you mean {{${close}}}?`;
  const words = name.split('.');
  // The words an author chooses stand where the form has a gap, so that only the fixed ones are compared.
  const form = DIRECTIVE_FORMS.map((known) =>
    known
      .split('.')
      .map((word, i) => (word === '…' ? (words[i] ?? 'key') : word))
      .join('.'),
  ).find((filled) => nearest(name, [filled]) !== undefined);
  return form === undefined ? 'Vault fills in identity.entity, identity.groups and time.now' : `did you mean {{${form}}}?`;
}
