// Guardrails, layers, needs and the answer: spec.md §10.3 to §10.6.

import { CHAIN, CONSENT, ON_BEHALF, TWO_HOPS } from './requests-and-facts.js';
import { ANN, type Sentence, userWith } from './sentence.js';

const READ_A = 'path "a" { capabilities = ["read"] }';
const guarded = (says: string, block: string, expected: Sentence['expect'], request: Readonly<Record<string, unknown>> = ANN): Sentence => ({
  section: '§10.3',
  says,
  text: `${userWith(READ_A)}\nagent "bot" { policies = ["p"] }\nguardrail "g" {\n${block}\n}`,
  request,
  expect: expected,
});

const HARD = 'enforcement = "hard-mandatory"';

const NO_NEED = { max_ttl: null, uses: null, mfa: false, approval: null };
const CARD = { type: 'vault:path_access', path: 'a', capabilities: ['read'] };

/** The handing on stands under a control group for a capability. */
const controlled = (capability: string) =>
  CHAIN.replace(
    '["delegate"]',
    `["delegate", "read"]\ncontrol_group {\nfactor "f" {\ncontrolled_capabilities = ["${capability}"]\nidentity {\ngroup_names = ["ops"]\napprovals = 1\n}\n}\n}\n`,
  );

const detailed = (says: string, details: readonly unknown[], outcome: 'allowed' | 'rar_no_match'): Sentence => ({
  section: '§10.4',
  says,
  text: userWith(READ_A),
  request: { ...ANN, authorization_details: details },
  expect: { outcome },
});

/** SHA-256, made by another tool, of the canonical JSON of what ann asks, and of what is wanted of her. */
const ACTION = 'sha256:99fabe5072d239746b3b6d94425165649da6141a2f8a263b0eb23a70fbbe6a5b';
const REQUIREMENT = 'sha256:9df9d418e7a900f176e84e01b8040a012d3acc05850a3a6f4946756c3eab99ed';
const FACTOR = 'sha256:cba1552d8dc58192fc9495ddac76b6344db25c2041a41fa16bdabade929d8dea';
const APPROVAL = { by: 'bob', action: ACTION, requirement: REQUIREMENT, granted_at: '2026-05-04T09:30:00Z', expires: '2026-05-05T00:00:00Z' };

const approved = (says: string, approval: Readonly<Record<string, unknown>>, outcome: 'allowed' | 'approval_required'): Sentence => ({
  section: '§10.5',
  says,
  text: userWith('path "a" { capabilities = ["read"]\napproval {\n by = ["user:bob", "group:fin"]\n within = "1h"\n} }'),
  request: { ...ANN, approvals: [{ ...APPROVAL, ...approval }] },
  expect: { outcome },
});

export const DECISIONS: readonly Sentence[] = [
  guarded('without require or forbid it denies', HARD, {
    outcome: 'guardrail',
    layers: [
      { layer: 'guardrail', principal: 'guardrail:g', allowed: false, outcome: 'guardrail' },
      { layer: 'user_policies', principal: 'user:ann', allowed: true, outcome: 'allowed' },
    ],
  }),
  guarded('a require that is unknown denies', `${HARD}\nrequire { expr = context.ok }`, { outcome: 'guardrail', missing: ['context.ok'] }),
  guarded('a forbid that is false does not', `${HARD}\nforbid { expr = context.bad }`, { outcome: 'allowed' }, { ...ANN, context: { bad: false } }),
  guarded('an agent without a type may be of any', `${HARD}\non { agent_types = ["x"] }`, { outcome: 'guardrail' }, { agent: 'bot' }),
  guarded('no agent is of none', `${HARD}\non { agent_types = ["x"] }`, { outcome: 'allowed' }),
  guarded('all members of on must match', `${HARD}\non {\npaths = ["a"]\ncapabilities = ["list"]\n}`, { outcome: 'allowed' }),
  guarded(
    'it does not bind bare policies',
    HARD,
    { outcome: 'allowed', layers: [{ layer: 'policies', principal: 'policies:p', allowed: true, outcome: 'allowed' }] },
    { policies: ['p'] },
  ),
  guarded('advice is given, and nothing denied', 'enforcement = "advisory"', { outcome: 'allowed', advice: ['g'] }),
  guarded('a soft one wants its approval', 'enforcement = "soft-mandatory"\napproval { by = ["user:bob"] }', { outcome: 'approval_required' }),
  {
    section: '§10.4',
    says: 'the layers on behalf of a user, through two agents',
    text: CHAIN,
    facts: { consents: [CONSENT], agents: [{ id: 'sub', ceiling: { policies: ['p'] } }] },
    request: TWO_HOPS,
    expect: {
      outcome: 'allowed',
      layers: [
        { layer: 'user_policies', principal: 'user:ann', allowed: true, outcome: 'allowed' },
        { layer: 'ceiling', principal: 'agent:bot', allowed: true, outcome: 'allowed' },
        { layer: 'ceiling', principal: 'agent:sub', allowed: true, outcome: 'allowed' },
        { layer: 'ceiling', principal: 'agent:sub', allowed: true, outcome: 'allowed' },
        { layer: 'delegate', principal: 'agent:bot', allowed: true, outcome: 'allowed' },
        { layer: 'scope', principal: 'delegation:d2', allowed: true, outcome: 'allowed' },
      ],
    },
  },
  {
    section: '§10.4',
    says: 'an agent hands on only what its own layers allow',
    text: CHAIN.replace('["delegate"]', '["read"]'),
    facts: { consents: [CONSENT] },
    request: TWO_HOPS,
    expect: { outcome: 'delegate_not_allowed' },
  },
  {
    section: '§10.5',
    says: 'what a control group controls is the handing on, where that is asked for',
    text: controlled('delegate'),
    facts: { consents: [CONSENT] },
    request: TWO_HOPS,
    expect: { outcome: 'approval_required' },
  },
  {
    section: '§10.5',
    says: 'and not what is then done',
    text: controlled('read'),
    facts: { consents: [CONSENT] },
    request: TWO_HOPS,
    expect: { outcome: 'allowed' },
  },
  {
    section: '§10.4',
    says: 'nor where a guardrail denies the handing on',
    text: `${CHAIN}\nguardrail "g" {\n${HARD}\non { capabilities = ["delegate"] }\n}`,
    facts: { consents: [CONSENT] },
    request: TWO_HOPS,
    expect: { outcome: 'delegate_not_allowed' },
  },
  {
    section: '§10.4',
    says: 'beside an agent the user\u2019s own policies have their own outcome',
    text: CHAIN.replace('user "ann" { policies = ["p"] }', 'user "ann" { }'),
    facts: { consents: [CONSENT] },
    request: ON_BEHALF,
    expect: { outcome: 'user_policies' },
  },
  {
    section: '§10.4',
    says: 'a chain rooted in an agent has that agent\u2019s policies',
    text: CHAIN,
    request: { agent: 'sub', delegation: { chain: ['bot', 'sub'] } },
    expect: { outcome: 'allowed' },
  },
  {
    section: '§10.4',
    says: 'a ceiling binds directly unless it says not to',
    text: `policy "p" { ${READ_A} }\nagent "bot" {\n policies = ["p"]\n ceiling {\n policies = []\n direct = false\n}\n}`,
    request: { agent: 'bot' },
    expect: { outcome: 'allowed' },
  },
  {
    section: '§10.4',
    says: 'a name that no policy has makes its layer deny',
    text: userWith(READ_A),
    facts: { users: [{ id: 'eve', policies: ['p', 'gone'] }] },
    request: { user: { id: 'eve' } },
    expect: { outcome: 'unknown_policy' },
  },
  detailed('a detail that covers it suffices', [{ ...CARD, path: 'b' }, CARD], 'allowed'),
  detailed('a matching deny denies all', [CARD, { ...CARD, path: '*', capabilities: ['deny'] }], 'rar_no_match'),
  detailed('an unknown type denies all', [CARD, { type: 'other' }], 'rar_no_match'),
  detailed('lists of a detail count', [{ ...CARD, required_parameters: ['x'] }], 'rar_no_match'),
  {
    section: '§10.4',
    says: 'details bind bare policies too',
    text: userWith(READ_A),
    request: { policies: ['p'], authorization_details: [{ ...CARD, path: 'b' }] },
    expect: { outcome: 'rar_no_match' },
  },
  {
    section: '§10.5',
    says: 'MFA is wanted, and met by the request',
    text: userWith('path "a" { capabilities = ["read"] mfa_methods = ["m"] }'),
    request: ANN,
    expect: { outcome: 'mfa_required', obligations: { ...NO_NEED, mfa: true } },
  },
  {
    section: '§10.5',
    says: 'a true mfa meets it',
    text: userWith('path "a" { capabilities = ["read"] mfa_methods = ["m"] }'),
    request: { user: { id: 'ann', mfa: true } },
    expect: { outcome: 'allowed', obligations: NO_NEED },
  },
  {
    section: '§10.5',
    says: 'bare policies only report it',
    text: userWith('path "a" { capabilities = ["read"] mfa_methods = ["m"] }'),
    request: { policies: ['p'] },
    expect: { outcome: 'allowed' },
  },
  {
    section: '§10.5',
    says: 'a control group is a need for each factor',
    text: userWith('path "a" { capabilities = ["read"]\ncontrol_group { factor "f" { identity {\n group_names = ["z", "y"]\n approvals = 2\n} } } }'),
    request: ANN,
    expect: {
      outcome: 'approval_required',
      obligations: {
        ...NO_NEED,
        approval: {
          action: ACTION,
          requirements: [{ requirement: FACTOR, kind: 'control_group', name: 'p:a', by: ['group:y', 'group:z'], count: 2, within: null, self: false }],
        },
      },
    },
  },
  approved('an approval bound to the action and the requirement counts', {}, 'allowed'),
  approved('the approver may be written with a prefix', { by: 'user:bob' }, 'allowed'),
  approved('a member of a group that may approve counts', { by: 'cay', groups: ['fin'] }, 'allowed'),
  approved('others do not', { by: 'cay' }, 'approval_required'),
  approved('nor does the requesting user', { by: 'ann', groups: ['fin'] }, 'approval_required'),
  approved('nor an approval of something else', { action: REQUIREMENT }, 'approval_required'),
  approved('nor one of another requirement', { requirement: ACTION }, 'approval_required'),
  approved('nor one that is too old', { granted_at: '2026-05-04T09:00:00Z' }, 'approval_required'),
  approved('nor one that has ended', { expires: '2026-05-04T10:00:00Z' }, 'approval_required'),
  approved('nor one that is still to come', { granted_at: '2026-05-04T10:00:00.001Z' }, 'approval_required'),
  {
    section: '§10.6',
    says: 'the least of every limit holds',
    text: `policy "p" { path "a" { capabilities = ["read"] max_ttl = "1h" } }
agent_type "t" { uses = 3 }
agent "bot" {
  type = "t"
  policies = ["p"]
  ephemeral {
    max_ttl = "20m"
    uses = 5
  }
  expires = "2026-05-04T10:10:00.900Z"
}`,
    request: { agent: 'bot' },
    expect: { outcome: 'allowed', obligations: { ...NO_NEED, max_ttl: 600, uses: 3 } },
  },
];
