// A policy that an agent holds for itself, with a right to write polc's own administration: it could widen what binds it.

import { holdersOf } from '../holders.js';
import { mayBegin, writtenSegments } from '../leading-path.js';
import { isUnconditional } from '../merged.js';
import { at } from '../roots.js';
import type { Rule } from '../rule.js';
import { listed, quoted } from '../wording.js';

export const agentAdministers: Rule = {
  id: 'agent-administers',
  reach: 'set',
  severity: 'warning',
  summary: 'an agent that may register, delegate, consent or approve',
  check(context) {
    const { blocks } = context.model;
    if (blocks.agents.length === 0) return;
    for (const { name, stanzas } of context.policies) {
      const [holder] = holdersOf(blocks, name).agents;
      if (holder === undefined) continue;
      for (const stanza of at(stanzas, ['polc'])) {
        const { pattern, capabilities, file } = stanza;
        const writes = capabilities.filter((capability) => WRITES.has(capability));
        if (writes.length === 0 || writtenSegments(pattern)[0] !== 'polc' || !isUnconditional(stanza)) continue;
        const power = POWERS.find(([word]) => mayBegin(pattern, ['polc', word]));
        if (power === undefined) continue;
        context.report({
          file,
          span: pattern.span,
          message: `${listed(writes)} on ${quoted(pattern.written)} lets agent ${quoted(holder.id)} ${power[1]}`,
          help: 'leave that to people, or bind it with an approval',
        });
      }
    }
  },
};

const WRITES: ReadonlySet<string> = new Set(['create', 'update', 'patch']);

const POWERS = [
  ['approvals', 'approve, what it asks for itself too'],
  ['consents', "consent in a user's place"],
  ['delegations', 'make delegations, to itself too'],
  ['agents', 'register agents and change what binds them'],
  ['grants', 'make grants'],
] as const;
