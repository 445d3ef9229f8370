// §10.4: the layers of each form in order, each denying with its word, and the details of a token.

import { allowed, block, byAgent, byUser, denied, EVERYTHING, expr, type LanguageCase, onBehalf, stanza } from '../language-case.js';

type Row = readonly [name: string, asked: Pick<LanguageCase, 'facts' | 'files' | 'request'>, expect: LanguageCase['expect']];

const NOTHING = stanza('secret/y', 'read');
const NARROW = block('policy', 'narrow', NOTHING);
const TYPED = { agent: 'type = "careful"', blocks: block('agent_type', 'careful', 'ceiling_policies = ["narrow"]') + NARROW };
const layers = (...each: readonly string[]) => ({ layers: each });

const FORMS: readonly Row[] = [
  [
    'bare policies are one layer',
    { files: { 'p.hcl': EVERYTHING }, request: { policies: ['p'], operation: 'read', path: 'secret/x' } },
    allowed(layers('policies allowed')),
  ],
  ['a user is one layer', byUser(EVERYTHING), allowed(layers('user_policies allowed'))],
  ['a user alone is denied with the layer’s own word', byUser(NOTHING), denied('no_matching_rule', layers('user_policies no_matching_rule'))],
  [
    'an agent is denied with its own layer’s word',
    byAgent(NOTHING),
    denied('no_matching_rule', layers('agent_policies no_matching_rule', 'ceiling no_matching_rule')),
  ],
  [
    'the first layer that denies gives the word',
    onBehalf({ user: NOTHING, ceiling: NOTHING, scope: NOTHING }),
    denied('user_policies', layers('user_policies no_matching_rule', 'ceiling no_matching_rule', 'scope no_matching_rule')),
  ],
  [
    'the user’s own policies bound an agent',
    onBehalf({ user: NOTHING }),
    denied('user_policies', layers('user_policies no_matching_rule', 'ceiling allowed', 'scope allowed')),
  ],
  [
    'an explicit deny of the user is the user’s policies',
    onBehalf({ user: stanza('secret/x', 'deny') }),
    denied('user_policies', layers('user_policies explicit_deny', 'ceiling allowed', 'scope allowed')),
  ],
  [
    'the ceiling bounds an agent',
    onBehalf({ ceiling: NOTHING }),
    denied('ceiling', layers('user_policies allowed', 'ceiling no_matching_rule', 'scope allowed')),
  ],
  [
    'the ceiling of a type bounds an agent',
    onBehalf(TYPED),
    denied('ceiling', layers('user_policies allowed', 'type_ceiling no_matching_rule', 'ceiling allowed', 'scope allowed')),
  ],
  [
    'the ceiling of the facts bounds an agent',
    { ...onBehalf({ blocks: NARROW }), facts: { agents: [{ id: 'bot', ceiling: { policies: ['narrow'] } }] } },
    denied('ceiling'),
  ],
  ['the scope bounds an agent', onBehalf({ scope: NOTHING }), denied('scope', layers('user_policies allowed', 'ceiling allowed', 'scope no_matching_rule'))],
  [
    'a condition of a scope holds',
    onBehalf({ scope: stanza('secret/x', 'read', expr('context.risk < 5')) }, { context: { risk: 5 } }),
    denied('scope', layers('user_policies allowed', 'ceiling allowed', 'scope condition_false')),
  ],
  [
    'an unknown condition of a ceiling is named',
    onBehalf({ ceiling: stanza('secret/x', 'read', expr('context.risk < 5')) }),
    denied('ceiling', { missing: ['context.risk'] }),
  ],
  [
    'layers are never merged: half of the capability in each is none',
    onBehalf({ user: stanza('secret/x', 'update') + stanza('secret/*', 'read') }),
    denied('user_policies', layers('user_policies capability_missing', 'ceiling allowed', 'scope allowed')),
  ],
  [
    'a narrow stanza of one layer hides nothing of another',
    onBehalf({ user: stanza('secret/x', 'read'), ceiling: EVERYTHING, scope: stanza('secret/+', 'read') }),
    allowed(),
  ],
  [
    'an unknown policy of a user is its own word',
    {
      ...onBehalf({}),
      facts: { users: [{ id: 'carol', policies: ['gone'] }], delegations: [{ id: 'e', from: 'user:carol', to: 'bot', scopes: ['work'], consent: 'implied' }] },
      request: { agent: 'bot', delegation: { id: 'e' }, operation: 'read', path: 'secret/x' },
    },
    denied('unknown_policy', layers('user_policies unknown_policy', 'ceiling allowed', 'scope allowed')),
  ],
  [
    'bare policies ignore a name that no policy has',
    { files: { 'p.hcl': EVERYTHING }, request: { policies: ['gone', 'p'], operation: 'read', path: 'secret/x' } },
    allowed(),
  ],
  [
    'root is not enabled unless the program says so',
    { files: { 'p.hcl': EVERYTHING }, request: { policies: ['root'], operation: 'read', path: 'secret/x' } },
    denied('unknown_policy'),
  ],
];

const AGENTS = stanza('agents/*', 'delegate');
const chainOfTwo = (a: string, parts: { ofA?: string; blocks?: string; request?: object; rooted?: boolean } = {}) => ({
  files: {
    'world.hcl': [
      block('policy', 'all', EVERYTHING, AGENTS),
      block('policy', 'of-a', a),
      parts.blocks ?? '',
      block('scope', 'work', EVERYTHING),
      block('user', 'alice', 'policies = ["all"]'),
      block('agent', 'a', 'policies = ["of-a"]', parts.ofA ?? ''),
      block('agent', 'bot', 'policies = ["all"]'),
      block('delegation', 'alice-a', 'from = "user:alice"', 'to = "a"', 'scopes = ["work"]', 'consent = "implied"', 'max_depth = 1'),
      block('delegation', 'a-bot', 'from = "agent:a"', 'to = "bot"', 'scopes = ["work"]', 'consent = "implied"'),
    ].join(''),
  },
  request: {
    agent: 'bot',
    delegation: parts.rooted ? { chain: ['a', 'bot'] } : { user: 'alice', chain: ['a', 'bot'] },
    operation: 'read',
    path: 'secret/x',
    ...parts.request,
  },
});
const rail = (...body: readonly string[]) => ({ blocks: block('guardrail', 'g', 'enforcement = "hard-mandatory"', ...body) });

const HANDING_ON: readonly Row[] = [
  [
    'an agent may hand on what its policies let it delegate',
    chainOfTwo(EVERYTHING + AGENTS),
    allowed(layers('user_policies allowed', 'ceiling allowed', 'ceiling allowed', 'delegate allowed', 'scope allowed')),
  ],
  [
    'an agent may hand on to the agents named only',
    chainOfTwo(EVERYTHING + stanza('agents/other', 'delegate')),
    denied('delegate_not_allowed', layers('user_policies allowed', 'ceiling allowed', 'ceiling allowed', 'delegate no_matching_rule', 'scope allowed')),
  ],
  ['an agent without delegate may not hand on', chainOfTwo(EVERYTHING + stanza('agents/bot', 'invoke')), denied('delegate_not_allowed')],
  ['an agent denied delegate may not hand on', chainOfTwo(EVERYTHING + AGENTS + stanza('agents/bot', 'deny')), denied('delegate_not_allowed')],
  [
    'the ceiling of an agent bounds its handing on',
    chainOfTwo(EVERYTHING + AGENTS, { ofA: 'ceiling { policies = ["ceiling-of-a"] }', blocks: block('policy', 'ceiling-of-a', EVERYTHING) }),
    denied('delegate_not_allowed'),
  ],
  [
    'handing on has no parameters',
    chainOfTwo(EVERYTHING + stanza('agents/*', 'delegate', 'parameters { task = string }'), { request: { parameters: { task: 'x' } } }),
    denied('delegate_not_allowed'),
  ],
  [
    'a condition bounds handing on',
    chainOfTwo(EVERYTHING + stanza('agents/*', 'delegate', expr('context.risk < 5')), { request: { context: { risk: 9 } } }),
    denied('delegate_not_allowed'),
  ],
  ['a guardrail bounds handing on', chainOfTwo(EVERYTHING + AGENTS, rail('on { paths = ["agents/*"] }')), denied('delegate_not_allowed')],
  [
    'the ceiling of the first agent bounds the last',
    chainOfTwo(stanza('secret/y', 'read') + AGENTS),
    denied('ceiling', layers('user_policies allowed', 'ceiling no_matching_rule', 'ceiling allowed', 'delegate allowed', 'scope allowed')),
  ],
  ['the ceiling is before delegate', chainOfTwo(NOTHING), denied('ceiling')],
  [
    'a chain rooted in an agent has its policies first',
    chainOfTwo(AGENTS, { rooted: true }),
    denied('no_matching_rule', layers('agent_policies no_matching_rule', 'ceiling no_matching_rule', 'ceiling allowed', 'delegate allowed', 'scope allowed')),
  ],
  ['a chain rooted in an agent wants delegate', chainOfTwo(EVERYTHING, { rooted: true }), denied('delegate_not_allowed')],
];

const APP = 'secret/data/app-*';
const detail = (capabilities: readonly string[], more: object = {}) => ({ type: 'vault:path_access', path: APP, capabilities, ...more });
const A = [detail(['create'])];
const B = [detail(['create', 'update'])];
const C = [detail(['create', 'update', 'delete'])];
const WALK = {
  user: stanza(APP, 'create read update delete'),
  ceiling: stanza(APP, 'create read update list'),
  scope: stanza(APP, 'create read update delete list'),
};
const walk = (operation: string, details: unknown) => onBehalf(WALK, { operation, path: 'secret/data/app-web', authorization_details: details });
const four = (ceiling: string, rar: string) => layers('user_policies allowed', `ceiling ${ceiling}`, 'scope allowed', `rar ${rar}`);
const alice = (details: unknown, request: object = {}) => byUser(EVERYTHING, { authorization_details: details, ...request });
const x = (capabilities: readonly string[], more: object = {}) => detail(capabilities, { path: 'secret/x', ...more });
const READS = x(['read']);
const NO = denied('rar_no_match');

const DETAILS: readonly Row[] = [
  ['create under A is allowed', walk('create', A), allowed(four('allowed', 'allowed'))],
  ['update under A is not covered', walk('update', A), denied('rar_no_match', four('allowed', 'capability_missing'))],
  ['update under B is allowed', walk('update', B), allowed(four('allowed', 'allowed'))],
  ['delete under C is beyond the ceiling', walk('delete', C), denied('ceiling', four('capability_missing', 'allowed'))],
  ['list under C is beyond the user’s policies', walk('list', C), denied('user_policies')],
  ['delete under A is named by the first layer that denies', walk('delete', A), denied('ceiling')],
  [
    'a path of no detail is not covered',
    onBehalf({}, { path: 'secret/data/other', authorization_details: C }),
    denied('rar_no_match', four('allowed', 'no_matching_rule')),
  ],
  ['a detail covers a user alone', alice([READS]), allowed(layers('user_policies allowed', 'rar allowed'))],
  [
    'a detail covers an agent',
    byAgent(EVERYTHING, { authorization_details: [READS] }),
    allowed(layers('agent_policies allowed', 'ceiling allowed', 'rar allowed')),
  ],
  [
    'a detail grants nothing',
    byUser(stanza('secret/y', 'read'), { authorization_details: [READS] }),
    denied('no_matching_rule', layers('user_policies no_matching_rule', 'rar allowed')),
  ],
  ['one detail of several suffices', alice([x(['update']), READS]), allowed()],
  ['the order of details is nothing', alice([READS, x(['update'])]), allowed()],
  ['a narrow detail does not hide a broad one', alice([x(['update']), detail(['read'], { path: 'secret/*' })]), allowed()],
  ['a segment of a detail may be a plus', alice([detail(['read'], { path: 'secret/+' })]), allowed()],
  ['a detail with a deny denies all', alice([READS, x(['deny'])]), NO],
  ['a broad deny denies what a narrow detail covers', alice([READS, detail(['deny'], { path: 'secret/*' })]), NO],
  ['a deny of another path denies nothing here', alice([READS, detail(['deny'], { path: 'secret/y' })]), allowed()],
  ['a detail of an unknown type denies all', alice([READS, { type: 'payment', amount: 1 }]), NO],
  ['a detail without a type denies all', alice([READS, { path: 'secret/x', capabilities: ['read'] }]), NO],
  ['a detail without capabilities denies all', alice([READS, { type: 'vault:path_access', path: 'secret/x' }]), NO],
  ['a detail without a path denies all', alice([READS, { type: 'vault:path_access', capabilities: ['read'] }]), NO],
  ['a detail of unknown capabilities denies all', alice([READS, x(['reed'])]), NO],
  ['a detail of an unknown member denies all', alice([READS, x(['read'], { paths: ['secret/y'] })]), NO],
  ['a detail with a malformed list denies all', alice([READS, x(['read'], { allowed_parameters: 'a' })]), NO],
  ['allowed parameters of a detail hold', alice([x(['read'], { allowed_parameters: { repo: ['a'] } })], { parameters: { repo: 'b' } }), NO],
  ['allowed parameters of a detail let pass', alice([x(['read'], { allowed_parameters: { repo: ['a'] } })], { parameters: { repo: 'a' } }), allowed()],
  ['denied parameters of a detail hold', alice([x(['read'], { denied_parameters: { force: [] } })], { parameters: { force: true } }), NO],
  ['required parameters of a detail hold', alice([x(['read'], { required_parameters: ['ticket'] })], { parameters: {} }), NO],
  ['details and scopes hold together', onBehalf({ scope: stanza('secret/x', 'update') }, { authorization_details: [READS] }), denied('scope')],
];

export const LAYERS: readonly LanguageCase[] = [...FORMS, ...HANDING_ON, ...DETAILS].map(([name, asked, expect]) => ({
  heading: '10.4 Layers',
  name,
  ...asked,
  expect,
}));
