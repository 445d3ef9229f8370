// §6: what each block says of who exists, what they hold and until when.

import { allowed, block, byAgent, byUser, denied, EVERYTHING, expr, inSeconds, type LanguageCase, onBehalf, stanza } from '../language-case.js';

type Row = readonly [name: string, asked: Pick<LanguageCase, 'files' | 'request'>, expect: LanguageCase['expect']];

const READ = stanza('secret/*', 'read');
const files = (...blocks: readonly string[]) => ({ files: { 'world.hcl': blocks.join('') } });
const alice = (request: object = {}) => ({ request: { user: { id: 'alice' }, operation: 'read', path: 'secret/x', ...request } });
const type = (...body: readonly string[]) => ({
  agent: 'type = "careful"',
  blocks: block('agent_type', 'careful', ...body) + block('policy', 'narrow', stanza('secret/narrow', 'read')),
});
const NARROW = block('policy', 'narrow', stanza('secret/narrow', 'read'));
const until = (seconds: number) => `expires = "${inSeconds(seconds)}"`;

const USERS: readonly Row[] = [
  [
    'names of policies fold case',
    { ...files(block('policy', 'Dev', READ), block('user', 'alice', 'policies = ["dEV"]')), ...alice() },
    allowed({ layers: ['user_policies allowed'] }),
  ],
  [
    'ids of users do not fold case',
    { ...files(block('policy', 'p', READ), block('user', 'Alice', 'policies = ["p"]')), ...alice() },
    denied('unknown_principal'),
  ],
  ['a user without policies may do nothing', { ...files(block('user', 'alice', 'attributes = {}')), ...alice() }, denied('no_matching_rule')],
  [
    'a user has the policies of its group',
    { ...files(block('policy', 'p', READ), block('group', 'eng', 'policies = ["p"]'), block('user', 'alice', 'groups = ["eng"]')), ...alice() },
    allowed(),
  ],
  [
    'a user has the policies of the groups that its group belongs to',
    {
      ...files(
        block('policy', 'p', READ),
        block('group', 'staff', 'policies = ["p"]'),
        block('group', 'eng', 'groups = ["staff"]'),
        block('group', 'web', 'groups = ["eng"]'),
        block('user', 'alice', 'groups = ["web"]'),
      ),
      ...alice(),
    },
    allowed(),
  ],
  [
    'a group has nothing of the groups that belong to it',
    {
      ...files(
        block('policy', 'p', READ),
        block('group', 'staff', ''),
        block('group', 'eng', 'policies = ["p"]', 'groups = ["staff"]'),
        block('user', 'alice', 'groups = ["staff"]'),
      ),
      ...alice(),
    },
    denied('no_matching_rule'),
  ],
  [
    'the policies of user and groups are one list, selected over together',
    {
      ...files(
        block('policy', 'p', READ),
        block('policy', 'q', stanza('secret/x', 'update')),
        block('group', 'eng', 'policies = ["q"]'),
        block('user', 'alice', 'policies = ["p"]', 'groups = ["eng"]'),
      ),
      ...alice(),
    },
    denied('capability_missing'),
  ],
  [
    'a policy that user and group both hold counts once',
    {
      ...files(block('policy', 'p', READ), block('group', 'eng', 'policies = ["p"]'), block('user', 'alice', 'policies = ["p"]', 'groups = ["eng"]')),
      ...alice(),
    },
    allowed(),
  ],
  ['a suspended user may do nothing', byUser(READ, {}, { user: 'status = "suspended"' }), denied('suspended')],
  ['a user whose status is active may act', byUser(READ, {}, { user: 'status = "active"' }), allowed()],
  ['a user may act until it expires', byUser(READ, {}, { user: until(1) }), allowed({ obligations: { max_ttl: 1 } })],
  ['a user is expired at the instant named', byUser(READ, {}, { user: until(0) }), denied('expired')],
  ['a user is expired afterwards', byUser(READ, {}, { user: until(-1) }), denied('expired')],
];

const AGENTS: readonly Row[] = [
  ['without a ceiling an agent has its policies as its ceiling', byAgent(READ), allowed({ layers: ['agent_policies allowed', 'ceiling allowed'] })],
  [
    'a ceiling bounds an agent directly',
    byAgent(READ, {}, { agent: 'ceiling { policies = ["narrow"] }', blocks: NARROW }),
    denied('ceiling', { layers: ['agent_policies allowed', 'ceiling no_matching_rule'] }),
  ],
  [
    'a ceiling with direct = true bounds it too',
    byAgent(READ, {}, { agent: 'ceiling { policies = ["narrow"]  direct = true }', blocks: NARROW }),
    denied('ceiling'),
  ],
  [
    'a ceiling with direct = false does not bound it directly',
    byAgent(READ, {}, { agent: 'ceiling { policies = ["narrow"]  direct = false }', blocks: NARROW }),
    allowed({ layers: ['agent_policies allowed'] }),
  ],
  [
    'a ceiling with direct = false bounds it on behalf of a user',
    onBehalf({ agent: 'ceiling { policies = ["narrow"]  direct = false }', blocks: NARROW }),
    denied('ceiling'),
  ],
  [
    'a ceiling grants an agent nothing for itself',
    byAgent(stanza('secret/y', 'read'), {}, { agent: 'ceiling { policies = ["wide"] }', blocks: block('policy', 'wide', READ) }),
    denied('no_matching_rule', { layers: ['agent_policies no_matching_rule', 'ceiling allowed'] }),
  ],
  [
    'on behalf of a user the ceiling is no policy of the agent',
    onBehalf({ agent: 'ceiling { policies = ["wide"] }', ceiling: stanza('secret/y', 'read'), blocks: block('policy', 'wide', READ) }),
    allowed(),
  ],
  [
    'the policies of a type bound its agents',
    byAgent(READ, {}, type('ceiling_policies = ["narrow"]')),
    denied('ceiling', { layers: ['agent_policies allowed', 'type_ceiling no_matching_rule', 'ceiling allowed'] }),
  ],
  [
    'a type without ceiling_policies is no layer',
    byAgent(READ, {}, type('uses = 3')),
    allowed({ layers: ['agent_policies allowed', 'ceiling allowed'], obligations: { uses: 3 } }),
  ],
  ['the max_ttl of a type is a ceiling', byAgent(READ, {}, type('max_ttl = "5m"')), allowed({ obligations: { max_ttl: 300, uses: null } })],
  [
    'ephemeral authority is bounded in time and uses',
    byAgent(READ, {}, { agent: 'ephemeral { max_ttl = "10m"  uses = 2 }' }),
    allowed({ obligations: { max_ttl: 600, uses: 2, approval: null, mfa: false } }),
  ],
  ['a suspended agent may do nothing', byAgent(READ, {}, { agent: 'status = "suspended"' }), denied('suspended')],
  ['an agent may act until it expires', byAgent(READ, {}, { agent: until(90.5) }), allowed({ obligations: { max_ttl: 90 } })],
  ['an agent is expired at the instant named', byAgent(READ, {}, { agent: until(0) }), denied('expired')],
  ['ids of agents do not fold case', byAgent(READ, { agent: 'Bot' }), denied('unknown_principal')],
  ['an owner is an attribute', byAgent(stanza('secret/x', 'read', expr('agent.owner == "team-alpha"')), {}, { agent: 'owner = "team-alpha"' }), allowed()],
  ['an identity changes no decision', byAgent(READ, {}, { agent: 'identity { spiffe = "spiffe://example.org/bot" }' }), allowed()],
];

const DELEGATIONS: readonly Row[] = [
  ['a delegation lets an agent act for a user', onBehalf({}), allowed({ layers: ['user_policies allowed', 'ceiling allowed', 'scope allowed'] })],
  ['consent is explicit when nothing is said', onBehalf({ delegation: '' }), denied('consent_missing')],
  ['a revoked delegation is none in force', onBehalf({ delegation: 'consent = "implied"\nstatus = "revoked"' }), denied('suspended')],
  ['a delegation holds until it expires', onBehalf({ delegation: `consent = "implied"\n${until(10)}` }), allowed({ obligations: { max_ttl: 10 } })],
  ['a delegation is expired at the instant named', onBehalf({ delegation: `consent = "implied"\n${until(0)}` }), denied('expired')],
  ['a delegation without scopes in common with the request covers nothing', onBehalf({ scope: stanza('secret/y', 'read') }), denied('scope')],
  [
    'each scope counts alone',
    onBehalf({ scope: stanza('secret/x', 'update'), delegation: 'consent = "implied"' }),
    denied('scope', { layers: ['user_policies allowed', 'ceiling allowed', 'scope capability_missing'] }),
  ],
];

const REST: readonly Row[] = [
  [
    'a named condition stands for what it holds',
    byUser(stanza('secret/x', 'read', expr('condition.calm')), { context: { risk: 5 } }, { blocks: block('condition', 'calm', 'expr = context.risk < 10') }),
    allowed(),
  ],
  [
    'a named condition that is unknown is unknown',
    byUser(stanza('secret/x', 'read', expr('!condition.calm')), {}, { blocks: block('condition', 'calm', 'expr = context.risk < 10') }),
    denied('condition_unknown', { missing: ['context.risk'] }),
  ],
  [
    'a condition may name another',
    byUser(
      stanza('secret/x', 'read', expr('condition.b')),
      {},
      { blocks: block('condition', 'a', 'expr = request.operation == "read"') + block('condition', 'b', 'expr = condition.a') },
    ),
    allowed(),
  ],
  [
    'all members of a condition must be true',
    byUser(
      stanza('secret/x', 'read', expr('condition.both')),
      { purpose: 'a', context: { risk: 1 } },
      { blocks: block('condition', 'both', 'purpose = ["a"]', 'expr = context.risk > 1') },
    ),
    denied('condition_false'),
  ],
  [
    'a target says what lies behind its paths',
    byUser(
      stanza('secret/*', 'read', expr('target.sensitivity == "high"')),
      {},
      { blocks: block('target', 't', 'paths = ["secret/x"]', 'sensitivity = "high"') },
    ),
    allowed(),
  ],
  [
    'a target says nothing of other paths',
    byUser(
      stanza('secret/*', 'read', expr('target.sensitivity == "high"')),
      { path: 'secret/y' },
      { blocks: block('target', 't', 'paths = ["secret/x"]', 'sensitivity = "high"') },
    ),
    denied('condition_unknown', { missing: ['target.sensitivity'] }),
  ],
  [
    'a target of several paths holds for each',
    byUser(
      stanza('secret/*', 'read', expr('target.system == "hr"')),
      { path: 'secret/y/z' },
      { blocks: block('target', 't', 'paths = ["secret/x", "secret/y/*"]', 'system = "hr"') },
    ),
    allowed(),
  ],
  ['a guardrail binds a user', byUser(READ, {}, { blocks: block('guardrail', 'g', 'enforcement = "hard-mandatory"') }), denied('guardrail')],
  [
    'blocks may stand in several files',
    { files: { 'a.hcl': block('policy', 'p', READ), 'b.hcl': block('user', 'alice', 'policies = ["p"]') }, ...alice() },
    allowed(),
  ],
  [
    'a Vault file is a policy that principals may hold',
    { files: { 'p.hcl': EVERYTHING, 'b.hcl': block('user', 'alice', 'policies = ["p"]') }, ...alice() },
    allowed(),
  ],
  [
    'a scope is no policy of a bare request',
    { ...files(block('scope', 'work', READ)), request: { policies: ['work'], operation: 'read', path: 'secret/x' } },
    denied('no_matching_rule'),
  ],
  [
    'policies beside agents answer bare requests',
    { ...files(block('policy', 'p', READ), block('user', 'alice', 'policies = ["p"]')), request: { policies: ['p'], operation: 'read', path: 'secret/x' } },
    allowed({ layers: ['policies allowed'] }),
  ],
];

const json = (value: unknown) => ({ files: { 'world.polc.json': JSON.stringify(value) } });
const JSON_USER = { user: { alice: { policies: ['p'] } } };

const STRICT: readonly Row[] = [
  [
    'a block is a member of its kind and name',
    { ...json({ policy: { p: { path: { 'secret/*': { capabilities: ['read'] } } } }, ...JSON_USER }), ...alice() },
    allowed(),
  ],
  [
    'a block repeats as a list',
    {
      ...json({
        policy: { p: { path: { 'secret/x': { capabilities: ['read'], when: [{ expr: 'true' }, { expr: 'context.risk < 1' }] } } } },
        ...JSON_USER,
      }),
      ...alice({ context: { risk: 1 } }),
    },
    denied('condition_false'),
  ],
];

const under = (heading: string, rows: readonly Row[]): LanguageCase[] => rows.map(([name, asked, expect]) => ({ heading, name, ...asked, expect }));

export const BLOCKS: readonly LanguageCase[] = [
  ...under('6. Blocks', [...USERS, ...AGENTS, ...DELEGATIONS, ...REST]),
  ...under('6.1 The strict JSON form', STRICT),
];
