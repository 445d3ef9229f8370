// §9.1: what facts add to files, what they may take away, and how old they may be.

import { allowed, block, denied, EVERYTHING, expr, inSeconds, type LanguageCase, NOW, onBehalf, stanza } from '../language-case.js';

type Row = readonly [name: string, text: string, facts: object, request: object, expect: LanguageCase['expect'], clock?: number];

const READ = { operation: 'read', path: 'secret/x' };
const ALICE = { user: { id: 'alice' }, ...READ };
const BOT = { agent: 'bot', ...READ };
const P = block('policy', 'p', EVERYTHING);
const NARROW = block('policy', 'narrow', stanza('secret/y', 'read'));
const TYPE = block('agent_type', 'careful', 'max_ttl = "5m"', 'ceiling_policies = ["narrow"]') + NARROW;
const user = (more: object = {}) => ({ users: [{ id: 'alice', policies: ['p'], ...more }] });
const agent = (more: object = {}) => ({ agents: [{ id: 'bot', policies: ['p'], ...more }] });
const FILE_AGENT = P + block('agent', 'bot', 'policies = ["p"]', `expires = "${inSeconds(100)}"`, 'ephemeral { max_ttl = "1m"  uses = 5 }');
const narrowed = (more: object) => ({ agents: [{ id: 'bot', ...more }] });

const WHO: readonly Row[] = [
  ['a user may be registered in facts alone', P, user(), ALICE, allowed()],
  ['an agent may be registered in facts alone', P, agent(), BOT, allowed({ layers: ['agent_policies allowed', 'ceiling allowed'] })],
  ['facts hold nobody else', P, user(), { ...READ, user: { id: 'bob' } }, denied('unknown_principal')],
  [
    'a user of facts has the policies of a group of facts',
    P,
    { users: [{ id: 'alice', groups: ['eng'] }], groups: [{ id: 'eng', policies: ['p'] }] },
    ALICE,
    allowed(),
  ],
  [
    'a user of facts has the policies of a group of files',
    P + block('group', 'eng', 'policies = ["p"]'),
    { users: [{ id: 'alice', groups: ['eng'] }] },
    ALICE,
    allowed(),
  ],
  [
    'a group of facts may belong to a group of files',
    P + block('group', 'staff', 'policies = ["p"]'),
    { users: [{ id: 'alice', groups: ['eng'] }], groups: [{ id: 'eng', groups: ['staff'] }] },
    ALICE,
    allowed(),
  ],
  [
    'attributes of facts are read',
    block('policy', 'p', stanza('secret/x', 'read', expr('user.limit == 10'))),
    user({ attributes: { limit: 10 } }),
    ALICE,
    allowed(),
  ],
  [
    'metadata of facts is read',
    block('policy', 'p', stanza('secret/x', 'read', expr('agent.metadata.team == "eng"'))),
    agent({ metadata: { team: 'eng' } }),
    BOT,
    allowed(),
  ],
  [
    'an agent of facts has a type of the files',
    P + TYPE,
    agent({ type: 'careful' }),
    BOT,
    denied('ceiling', { layers: ['agent_policies allowed', 'type_ceiling no_matching_rule', 'ceiling allowed'] }),
  ],
  ['an agent of facts has a ceiling', P + NARROW, agent({ ceiling: { policies: ['narrow'] } }), BOT, denied('ceiling')],
  [
    'an agent of facts may have a ceiling that does not bind it directly',
    P + NARROW,
    agent({ ceiling: { policies: ['narrow'], direct: false } }),
    BOT,
    allowed(),
  ],
  ['an agent of facts is ephemeral', P, agent({ ephemeral: { max_ttl: 60, uses: 1 } }), BOT, allowed({ obligations: { max_ttl: 60, uses: 1 } })],
  ['a user of facts may be suspended', P, user({ status: 'suspended' }), ALICE, denied('suspended')],
  ['a user of facts expires', P, user({ expires: inSeconds(-1) }), ALICE, denied('expired')],
  [
    'a policy that facts name and no file has makes the layer deny',
    P,
    user({ policies: ['p', 'q'] }),
    ALICE,
    denied('unknown_policy', { layers: ['user_policies unknown_policy'] }),
  ],
  [
    'a ceiling that names an unknown policy makes the layer deny',
    P,
    agent({ ceiling: { policies: ['q'] } }),
    BOT,
    denied('unknown_policy', { layers: ['agent_policies allowed', 'ceiling unknown_policy'] }),
  ],
  [
    'a group that names an unknown policy makes its user’s layer deny',
    P,
    { ...user({ groups: ['eng'] }), groups: [{ id: 'eng', policies: ['q'] }] },
    ALICE,
    denied('unknown_policy'),
  ],
  ['root is no policy of a principal of facts', P, user({ policies: ['root'] }), ALICE, denied('unknown_policy')],
  ['an unknown type makes the agent unknown', P, agent({ type: 'strange' }), BOT, denied('unknown_principal')],
  ['an unknown group makes the user unknown', P, user({ groups: ['strange'] }), ALICE, denied('unknown_principal')],
];

const OWNED: readonly Row[] = [
  ['facts may suspend an agent of the files', FILE_AGENT, narrowed({ status: 'suspended' }), BOT, denied('suspended')],
  [
    'facts cannot wake an agent that the files suspend',
    P + block('agent', 'bot', 'policies = ["p"]', 'status = "suspended"'),
    narrowed({ status: 'active' }),
    BOT,
    denied('suspended'),
  ],
  [
    'facts may shorten the time of an agent of the files',
    FILE_AGENT,
    narrowed({ expires: inSeconds(30) }),
    BOT,
    allowed({ obligations: { max_ttl: 30, uses: 5 } }),
  ],
  ['facts cannot lengthen it', FILE_AGENT, narrowed({ expires: inSeconds(1000) }), BOT, denied('expired'), NOW + 200_000],
  [
    'facts may make an agent of the files more ephemeral',
    FILE_AGENT,
    narrowed({ ephemeral: { max_ttl: '10s', uses: 1 } }),
    BOT,
    allowed({ obligations: { max_ttl: 10, uses: 1 } }),
  ],
  [
    'facts cannot make it less ephemeral',
    FILE_AGENT,
    narrowed({ ephemeral: { max_ttl: '1h', uses: 100 } }),
    BOT,
    allowed({ obligations: { max_ttl: 60, uses: 5 } }),
  ],
  ['a ceiling of facts is one more layer', FILE_AGENT + NARROW, narrowed({ ceiling: { policies: ['narrow'] } }), BOT, denied('ceiling')],
  [
    'a ceiling of facts cannot widen that of the files',
    P + NARROW + block('agent', 'bot', 'policies = ["p"]', 'ceiling { policies = ["narrow"] }'),
    narrowed({ ceiling: { policies: ['p'] } }),
    BOT,
    denied('ceiling'),
  ],
  [
    'facts may suspend a user of the files',
    P + block('user', 'alice', 'policies = ["p"]'),
    { users: [{ id: 'alice', status: 'suspended' }] },
    ALICE,
    denied('suspended'),
  ],
  [
    'facts may shorten the time of a user of the files',
    P + block('user', 'alice', 'policies = ["p"]'),
    { users: [{ id: 'alice', expires: inSeconds(0) }] },
    ALICE,
    denied('expired'),
  ],
];

const FRESH: readonly Row[] = [
  ['facts are fresh until they are too old', P, { ...user(), as_of: inSeconds(-60), max_age: 60 }, ALICE, allowed()],
  ['facts that are too old decide nothing', P, { ...user(), as_of: inSeconds(-60.001), max_age: 60 }, ALICE, denied('stale_facts')],
  ['max_age may be a duration', P, { ...user(), as_of: inSeconds(-61), max_age: '1m' }, ALICE, denied('stale_facts')],
  ['facts without max_age do not age', P, { ...user(), as_of: inSeconds(-1e6) }, ALICE, allowed()],
  [
    'the clock of the engine counts, not the time of the request',
    P,
    { ...user(), as_of: inSeconds(-120), max_age: 60 },
    { ...ALICE, context: { time: inSeconds(-90) } },
    denied('stale_facts'),
  ],
  ['facts are fresh before anybody is known', P, { as_of: inSeconds(-120), max_age: 60 }, ALICE, denied('stale_facts')],
];

const table = (rows: readonly Row[]): LanguageCase[] =>
  rows.map(([name, text, facts, request, expect, clock]) => ({
    heading: '9.1 Facts',
    name,
    files: { 'world.hcl': text },
    facts: facts,
    request: request as LanguageCase['request'],
    expect,
    ...(clock === undefined ? {} : { clock }),
  }));

const explicit = onBehalf({ delegation: '' });
const consent = (...each: readonly object[]) => ({
  consents: each.map((more) => ({ delegation: 'd', scopes: ['work'], given_at: inSeconds(-3600), ...more })),
});

const CONSENTS: readonly (readonly [name: string, facts: object, expect: LanguageCase['expect']])[] = [
  ['a consent that was given is in force', consent({}), allowed()],
  ['a consent is in force from the instant it is given', consent({ given_at: inSeconds(0) }), allowed()],
  ['a consent given later is not in force', consent({ given_at: inSeconds(0.001) }), denied('consent_missing')],
  ['a consent is in force until it expires', consent({ expires: inSeconds(20) }), allowed({ obligations: { max_ttl: 20 } })],
  ['a consent is expired at the instant named', consent({ expires: inSeconds(0) }), denied('expired')],
  ['a consent withdrawn is no longer in force', consent({ withdrawn_at: inSeconds(0) }), denied('expired')],
  ['a consent to be withdrawn later is in force', consent({ withdrawn_at: inSeconds(1) }), allowed()],
  ['no consent is missing', {}, denied('consent_missing')],
  ['the consent of another delegation is none', consent({ delegation: 'other' }), denied('consent_missing')],
  ['one consent in force is enough', consent({ expires: inSeconds(-1) }, {}), allowed()],
  [
    'one that has expired beside one of the future is a consent that is missing',
    consent({ expires: inSeconds(-1) }, { given_at: inSeconds(5) }),
    { allowed: false, outcome: 'consent_missing' },
  ],
  ['scopes are cut to those consented', consent({ scopes: [] }), denied('scope')],
  ['a scope consented that the delegation lacks covers nothing', consent({ scopes: ['other'] }), denied('scope')],
];

const delegation = { id: 'e', from: 'user:alice', to: 'bot', scopes: ['work'], consent: 'implied' };
const forAlice = { ...BOT, delegation: { id: 'e' } };
const WORLD = onBehalf({}).files['world.hcl'] as string;

const DELEGATIONS: readonly Row[] = [
  ['a delegation may be of facts alone', WORLD, { delegations: [delegation] }, forAlice, allowed()],
  ['a delegation of facts may be revoked', WORLD, { delegations: [{ ...delegation, status: 'revoked' }] }, forAlice, denied('suspended')],
  [
    'facts may revoke a delegation of the files',
    WORLD,
    { delegations: [{ id: 'd', status: 'revoked' }] },
    { ...BOT, delegation: { id: 'd' } },
    denied('suspended'),
  ],
  [
    'facts may shorten a delegation of the files',
    WORLD,
    { delegations: [{ id: 'd', expires: inSeconds(-1) }] },
    { ...BOT, delegation: { id: 'd' } },
    denied('expired'),
  ],
  [
    'a delegation of facts wants consent when it says nothing',
    WORLD,
    { delegations: [{ id: 'e', from: 'user:alice', to: 'bot', scopes: ['work'] }] },
    forAlice,
    denied('consent_missing'),
  ],
  ['a scope that no file has covers nothing', WORLD, { delegations: [{ ...delegation, scopes: ['strange'] }] }, forAlice, denied('scope')],
];

export const FACTS: readonly LanguageCase[] = [
  ...table([...WHO, ...OWNED, ...FRESH, ...DELEGATIONS]),
  ...CONSENTS.map(([name, facts, expect]) => ({ heading: '9.1 Facts', name, ...explicit, facts: facts, expect })),
];
