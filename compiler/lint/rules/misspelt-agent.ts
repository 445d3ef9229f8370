// The second segment of an `agents/` path that is no declared agent, beside one of nearly that id.

import { writtenSegments } from '../leading-path.js';
import { slipOf } from '../near-name.js';
import { patternPart } from '../places.js';
import { stanzasAt } from '../roots.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const misspeltAgent: Rule = {
  id: 'misspelt-agent',
  reach: 'set',
  severity: 'warning',
  summary: 'an agent in a path that is one slip away from a declared one',
  check(context) {
    const agents = context.model.blocks.agents.map(({ record }) => record.id);
    if (agents.length === 0) return;
    for (const stanza of stanzasAt(context.model, 'agents')) {
      const [root, agent = ''] = writtenSegments(stanza.pattern);
      const near = root !== 'agents' || /[+*{]/.test(agent) ? null : slipOf(agent, agents);
      if (near === null) continue;
      const start = stanza.pattern.written.indexOf(`agents/${agent}`) + 'agents/'.length;
      context.report({
        file: stanza.file,
        span: patternPart(context, stanza, start, start + agent.length),
        message: `no agent is called ${quoted(agent)}, and one is called ${quoted(near)}`,
        help: `did you mean ${quoted(near)}? Otherwise declare agent ${quoted(agent)} { … }`,
      });
    }
  },
};
