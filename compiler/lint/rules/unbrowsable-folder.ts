// A read deep in a KV v2 mount, with no right to list what is above it. Off unless asked for: programs do not browse.

import { mayBeKv, segmentsAsWritten } from '../kv2.js';
import { isListable } from '../opaque-view.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const unbrowsableFolder: Rule = {
  id: 'unbrowsable-folder',
  reach: 'set',
  severity: 'info',
  optIn: true,
  summary: 'a deep grant that nobody can browse to',
  check(context) {
    for (const stanza of context.stanzas) {
      const [mount = '', word, ...rest] = segmentsAsWritten(stanza);
      if (word !== 'data' || !mayBeKv(mount) || stanza.pattern.templated || !stanza.capabilities.includes('read')) continue;
      const folders = rest.slice(0, -1);
      const missing = [-1, ...folders.keys()]
        .map((i) => `${[mount, 'metadata', ...folders.slice(0, i + 1)].join('/')}/`)
        .find((folder) => !folder.includes('+') && !isListable(context.patterns.view, folder));
      if (missing === undefined) continue;
      context.report({
        file: stanza.file,
        span: stanza.pattern.span,
        message: `nobody can browse to ${quoted(stanza.pattern.written)}: ${quoted(missing)} cannot be listed`,
        help: `grant list on ${quoted(missing)}, and on each folder below it`,
      });
    }
  },
};
