// `list` where KV v2 never looks for it: listing goes to `metadata/`.

import type { Stanza } from '../../model/stanza.js';
import { mayBeKv, segmentsAsWritten } from '../kv2.js';
import { isListable } from '../opaque-view.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const kv2ListOnData: Rule = {
  id: 'kv2-list-on-data',
  reach: 'set',
  severity: 'warning',
  summary: 'list on data/ of a KV v2 mount, where nothing is ever listed',
  check(context) {
    for (const stanza of context.stanzas) {
      if (!listsData(stanza)) continue;
      const twin = metadataTwin(stanza);
      if (foldersOf(twin).some((path) => isListable(context.patterns.view, path))) continue;
      context.report({
        file: stanza.file,
        span: stanza.written.find(({ name }) => name === 'list')?.span ?? stanza.legacy?.span ?? stanza.head,
        message: `list on ${quoted(stanza.pattern.written)} lists nothing: KV v2 lists under metadata/, and no stanza grants list there`,
        help: `grant list on ${quoted(twin)}`,
      });
    }
  },
};

/** Shared with list-without-slash, which has nothing to add to such a stanza. */
export function listsData(stanza: Stanza): boolean {
  const [mount = '', word] = segmentsAsWritten(stanza);
  return word === 'data' && mayBeKv(mount) && stanza.capabilities.includes('list');
}

function metadataTwin(stanza: Stanza): string {
  const [mount, , ...rest] = segmentsAsWritten(stanza);
  return [mount, 'metadata', ...rest].join('/');
}

/** Stands for any name; in no author's pattern. */
const NAME = '\u0001';

/** Paths whose listing would answer what the author wants: the folder itself, one below it, and the folder that holds a leaf. */
function foldersOf(twin: string): readonly string[] {
  const open = twin.endsWith('*');
  const text = open ? twin.slice(0, -1) : twin;
  const path = text
    .split('/')
    .map((segment) => (segment === '+' ? NAME : segment))
    .join('/');
  if (path.endsWith('/')) return open ? [path, `${path}${NAME}/`] : [path];
  const holder = path.slice(0, path.lastIndexOf('/') + 1);
  return open ? [holder, `${path}${NAME}/`] : [`${path}/`, holder];
}
