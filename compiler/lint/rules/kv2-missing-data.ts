// A KV v2 path as the command line shows it, without the `data/` that the API has.

import type { Stanza } from '../../model/stanza.js';
import { KV2_WORDS, kv2Mounts, segmentsAsWritten } from '../kv2.js';
import { editPattern, patternPart, relatedTo } from '../places.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const kv2MissingData: Rule = {
  id: 'kv2-missing-data',
  reach: 'set',
  severity: 'warning',
  summary: 'a path on a KV v2 mount without data/ or metadata/, which no request for a secret has',
  check(context) {
    const mounts = kv2Mounts(context.policies);
    if (mounts.size === 0) return;
    let all: ReadonlySet<string> | undefined;
    for (const stanza of context.policies.flatMap(({ stanzas }) => wordless(stanzas))) {
      const evidence = mounts.get(segmentsAsWritten(stanza)[0] ?? '');
      if (evidence === undefined) continue;
      const [mount = '', word = '', ...rest] = segmentsAsWritten(stanza);
      all ??= new Set(context.stanzas.map((each) => segmentsAsWritten(each).join('/')));
      const written = all;
      const tail = [word, ...rest].join('/');
      // WHY: who writes both spellings means the policy to work with both versions of KV.
      if (written.has(`${mount}/data/${tail}`) || written.has(`${mount}/metadata/${tail}`)) continue;
      const start = stanza.pattern.written.length - tail.length;
      const wanted = onlyLists(stanza) ? 'metadata' : 'data';
      const edit = editPattern(context, stanza, start, start, `${wanted}/`);
      context.report({
        file: stanza.file,
        span: patternPart(context, stanza, start, start + word.length),
        message: `${quoted(stanza.pattern.written)} matches no secret: ${quoted(`${mount}/`)} is KV v2 by the look of ${quoted(evidence.pattern.written)}, and its paths go on with data/ or metadata/`,
        help: `write ${quoted(`${mount}/data/${tail}`)} to read and write, ${quoted(`${mount}/metadata/${tail}`)} to list`,
        related: [relatedTo(evidence, 'shows the mount to be KV v2')],
        fixes: edit === null ? [] : [{ title: `insert ${wanted}/`, edits: [edit], safe: false }],
      });
    }
  },
};

/** Those that would lack a word, were their mount one of KV v2. Kept by policy: the list is one object as long as its file stays. */
function wordless(stanzas: readonly Stanza[]): readonly Stanza[] {
  let found = known.get(stanzas);
  if (found === undefined) {
    found = stanzas.filter((stanza) => {
      const [, word = '', ...rest] = segmentsAsWritten(stanza);
      return word !== '' && !mayBeWord(word, rest.length === 0);
    });
    known.set(stanzas, found);
  }
  return found;
}

const known = new WeakMap<readonly Stanza[], readonly Stanza[]>();

/** One of KV v2's words, or something that could match one. */
function mayBeWord(word: string, last: boolean): boolean {
  if (word === '+' || word.includes('{{')) return true;
  const open = last && word.endsWith('*');
  return KV2_WORDS.some((known) => (open ? known.startsWith(word.slice(0, -1)) : known === word));
}

function onlyLists({ capabilities }: Stanza): boolean {
  return capabilities.length === 1 && capabilities[0] === 'list';
}
