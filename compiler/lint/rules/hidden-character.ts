// Invisible characters and controls of direction: what a reviewer sees is not what the policy says. In comments only what turns text around.

import { commentsOf } from '../comments.js';
import { BIDI, INVISIBLE, JOINERS } from '../look-alikes.js';
import { namesOf } from '../names-of.js';
import { sourceText } from '../places.js';
import type { Rule } from '../rule.js';
import { allStanzas } from '../words-of.js';

export const hiddenCharacter: Rule = {
  id: 'hidden-character',
  reach: 'file',
  severity: 'warning',
  summary: 'a character that nobody sees, or that turns the text around',
  check(context) {
    for (const document of context.documents) {
      const { file } = document;
      const text = sourceText(context.sources, file);
      const say = (character: string, start: number, end: number): void => {
        const code = `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;
        const turns = character.search(BIDI) >= 0;
        context.report({
          file,
          span: { start, end },
          message: `the character ${code} cannot be seen here${turns ? ', and shows what is around it in another order than it is read' : ', and makes a text another one than it looks'}`,
          help: 'take it out',
        });
      };
      if (/[^\x00-\x7f]/.test(text)) {
        const comments = commentsOf(document);
        const isCommented = (offset: number) => comments.some(({ span }) => offset >= span.start && offset < span.end);
        for (const [pattern, everywhere] of [
          [BIDI, true],
          [INVISIBLE, false],
          [JOINERS, false],
        ] as const) {
          for (const { 0: character, index } of text.matchAll(pattern)) {
            // A byte order mark is byte-order-mark's.
            if (index > 0 && (everywhere || !isCommented(index))) say(character, index, index + character.length);
          }
        }
      }
      // Written as an escape it is not in the text, and in the name all the same.
      const names = [...namesOf({ model: context.model, tools: new Map() })].map(({ name, span }) => ({ name, span }));
      for (const { pattern } of allStanzas(context.model)) names.push({ name: pattern.written, span: pattern.span });
      for (const { name, span } of names) {
        const hidden = firstHidden(name);
        if (hidden !== null && !text.slice(span.start, span.end).includes(hidden)) say(hidden, span.start, span.end);
      }
    }
  },
};

function firstHidden(name: string): string | null {
  for (const pattern of [BIDI, INVISIBLE, JOINERS]) {
    const [found] = name.match(pattern) ?? [];
    if (found !== undefined) return found;
  }
  return null;
}
