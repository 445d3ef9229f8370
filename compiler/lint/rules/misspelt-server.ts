// The second segment of an `mcp/` path that no `tools` block declares, beside one of nearly that name.

import { writtenSegments } from '../leading-path.js';
import { slipOf } from '../near-name.js';
import { patternPart } from '../places.js';
import { stanzasAt } from '../roots.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const misspeltServer: Rule = {
  id: 'misspelt-server',
  reach: 'set',
  severity: 'warning',
  summary: 'a server in a path that is one slip away from a declared one',
  check(context) {
    if (context.tools.size === 0) return;
    const servers = [...context.tools.keys()];
    for (const stanza of stanzasAt(context.model, 'mcp')) {
      const [root, server = ''] = writtenSegments(stanza.pattern);
      const near = root !== 'mcp' || /[+*{]/.test(server) ? null : slipOf(server, servers);
      if (near === null) continue;
      const start = stanza.pattern.written.indexOf(`mcp/${server}`) + 'mcp/'.length;
      context.report({
        file: stanza.file,
        span: patternPart(context, stanza, start, start + server.length),
        message: `no tools block declares the server ${quoted(server)}, and one declares ${quoted(near)}`,
        help: `did you mean ${quoted(near)}? Otherwise declare it: tools ${quoted(server)} { schema = "…" }`,
      });
    }
  },
};
