// Random worlds: a handful of policies over one tiny alphabet of paths, three agents in a row, two users in groups of groups, delegations between all
// of them, consents, guardrails, targets and a schema; some of it in files, some in facts. Long: one world, its parts beside each other.

import type { AgentRecord, AgentType, ConsentRecord, DelegationRecord, GroupRecord, UserRecord } from '@polc/runtime';
import fc from 'fast-check';
import { inSeconds } from '../../language/language-case.js';
import { ENDS } from './atoms.js';
import { attributesOf } from './attributes.js';
import { conditionBodies } from './conditions.js';
import { expressions } from './expressions.js';
import { approvals, stanzas } from './stanzas.js';
import type { Named, Placed, World } from './world.js';

export interface WorldChoices {
  readonly has?: boolean;
  /** Roots that no condition speaks of. */
  readonly without?: readonly string[];
  readonly templates?: boolean;
  /** Of a policy or scope, at most. */
  readonly stanzas?: number;
}

export const POLICIES = ['p0', 'p1', 'p2'] as const;
export const SCOPES = ['s0', 's1'] as const;

/** Mostly nothing. */
const rarely = <T>(value: fc.Arbitrary<T>, freq: number): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: freq, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
const mostly = <T>(usual: T, value: fc.Arbitrary<T>, weight = 3): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: value });
const defined = <T extends object>(record: T): T => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;

const ends = fc.constantFrom(...ENDS).map(inSeconds);
const expires = rarely(fc.oneof(ends, fc.constant(inSeconds(86_400))), 8);
const status = rarely(fc.constant('suspended' as const), 30);
const policyNames = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(['p0'], ['p0', 'p1'], ['p1']) }, { weight: 1, arbitrary: fc.subarray([...POLICIES]) });
const ceilings = fc.record({ policies: policyNames, direct: fc.constantFrom(true, false, undefined) }).map(defined);
const ephemerals = fc.record({ max_ttl: rarely(fc.constantFrom('5m', '30s', 45), 1), uses: rarely(fc.constantFrom(1, 5), 1) }).map(defined);

const types: fc.Arbitrary<readonly AgentType[]> = fc
  .tuple(
    ...['t0', 't1'].map((id) =>
      fc.record({
        id: fc.constant(id),
        ceiling_policies: rarely(policyNames, 2),
        max_ttl: rarely(fc.constantFrom('10m', 20), 3),
        uses: rarely(fc.constant(3), 3),
      }),
    ),
  )
  .map((all) => all.map(defined) as readonly AgentType[]);

const agentOf = (id: string): fc.Arbitrary<AgentRecord> =>
  fc
    .record({
      id: fc.constant(id),
      type: fc.constantFrom('t0', 't1', undefined),
      owner: rarely(fc.constantFrom('user:u1', 'group:g1', 'user:u0', 'somebody'), 1),
      metadata: rarely(fc.record({ team: fc.constantFrom('x', 'eng', 'b', 'a/b', ''), size: fc.constantFrom(7, 10, 1.5) }), 1),
      policies: policyNames,
      ceiling: rarely(ceilings, 2),
      ephemeral: rarely(ephemerals, 4),
      status,
      expires,
    })
    .map(defined) as fc.Arbitrary<AgentRecord>;

const userOf = (id: string): fc.Arbitrary<UserRecord> =>
  fc
    .record({
      id: fc.constant(id),
      groups: fc.constantFrom([], ['g0'], ['g1'], ['g2', 'g0']),
      policies: policyNames,
      attributes: rarely(fc.record({ dept: fc.constantFrom('x', 'eng', 'b'), level: fc.constantFrom(10, 50, 7) }), 1),
      status,
      expires,
    })
    .map(defined) as fc.Arbitrary<UserRecord>;

const groups: fc.Arbitrary<readonly GroupRecord[]> = fc
  .record({ policies: fc.array(fc.constantFrom('p1', 'p2'), { maxLength: 1 }), outer: fc.constantFrom([], ['g2']) })
  .map(({ policies, outer }): readonly GroupRecord[] => [
    { id: 'g0', groups: ['g1'] },
    { id: 'g1', policies, groups: outer },
    { id: 'g2', policies: ['p2'] },
  ]);

const delegationOf = (id: string, from: string, to: string): fc.Arbitrary<DelegationRecord> =>
  fc
    .record({
      id: fc.constant(id),
      from: fc.constant(from),
      to: fc.constant(to),
      scopes: fc.constantFrom(['s0'], ['s0', 's1'], ['s1'], ['s0', 's1']),
      purposes: rarely(fc.constantFrom(['review'], ['review', 'audit']), 4),
      sessions: rarely(fc.constantFrom(['x'], ['x', 'b'], ['b', 'x', '7']), 5),
      consent: fc.constantFrom('implied' as const, 'implied' as const, 'explicit' as const, undefined),
      expires,
      max_depth: fc.constantFrom(0, 1, 2, 2, 2),
      status: rarely(fc.constant('revoked' as const), 20),
    })
    .map(defined) as fc.Arbitrary<DelegationRecord>;

/** Two ways from u0 to a0 and from a0 to a1. */
const HOPS = [
  ['d0', 'user:u0', 'a0'],
  ['d1', 'user:u0', 'a0'],
  ['d2', 'agent:a0', 'a1'],
  ['d3', 'agent:a0', 'a1'],
  ['d4', 'agent:a1', 'a2'],
  ['d5', 'user:u1', 'a1'],
] as const;

const delegations = fc.tuple(...HOPS.map(([id, from, to]) => delegationOf(id, from, to)), fc.subarray(['d1', 'd3', 'd5'])).map((drawn) => {
  const left = drawn.at(-1) as string[];
  return (drawn.slice(0, -1) as DelegationRecord[]).filter(({ id }) => !left.includes(id));
});

const consentOf = (delegation: string): fc.Arbitrary<ConsentRecord> =>
  fc
    .record({
      delegation: fc.constant(delegation),
      scopes: mostly<string[]>(['s0', 's1'], fc.constantFrom<string[]>(['s0'], ['s1'], [], ['unheard'])),
      given_at: mostly(inSeconds(-7200), fc.constantFrom(...[-60, 0, 60].map(inSeconds))),
      expires: rarely(ends, 3),
      withdrawn_at: rarely(ends, 5),
    })
    .map(defined) as fc.Arbitrary<ConsentRecord>;
const consents = fc
  .tuple(
    ...HOPS.map(([id]) =>
      fc.oneof({ weight: 1, arbitrary: fc.constant([]) }, { weight: 3, arbitrary: fc.array(consentOf(id), { minLength: 1, maxLength: 2 }) }),
    ),
  )
  .map((all) => all.flat());

/** Facts about what the files have, and names that nobody knows in what only the facts have. */
interface Placing {
  readonly inFacts: readonly string[];
  readonly added: object;
  readonly unheard: string;
}

const placings: fc.Arbitrary<Placing> = fc.record({
  inFacts: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray(['u0', 'u1', 'a0', 'a1', 'a2', 'groups', 'delegations']) }),
  added: fc
    .record({
      a0: rarely(fc.record({ ceiling: rarely(ceilings, 1), ephemeral: rarely(ephemerals, 1), status, expires }).map(defined), 2),
      u0: rarely(fc.record({ status, expires }).map(defined), 5),
    })
    .map(defined),
  unheard: fc.constantFrom('', '', '', '', '', '', '', '', '', 'policy', 'policy', 'policy', 'type', 'group', 'scope'),
});

/** Of a record that only the facts have. */
function withUnheard<R extends AgentRecord & UserRecord>(record: R, unheard: string): R {
  if (unheard === 'policy') return { ...record, policies: ['unheard', ...(record.policies ?? [])] };
  if (unheard === 'type' && record.id.startsWith('a')) return { ...record, type: 'unheard' };
  if (unheard === 'group' && record.id.startsWith('u')) return { ...record, groups: ['unheard'] };
  return record;
}

const LEVELS = ['hard-mandatory', 'soft-mandatory', 'advisory', 'advisory'] as const;
const on = fc
  .record(
    {
      paths: fc.constantFrom(['a/b'], ['a/*'], ['agents/*'], ['mcp/s/t', '+/b'], ['a/b/']),
      capabilities: fc.constantFrom(['read'], ['delegate', 'invoke'], ['update', 'list']),
      agent_types: fc.constantFrom(['t0'], ['t0', 't1']),
    },
    { requiredKeys: [] },
  )
  .map((members) => {
    const lines = Object.entries(members).map(([key, values]) => `${key} = ${JSON.stringify(values)}`);
    return lines.length === 0 ? '' : `on { ${lines.join('  ')} }\n`;
  });

export function guardrails(bodies: fc.Arbitrary<string>, names: readonly string[]): fc.Arbitrary<readonly string[]> {
  const clause = fc.tuple(fc.constantFrom('require', 'forbid'), bodies).map(([word, body]) => `${word} {\n${body}\n}\n`);
  const one = fc.tuple(fc.constantFrom(...LEVELS), on, fc.array(clause, { minLength: 0, maxLength: 2 }), approvals);
  return fc
    .tuple(...names.map(() => one))
    .map((all) =>
      all.map(
        ([level, where, clauses, approval], i) =>
          `guardrail ${JSON.stringify(names[i])} {\nenforcement = "${level}"\n${where}${clauses.join('')}${level === 'soft-mandatory' ? `${approval}\n` : ''}}\n`,
      ),
    );
}

const target = fc
  .tuple(
    fc.constantFrom('"a/b"', '"a/*"', '"*"', '"mcp/s/t"'),
    fc.constantFrom('sensitivity = "high"', 'sensitivity = "x"', 'tier = 10', 'sensitivity = "high"\ntier = 50'),
  )
  .map(([paths, attributes]) => `paths = [${paths}]\n${attributes}\n`);
const targets = fc.array(target, { maxLength: 2 }).map((all) => all.map((body, i) => `target "x${i}" {\n${body}}\n`));

const ROOTS = ['context', 'user', 'agent', 'target', 'session', 'parameters'] as const;
const sources = fc.constantFrom('registry', 'token', 'enforcement_point', 'caller', undefined, undefined);

/** A root that is declared is declared whole. */
const schemas: fc.Arbitrary<readonly string[]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc
      .record({ roots: fc.subarray([...ROOTS]), sources: fc.array(sources, { minLength: 12, maxLength: 12 }), trusted: fc.boolean() })
      .map(({ roots, sources: drawn, trusted }) => {
        let next = 0;
        const bodies = roots.map((root) => {
          const lines = attributesOf(root)
            .filter(({ free }) => free)
            .map(({ name, kind: natural }) => {
              // Of the user's, templates are made: they ask for no declared type.
              const kind = root === 'user' ? 'any' : natural;
              const source = drawn[next++ % drawn.length];
              const allowed = root === 'parameters' || ((root === 'context' || root === 'session') && source === 'registry') ? undefined : source;
              return allowed === undefined ? `${name} = "${kind}"` : `${name} { type = "${kind}"  source = "${allowed}" }`;
            });
          return `${root} {\n${[...lines, ...(root === 'user' && trusted ? ['groups = "trusted"'] : [])].map((line) => `${line}\n`).join('')}}\n`;
        });
        return [`schema {\noperations = { write = "update", call = "invoke" }\nsubjects = { user = "agent", robot = "agent" }\n${bodies.join('')}}\n`];
      }),
  },
);

export function worlds({ has = true, without = [], templates = true, stanzas: most = 4 }: WorldChoices = {}): fc.Arbitrary<World> {
  const inner = expressions({ has, conditions: [], without });
  const outer = expressions({ has, conditions: ['c0', 'c1'], without });
  const bodies = conditionBodies(outer, without);
  const conditions = fc.tuple(conditionBodies(inner, without), conditionBodies(inner, without));
  const list = (denies: boolean, names: readonly string[]) =>
    fc.tuple(
      ...names.map((name) =>
        fc.array(stanzas({ expressions: outer, without, templates, denies }), { minLength: 1, maxLength: most }).map((all): Named => ({ name, stanzas: all })),
      ),
    );
  return fc
    .record({
      policies: list(true, POLICIES),
      scopes: list(false, SCOPES),
      types,
      agents: fc.tuple(...['a0', 'a1', 'a2'].map(agentOf)),
      users: fc.tuple(...['u0', 'u1'].map(userOf)),
      groups,
      delegations,
      consents,
      placing: placings,
      age: fc.constantFrom(
        {},
        {},
        {},
        {},
        {},
        {},
        {},
        {},
        {},
        {},
        {},
        {},
        {},
        { as_of: inSeconds(-60), max_age: 60 },
        { as_of: inSeconds(-60), max_age: '59s' },
        { as_of: inSeconds(0), max_age: 1 },
      ),
      conditions,
      guardrails: fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: guardrails(bodies, ['k0']) },
        { weight: 1, arbitrary: guardrails(bodies, ['k0', 'k1']) },
      ),
      targets,
      schema: schemas,
    })
    .map(({ placing, conditions: [c0, c1], guardrails: rails, targets: places, schema, ...rest }) => ({
      ...rest,
      agents: place(rest.agents, placing),
      users: place(rest.users, placing),
      groups: rest.groups.map((record) => ({ record, at: placing.inFacts.includes('groups') ? 'facts' : 'files', added: null })),
      delegations: rest.delegations.map((record) => placeDelegation(record, placing)),
      blocks: [`condition "c0" {\n${c0}\n}\n`, `condition "c1" {\n${c1}\n}\n`, ...rails, ...places, ...schema],
    }));
}

/** Files name only what files have: of users whose groups are in the facts they say nothing. */
function place<R extends AgentRecord & UserRecord>(records: readonly R[], { inFacts, added, unheard }: Placing): readonly Placed<R>[] {
  return records.map((record) => {
    const inFact = inFacts.includes(record.id) || (record.id.startsWith('u') && inFacts.includes('groups'));
    if (inFact) return { record: withUnheard(record, unheard), at: 'facts', added: null };
    return { record, at: 'files', added: ((added as Record<string, Partial<R>>)[record.id] as Partial<R> | undefined) ?? null };
  });
}

function placeDelegation(record: DelegationRecord, { inFacts, unheard }: Placing): Placed<DelegationRecord> {
  const apart =
    inFacts.includes('delegations') ||
    inFacts.some((id) => id === record.to || record.from.endsWith(`:${id}`)) ||
    (record.from.startsWith('user:') && inFacts.includes('groups'));
  if (!apart) return { record, at: 'files', added: null };
  return { record: unheard === 'scope' ? { ...record, scopes: ['unheard', ...record.scopes] } : record, at: 'facts', added: null };
}
