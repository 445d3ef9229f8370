// Two names of one kind, or two patterns, that differ only in characters which look alike. Letter case is case-variant-name's.

import type { Stanza } from '../../model/stanza.js';
import { nameSkeletonOf, skeletonOf } from '../look-alikes.js';
import { namesOf } from '../names-of.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';
import { allStanzas } from '../words-of.js';

export const confusableNames: Rule = {
  id: 'confusable-names',
  reach: 'set',
  severity: 'warning',
  summary: 'two names that look alike and are not the same',
  check(context) {
    const firsts = new Map<string, { readonly text: string; readonly file: string; readonly span: { readonly start: number; readonly end: number } }>();
    const look = (key: string, what: string, text: string, file: string, span: { readonly start: number; readonly end: number }): void => {
      const first = firsts.get(key);
      if (first === undefined) firsts.set(key, { text, file, span });
      else if (first.text !== text)
        context.report({
          file,
          span,
          message: `${what} ${quoted(text)} looks like ${quoted(first.text)} and is another one`,
          help: 'give one of them a name that cannot be taken for the other',
          related: [{ message: 'looks like it', file: first.file, span: first.span }],
        });
    };
    for (const { kind, name, file, span } of namesOf(context)) look(`${kind} ${nameSkeletonOf(name)}`, kind, name, file, span);
    const { policies, blocks } = context.model;
    // Most patterns are plain: without one that is not, none looks like another.
    if ([...policies, ...blocks.scopes].every(({ stanzas }) => isPlain(stanzas))) return;
    for (const { pattern, file } of allStanzas(context.model)) {
      const skeleton = skeletonOf(pattern.text);
      // Only one that is not plain can look like another.
      if (skeleton !== pattern.text || firsts.has(`path ${skeleton}`)) look(`path ${skeleton}`, 'path', pattern.text, file, pattern.span);
      else firsts.set(`path ${skeleton}`, { text: pattern.text, file, span: pattern.span });
    }
  },
};

function isPlain(stanzas: readonly Stanza[]): boolean {
  let plain = known.get(stanzas);
  if (plain === undefined) {
    plain = stanzas.every(({ pattern }) => skeletonOf(pattern.text) === pattern.text);
    known.set(stanzas, plain);
  }
  return plain;
}

/** By a policy's list, which is one object as long as its file stays. */
const known = new WeakMap<readonly Stanza[], boolean>();
