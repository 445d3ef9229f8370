// §10.2: who must stand how, chains of two and three, and which of several delegations and consents counts. Long: one table.

import { allowed, block, denied, EVERYTHING, expr, inSeconds, type LanguageCase, onBehalf, stanza } from '../language-case.js';

const ALL = EVERYTHING + stanza('agents/*', 'delegate');
const READ = { operation: 'read', path: 'secret/x' };

interface Hop {
  readonly from: string;
  readonly to: string;
  readonly more?: readonly string[];
  readonly scopes?: readonly string[];
}

const hop = (id: string, { from, to, more = [], scopes = ['work'] }: Hop) =>
  block(
    'delegation',
    id,
    `from = "${from}"`,
    `to = "${to}"`,
    `scopes = ${JSON.stringify(scopes)}`,
    ...(more.some((key) => key.startsWith('consent')) ? [] : ['consent = "implied"']),
    ...more,
  );

const SCOPES =
  block('scope', 'work', ALL) +
  block('scope', 'reads', stanza('secret/*', 'read')) +
  block('scope', 'updates', stanza('secret/*', 'update')) +
  block('scope', 'other', stanza('other/*', 'read'));

interface World {
  readonly blocks?: string;
  readonly a?: string;
  readonly b?: string;
  readonly c?: string;
  readonly alice?: string;
}

/** Alice, and the agents a, b and c that may do and hand on everything. */
const world = (hops: string, { a = '', b = '', c = '', alice = '', blocks = '' }: World = {}) => ({
  files: {
    'world.hcl':
      block('policy', 'all', ALL) +
      block('user', 'alice', 'policies = ["all"]', alice) +
      block('agent', 'a', 'policies = ["all"]', a) +
      block('agent', 'b', 'policies = ["all"]', b) +
      block('agent', 'c', 'policies = ["all"]', c) +
      SCOPES +
      hops +
      blocks,
  },
});

const chain = (user: string | null, ...agents: readonly string[]) => ({
  request: { agent: agents.at(-1), delegation: { ...(user === null ? {} : { user }), chain: agents }, ...READ } as LanguageCase['request'],
});
const also = (asked: { request: LanguageCase['request'] }, more: object) => ({ request: { ...asked.request, ...more } });

const A = (...more: readonly string[]) => hop('alice-a', { from: 'user:alice', to: 'a', more });
const AB = (...more: readonly string[]) => hop('a-b', { from: 'agent:a', to: 'b', more });
const BC = (...more: readonly string[]) => hop('b-c', { from: 'agent:b', to: 'c', more });
const scoped = (id: string, from: string, to: string, scopes: readonly string[], ...more: readonly string[]) => hop(id, { from, to, scopes, more });
const DEEP1 = 'max_depth = 1';
const DEEP2 = 'max_depth = 2';
const until = (seconds: number) => `expires = "${inSeconds(seconds)}"`;
const TWO = chain('alice', 'a', 'b');
const THREE = chain('alice', 'a', 'b', 'c');
const ALONE = chain('alice', 'a');
const IN_S2 = { session: { id: 's2' } };
const filed = (sessions: readonly string[]) => ({
  delegations: [{ id: 'd', from: 'user:alice', to: 'a', scopes: ['reads'], consent: 'implied', sessions }],
});

type Row = readonly [name: string, asked: Pick<LanguageCase, 'facts' | 'files' | 'request'>, expect: LanguageCase['expect']];

const LAYERS_OF_TWO = ['user_policies allowed', 'ceiling allowed', 'ceiling allowed', 'delegate allowed', 'scope allowed'];

const ROWS: readonly Row[] = [
  ['a chain of two agents acts for a user', { ...world(A(DEEP1) + AB()), ...TWO }, allowed({ layers: LAYERS_OF_TWO })],
  ['a chain of three agents acts for a user', { ...world(A(DEEP2) + AB(DEEP1) + BC()), ...THREE }, allowed()],
  [
    'an agent may hand on to an agent for itself',
    { ...world(AB()), ...chain(null, 'a', 'b') },
    allowed({ layers: ['agent_policies allowed', 'ceiling allowed', 'ceiling allowed', 'delegate allowed', 'scope allowed'] }),
  ],
  ['a chain of three may be rooted in an agent', { ...world(AB(DEEP1) + BC()), ...chain(null, 'a', 'b', 'c') }, allowed()],
  ['a hop without a delegation is unknown', { ...world(A(DEEP1)), ...TWO }, denied('unknown_principal')],
  ['the first hop without a delegation is unknown', { ...world(AB()), ...TWO }, denied('unknown_principal')],
  [
    'a delegation to the last agent alone does not make a chain',
    { ...world(A(DEEP1) + hop('alice-b', { from: 'user:alice', to: 'b' })), ...TWO },
    denied('unknown_principal'),
  ],
  ['a chain has no hop in the other direction', { ...world(A(DEEP1) + hop('b-a', { from: 'agent:b', to: 'a' })), ...TWO }, denied('unknown_principal')],
  ['a delegation passes through no agent when it says nothing', { ...world(A() + AB()), ...TWO }, denied('delegation_too_deep')],
  ['a delegation passes through as many agents as it says', { ...world(A(DEEP1) + AB(DEEP1) + BC()), ...THREE }, denied('delegation_too_deep')],
  ['a later delegation must be deep enough too', { ...world(A(DEEP2) + AB() + BC()), ...THREE }, denied('delegation_too_deep')],
  ['a chain rooted in an agent is bound in depth', { ...world(AB() + BC()), ...chain(null, 'a', 'b', 'c') }, denied('delegation_too_deep')],

  // Who must stand how.
  ['a suspended agent in the middle of a chain ends it', { ...world(A(DEEP1) + AB(), { a: 'status = "suspended"' }), ...TWO }, denied('suspended')],
  ['a suspended user ends a chain', { ...world(A(DEEP1) + AB(), { alice: 'status = "suspended"' }), ...TWO }, denied('suspended')],
  ['an agent in the middle that has expired ends it', { ...world(A(DEEP1) + AB(), { a: until(-1) }), ...TWO }, denied('expired')],
  ['an unknown agent in the middle is unknown', { ...world(A(DEEP1)), ...chain('alice', 'nobody', 'a') }, denied('unknown_principal')],
  ['an unknown user at the root is unknown', { ...world(A(DEEP1)), ...chain('nobody', 'a') }, denied('unknown_principal')],
  ['unknown is before suspended', { ...world(A(DEEP1), { a: 'status = "suspended"' }), ...chain('nobody', 'a') }, denied('unknown_principal')],
  ['suspended is before expired', { ...world(A(), { a: `status = "suspended"\n${until(-1)}` }), ...chain('alice', 'a') }, denied('suspended')],
  ['a suspended agent is before a missing delegation', { ...world('', { a: 'status = "suspended"' }), ...chain('alice', 'a') }, denied('suspended')],
  ['a revoked hop ends a chain', { ...world(A(DEEP1) + AB('status = "revoked"')), ...TWO }, denied('suspended')],
  ['an expired hop ends a chain', { ...world(A(DEEP1) + AB(until(0))), ...TWO }, denied('expired')],
  ['a child does not outlive its parent', { ...world(A(DEEP1, until(-1)) + AB(until(1000))), ...TWO }, denied('expired')],
  [
    'the time that is left is the least of the chain’s',
    { ...world(A(DEEP1, until(40)) + AB(until(1000)), { b: until(500) }), ...TWO },
    allowed({ obligations: { max_ttl: 40 } }),
  ],
  ['a revoked delegation is before its depth', { ...world(A('status = "revoked"') + AB()), ...TWO }, denied('suspended')],
  ['depth is before purpose', { ...world(A('purposes = ["audit"]') + AB()), ...TWO }, denied('delegation_too_deep')],
  ['purpose is before consent', { ...world(A('purposes = ["audit"]', 'consent = "explicit"')), ...chain('alice', 'a') }, denied('purpose_not_allowed')],

  // Purposes.
  ['a purpose of the delegation is fine', { ...world(A('purposes = ["audit", "review"]')), ...also(chain('alice', 'a'), { purpose: 'review' }) }, allowed()],
  [
    'a purpose that the delegation has not is none',
    { ...world(A('purposes = ["audit"]')), ...also(chain('alice', 'a'), { purpose: 'review' }) },
    denied('purpose_not_allowed'),
  ],
  ['a request without a purpose has none of the delegation’s', { ...world(A('purposes = ["audit"]')), ...chain('alice', 'a') }, denied('purpose_not_allowed')],
  ['purposes are case-sensitive', { ...world(A('purposes = ["audit"]')), ...also(chain('alice', 'a'), { purpose: 'Audit' }) }, denied('purpose_not_allowed')],
  ['a delegation without purposes is for any', { ...world(A()), ...also(chain('alice', 'a'), { purpose: 'anything' }) }, allowed()],
  [
    'purposes are cut to the parent’s',
    { ...world(A(DEEP1, 'purposes = ["audit"]') + AB('purposes = ["audit", "review"]')), ...also(TWO, { purpose: 'review' }) },
    denied('purpose_not_allowed'),
  ],
  [
    'a hop without purposes has its parent’s',
    { ...world(A(DEEP1, 'purposes = ["audit"]') + AB()), ...also(TWO, { purpose: 'review' }) },
    denied('purpose_not_allowed'),
  ],
  [
    'a purpose that both hops have is fine',
    { ...world(A(DEEP1, 'purposes = ["audit"]') + AB('purposes = ["audit", "review"]')), ...also(TWO, { purpose: 'audit' }) },
    allowed(),
  ],
  [
    'a child may be for fewer purposes',
    { ...world(A(DEEP1) + AB('purposes = ["audit"]')), ...also(TWO, { purpose: 'review' }) },
    denied('purpose_not_allowed'),
  ],

  // Sessions.
  ['a session of the delegation is fine', { ...world(A('sessions = ["s1", "s2"]')), ...also(ALONE, IN_S2) }, allowed()],
  ['a session that the delegation has not is none', { ...world(A('sessions = ["s1"]')), ...also(ALONE, IN_S2) }, denied('session_not_allowed')],
  ['a request without a session is in none of the delegation’s', { ...world(A('sessions = ["s1"]')), ...ALONE }, denied('session_not_allowed')],
  [
    'a session without an id is none of the delegation’s',
    { ...world(A('sessions = ["s1"]')), ...also(ALONE, { session: { tenant: 's1' } }) },
    denied('session_not_allowed'),
  ],
  [
    'an id of a session that is no text is none of the delegation’s',
    { ...world(A('sessions = ["7"]')), ...also(ALONE, { session: { id: 7 } }) },
    denied('session_not_allowed'),
  ],
  ['ids of sessions are case-sensitive', { ...world(A('sessions = ["S2"]')), ...also(ALONE, IN_S2) }, denied('session_not_allowed')],
  ['a delegation without sessions is for any', { ...world(A()), ...also(ALONE, IN_S2) }, allowed()],
  [
    'sessions are cut to the parent’s',
    { ...world(A(DEEP1, 'sessions = ["s1"]') + AB('sessions = ["s1", "s2"]')), ...also(TWO, IN_S2) },
    denied('session_not_allowed'),
  ],
  ['a hop without sessions has its parent’s', { ...world(A(DEEP1, 'sessions = ["s1"]') + AB()), ...also(TWO, IN_S2) }, denied('session_not_allowed')],
  ['a session that both hops have is fine', { ...world(A(DEEP1, 'sessions = ["s2"]') + AB('sessions = ["s1", "s2"]')), ...also(TWO, IN_S2) }, allowed()],
  ['a child may be for fewer sessions', { ...world(A(DEEP1) + AB('sessions = ["s1"]')), ...also(TWO, IN_S2) }, denied('session_not_allowed')],
  [
    'hops with no session in common are for none',
    { ...world(A(DEEP1, 'sessions = ["s1"]') + AB('sessions = ["s2"]')), ...also(TWO, IN_S2) },
    denied('session_not_allowed'),
  ],
  [
    'purpose is before session',
    { ...world(A('purposes = ["audit"]', 'sessions = ["s1"]')), ...also(ALONE, { session: { id: 's2' }, purpose: 'review' }) },
    denied('purpose_not_allowed'),
  ],
  ['session is before consent', { ...world(A('sessions = ["s1"]', 'consent = "explicit"')), ...also(ALONE, IN_S2) }, denied('session_not_allowed')],
  [
    'of two delegations the one for the session counts',
    {
      ...world(scoped('d1', 'user:alice', 'a', ['reads'], 'sessions = ["s1"]') + scoped('d2', 'user:alice', 'a', ['reads'], 'sessions = ["s2"]')),
      ...also(ALONE, IN_S2),
    },
    allowed(),
  ],
  ['a delegation of the facts is for its sessions alone', { ...world(''), facts: filed(['s1']), ...also(ALONE, IN_S2) }, denied('session_not_allowed')],
  ['a delegation of the facts is for its sessions', { ...world(''), facts: filed(['s1', 's2']), ...also(ALONE, IN_S2) }, allowed()],
  ['a delegation of the facts that names no session is for none', { ...world(''), facts: filed([]), ...also(ALONE, IN_S2) }, denied('session_not_allowed')],

  // Scopes along a chain.
  [
    'scopes are cut to the parent’s',
    { ...world(scoped('alice-a', 'user:alice', 'a', ['other'], DEEP1) + scoped('a-b', 'agent:a', 'b', ['other', 'reads'])), ...TWO },
    denied('scope'),
  ],
  [
    'a scope that both hops have covers',
    { ...world(scoped('alice-a', 'user:alice', 'a', ['reads', 'other'], DEEP1) + scoped('a-b', 'agent:a', 'b', ['updates', 'reads'])), ...TWO },
    allowed(),
  ],
  [
    'hops with no scope in common cover nothing',
    { ...world(scoped('alice-a', 'user:alice', 'a', ['reads'], DEEP1) + scoped('a-b', 'agent:a', 'b', ['work'])), ...TWO },
    denied('scope'),
  ],
  [
    'each scope counts alone: one that allows suffices',
    { ...world(scoped('alice-a', 'user:alice', 'a', ['updates', 'other', 'reads'])), ...chain('alice', 'a') },
    allowed(),
  ],

  // Several delegations.
  [
    'of two delegations the one that allows counts',
    { ...world(scoped('d1', 'user:alice', 'a', ['updates']) + scoped('d2', 'user:alice', 'a', ['reads'])), ...chain('alice', 'a') },
    allowed(),
  ],
  [
    'a delegation named is the only one',
    {
      ...world(scoped('d1', 'user:alice', 'a', ['updates']) + scoped('d2', 'user:alice', 'a', ['reads'])),
      request: { agent: 'a', delegation: { id: 'd1' }, ...READ },
    },
    denied('scope'),
  ],
  [
    'two delegations do not add up to one',
    { ...world(scoped('d1', 'user:alice', 'a', ['reads'], 'purposes = ["audit"]') + scoped('d2', 'user:alice', 'a', ['updates'])), ...chain('alice', 'a') },
    denied('purpose_not_allowed'),
  ],
  [
    'when none allows the first answers',
    { ...world(scoped('d1', 'user:alice', 'a', ['updates']) + scoped('d2', 'user:alice', 'a', ['reads'], 'status = "revoked"')), ...chain('alice', 'a') },
    denied('scope'),
  ],
  [
    'a revoked delegation does not hide another',
    { ...world(scoped('d1', 'user:alice', 'a', ['reads'], 'status = "revoked"') + scoped('d2', 'user:alice', 'a', ['reads'])), ...chain('alice', 'a') },
    allowed(),
  ],
  [
    'one that only wants approval is before the first',
    {
      ...world(scoped('d1', 'user:alice', 'a', ['updates']) + scoped('d2', 'user:alice', 'a', ['asks']), {
        blocks: block('scope', 'asks', stanza('secret/*', 'read', 'approval { by = ["user:carol"] }')),
      }),
      ...chain('alice', 'a'),
    },
    denied('approval_required'),
  ],

  // Consent along a chain.
  ['each explicit hop wants its consent', { ...world(A(DEEP1) + AB('consent = "explicit"')), ...TWO }, denied('consent_missing')],
  [
    'a consent for each explicit hop is enough',
    { ...world(A(DEEP1) + AB('consent = "explicit"')), facts: { consents: [{ delegation: 'a-b', scopes: ['work'], given_at: inSeconds(-1) }] }, ...TWO },
    allowed(),
  ],
  [
    'scopes are cut to those of the parent’s consent',
    { ...world(A(DEEP1, 'consent = "explicit"') + AB()), facts: { consents: [{ delegation: 'alice-a', scopes: ['reads'], given_at: inSeconds(-1) }] }, ...TWO },
    denied('scope'),
  ],
  [
    'of two consents in force the one that allows counts',
    {
      ...world(hop('alice-a', { from: 'user:alice', to: 'a', scopes: ['updates', 'reads'], more: ['consent = "explicit"'] })),
      facts: { consents: ['updates', 'reads'].map((scope) => ({ delegation: 'alice-a', scopes: [scope], given_at: inSeconds(-1) })) },
      ...chain('alice', 'a'),
    },
    allowed(),
  ],

  // What conditions see of a chain.
  [
    'the last agent is the current actor',
    { ...world(A(DEEP1) + AB(), { blocks: block('guardrail', 'g', 'enforcement = "hard-mandatory"', 'require { agent { ids = ["b"] } }') }), ...TWO },
    allowed(),
  ],
  [
    'depth counts the agents after the first',
    {
      ...world(A(DEEP1) + AB(), {
        blocks: block('guardrail', 'g', 'enforcement = "hard-mandatory"', 'require { expr = delegation.depth == 1 && delegation.mode == "on-behalf-of" }'),
      }),
      ...TWO,
    },
    allowed(),
  ],
  [
    'a chain rooted in an agent has a mode of its own',
    {
      ...world(AB(), { blocks: block('guardrail', 'g', 'enforcement = "hard-mandatory"', 'require { delegation { mode = "agent-to-agent" } }') }),
      ...chain(null, 'a', 'b'),
    },
    allowed(),
  ],
];

export const DELEGATION: readonly LanguageCase[] = [
  ...ROWS.map(([name, asked, expect]) => ({ heading: '10.2 Standing', name, ...asked, expect })),
  {
    heading: '10.2 Standing',
    name: 'consent is asked for before any layer',
    ...onBehalf({ user: stanza('secret/y', 'read', expr('true')), delegation: '' }),
    expect: denied('consent_missing'),
  },
];
