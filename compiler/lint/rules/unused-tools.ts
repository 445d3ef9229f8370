// A `tools` block for a server that no stanza, scope or guardrail can mean.

import { mayBegin, mayWrittenBegin } from '../leading-path.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';
import { allStanzas } from '../words-of.js';

export const unusedTools: Rule = {
  id: 'unused-tools',
  reach: 'set',
  severity: 'info',
  summary: 'a server whose tools no stanza speaks of',
  check(context) {
    if (context.tools.size === 0) return;
    const patterns = [...allStanzas(context.model)].map(({ pattern }) => pattern);
    const written = context.model.blocks.guardrails.flatMap(({ record }) => record.paths ?? []);
    for (const { name, file, span } of context.tools.values()) {
      const path = ['mcp', name];
      if (patterns.some((pattern) => mayBegin(pattern, path)) || written.some((pattern) => mayWrittenBegin(pattern, path))) continue;
      context.report({
        file,
        span,
        message: `no stanza and no guardrail speaks of the tools of ${quoted(name)}`,
        help: `grant what is meant at ${quoted(`mcp/${name}/TOOL`)}, or remove the block; a path is typed only where the name is the same`,
      });
    }
  },
};
