// A pattern with a wildcard in the tool's place, in a policy that an agent holds or is bound by, over a server with tools that say they destroy.

import { holdersOf } from '../holders.js';
import { writtenSegments } from '../leading-path.js';
import { isUnconditional } from '../merged.js';
import { at } from '../roots.js';
import type { Rule } from '../rule.js';
import { listed, quoted } from '../wording.js';

export const wildcardOverDestructiveTool: Rule = {
  id: 'wildcard-over-destructive-tool',
  reach: 'set',
  severity: 'warning',
  summary: 'a wildcard by which an agent may call a tool that destroys',
  check(context) {
    if (context.tools.size === 0) return;
    for (const { name, stanzas } of context.policies) {
      const { agents, bound } = holdersOf(context.model.blocks, name);
      if (agents.length + bound.length === 0) continue;
      const spelt = new Set(stanzas.map(({ pattern }) => pattern.text));
      for (const stanza of at(stanzas, ['mcp'])) {
        const { pattern, capabilities, file } = stanza;
        const [root, server = '', tool = '', ...rest] = writtenSegments(pattern);
        if (root !== 'mcp' || rest.length > 0 || !/^(?:\+|.*\*)$/.test(tool) || !capabilities.includes('invoke') || !isUnconditional(stanza)) continue;
        const begins = tool === '+' ? '' : tool.slice(0, -1);
        const tools = [...(context.tools.get(server)?.tools.values() ?? [])];
        const meant = tools.filter((each) => each.destructive && each.name.startsWith(begins) && !spelt.has(`mcp/${server}/${each.name}`));
        if (meant.length === 0) continue;
        context.report({
          file,
          span: pattern.span,
          message: `${quoted(pattern.written)} lets an agent call ${listed(meant.map((each) => quoted(each.name)))}, which may destroy something, and whatever tool the server gets next`,
          help: 'name the tools that are meant, or give those that destroy a stanza of their own, with a condition, a shape or an approval',
        });
      }
    }
  },
};
