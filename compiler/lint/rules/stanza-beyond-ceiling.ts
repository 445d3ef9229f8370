// A stanza of agents' policies of which no ceiling lets any part through: nobody who holds the policy can use it.

import type { Policy, Stanza } from '../../model/stanza.js';
import { type AgentRights, agentRights } from '../agent-rights.js';
import { holdersOf } from '../holders.js';
import type { Rule } from '../rule.js';
import { listed, quoted } from '../wording.js';

export const stanzaBeyondCeiling: Rule = {
  id: 'stanza-beyond-ceiling',
  reach: 'set',
  severity: 'warning',
  summary: 'a stanza of which the ceilings of everybody who holds it let no part through',
  check(context) {
    const rights = new Map(agentRights(context).map((one) => [one.agent.record.id, one] as const));
    if (rights.size === 0) return;
    for (const policy of context.policies) {
      const holders = holdersOf(context.model.blocks, policy.name);
      // Whoever is bound by it needs all of it; users have no ceilings.
      if (holders.agents.length === 0 || holders.users.length + holders.groups.length + holders.types.length > 0) continue;
      if (holders.bound.some((agent) => agent.ceiling !== undefined || !holders.agents.includes(agent))) continue;
      const all = holders.agents.flatMap(({ id }) => rights.get(id) ?? []);
      if (all.length < holders.agents.length || all.every(isAllowedNothing)) continue;
      for (const stanza of unusable(policy, all)) {
        context.report({
          file: stanza.file,
          span: stanza.pattern.span,
          message: `nobody can use ${quoted(stanza.pattern.written)}: the ceilings of ${listed(all.map(({ agent }) => quoted(agent.record.id)))} let no part of it through`,
          help: 'grant it in the ceiling too, or take it out here',
          related: all.map(({ agent: { file, span } }) => ({ message: 'is bound by a ceiling', file, span })),
        });
      }
    }
  },
};

/** A rule of its own says so. */
function isAllowedNothing({ patterns }: AgentRights): boolean {
  return [...patterns.values()].every(({ through }) => !through);
}

/** What decides somewhere in the list of each, grants something there, and is stopped. */
function unusable({ stanzas }: Policy, all: readonly AgentRights[]): readonly Stanza[] {
  return stanzas.filter(({ pattern, capabilities }) => {
    if (pattern.templated || capabilities.includes('deny')) return false;
    const found = all.flatMap(({ patterns }) => patterns.get(`${pattern.kind} ${pattern.text}`) ?? []);
    return found.length > 0 && found.every(({ through }) => !through) && found.some(({ own }) => own);
  });
}
