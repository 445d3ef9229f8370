// Two agents that one credential would stand for: nobody could tell which of them it is.

import type { Diagnostic } from '@polc/grammar';
import type { Blocks } from '../model/blocks.js';
import { identityKey } from './census.js';

type Agent = Blocks['agents'][number];

export function findSameIdentities({ agents }: Blocks): Diagnostic[] {
  const first = new Map<string, Agent>();
  const diagnostics: Diagnostic[] = [];
  for (const agent of agents) {
    for (const [kind, value] of Object.entries(agent.record.identity ?? {})) {
      const key = identityKey(kind, value);
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, agent);
      // Two agents of one id are a fault of their own.
      else if (earlier.record.id !== agent.record.id) diagnostics.push(same(kind, agent, earlier));
    }
  }
  return diagnostics;
}

function same(kind: string, agent: Agent, earlier: Agent): Diagnostic {
  return {
    code: 'duplicate-identity',
    severity: 'error',
    message: `the agents ${JSON.stringify(agent.record.id)} and ${JSON.stringify(earlier.record.id)} have the same ${kind}`,
    help: 'an identity is one agent: give each its own',
    file: agent.file,
    span: agent.span,
    related: [{ message: 'the other agent', file: earlier.file, span: earlier.span }],
  };
}
