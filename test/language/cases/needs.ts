// §10.5 and §5.2: MFA, control groups and approvals, and each way in which an approval does not count.

import { type Action, actionDigest, type Requirement, requirementDigest } from '../digests.js';
import { allowed, bare, block, byAgent, byUser, denied, EVERYTHING, inSeconds, type LanguageCase, onBehalf, stanza } from '../language-case.js';

type Row = readonly [name: string, asked: Pick<LanguageCase, 'facts' | 'files' | 'request'>, expect: LanguageCase['expect']];

const X = 'secret/x';
const ALICE_READS: Action = { user: 'alice', operation: 'read', path: X };
const NEED: Requirement = { by: ['user:carol'], count: 1, kind: 'stanza', name: `p:${X}`, self: false, within: null };

interface Given {
  readonly action?: Action;
  readonly requirement?: Partial<Requirement>;
  /** Members of the approval itself. */
  readonly more?: object;
}

const approval = ({ action = ALICE_READS, requirement = {}, more = {} }: Given = {}) => ({
  id: 'a1',
  by: 'user:carol',
  action: actionDigest(action),
  requirement: requirementDigest({ ...NEED, ...requirement }),
  granted_at: inSeconds(-60),
  expires: inSeconds(60),
  ...more,
});

const wants = (keys = 'by = ["user:carol"]') => stanza(X, 'read', `approval { ${keys} }`);
const alice = (approvals: readonly object[], keys?: string, more: { user?: string; blocks?: string } = {}, request: object = {}) =>
  byUser(wants(keys), { approvals, ...request }, more);
const OUT = denied('approval_required');
const GROUP = 'by = ["group:finance"]';
const ofGroup = { requirement: { by: ['group:finance'] }, more: { by: 'user:dave', groups: ['finance'] } };
const outstanding = (need: Partial<Requirement> = {}, action: Action = ALICE_READS) => {
  const { by, count, kind, name, self, within } = { ...NEED, ...need };
  return { action: actionDigest(action), requirements: [{ requirement: requirementDigest({ ...NEED, ...need }), kind, name, by, count, within, self }] };
};

const COUNTS: readonly Row[] = [
  [
    'without an approval it is wanted, and the answer says which',
    alice([]),
    denied('approval_required', { layers: ['user_policies allowed'], obligations: { approval: outstanding(), mfa: false } }),
  ],
  ['an approval that counts lets pass', alice([approval()]), allowed({ obligations: { approval: null } })],
  ['an approver may be written without its kind', alice([approval({ more: { by: 'carol' } })]), allowed()],
  ['a member of a group may approve for it', alice([approval(ofGroup)], GROUP), allowed()],
  [
    'one of several approvers suffices',
    alice([approval({ requirement: { by: ['user:carol', 'group:finance'] } })], 'by = ["user:carol", "group:finance"]'),
    allowed(),
  ],
  [
    'the digest sorts the approvers',
    alice([approval({ requirement: { by: ['group:finance', 'user:carol'] } })], 'by = ["user:carol", "group:finance"]'),
    allowed(),
  ],
  ['an approval beside others counts', alice([approval({ more: { id: 'a0', by: 'user:eve' } }), approval()]), allowed()],
  ['an approver who is not named does not count', alice([approval({ more: { by: 'user:eve' } })]), OUT],
  ['a member of another group does not count', alice([approval({ ...ofGroup, more: { by: 'user:dave', groups: ['sales'] } })], GROUP), OUT],
  ['a user of a group’s name is not the group', alice([approval({ ...ofGroup, more: { by: 'user:finance' } })], GROUP), OUT],
  ['ids of approvers do not fold case', alice([approval({ more: { by: 'user:Carol' } })]), OUT],
  ['an approval of another operation does not count', alice([approval({ action: { ...ALICE_READS, operation: 'update' } })]), OUT],
  ['an approval of another path does not count', alice([approval({ action: { ...ALICE_READS, path: 'secret/y' } })]), OUT],
  ['an approval for another user does not count', alice([approval({ action: { ...ALICE_READS, user: 'bob' } })]), OUT],
  [
    'an approval of other parameters does not count',
    alice([approval({ action: { ...ALICE_READS, parameters: { amount: 1 } } })], undefined, {}, { parameters: { amount: 2 } }),
    OUT,
  ],
  [
    'an approval of these parameters counts, in any order',
    alice(
      [approval({ action: { ...ALICE_READS, parameters: { b: [1, { d: 'é', c: null }], a: 1.5 } } })],
      undefined,
      {},
      { parameters: { a: 1.5, b: [1, { c: null, d: 'é' }] } },
    ),
    allowed(),
  ],
  [
    'an approval for another purpose does not count',
    alice([approval({ action: { ...ALICE_READS, purpose: 'audit' } })], undefined, {}, { purpose: 'review' }),
    OUT,
  ],
  [
    'an approval for this purpose counts',
    alice([approval({ action: { ...ALICE_READS, purpose: 'review' } })], undefined, {}, { purpose: 'review' }),
    allowed(),
  ],
  [
    'an approval in another session does not count',
    alice([approval({ action: { ...ALICE_READS, session: { id: 's1' } } })], undefined, {}, { session: { id: 's2' } }),
    OUT,
  ],
  [
    'an approval in this session counts',
    alice([approval({ action: { ...ALICE_READS, session: { id: 's1' } } })], undefined, {}, { session: { id: 's1' } }),
    allowed(),
  ],
  ['the action is of the path as decided', alice([approval()], undefined, {}, { path: `/${X}` }), allowed()],
  ['an action that is no digest does not count', alice([approval({ more: { action: 'read secret/x' } })]), OUT],
  ['an approval of another requirement does not count', alice([approval({ requirement: { name: 'p:secret/y' } })]), OUT],
  ['an approval of the requirement as it was before does not count', alice([approval({ requirement: { by: ['user:carol', 'user:dave'] } })]), OUT],
  ['an approval of a guardrail of that name does not count', alice([approval({ requirement: { kind: 'guardrail' } })]), OUT],
  ['an expired approval does not count', alice([approval({ more: { expires: inSeconds(0) } })]), OUT],
  ['an approval counts until it expires', alice([approval({ more: { expires: inSeconds(0.001) } })]), allowed()],
  ['an approval of the future does not count', alice([approval({ more: { granted_at: inSeconds(0.001) } })]), OUT],
  ['an approval counts from the instant it is given', alice([approval({ more: { granted_at: inSeconds(0) } })]), allowed()],
  ['an approval whose times are malformed does not count', alice([approval({ more: { granted_at: 'yesterday' } })]), OUT],
  ['an approval that is too old does not count', alice([approval({ requirement: { within: 60 } })], 'by = ["user:carol"]  within = "1m"'), OUT],
  [
    'an approval that is young enough counts',
    alice([approval({ requirement: { within: 60 }, more: { granted_at: inSeconds(-59.999) } })], 'by = ["user:carol"]  within = "1m"'),
    allowed(),
  ],
  [
    'two approvals of two approvers are two',
    alice(
      [
        approval({ requirement: { by: ['user:carol', 'user:dave'], count: 2 } }),
        approval({ requirement: { by: ['user:carol', 'user:dave'], count: 2 }, more: { id: 'a2', by: 'user:dave' } }),
      ],
      'by = ["user:carol", "user:dave"]  count = 2',
    ),
    allowed(),
  ],
  [
    'one approval of two that are wanted is not enough',
    alice([approval({ requirement: { by: ['user:carol', 'user:dave'], count: 2 } })], 'by = ["user:carol", "user:dave"]  count = 2'),
    OUT,
  ],
  [
    'two approvals of one approver are one',
    alice(
      [
        approval({ requirement: { by: ['user:carol', 'user:dave'], count: 2 } }),
        approval({ requirement: { by: ['user:carol', 'user:dave'], count: 2 }, more: { id: 'a2' } }),
      ],
      'by = ["user:carol", "user:dave"]  count = 2',
    ),
    OUT,
  ],
  [
    'one approver spelt in two ways is one',
    alice(
      [
        approval({ requirement: { by: ['user:carol', 'user:dave'], count: 2 } }),
        approval({ requirement: { by: ['user:carol', 'user:dave'], count: 2 }, more: { id: 'a2', by: 'carol' } }),
      ],
      'by = ["user:carol", "user:dave"]  count = 2',
    ),
    OUT,
  ],
  [
    'the requesting user does not approve for itself',
    alice([approval({ requirement: { by: ['user:alice'] }, more: { by: 'user:alice' } })], 'by = ["user:alice"]'),
    OUT,
  ],
  [
    'the requesting user approves where the requirement names the requester',
    alice([approval({ requirement: { by: ['requester'] }, more: { by: 'user:alice' } })], 'by = ["requester"]'),
    allowed(),
  ],
  [
    'nobody else is the requester',
    alice([approval({ requirement: { by: ['requester'] }, more: { by: 'user:carol', groups: ['requester'] } })], 'by = ["requester"]'),
    OUT,
  ],
  ['nor is who calls himself so', alice([approval({ requirement: { by: ['requester'] }, more: { by: 'requester' } })], 'by = ["requester"]'), OUT],
  [
    'the requesting user approves where self says so',
    alice([approval({ requirement: { by: ['user:alice'], self: true }, more: { by: 'user:alice' } })], 'by = ["user:alice"]  self = true'),
    allowed(),
  ],
  ['the requesting user does not approve as a member of a group', alice([approval({ ...ofGroup, more: { by: 'alice', groups: ['finance'] } })], GROUP), OUT],
  ['conditions come before approvals', byUser(stanza(X, 'read', 'when { expr = false }\napproval { by = ["user:carol"] }'), {}), denied('condition_false')],
  ['bare policies want the approvals of stanzas that stand alone', bare(wants()), denied('approval_required', { layers: ['policies allowed'] })],
  ['bare policies are approved as such', bare(wants(), { approvals: [approval({ action: { policies: ['p'], operation: 'read', path: X } })] }), allowed()],
];

const BOT_READS: Action = { chain: ['bot'], operation: 'read', path: X };
const bot = (owner: string, given: Given, keys: string) =>
  byAgent(
    EVERYTHING,
    { approvals: [approval({ action: BOT_READS, ...given, requirement: { kind: 'guardrail', name: 'g', ...given.requirement } })] },
    { agent: owner, blocks: block('guardrail', 'g', 'enforcement = "soft-mandatory"', `approval { ${keys} }`) },
  );
const FOR_ALICE: Action = { chain: ['bot'], user: 'alice', operation: 'read', path: X };
const soft = block('guardrail', 'g', 'enforcement = "soft-mandatory"', 'approval { by = ["user:carol"] }');

const AGENTS: readonly Row[] = [
  ['a soft guardrail is met by its approval', bot('', {}, 'by = ["user:carol"]'), allowed()],
  [
    'a soft guardrail without its approval wants it',
    byAgent(EVERYTHING, {}, { blocks: soft }),
    denied('approval_required', { obligations: { approval: outstanding({ kind: 'guardrail', name: 'g' }, BOT_READS) } }),
  ],
  ['the owner of an agent does not approve', bot('owner = "user:carol"', {}, 'by = ["user:carol"]'), OUT],
  [
    'the owner of an agent approves where self says so',
    bot('owner = "user:carol"', { requirement: { self: true } }, 'by = ["user:carol"]  self = true'),
    allowed(),
  ],
  [
    'a member of the group that owns an agent does not approve',
    bot('owner = "group:finance"', { requirement: { by: ['group:finance'] }, more: { by: 'user:dave', groups: ['finance'] } }, GROUP),
    OUT,
  ],
  [
    'a member of another group approves',
    bot('owner = "group:sales"', { requirement: { by: ['group:finance'] }, more: { by: 'user:dave', groups: ['finance'] } }, GROUP),
    allowed(),
  ],
  [
    'a member of the owning group does not approve by its own name',
    bot('owner = "group:finance"', { more: { groups: ['finance'] } }, 'by = ["user:carol"]'),
    OUT,
  ],
  ['an agent of the chain does not approve', bot('', { requirement: { by: ['user:bot'] }, more: { by: 'bot' } }, 'by = ["user:bot"]'), OUT],
  [
    'on behalf of a user the action names both',
    onBehalf({ blocks: soft }, { approvals: [approval({ action: FOR_ALICE, requirement: { kind: 'guardrail', name: 'g' } })] }),
    allowed(),
  ],
  [
    'an approval for the agent alone does not count on behalf of a user',
    onBehalf({ blocks: soft }, { approvals: [approval({ action: BOT_READS, requirement: { kind: 'guardrail', name: 'g' } })] }),
    OUT,
  ],
  [
    'the user behind an agent does not approve',
    onBehalf(
      { blocks: soft.replace('carol', 'alice') },
      { approvals: [approval({ action: FOR_ALICE, requirement: { kind: 'guardrail', name: 'g', by: ['user:alice'] }, more: { by: 'user:alice' } })] },
    ),
    OUT,
  ],
  [
    'needs of two layers are both wanted',
    onBehalf(
      { user: stanza(X, 'read', 'approval { by = ["user:carol"] }'), ceiling: stanza(X, 'read', 'approval { by = ["user:dave"] }') },
      { approvals: [approval({ action: FOR_ALICE, requirement: { name: `of-alice:${X}` } })] },
    ),
    denied('approval_required', { obligations: { approval: outstanding({ name: `of-bot:${X}`, by: ['user:dave'] }, FOR_ALICE) } }),
  ],
  [
    'an approval of one stanza is none of another',
    onBehalf(
      { user: stanza(X, 'read', 'approval { by = ["user:carol"] }'), ceiling: stanza(X, 'read', 'approval { by = ["user:carol"] }') },
      { approvals: [approval({ action: FOR_ALICE, requirement: { name: `of-alice:${X}` } })] },
    ),
    OUT,
  ],
  [
    'a layer that denies is before a need',
    onBehalf({ user: stanza(X, 'read', 'approval { by = ["user:carol"] }'), ceiling: stanza('secret/y', 'read') }),
    denied('ceiling'),
  ],
];

const MFA = stanza(X, 'read', 'mfa_methods = ["totp"]');
const withMfa = (mfa: unknown) => ({ user: { id: 'alice', mfa } });
const CONTROL = (approvals: number, more = '') =>
  stanza(X, 'read update', `control_group {\n factor "f" {\n ${more}\n identity {\n group_names = ["managers"]\n approvals = ${approvals}\n }\n }\n}`);

const REST: readonly Row[] = [
  ['MFA is met where the request says so', byUser(MFA, withMfa(true)), allowed({ obligations: { mfa: false } })],
  ['MFA is outstanding where the request says nothing', byUser(MFA), denied('mfa_required', { obligations: { mfa: true } })],
  ['MFA is outstanding where the request denies it', byUser(MFA, withMfa(false)), denied('mfa_required')],
  ['MFA is outstanding where the request says it in text', byUser(MFA, withMfa('true')), denied('mfa_required')],
  ['bare policies report MFA and do not enforce it', bare(MFA), allowed({ obligations: { mfa: false } })],
  ['an agent for itself has no MFA', byAgent(MFA), denied('mfa_required')],
  ['MFA of the user holds on behalf of it', onBehalf({ ceiling: MFA }, withMfa(true)), allowed()],
  ['MFA is wanted by any layer', onBehalf({ ceiling: MFA }), denied('mfa_required')],
  [
    'MFA is before approval',
    onBehalf({ user: MFA, ceiling: wants() }),
    denied('mfa_required', { obligations: { mfa: true, approval: outstanding({ name: `of-bot:${X}` }, FOR_ALICE) } }),
  ],
  ['approval is wanted when MFA is met', onBehalf({ user: MFA, ceiling: wants() }, withMfa(true)), OUT],
  ['a layer that denies is before MFA', onBehalf({ user: MFA, ceiling: stanza('secret/y', 'read') }), denied('ceiling')],
  ['a control group is a need for a user', byUser(CONTROL(1)), OUT],
  ['a control group is a need for an agent', byAgent(CONTROL(1)), OUT],
  ['bare policies report a control group and do not enforce it', bare(CONTROL(1)), allowed()],
  ['a factor that controls another capability is no need', byUser(CONTROL(1, 'controlled_capabilities = ["update"]')), allowed()],
  ['a factor that controls this capability is a need', byUser(CONTROL(1, 'controlled_capabilities = ["read"]')), OUT],
];

const under = (heading: string, rows: readonly Row[]): LanguageCase[] => rows.map(([name, asked, expect]) => ({ heading, name, ...asked, expect }));

export const NEEDS: readonly LanguageCase[] = [
  ...under('5.2 `approval`', [
    ['a stanza with an approval allows nothing without it', alice([]), OUT],
    ['a stanza with an approval allows with it', alice([approval()]), allowed()],
  ]),
  ...under('10.5 Needs', [...COUNTS, ...AGENTS, ...REST]),
];
