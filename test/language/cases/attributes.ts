// §7.3 and §8: which attributes there are, whose word each is, and what the operations of a schema stand for.

import { allowed, answerOf, bare, block, byAgent, byUser, denied, expr, type LanguageCase, onBehalf, stanza, type Truth } from '../language-case.js';

type Asked = Pick<LanguageCase, 'facts' | 'files' | 'request'>;
type Row = readonly [name: string, asked: Asked, expect: LanguageCase['expect']];

const on = (expression: string) => stanza('secret/x', 'read', expr(expression));
const under = (heading: string, rows: readonly Row[]): LanguageCase[] => rows.map(([name, asked, expect]) => ({ heading, name, ...asked, expect }));

type Attribute = readonly [expression: string, request: Readonly<Record<string, unknown>>, truth: Truth];

const TWO = {
  agent: 'metadata = { team = "eng", size = 3, ready = true }\ntype = "assistant"\nowner = "user:carol"',
  blocks: block('agent_type', 'assistant', ''),
};

const OF_AGENT: readonly Attribute[] = [
  ['agent.id == "bot"', {}, 'true'],
  ['agent.type == "assistant"', {}, 'true'],
  ['agent.owner == "user:carol"', {}, 'true'],
  ['agent.metadata.team == "eng"', {}, 'true'],
  ['agent.metadata.size == 3', {}, 'true'],
  ['agent.metadata.ready', {}, 'true'],
  ['agent.metadata.absent == "eng"', {}, 'unknown'],
  ['agent.clearance >= 3', { attributes: { clearance: 3 } }, 'true'],
  ['agent.clearance >= 3', {}, 'unknown'],
  ['user.id == "alice"', {}, 'unknown'],
  ['has(user.id)', {}, 'false'],
  ['delegation.mode == "direct"', {}, 'true'],
  ['request.operation == "read"', {}, 'true'],
  ['request.path == "secret/x"', { path: '/secret/x' }, 'true'],
  ['request.purpose == "audit"', { purpose: 'audit' }, 'true'],
  ['has(request.purpose)', {}, 'false'],
  ['session.id == "s"', { session: { id: 's' } }, 'true'],
  ['session["id"] == "s"', { session: { id: 's' } }, 'true'],
  ['session.id == "s"', { session: { id: 7 } }, 'unknown'],
  ['context.risk < 10', { context: { risk: '5' } }, 'unknown'],
  ['context.country == "DE"', { context: { country: null } }, 'unknown'],
  ['has(context.country)', {}, 'false'],
  ['has(context.time)', {}, 'true'],
];

const OF_USER: readonly Attribute[] = [
  ['user.id == "alice"', {}, 'true'],
  ['contains(user.groups, "eng")', {}, 'true'],
  ['contains(user.groups, "staff")', {}, 'true'],
  ['length(user.groups) == 2', {}, 'true'],
  ['user.limit == 10', {}, 'true'],
  ['user.level == 2', { user: { id: 'alice', level: 2 } }, 'true'],
  ['user.level == 2', { attributes: { level: 2 } }, 'true'],
  ['user.mfa', { user: { id: 'alice', mfa: true } }, 'true'],
  ['user.mfa', {}, 'unknown'],
  ['user.constructor == 1', {}, 'unknown'],
  ['agent.id == "bot"', {}, 'unknown'],
];

const ALICE = { user: 'groups = ["eng"]\nattributes = { limit = 10 }', blocks: block('group', 'staff', '') + block('group', 'eng', 'groups = ["staff"]') };

const OF_DELEGATION: readonly Attribute[] = [
  ['delegation.mode == "on-behalf-of"', {}, 'true'],
  ['delegation.id == "d"', {}, 'true'],
  ['delegation.depth == 0', {}, 'true'],
  ['delegation.consent == "implied"', {}, 'true'],
  ['contains(delegation.scopes, "work")', {}, 'true'],
  ['contains(delegation.purposes, "audit")', {}, 'unknown'],
  ['delegation.consent_age < duration("1h")', {}, 'unknown'],
  ['agent.id == "bot"', {}, 'true'],
  ['user.id == "alice"', {}, 'true'],
  ['user.level == 2', { user: { id: 'alice', level: 2 } }, 'true'],
  ['user.level == 2', { attributes: { level: 2 } }, 'unknown'],
  ['agent.level == 2', { attributes: { level: 2 } }, 'true'],
];

const ofThree: readonly LanguageCase[] = [
  ...OF_AGENT.map(([expression, request, truth]) => ({
    name: `${expression} is ${truth} for bot`,
    ...byAgent(on(expression), request, TWO),
    expect: answerOf(truth),
    request_: request,
  })),
  ...OF_USER.map(([expression, request, truth]) => ({
    name: `${expression} is ${truth} for alice`,
    ...byUser(on(expression), request, ALICE),
    expect: answerOf(truth),
    request_: request,
  })),
  ...OF_DELEGATION.map(([expression, request, truth]) => ({
    name: `${expression} is ${truth} for bot on behalf of alice`,
    ...onBehalf({ ceiling: on(expression) }, request),
    expect: truth === 'true' ? allowed() : denied('ceiling', { layers: ['user_policies allowed', `ceiling ${answerOf(truth).outcome}`, 'scope allowed'] }),
    request_: request,
  })),
].map(({ request_, name, ...rest }) => ({ heading: '7.3 Attributes', name: `${name} over ${JSON.stringify(request_)}`, ...rest }));

const target = (sensitivity: string, ...paths: readonly string[]) =>
  block('target', `${sensitivity} ${paths.length}`.replace(' ', '-'), `paths = ${JSON.stringify(paths)}`, `sensitivity = "${sensitivity}"`);
const LOW = on('target.sensitivity == "low"');

const TARGETS: readonly Row[] = [
  ['a target block speaks of its paths', byUser(LOW, {}, { blocks: target('low', 'secret/*') }), allowed()],
  ['two target blocks that agree are one word', byUser(LOW, {}, { blocks: target('low', 'secret/*') + target('low', 'secret/x', 'secret/y') }), allowed()],
  [
    'two target blocks that disagree are unknown',
    byUser(LOW, {}, { blocks: target('low', 'secret/*') + target('high', 'secret/x') }),
    denied('condition_unknown', { missing: ['target.sensitivity'] }),
  ],
  ['a target block and a request that agree are one word', byUser(LOW, { target: { sensitivity: 'low' } }, { blocks: target('low', 'secret/*') }), allowed()],
  [
    'a target block and a request that disagree are unknown',
    byUser(LOW, { target: { sensitivity: 'high' } }, { blocks: target('low', 'secret/*') }),
    denied('condition_unknown'),
  ],
  ['a request alone may speak of its target', byUser(LOW, { target: { sensitivity: 'low' } }), allowed()],
  [
    'has is unknown where sources disagree',
    byUser(on('has(target.sensitivity)'), { target: { sensitivity: 'high' } }, { blocks: target('low', 'secret/*') }),
    denied('condition_unknown'),
  ],
  ['target blocks speak to bare policies too', bare({ p: LOW, targets: target('low', 'secret/*') }, { policies: ['p'] }), allowed()],
];

const limit = (source: string) => ({ user: 'attributes = { limit = 10 }', blocks: `schema {\n user { limit { type = "number"  ${source} } }\n}\n` });
const noLimit = (source: string) => ({ blocks: limit(source).blocks });
const TEN = on('user.limit == 10');
const said = (value: unknown) => ({ user: { id: 'alice', limit: value } });

const SOURCES: readonly Row[] = [
  ['what the registry says of its own attribute holds', byUser(TEN, {}, limit('source = "registry"')), allowed()],
  ['what the request says alike of it changes nothing', byUser(TEN, said(10), limit('source = "registry"')), allowed()],
  ['what the request says otherwise of it makes it unknown', byUser(TEN, said(20), limit('source = "registry"')), denied('condition_unknown')],
  ['what only the request says of it is not known', byUser(TEN, said(10), noLimit('source = "registry"')), denied('condition_unknown')],
  ['what the token says holds', byUser(TEN, said(10), noLimit('source = "token"')), allowed()],
  ['what the registry says otherwise of the token makes it unknown', byUser(TEN, said(20), limit('source = "token"')), denied('condition_unknown')],
  ['what only the registry says of the token is not known', byUser(TEN, {}, limit('source = "token"')), denied('condition_unknown')],
  ['what the enforcement point says holds', byUser(TEN, said(10), noLimit('source = "enforcement_point"')), allowed()],
  ['without a source either place may say it: the registry', byUser(TEN, {}, limit('')), allowed()],
  ['without a source either place may say it: the request', byUser(TEN, said(10), noLimit('')), allowed()],
  ['without a source both must say the same', byUser(TEN, said(20), limit('')), denied('condition_unknown')],
  ['a declared type is checked', byUser(TEN, said('10'), noLimit('')), denied('condition_unknown')],
  ['an undeclared attribute at both places must be the same', byUser(TEN, said(20), { user: 'attributes = { limit = 10 }' }), denied('condition_unknown')],
  ['the request and its attributes must say the same of a user', byUser(TEN, { ...said(10), attributes: { limit: 20 } }), denied('condition_unknown')],
  [
    'groups compare as sets',
    byUser(
      on('contains(user.groups, "a")'),
      { user: { id: 'alice', groups: ['b', 'a'] } },
      { user: 'groups = ["a", "b"]', blocks: block('group', 'a', '') + block('group', 'b', '') },
    ),
    allowed(),
  ],
  [
    'groups that differ from the registered ones are unknown',
    byUser(on('contains(user.groups, "a")'), { user: { id: 'alice', groups: ['a', 'c'] } }, { user: 'groups = ["a"]', blocks: block('group', 'a', '') }),
    denied('condition_unknown'),
  ],
  [
    'a declared context attribute is the request’s',
    bare(
      { p: on('context.ticket == "T1"'), s: 'schema {\n context { ticket { type = "string"  source = "enforcement_point" } }\n}\n' },
      { policies: ['p'], context: { ticket: 'T1' } },
    ),
    allowed(),
  ],
];

const GROUP_POLICY = block('policy', 'of-eng', stanza('secret/x', 'update')) + block('group', 'eng', 'policies = ["of-eng"]');
const TRUSTED = 'schema {\n user { groups = "trusted" }\n}\n';
const member = { user: { id: 'alice', groups: ['eng'] }, operation: 'update' };
const OTHER = stanza('secret/y', 'read');
const OPERATIONS = 'schema {\n operations = { write = "update", call = "invoke" }\n}\n';

const SCHEMA: readonly Row[] = [
  ['an operation of the schema is the one it stands for', byUser(stanza('secret/x', 'update'), { operation: 'write' }, { blocks: OPERATIONS }), allowed()],
  [
    'an operation of the schema needs the capability of the one it stands for',
    byUser(stanza('secret/x', 'read'), { operation: 'write' }, { blocks: OPERATIONS }),
    denied('capability_missing'),
  ],
  ['an operation may stand for invoke', byUser(stanza('secret/x', 'invoke'), { operation: 'call' }, { blocks: OPERATIONS }), allowed()],
  [
    'conditions see the operation that it stands for',
    byUser(stanza('secret/x', 'update', expr('request.operation == "update"')), { operation: 'write' }, { blocks: OPERATIONS }),
    allowed(),
  ],
  ['operations do not fold case', byUser(stanza('secret/x', 'update'), { operation: 'Write' }, { blocks: OPERATIONS }), denied('unknown_operation')],
  ['a word without a schema is unknown', byUser(stanza('secret/x', 'update'), { operation: 'write' }), denied('unknown_operation')],
  [
    'operations of the schema are nothing to bare policies',
    bare({ p: stanza('secret/x', 'update'), s: OPERATIONS }, { policies: ['p'], operation: 'write' }),
    denied('unknown_operation'),
  ],
  [
    'subjects of the schema are nothing to a decision',
    byUser(stanza('secret/x', 'read'), { user: { id: 'alice', type: 'robot' } }, { blocks: 'schema {\n subjects = { robot = "agent", user = "agent" }\n}\n' }),
    allowed(),
  ],
  ['Vault’s words stay beside a mapping', byUser(stanza('secret/x', 'update'), { operation: 'update' }, { blocks: OPERATIONS }), allowed()],
  ['groups of a request that are trusted grant their policies', byUser(OTHER, member, { blocks: GROUP_POLICY + TRUSTED }), allowed()],
  ['groups of a request grant nothing otherwise', byUser(OTHER, member, { blocks: GROUP_POLICY }), denied('no_matching_rule')],
  [
    'trusted groups stand beside the registered ones',
    byUser(
      OTHER + stanza('secret/x', 'read', expr('contains(user.groups, "eng") && contains(user.groups, "web")')),
      { user: member.user },
      { user: 'groups = ["web"]', blocks: block('group', 'eng', '') + block('group', 'web', '') + TRUSTED },
    ),
    allowed(),
  ],
  ['trusted groups count on behalf of a user', onBehalf({ user: OTHER, blocks: GROUP_POLICY + TRUSTED }, member), allowed()],
];

const TOOLS_ANSWER = JSON.stringify({
  tools: [{ name: 'get_issue', inputSchema: { type: 'object', properties: { owner: { type: 'string' }, number: { type: 'integer' } }, required: ['owner'] } }],
});
const tool = (request: object, more = '') => {
  const asked = byUser(
    stanza('mcp/github/get_issue', 'invoke', `parameters {\n owner = "acme"\n number = optional(integer(min: 1))\n}\n${more}`),
    { operation: 'invoke', path: 'mcp/github/get_issue', ...request },
    { blocks: 'tools "github" {\n schema = "github.tools.json"\n}\n' },
  );
  return { ...asked, files: { ...asked.files, 'github.tools.json': TOOLS_ANSWER } };
};

const TOOLS: readonly Row[] = [
  ['a stanza of a known tool decides as its text says', tool({ parameters: { owner: 'acme', number: 7 } }), allowed()],
  ['a stanza of a known tool refuses as its text says', tool({ parameters: { owner: 'evil' } }), denied('parameter_not_allowed')],
  ['the schema of a tool adds no check of its own to a request', tool({ parameters: { owner: 'acme' } }), allowed()],
];

export const ATTRIBUTES: readonly LanguageCase[] = [
  ...ofThree,
  ...under('7.3 Attributes', TARGETS),
  ...under('8. `schema` and `tools`', SCHEMA),
  ...under('8.1 Sources', SOURCES),
  ...under('8.2 Tools', TOOLS),
];
