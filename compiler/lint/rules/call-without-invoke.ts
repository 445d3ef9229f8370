// A stanza at `mcp/…` or `agents/…` with capabilities, neither `invoke` nor `delegate` among them. Only where the set is polc's: a mount of Vault
// may have any name.

import { writtenSegments } from '../leading-path.js';
import { stanzasAt } from '../roots.js';
import type { Rule } from '../rule.js';
import { listed, quoted } from '../wording.js';
import { allStanzas } from '../words-of.js';

export const callWithoutInvoke: Rule = {
  id: 'call-without-invoke',
  reach: 'set',
  severity: 'warning',
  summary: 'a stanza on a tool or an agent that does not let it be called',
  check(context) {
    const stanzas = [...stanzasAt(context.model, 'mcp', 'agents')];
    if (stanzas.length === 0) return;
    const { agents, agentTypes } = context.model.blocks;
    const isPolcs =
      agents.length + agentTypes.length + context.tools.size > 0 || [...allStanzas(context.model)].some(({ capabilities }) => capabilities.some(isCall));
    if (!isPolcs) return;
    for (const { pattern, capabilities, file, written, head } of stanzas) {
      const [root, name] = writtenSegments(pattern);
      if ((root !== 'mcp' && root !== 'agents') || name === undefined || capabilities.length === 0) continue;
      if (capabilities.includes('deny') || capabilities.some(isCall)) continue;
      context.report({
        file,
        span: written[0]?.span ?? head,
        message: `${listed(capabilities)} on ${quoted(pattern.written)} ${capabilities.length === 1 ? 'lets' : 'let'} nobody call it: ${root === 'mcp' ? 'tools' : 'agents'} are called by invoke`,
        help: 'write capabilities = ["invoke"]',
      });
    }
  },
};

const isCall = (capability: string): boolean => capability === 'invoke' || capability === 'delegate';
