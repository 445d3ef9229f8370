// A word, in a name or in a segment of a path, in which letters of one script stand among those of another.

import { mixedScripts } from '../look-alikes.js';
import { namesOf } from '../names-of.js';
import type { Rule } from '../rule.js';
import { listed, quoted } from '../wording.js';
import { allStanzas } from '../words-of.js';

export const mixedScriptName: Rule = {
  id: 'mixed-script-name',
  reach: 'file',
  severity: 'warning',
  summary: 'a name with letters of two scripts that look alike',
  check(context) {
    const places = [...namesOf({ model: context.model, tools: new Map() })].map(({ name, file, span }) => ({ text: name, file, span }));
    for (const { pattern, file } of allStanzas(context.model)) places.push({ text: pattern.written, file, span: pattern.span });
    for (const { text, file, span } of places) {
      const word = text.split(/[^\p{L}\p{M}]+/u).find((part) => mixedScripts(part).length > 0);
      if (word === undefined) continue;
      context.report({
        file,
        span,
        message: `${quoted(word)} mixes letters of ${listed(mixedScripts(word))}`,
        help: 'write it in one script: letters that look alike are not the same',
      });
    }
  },
};
