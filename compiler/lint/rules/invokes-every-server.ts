// `invoke` below `mcp/` with a wildcard in the server's place.

import { isOnlyCeiling } from '../holders.js';
import { isWildcard, writtenSegments } from '../leading-path.js';
import { isUnconditional } from '../merged.js';
import { stanzasAt } from '../roots.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const invokesEveryServer: Rule = {
  id: 'invokes-every-server',
  reach: 'set',
  severity: 'warning',
  summary: 'a right to call tools of any server',
  check(context) {
    for (const stanza of stanzasAt(context.model, 'mcp')) {
      const { pattern, capabilities, file } = stanza;
      const [root, server, ...tool] = writtenSegments(pattern);
      if (root !== 'mcp' || !isWildcard(server) || !tool.every(isWildcard) || !capabilities.includes('invoke')) continue;
      if (!isUnconditional(stanza) || isOnlyCeiling(context.model.blocks, stanza.policy)) continue;
      context.report({
        file,
        span: pattern.span,
        message: `${quoted(pattern.written)} lets every tool of every server be called, those of servers added later too`,
        help: 'name the servers: "mcp/SERVER/TOOL"',
      });
    }
  },
};
