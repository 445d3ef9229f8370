// §7.1: each member of a condition, true, false and unknown.

import { bare, byAgent, byUser, CONDITION, inSeconds, type LanguageCase, onBehalf, stanza, type Truth } from '../language-case.js';

type Row = readonly [body: string, request: Readonly<Record<string, unknown>>, truth: Truth];

const context = (members: object) => ({ context: members });
const TIME = 'time { zone = "Europe/Berlin"  days = ["mon-fri"]  hours = ["09:00-17:00"] }';
const BETWEEN = `time { zone = "Etc/UTC"  after = "${inSeconds(0)}"  before = "${inSeconds(60)}" }`;

/** Of the request alone. */
const ASKED: readonly Row[] = [
  ['expr = parameters.yes', { parameters: { yes: true } }, 'true'],
  ['expr = parameters.yes', { parameters: { yes: 'true' } }, 'unknown'],
  [TIME, context({ time: '2026-05-04T07:00:00Z' }), 'true'],
  [TIME, context({ time: '2026-05-04T06:59:59Z' }), 'false'],
  [TIME, context({ time: 'noon' }), 'unknown'],
  [TIME, {}, 'true'],
  ['time { zone = "Europe/Berlin"  days = ["mon"] }', {}, 'true'],
  ['time { zone = "Europe/Berlin"  days = ["tue", "sat-sun"] }', {}, 'false'],
  ['time { zone = "Europe/Berlin"  hours = ["12:00-12:01"] }', {}, 'true'],
  ['time { zone = "Europe/Berlin"  hours = ["09:00-12:00", "13:00-17:00"] }', {}, 'false'],
  [BETWEEN, context({ time: inSeconds(0) }), 'true'],
  [BETWEEN, context({ time: inSeconds(-0.001) }), 'false'],
  [BETWEEN, context({ time: inSeconds(59.999) }), 'true'],
  [BETWEEN, context({ time: inSeconds(60) }), 'false'],
  ['location { cidrs = ["10.0.0.0/8", "192.0.2.0/24"] }', context({ ip: '192.0.2.7' }), 'true'],
  ['location { cidrs = ["10.0.0.0/8"] }', context({ ip: '11.0.0.0' }), 'false'],
  ['location { cidrs = ["10.0.0.0/8"] }', {}, 'unknown'],
  ['location { countries = ["DE", "FR"] }', context({ country: 'FR' }), 'true'],
  ['location { countries = ["DE", "FR"] }', context({ country: 'fr' }), 'false'],
  ['location { countries = ["DE", "FR"] }', {}, 'unknown'],
  ['location { countries = ["DE"] }', context({ country: 49 }), 'unknown'],
  ['location { regions = ["BY"] }', context({ region: 'BY' }), 'true'],
  ['location { regions = ["BY"] }', context({ region: 'BE' }), 'false'],
  ['location { regions = ["BY"] }', {}, 'unknown'],
  ['location { within = { lat = 52.52, lon = 13.40, km = 50 } }', context({ lat: 52.4, lon: 13.06 }), 'true'],
  ['location { within = { lat = 52.52, lon = 13.40, km = 50 } }', context({ lat: 48.14, lon: 11.58 }), 'false'],
  ['location { within = { lat = 52.52, lon = 13.40, km = 50 } }', context({ lat: 52.4 }), 'unknown'],
  ['location { countries = ["DE"]  cidrs = ["10.0.0.0/8"] }', context({ country: 'DE', ip: '10.0.0.1' }), 'true'],
  ['location { countries = ["DE"]  cidrs = ["10.0.0.0/8"] }', context({ country: 'DE', ip: '11.0.0.1' }), 'false'],
  ['location { countries = ["DE"]  cidrs = ["10.0.0.0/8"] }', context({ country: 'DE' }), 'unknown'],
  ['location { countries = ["DE"]  cidrs = ["10.0.0.0/8"] }', context({ country: 'FR' }), 'false'],
  ['purpose = ["review", "audit"]', { purpose: 'audit' }, 'true'],
  ['purpose = ["review", "audit"]', { purpose: 'Audit' }, 'false'],
  ['purpose = ["review", "audit"]', {}, 'unknown'],
  ['target { sensitivity = ["low", "medium"] }', { target: { sensitivity: 'medium' } }, 'true'],
  ['target { sensitivity = ["low", "medium"] }', { target: { sensitivity: 'high' } }, 'false'],
  ['target { sensitivity = ["low", "medium"] }', {}, 'unknown'],
  ['target { sensitivity = "low" }', { target: { sensitivity: 'low' } }, 'true'],
  ['target { sensitivity = "low"  system = "hr" }', { target: { sensitivity: 'low', system: 'it' } }, 'false'],
  ['session { tenant = "blue" }', { session: { tenant: 'blue' } }, 'true'],
  ['session { tenant = ["blue", "red"] }', { session: { tenant: 'green' } }, 'false'],
  ['session { tenant = "blue" }', {}, 'unknown'],
  ['context { channel = "voice" }', context({ channel: 'voice' }), 'true'],
  ['context { channel = ["voice"] }', context({ channel: 'text' }), 'false'],
  ['context { channel = "voice" }', {}, 'unknown'],
  ['purpose = ["audit"]\nexpr = parameters.yes', { purpose: 'audit', parameters: { yes: true } }, 'true'],
  ['purpose = ["audit"]\nexpr = parameters.yes', { purpose: 'audit', parameters: { yes: false } }, 'false'],
  ['purpose = ["audit"]\nexpr = parameters.yes', { parameters: { yes: true } }, 'unknown'],
  ['purpose = ["audit"]\nexpr = parameters.yes', { parameters: { yes: false } }, 'false'],
];

/** Of the user who asks; alice is of eng, which belongs to staff. */
const OF_USER: readonly Row[] = [
  ['user { ids = ["alice", "bob"] }', {}, 'true'],
  ['user { ids = ["Alice"] }', {}, 'false'],
  ['user { groups = ["eng"] }', {}, 'true'],
  ['user { groups = ["hr", "staff"] }', {}, 'true'],
  ['user { groups = ["hr"] }', {}, 'false'],
  ['user { mfa = true }', { user: { id: 'alice', mfa: true } }, 'true'],
  ['user { mfa = true }', { user: { id: 'alice', mfa: false } }, 'false'],
  ['user { mfa = true }', {}, 'unknown'],
  ['user { mfa = true }', { user: { id: 'alice', mfa: 'true' } }, 'unknown'],
  ['user { ids = ["alice"]  groups = ["hr"] }', {}, 'false'],
];

const OF_AGENT: readonly Row[] = [
  ['agent { types = ["assistant"] }', {}, 'true'],
  ['agent { types = ["autonomous"] }', {}, 'false'],
  ['agent { ids = ["bot"] }', {}, 'true'],
  ['agent { ids = ["other"] }', {}, 'false'],
  ['agent { owners = ["user:carol"] }', {}, 'true'],
  ['agent { owners = ["carol"] }', {}, 'false'],
  ['agent { ids = ["bot"]  types = ["autonomous"] }', {}, 'false'],
  ['delegation { mode = "direct" }', {}, 'true'],
  ['delegation { mode = "on-behalf-of" }', {}, 'false'],
];

/** Alice's consent is a day old, less a second. */
const OF_DELEGATION: readonly Row[] = [
  ['delegation { mode = "on-behalf-of" }', {}, 'true'],
  ['delegation { mode = ["direct", "agent-to-agent"] }', {}, 'false'],
  ['delegation { consent = "explicit" }', {}, 'true'],
  ['delegation { consent = ["implied"] }', {}, 'false'],
  ['delegation { max_depth = 0 }', {}, 'true'],
  ['delegation { max_consent_age = "24h" }', {}, 'true'],
  ['delegation { max_consent_age = "86399s" }', {}, 'true'],
  ['delegation { max_consent_age = "86398s" }', {}, 'false'],
  ['delegation { mode = "on-behalf-of"  max_consent_age = "1h" }', {}, 'false'],
  ['agent { ids = ["bot"] }', {}, 'true'],
  ['agent { types = ["assistant"] }', {}, 'unknown'],
  ['user { ids = ["alice"] }', {}, 'true'],
];

/** §7.3: for bare policies nobody is known. */
const OF_NOBODY: readonly Row[] = [
  ['agent { ids = ["bot"] }', {}, 'unknown'],
  ['user { ids = ["alice"] }', {}, 'unknown'],
  ['user { groups = ["eng"] }', {}, 'unknown'],
  ['delegation { mode = "direct" }', {}, 'unknown'],
  ['delegation { max_depth = 1 }', {}, 'unknown'],
];

const GROUPS = 'group "staff" {\n}\ngroup "eng" {\n  groups = ["staff"]\n}\n';
const CONSENT = { consents: [{ delegation: 'd', scopes: ['work'], given_at: inSeconds(-86_399) }] };
const under = (body: string) => stanza('secret/x', 'read', `when {\n${body}\n}`);

type Asked = Pick<LanguageCase, 'facts' | 'files' | 'request'>;

const table = (rows: readonly Row[], who: string, ask: (stanzas: string, request: Row[1]) => Asked): LanguageCase[] =>
  rows.map(([body, request, truth]) => ({
    heading: '7.1 Blocks of a condition',
    name: `${body.replaceAll('\n', ', ')} is ${truth} ${who} over ${JSON.stringify(request)}`,
    ...ask(under(body), request),
    expect: { allowed: truth === 'true', outcome: CONDITION[truth] },
  }));

/** The answer to a condition of the user's policies is hidden behind the layer's name; the layer itself has it. */
const inUserLayer = (each: LanguageCase): LanguageCase => {
  const layers = [`user_policies ${each.expect.outcome}`, 'ceiling allowed', 'scope allowed'];
  return { ...each, expect: { ...each.expect, outcome: each.expect.allowed ? 'allowed' : 'user_policies', layers } };
};

export const SUGAR: readonly LanguageCase[] = [
  ...table(ASKED, 'for bare policies', bare),
  ...table(OF_USER, 'for alice', (stanzas, request) => byUser(stanzas, request, { user: 'groups = ["eng"]', blocks: GROUPS })),
  ...table(OF_AGENT, 'for bot', (stanzas, request) =>
    byAgent(stanzas, request, { agent: 'type = "assistant"\nowner = "user:carol"', blocks: 'agent_type "assistant" {\n}\nagent_type "autonomous" {\n}\n' }),
  ),
  ...table(OF_DELEGATION, 'for bot on behalf of alice', (stanzas, request) => ({
    ...onBehalf({ user: stanzas, delegation: 'consent = "explicit"', blocks: 'agent_type "assistant" {\n}\n' }, request),
    facts: CONSENT,
  })).map(inUserLayer),
  ...table(OF_NOBODY, 'for bare policies', bare),
];
