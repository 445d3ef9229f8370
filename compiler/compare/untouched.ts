// Who cannot be touched by a difference: everything about him lies in sections of the two bundles that have the same hash. Looked at before anybody is asked.

import { type AgentRecord, type Engine, layout, type UserRecord } from '@polc/runtime';
import type { Subject } from '../analysis/subjects.js';
import type { World } from './world.js';

/** Those of the subjects for whom something may differ. */
export function touched(subjects: readonly Subject[], before: World, after: World): readonly Subject[] {
  const [old, next] = [sectionsOf(before.engine), sectionsOf(after.engine)];
  if (old.blocks !== next.blocks || JSON.stringify(before.facts) !== JSON.stringify(after.facts)) return subjects;
  const changed = new Set([...old.policies.keys(), ...next.policies.keys()].filter((key) => old.policies.get(key) !== next.policies.get(key)));
  const scopes = [...changed].some((key) => key.startsWith(SCOPE));
  const engines = [before.engine, after.engine] as const;
  return subjects.filter((subject) => {
    if (subject.kind === 'delegation' && scopes) return true;
    if (subject.policies.some((name) => changed.has(name))) return true;
    const agents = subject.chain.map(
      (id) => engines.map(({ tables }) => tables.agents.get(id)) as unknown as readonly [AgentRecord | null, AgentRecord | null],
    );
    const user = subject.user;
    const users = user === null ? [] : [engines.map(({ tables }) => tables.users.get(user)) as unknown as readonly [UserRecord | null, UserRecord | null]];
    // Whom only the facts know, the facts may give anything.
    if ([...agents, ...users].some(([a, b]) => a === null || JSON.stringify(a) !== JSON.stringify(b))) return true;
    return [
      ...agents.flatMap(([agent]) => policiesOfAgent(agent as AgentRecord, after)),
      ...users.flatMap(([one]) => policiesOfUser(one as UserRecord, after.engine)),
    ].some((name) => changed.has(name));
  });
}

const SCOPE = 'scope ';

interface Sections {
  /** All that is neither a policy nor a principal. */
  readonly blocks: string;
  /** By name; scopes behind their word. */
  readonly policies: ReadonlyMap<string, string>;
}

/** Their hashes, as the table of the bundle has them. */
function sectionsOf({ tables }: Engine): Sections {
  const { SECTION, HEADER_BYTES, ENTRY_BYTES } = layout;
  const { bytes, all } = tables.sections;
  const policies = new Map<string, string>();
  let blocks = '';
  let next = 0;
  all.forEach(({ tag }, i) => {
    const entry = HEADER_BYTES + i * ENTRY_BYTES;
    const hash = String.fromCharCode(...bytes.subarray(entry + 16, entry + 48));
    if (tag === SECTION.policy) {
      const { name, scope } = tables.policies[next++] as (typeof tables.policies)[number];
      policies.set(scope ? SCOPE + name : name, hash);
    } else if (tag === SECTION.blocks) blocks = hash;
  });
  return { blocks, policies };
}

/** The facts may add a ceiling to an agent of the files. */
function policiesOfAgent({ id, policies = [], ceiling, type }: AgentRecord, { engine: { tables }, facts }: World): readonly string[] {
  const more = (facts.agents ?? []).flatMap((agent) => (agent.id === id ? (agent.ceiling?.policies ?? []) : []));
  const own = tables.blocks.agent_types.find(({ id }) => id === type)?.ceiling_policies ?? [];
  return [...policies, ...(ceiling?.policies ?? []), ...own, ...more];
}

function policiesOfUser({ policies = [], groups = [] }: UserRecord, { snapshot }: Engine): readonly string[] {
  return [...policies, ...snapshot.policyNames([], snapshot.closure(groups))];
}
