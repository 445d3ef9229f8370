// Patterns that turn on alias metadata, which each login writes anew.

import { directivesOf } from '../directives.js';
import { patternPart } from '../places.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

const LOGIN_METADATA = /^identity\.entity\.aliases\.[^.]+\.metadata\./;

export const mutableAliasMetadata: Rule = {
  id: 'mutable-alias-metadata',
  reach: 'file',
  severity: 'info',
  summary: 'a pattern that turns on alias metadata, which the last login decides for all tokens of the entity',
  check(context) {
    for (const stanza of context.stanzas) {
      if (!stanza.pattern.templated) continue;
      for (const { name, start, end } of directivesOf(stanza.pattern.written)) {
        if (!LOGIN_METADATA.test(name)) continue;
        context.report({
          file: stanza.file,
          span: patternPart(context, stanza, start, end),
          message: `${quoted(name)} is what the last login wrote: it changes what tokens issued earlier may do`,
          help: 'use metadata of the entity, or custom_metadata of the alias, which logins leave alone',
        });
      }
    }
  },
};
