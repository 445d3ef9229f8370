// A stanza for listing only, on a pattern without the slash that each LIST request ends in.

import type { Stanza } from '../../model/stanza.js';
import { mergeStanzas } from '../merged.js';
import { isListable } from '../opaque-view.js';
import type { PatternIndex } from '../pattern-index.js';
import { editPattern } from '../places.js';
import type { Rule } from '../rule.js';
import { View } from '../view.js';
import { quoted } from '../wording.js';
import { listsData } from './kv2-list-on-data.js';

export const listWithoutSlash: Rule = {
  id: 'list-without-slash',
  reach: 'set',
  severity: 'warning',
  summary: 'a pattern for listing only, without the slash that every LIST request ends in',
  check(context) {
    const listers = context.stanzas.filter(({ capabilities, pattern }) => {
      const open = pattern.kind === 'prefix' || pattern.text === '' || /[/*]$/.test(pattern.text);
      return !open && capabilities.includes('list') && capabilities.every((capability) => capability === 'list' || capability === 'sudo');
    });
    if (listers.length === 0) return;
    const others = without(new Set(listers), context.patterns.index);
    for (const stanza of listers) {
      const { written, text } = stanza.pattern;
      const folder = `${text
        .split('/')
        .map((segment) => (segment === '+' ? NAME : segment))
        .join('/')}/`;
      if (listsData(stanza) || isListable(others, folder)) continue;
      const edit = editPattern(context, stanza, written.length, written.length, '/');
      context.report({
        file: stanza.file,
        span: stanza.pattern.span,
        message: `a LIST request ends in a slash, ${quoted(written)} does not: it is found only because Vault also tries without${stanza.pattern.kind === 'segment' ? ', as older versions did not' : ''}`,
        help: `write ${quoted(`${written}/`)}`,
        fixes: edit === null ? [] : [{ title: 'add the slash', edits: [edit], safe: false }],
      });
    }
  },
};

/** The stanzas in question must not vouch for themselves. */
function without(asked: ReadonlySet<Stanza>, index: PatternIndex): View {
  return new View(index, (rule) => {
    if (!rule.stanzas.some((stanza) => asked.has(stanza))) return rule;
    return mergeStanzas(rule.stanzas.filter((stanza) => !asked.has(stanza)))[0];
  });
}

/** Stands for any name; in no author's pattern. */
const NAME = '\u0001';
