// Two ids of one kind that differ in letter case alone: they are two. Names of policies fold, and are one.

import type { GivenName } from '../names-of.js';
import { namesOf } from '../names-of.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const caseVariantName: Rule = {
  id: 'case-variant-name',
  reach: 'set',
  severity: 'warning',
  summary: 'two names that differ only in letter case',
  check(context) {
    const firsts = new Map<string, GivenName>();
    for (const given of namesOf(context)) {
      const key = `${given.kind} ${given.name.toLowerCase()}`;
      const first = firsts.get(key);
      if (first === undefined) firsts.set(key, given);
      else if (first.name !== given.name)
        context.report({
          file: given.file,
          span: given.span,
          message: `${given.kind} ${quoted(given.name)} is another one than ${quoted(first.name)}: ids are case-sensitive`,
          help: 'spell both alike if one is meant, or give one of them another name',
          related: [{ message: 'differs in letter case alone', file: first.file, span: first.span }],
        });
    }
  },
};
