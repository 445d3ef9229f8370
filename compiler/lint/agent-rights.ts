// What each agent's ceilings leave of its own policies, found once for the rules that speak of it.

import type { AgentRecord } from '@polc/runtime';
import type { Subject } from '../analysis/subjects.js';
import type { Placed } from '../model/blocks.js';
import type { Proving } from './proving.js';
import { keyOfRule, surveyLayers } from './rights.js';
import type { RuleContext } from './rule.js';

export interface AgentRights {
  readonly agent: Placed<AgentRecord>;
  /** By `kind text` of the pattern that decides in its own policies: whether these grant anything there, and whether its ceilings let any of it through. */
  readonly patterns: ReadonlyMap<
    string,
    { readonly own: boolean; readonly through: boolean; readonly example: { readonly operation: string; readonly path: string } | null }
  >;
}

/** Of agents that have ceilings other than their own policies; those of which not all can be told are left out. */
export function agentRights(context: RuleContext): readonly AgentRights[] {
  const proving = context.proving();
  if (proving === null) return [];
  const found = known.get(proving) ?? context.model.blocks.agents.flatMap((agent) => rightsOf(agent, context, proving) ?? []);
  known.set(proving, found);
  return found;
}

const known = new WeakMap<Proving, readonly AgentRights[]>();

export function agentSubject(id: string): Subject {
  return { kind: 'agent', request: { agent: id }, words: `agent ${id}`, user: null, chain: [id], policies: [] };
}

function rightsOf(agent: Placed<AgentRecord>, { model }: RuleContext, { world, effort }: Proving): AgentRights | null {
  const { policies = [], ceiling, type, id } = agent.record;
  const bound =
    (ceiling !== undefined && ceiling.direct !== false) ||
    model.blocks.agentTypes.some(({ record }) => record.id === type && record.ceiling_policies !== undefined);
  if (policies.length === 0 || !bound) return null;
  const found = surveyLayers(world, agentSubject(id), [({ layer }) => layer === 'agent_policies', () => true], effort);
  if (found === null || found.partial) return null;
  const patterns = new Map<string, { own: boolean; through: boolean; example: { operation: string; path: string } | null }>();
  for (const { grants, rules, operations, path } of found.pieces) {
    const rule = rules[0]?.[0];
    if (rule === null || rule === undefined) continue;
    const [own, through] = grants as ['yes' | 'no' | 'perhaps', 'yes' | 'no' | 'perhaps'];
    const there = patterns.get(keyOfRule(rule)) ?? { own: false, through: false, example: null };
    patterns.set(keyOfRule(rule), {
      own: there.own || own === 'yes',
      through: there.through || through !== 'no',
      example: there.example ?? (own === 'yes' ? { operation: operations[0] as string, path } : null),
    });
  }
  return { agent, patterns };
}
