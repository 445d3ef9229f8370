// §10.3: three levels, require and forbid over three truths, and whom each binds.

import { allowed, block, byAgent, byUser, denied, EVERYTHING, type LanguageCase, onBehalf, stanza, type Truth } from '../language-case.js';

type Row = readonly [name: string, asked: Pick<LanguageCase, 'files' | 'request'>, expect: LanguageCase['expect']];

const HEADING = '10.3 Guardrails';
const TRUTHS: readonly Truth[] = ['true', 'false', 'unknown'];
const LEVELS = ['hard-mandatory', 'soft-mandatory', 'advisory'] as const;
const DATA = { true: { calm: true }, false: { calm: false }, unknown: {} };
const APPROVAL = 'approval { by = ["user:carol"] }';

const rail = (level: string, ...body: readonly string[]) =>
  block('guardrail', 'g', `enforcement = "${level}"`, ...(level === 'soft-mandatory' ? [APPROVAL] : []), ...body);
const hard = (...body: readonly string[]) => ({ blocks: rail('hard-mandatory', ...body) });
const REQUIRE = 'require { expr = parameters.calm }';
const FORBID = 'forbid { expr = parameters.calm }';

const DENIES = {
  'hard-mandatory': denied('guardrail', { layers: ['guardrail guardrail', 'user_policies allowed'], advice: [] }),
  'soft-mandatory': denied('approval_required', { layers: ['user_policies allowed'], advice: [] }),
  advisory: allowed({ layers: ['user_policies allowed'], advice: ['g'] }),
};
const PASSES = allowed({ layers: ['user_policies allowed'], advice: [], obligations: { approval: null } });

const levels: readonly LanguageCase[] = LEVELS.flatMap((level) => [
  ...TRUTHS.map((truth) => ({
    heading: HEADING,
    name: `a ${level} require that is ${truth} ${truth === 'true' ? 'passes' : 'does not pass'}`,
    ...byUser(EVERYTHING, { parameters: DATA[truth] }, { blocks: rail(level, REQUIRE) }),
    expect: truth === 'true' ? PASSES : DENIES[level],
  })),
  ...TRUTHS.map((truth) => ({
    heading: HEADING,
    name: `a ${level} forbid that is ${truth} ${truth === 'false' ? 'passes' : 'does not pass'}`,
    ...byUser(EVERYTHING, { parameters: DATA[truth] }, { blocks: rail(level, FORBID) }),
    expect: truth === 'false' ? PASSES : DENIES[level],
  })),
  {
    heading: HEADING,
    name: `a ${level} guardrail without require and forbid does not pass`,
    ...byUser(EVERYTHING, {}, { blocks: rail(level) }),
    expect: DENIES[level],
  },
]);

const on = (text: string) => hard(`on { ${text} }`);
const PATHS = on('paths = ["secret/x", "secret/pay/*", "secret/+/key"]');
const TYPES = {
  agent: '',
  blocks: block('agent_type', 'autonomous', '') + block('agent_type', 'assistant', '') + rail('hard-mandatory', 'on { agent_types = ["autonomous"] }'),
};
const typed = (type: string) => ({ agent: `type = "${type}"`, blocks: TYPES.blocks });
const G = denied('guardrail');

const ROWS: readonly Row[] = [
  ['an exact path is bound', byUser(EVERYTHING, {}, PATHS), G],
  ['another path is not', byUser(EVERYTHING, { path: 'secret/xy' }, PATHS), allowed()],
  ['a prefix is bound', byUser(EVERYTHING, { path: 'secret/pay/a/b' }, PATHS), G],
  ['a segment pattern is bound', byUser(EVERYTHING, { path: 'secret/a/key' }, PATHS), G],
  ['a path is bound without specificity', byUser(EVERYTHING + stanza('secret/pay/a/b', 'read'), { path: 'secret/pay/a/b' }, PATHS), G],
  ['list is bound with the slash', byUser(EVERYTHING, { operation: 'list', path: 'secret/x/' }, PATHS), G],
  ['list is bound without the slash', byUser(EVERYTHING, { operation: 'list', path: 'secret/pay' }, PATHS), G],
  ['read is bound as it is written', byUser(EVERYTHING, { path: 'secret/pay' }, PATHS), allowed()],
  ['its capability is bound', byUser(EVERYTHING, {}, on('capabilities = ["read", "update"]')), G],
  ['another capability is not', byUser(EVERYTHING, { operation: 'delete' }, on('capabilities = ["read", "update"]')), allowed()],
  ['renew is bound as update', byUser(EVERYTHING, { operation: 'renew' }, on('capabilities = ["update"]')), G],
  [
    'an operation of the schema is bound as the one it stands for',
    byUser(EVERYTHING, { operation: 'write' }, { blocks: `${on('capabilities = ["update"]').blocks}schema {\n operations = { write = "update" }\n}\n` }),
    G,
  ],
  ['all members of on must match', byUser(EVERYTHING, { operation: 'delete' }, on('paths = ["secret/x"]  capabilities = ["read"]')), allowed()],
  ['an agent of the type is bound', byAgent(EVERYTHING, {}, typed('autonomous')), G],
  ['an agent of another type is not', byAgent(EVERYTHING, {}, typed('assistant')), allowed()],
  ['an agent without a type may be of any', byAgent(EVERYTHING, {}, TYPES), G],
  ['a user alone is of no type', byUser(EVERYTHING, {}, { blocks: TYPES.blocks }), allowed()],
  ['an agent on behalf of a user is bound by its type', onBehalf(typed('autonomous')), G],
  [
    'an unknown on whose other member is false does not match',
    byAgent(
      EVERYTHING,
      {},
      { blocks: block('agent_type', 'autonomous', '') + rail('hard-mandatory', 'on { paths = ["secret/y"]  agent_types = ["autonomous"] }') },
    ),
    allowed(),
  ],
  ['require and forbid hold together', byUser(EVERYTHING, { parameters: { calm: true, late: true } }, hard(REQUIRE, 'forbid { expr = parameters.late }')), G],
  [
    'require and forbid that both pass let pass',
    byUser(EVERYTHING, { parameters: { calm: true, late: false } }, hard(REQUIRE, 'forbid { expr = parameters.late }')),
    allowed(),
  ],
  ['any require that is not true denies', byUser(EVERYTHING, { parameters: { calm: true } }, hard(REQUIRE, 'require { expr = parameters.late }')), G],
  ['any forbid that is not false denies', byUser(EVERYTHING, { parameters: { calm: false } }, hard(FORBID, 'forbid { expr = parameters.late }')), G],
  [
    'members of a require must all be true',
    byUser(EVERYTHING, { parameters: { calm: true }, purpose: 'b' }, hard('require {\n purpose = ["a"]\n expr = parameters.calm\n}')),
    G,
  ],
  [
    'a forbid is false when one member is',
    byUser(EVERYTHING, { parameters: { calm: true }, purpose: 'b' }, hard('forbid {\n purpose = ["a"]\n expr = parameters.calm\n}')),
    allowed(),
  ],
  [
    'every guardrail is asked',
    byUser(EVERYTHING, { parameters: { calm: true } }, { blocks: hard(REQUIRE).blocks + block('guardrail', 'h', 'enforcement = "hard-mandatory"', FORBID) }),
    denied('guardrail', { layers: ['guardrail guardrail', 'user_policies allowed'] }),
  ],
  [
    'each hard guardrail that denies is shown',
    byUser(EVERYTHING, {}, { blocks: hard().blocks + block('guardrail', 'h', 'enforcement = "hard-mandatory"') }),
    denied('guardrail', { layers: ['guardrail guardrail', 'guardrail guardrail', 'user_policies allowed'] }),
  ],
  ['a guardrail grants nothing', byUser(stanza('secret/y', 'read'), { parameters: { calm: true } }, hard(REQUIRE)), denied('no_matching_rule')],
  ['a soft guardrail is asked about last', byUser(stanza('secret/y', 'read'), {}, { blocks: rail('soft-mandatory') }), denied('no_matching_rule')],
  [
    'a hard guardrail is before a soft one',
    byUser(EVERYTHING, {}, { blocks: rail('soft-mandatory') + block('guardrail', 'h', 'enforcement = "hard-mandatory"') }),
    G,
  ],
  ['advice is given beside a denial', byUser(stanza('secret/y', 'read'), {}, { blocks: rail('advisory') }), denied('no_matching_rule', { advice: ['g'] })],
  [
    'an advisory guardrail that is not concerned gives no advice',
    byUser(EVERYTHING, {}, { blocks: rail('advisory', 'on { paths = ["secret/y"] }') }),
    allowed({ advice: [] }),
  ],
  ['an agent is bound for itself', byAgent(EVERYTHING, {}, hard()), G],
  ['an agent is bound on behalf of a user', onBehalf(hard()), G],
  ['a guardrail sees the user behind an agent', onBehalf(hard('require { user { ids = ["alice"] } }')), allowed()],
  ['a guardrail that asks about a user forbids an agent alone', byAgent(EVERYTHING, {}, hard('require { user { ids = ["alice"] } }')), G],
];

export const GUARDRAILS: readonly LanguageCase[] = [...levels, ...ROWS.map(([name, asked, expect]) => ({ heading: HEADING, name, ...asked, expect }))];
