// §9: forms and their mixtures, paths by door, operations, bounds.

import { allowed, bare, block, byUser, denied, EVERYTHING, type LanguageCase, onBehalf, stanza } from '../language-case.js';

type Request = Readonly<Record<string, unknown>>;
type Row = readonly [name: string, request: Request, outcome: string];

/** Alice lets a and bot act for her; a lets bot act. All is allowed where the form is right. */
const ALL =
  stanza('secret/*', 'create read update delete list patch') +
  stanza('agents/*', 'delegate') +
  stanza('http/api.example.com/*', 'read') +
  stanza('mcp/*', 'invoke');
const WORLD = [
  block('policy', 'all', ALL),
  block('scope', 'work', ALL),
  block('user', 'alice', 'policies = ["all"]'),
  block('user', 'bob', 'policies = ["all"]'),
  block('agent', 'a', 'policies = ["all"]'),
  block('agent', 'bot', 'policies = ["all"]'),
  block('delegation', 'alice-bot', 'from = "user:alice"', 'to = "bot"', 'scopes = ["work"]', 'consent = "implied"'),
  block('delegation', 'alice-a', 'from = "user:alice"', 'to = "a"', 'scopes = ["work"]', 'consent = "implied"', 'max_depth = 1'),
  block('delegation', 'a-bot', 'from = "agent:a"', 'to = "bot"', 'scopes = ["work"]', 'consent = "implied"'),
].join('');

const READ = { operation: 'read', path: 'secret/x' };
const ALICE = { user: { id: 'alice' }, ...READ };
const BOT = { agent: 'bot', ...READ };
const FOR_ALICE = { ...BOT, delegation: { id: 'alice-bot' } };
const M = 'malformed_request';
const twenty = Array.from({ length: 17 }, (_, i) => `a${i}`);

const FORMS: readonly Row[] = [
  ['bare policies are a form', { policies: ['all'], ...READ }, 'allowed'],
  ['a user is a form', ALICE, 'allowed'],
  ['an agent is a form', BOT, 'allowed'],
  ['an agent with a delegation is a form', FOR_ALICE, 'allowed'],
  ['an agent with a chain from a user is a form', { ...BOT, delegation: { user: 'alice', chain: ['a', 'bot'] } }, 'allowed'],
  ['an agent with a chain of itself from a user is a form', { ...BOT, delegation: { user: 'alice', chain: ['bot'] } }, 'allowed'],
  ['an agent with a chain from an agent is a form', { ...BOT, delegation: { chain: ['a', 'bot'] } }, 'allowed'],
  ['an agent with a delegation of an agent is a form', { ...BOT, delegation: { id: 'a-bot' } }, 'allowed'],
  ['a user may carry facts about the root of a delegation', { ...FOR_ALICE, user: { id: 'alice', mfa: true } }, 'allowed'],
  ['a user may carry facts about the root of a chain', { ...BOT, delegation: { user: 'alice', chain: ['bot'] }, user: { id: 'alice' } }, 'allowed'],
  ['no principal is no form', READ, M],
  ['policies beside a user are no form', { ...ALICE, policies: ['all'] }, M],
  ['policies beside an agent are no form', { ...BOT, policies: ['all'] }, M],
  ['policies beside a delegation are no form', { ...FOR_ALICE, policies: ['all'] }, M],
  ['an empty list of policies beside a user is no form', { ...ALICE, policies: [] }, M],
  ['a user beside an agent is no form', { ...BOT, user: { id: 'alice' } }, M],
  ['a delegation without an agent is no form', { delegation: { id: 'alice-bot' }, ...READ }, M],
  ['a user with a delegation but no agent is no form', { ...ALICE, delegation: { id: 'alice-bot' } }, M],
  ['a user other than the root of the delegation is malformed', { ...FOR_ALICE, user: { id: 'bob' } }, M],
  ['a user other than the root of the chain is malformed', { ...BOT, delegation: { user: 'alice', chain: ['bot'] }, user: { id: 'bob' } }, M],
  ['a user beside a chain from an agent is malformed', { ...BOT, delegation: { chain: ['a', 'bot'] }, user: { id: 'alice' } }, M],
  ['a user beside a delegation from an agent is malformed', { ...BOT, delegation: { id: 'a-bot' }, user: { id: 'alice' } }, M],
  ['a user without an id is malformed', { user: { groups: [] }, ...READ }, M],
  ['a user whose id is no text is malformed', { user: { id: 7 }, ...READ }, M],
  ['a user that is text is malformed', { user: 'alice', ...READ }, M],
  ['an agent that is an object is malformed', { agent: { id: 'bot' }, ...READ }, M],
  ['an agent that is null is malformed', { agent: null, ...READ }, M],
  ['an empty delegation is malformed', { ...BOT, delegation: {} }, M],
  ['a delegation that is text is malformed', { ...BOT, delegation: 'alice-bot' }, M],
  ['a delegation that is null is malformed', { ...BOT, delegation: null }, M],
  ['a delegation by id and chain is malformed', { ...BOT, delegation: { id: 'alice-bot', chain: ['bot'] } }, M],
  ['a delegation by id and user is malformed', { ...BOT, delegation: { id: 'alice-bot', user: 'alice' } }, M],
  ['a delegation of a user without a chain is malformed', { ...BOT, delegation: { user: 'alice' } }, M],
  ['an unknown member of a delegation is malformed', { ...BOT, delegation: { id: 'alice-bot', depth: 0 } }, M],
  ['a chain of one without a user is malformed', { ...BOT, delegation: { chain: ['bot'] } }, M],
  ['an empty chain is malformed', { ...BOT, delegation: { user: 'alice', chain: [] } }, M],
  ['a chain that ends in another agent is malformed', { ...BOT, delegation: { user: 'alice', chain: ['bot', 'a'] } }, M],
  ['a chain that names an agent twice is malformed', { ...BOT, delegation: { user: 'alice', chain: ['bot', 'a', 'bot'] } }, M],
  ['a chain with what is no text is malformed', { ...BOT, delegation: { user: 'alice', chain: [1, 'bot'] } }, M],
  ['a chain of 17 agents is malformed', { ...READ, agent: 'a16', delegation: { user: 'alice', chain: twenty } }, M],
  ['a chain of 16 agents has the form', { ...READ, agent: 'a15', delegation: { user: 'alice', chain: twenty.slice(0, 16) } }, 'unknown_principal'],
  ['a delegation that ends in another agent is malformed', { ...BOT, delegation: { id: 'alice-a' } }, M],
  ['a delegation that is not registered is unknown', { ...BOT, delegation: { id: 'other' } }, 'unknown_principal'],
  ['a user that is not registered is unknown', { user: { id: 'eve' }, ...READ }, 'unknown_principal'],
  ['an agent that is not registered is unknown', { agent: 'eve', ...READ }, 'unknown_principal'],
  ['an agent is no user', { user: { id: 'bot' }, ...READ }, 'unknown_principal'],
  ['a member misspelt is malformed', { ...ALICE, parameter: {} }, M],
  ['a member of another case is malformed', { ...ALICE, Purpose: 'x' }, M],
  ['an unknown member of an approval is malformed', { ...ALICE, approvals: [{ id: 'a', token: 'x' }] }, M],
  ['approvals that are no list are malformed', { ...ALICE, approvals: {} }, M],
  [
    'unknown members of context, target, attributes, user and session are attributes',
    { ...ALICE, user: { id: 'alice', shoe: 43 }, context: { colour: 'red' }, target: { colour: 1 }, attributes: { size: 1 }, session: { tenant: 'x' } },
    'allowed',
  ],
  ['a purpose that is no text is malformed', { ...ALICE, purpose: 7 }, M],
  ['a context that is a list is malformed', { ...ALICE, context: [] }, M],
  ['parameters that are a list are malformed', { ...ALICE, parameters: [] }, M],
  ['a request without an operation is malformed', { user: { id: 'alice' }, path: 'secret/x' }, M],
  ['a request without a path is malformed', { user: { id: 'alice' }, operation: 'read' }, M],
];

const OPERATIONS: readonly Row[] = [
  ['an unknown operation is named', { ...ALICE, operation: 'frobnicate' }, 'unknown_operation'],
  ['an empty operation is unknown', { ...ALICE, operation: '' }, 'unknown_operation'],
  ['an operation in capitals is unknown', { ...ALICE, operation: 'READ' }, 'unknown_operation'],
  ['help is no operation of a user', { ...ALICE, operation: 'help' }, 'unknown_operation'],
  ['help is no operation of an agent', { ...BOT, operation: 'help' }, 'unknown_operation'],
  ['help is always allowed to bare policies', { policies: ['all'], ...READ, operation: 'help' }, 'allowed'],
  ['an unknown operation of bare policies is denied', { policies: ['all'], ...READ, operation: 'frobnicate' }, 'unknown_operation'],
  ['renew needs update', { ...ALICE, operation: 'renew' }, 'allowed'],
  ['rollback needs update', { ...BOT, operation: 'rollback' }, 'allowed'],
  ['invoke is an operation', { ...ALICE, operation: 'invoke', path: 'mcp/s/t' }, 'allowed'],
  ['delegate is an operation', { ...ALICE, operation: 'delegate', path: 'agents/a' }, 'allowed'],
];

const at = (path: string, operation = 'read') => ({ ...ALICE, path, operation });

const PATHS: readonly Row[] = [
  ['leading slashes go', at('///secret/x'), 'allowed'],
  ['an empty path is malformed', at(''), M],
  ['a path of slashes is malformed', at('//'), M],
  ['an empty segment is malformed', at('secret//x'), M],
  ['a segment of one dot is malformed', at('secret/./x'), M],
  ['a segment of two dots is malformed', at('secret/../x'), M],
  ['two dots at the end are malformed', at('secret/..'), M],
  ['three dots are a name', at('secret/...'), 'allowed'],
  ['dots within a segment are text', at('secret/a..b'), 'allowed'],
  ['a control character is malformed', at('secret/a\u0007'), M],
  ['a null character is malformed', at('secret/a\u0000'), M],
  ['DEL is malformed', at('secret/a\u007f'), M],
  ['a slash at the end is malformed for read', at('secret/x/'), M],
  ['a slash at the end is fine for list', at('secret/x/', 'list'), 'allowed'],
  ['two slashes at the end are malformed for list', at('secret/x//', 'list'), M],
  ['percent signs outside of http are text', at('secret/%2e%2e'), 'allowed'],
  ['bare policies take a path as it is', { policies: ['all'], ...READ, path: '//secret//../x/' }, 'allowed'],
  ['an agent’s path is judged like a user’s', { ...BOT, path: 'secret//x' }, M],
  ['the host of an http path is lower case', at('http/API.Example.COM/v1'), 'allowed'],
  ['the path behind the host keeps its case', at('http/api.example.com/V1'), 'allowed'],
  ['port 443 goes', at('http/api.example.com:443/v1'), 'allowed'],
  ['port 80 goes', at('http/api.example.com:80/v1'), 'allowed'],
  ['another port stays', at('http/api.example.com:8443/v1'), 'no_matching_rule'],
  ['a query goes', at('http/api.example.com/v1?next=/..//'), 'allowed'],
  ['an encoded dot-dot is malformed', at('http/api.example.com/%2e%2E/admin'), M],
  ['a half encoded dot-dot is malformed', at('http/api.example.com/.%2e/admin'), M],
  ['an encoded dot is malformed', at('http/api.example.com/%2e/admin'), M],
  ['an encoded slash is text', at('http/api.example.com/a%2Fb'), 'allowed'],
  ['an empty segment of an http path is malformed', at('http/api.example.com//v1'), M],
  ['a dot at the end of a host goes', at('http/api.example.com./v1'), 'allowed'],
  ['a host alone is asked for its root', at('http/api.example.com'), 'allowed'],
  ...['evil%2ecom', '%65vil.com', 'u@evil.com', 'evil.com:', 'evil.com:080', 'evil。com', 'evil\u00adcom', 'evil.com\\x', ''].map(
    (host): readonly [string, ReturnType<typeof at>, typeof M] => [`the host ${JSON.stringify(host)} is malformed`, at(`http/${host}/v1`), M],
  ),
  ['a dot-dot with a matrix parameter is malformed', at('http/api.example.com/a/..;x/admin'), M],
  ['only the door http is lower-cased', at('SECRET/x'), 'no_matching_rule'],
  ['a path of 16,384 characters is within bounds', at(`secret/${'x'.repeat(16_377)}`), 'allowed'],
  ['a path of 16,385 characters is malformed', at(`secret/${'x'.repeat(16_378)}`), M],
];

const nested = (depth: number) => Array.from({ length: depth }).reduce((inner) => [inner], 0 as unknown);
const detail = { type: 'vault:path_access', path: 'secret/*', capabilities: ['read'] };
const approval = { id: 'a', by: 'user:bob', action: 'x', requirement: 'y', granted_at: '2026-05-04T09:00:00Z', expires: '2026-05-05T09:00:00Z' };
const parameters = (value: unknown) => ({ ...ALICE, parameters: { value } });
const of = <T>(count: number, value: T) => Array.from({ length: count }, () => value);

const BOUNDS: readonly Row[] = [
  ['1,024 policies are within bounds', { policies: of(1024, 'all'), ...READ }, 'allowed'],
  ['1,025 policies are malformed', { policies: of(1025, 'all'), ...READ }, M],
  ['9,900 elements are within bounds', parameters(of(9900, 1)), 'allowed'],
  ['10,100 elements are malformed', parameters(of(10_100, 1)), M],
  ['10,100 members are malformed', parameters(Object.fromEntries(of(10_100, 0).map((_, i) => [`m${i}`, 1]))), M],
  ['10,100 elements are nothing to bare policies', { policies: ['all'], ...READ, parameters: { value: of(10_100, 1) } }, 'allowed'],
  ['a million characters are within bounds', parameters('x'.repeat(1_000_000)), 'allowed'],
  ['1,048,577 characters are malformed', parameters('x'.repeat(1_048_577)), M],
  ['a nesting of 25 is within bounds', parameters(nested(25)), 'allowed'],
  ['a nesting of 35 is malformed', parameters(nested(35)), M],
  ['a nesting of 35 in the context is malformed', { ...ALICE, context: { deep: nested(35) } }, M],
  ['64 details are within bounds', { ...ALICE, authorization_details: of(64, detail) }, 'allowed'],
  ['65 details are malformed', { ...ALICE, authorization_details: of(65, detail) }, M],
  ['64 approvals are within bounds', { ...ALICE, approvals: of(64, approval) }, 'allowed'],
  ['65 approvals are malformed', { ...ALICE, approvals: of(65, approval) }, M],
];

const table = (heading: string, rows: readonly Row[]): LanguageCase[] =>
  rows.map(([name, request, outcome]) => ({ heading, name, files: { 'world.hcl': WORLD }, request, expect: { allowed: outcome === 'allowed', outcome } }));

export const REQUESTS: readonly LanguageCase[] = [
  ...table('9. Requests and facts', [...OPERATIONS, ...PATHS, ...BOUNDS]),
  ...table('10.1 Form', FORMS),
  {
    heading: '10. The decision',
    name: 'without policies nothing is allowed',
    files: {},
    request: { policies: [], ...READ },
    expect: denied('no_matching_rule'),
  },
  { heading: '10. The decision', name: 'without files nobody is known', files: {}, request: ALICE, expect: denied('unknown_principal') },
  { heading: '10. The decision', name: 'form is before standing', ...onBehalf({ alice: 'status = "suspended"' }, { path: 'secret//x' }), expect: denied(M) },
  {
    heading: '10. The decision',
    name: 'the operation is before standing',
    ...byUser(EVERYTHING, { operation: 'frobnicate' }, { user: 'status = "suspended"' }),
    expect: denied('unknown_operation'),
  },
  {
    heading: '10. The decision',
    name: 'standing is before guardrails',
    ...byUser(EVERYTHING, {}, { user: 'status = "suspended"', blocks: block('guardrail', 'g', 'enforcement = "hard-mandatory"') }),
    expect: denied('suspended'),
  },
  {
    heading: '10. The decision',
    name: 'guardrails are before layers',
    ...byUser(stanza('secret/y', 'read'), {}, { blocks: block('guardrail', 'g', 'enforcement = "hard-mandatory"') }),
    expect: denied('guardrail', { layers: ['guardrail guardrail', 'user_policies no_matching_rule'] }),
  },
  {
    heading: '10. The decision',
    name: 'guardrails do not bind bare policies',
    ...bare({ p: EVERYTHING, g: block('guardrail', 'g', 'enforcement = "hard-mandatory"') }, { policies: ['p'] }),
    expect: allowed(),
  },
  {
    heading: '10. The decision',
    name: 'details bind bare policies',
    ...bare(EVERYTHING, { authorization_details: [{ type: 'vault:path_access', path: 'secret/y', capabilities: ['read'] }] }),
    expect: denied('rar_no_match', { layers: ['policies allowed', 'rar no_matching_rule'] }),
  },
  {
    heading: '10. The decision',
    name: 'a list that cannot be built allows nothing',
    ...bare(EVERYTHING + stanza('secret/+{{identity.entity.metadata.suffix}}*', 'read'), { identity: { entity: { metadata: { suffix: '' } } } }),
    expect: denied('internal'),
  },
];
