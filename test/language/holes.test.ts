// The holes that others have had (reference field.md §7), each by name, and shut here.

import { compile } from '@polc/compiler';
import { loadBundle, type Request, RuntimeError } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { stopwatch } from '../stopwatch.js';
import { engine, oracle } from './judges.js';
import { allowed, bare, block, byUser, denied, EVERYTHING, expr, inSeconds, type LanguageCase, NOW, onBehalf, stanza } from './language-case.js';

type Hole = readonly [name: string, asked: Pick<LanguageCase, 'facts' | 'files' | 'request'>, expected: LanguageCase['expect']];

const READ = { operation: 'read', path: 'secret/x' };
const shaped = (shapes: string, parameters: object) => bare(stanza('secret/x', 'read', `parameters {\n${shapes}\n}`), { parameters });
const forbid = (text: string) => ({ blocks: block('guardrail', 'g', 'enforcement = "hard-mandatory"', `forbid { expr = ${text} }`) });
const chain = (parent: string, child: string) => ({
  files: {
    'world.hcl': [
      block('policy', 'p', EVERYTHING, stanza('agents/*', 'delegate')),
      block('scope', 'work', EVERYTHING),
      block('user', 'alice', 'policies = ["p"]'),
      block('agent', 'parent', 'policies = ["p"]'),
      block('agent', 'child', 'policies = ["p"]'),
      block('delegation', 'd1', 'from = "user:alice"', 'to = "parent"', 'scopes = ["work"]', 'consent = "implied"', 'max_depth = 1', parent),
      block('delegation', 'd2', 'from = "agent:parent"', 'to = "child"', 'scopes = ["work"]', 'consent = "implied"', child),
    ].join(''),
  },
  request: { agent: 'child', delegation: { user: 'alice', chain: ['parent', 'child'] }, ...READ },
});
const until = (seconds: number) => `expires = "${inSeconds(seconds)}"`;

const HOLES: readonly Hole[] = [
  ['no policy allows nothing', { files: {}, request: { policies: ['p'], ...READ } }, denied('no_matching_rule')],
  ['an empty policy allows nothing', bare(''), denied('no_matching_rule')],
  ['an empty list of policies allows nothing', { ...bare(EVERYTHING), request: { policies: [], ...READ } }, denied('no_matching_rule')],
  ['a stanza with no capability allows nothing', bare('path "secret/x" {\n  capabilities = []\n}\n'), denied('capability_missing')],
  ['a missing argument does not skip its constraint', shaped('amount = number(max: 5)', {}), denied('parameter_missing')],
  [
    'a missing argument does not skip its condition',
    bare(stanza('secret/x', 'read', expr('parameters.amount <= 5')), { parameters: {} }),
    denied('condition_unknown'),
  ],
  ['an argument that nobody named is not passed on', shaped('amount = number(max: 5)', { amount: 1, override: true }), denied('parameter_not_allowed')],
  ['an argument that is null is not absent', shaped('amount = optional(number(max: 5))', { amount: null }), denied('parameter_not_allowed')],
  [
    'a regular expression is anchored at its end',
    shaped('host = string(matches: "good[.]example")', { host: 'good.example.evil' }),
    denied('parameter_not_allowed'),
  ],
  [
    'a regular expression is anchored at its start',
    shaped('host = string(matches: "good[.]example")', { host: 'evil-good.example' }),
    denied('parameter_not_allowed'),
  ],
  [
    'a regular expression is anchored on every line',
    shaped('host = string(matches: "good[.]example")', { host: 'good.example\nevil' }),
    denied('parameter_not_allowed'),
  ],
  ['both sides of an alternation are anchored', shaped('host = string(matches: "good|fine")', { host: 'fine.evil' }), denied('parameter_not_allowed')],
  ['an error in the condition of a deny denies', byUser(EVERYTHING, {}, forbid('parameters.amount > 5')), denied('guardrail')],
  ['a wrong type in the condition of a deny denies', byUser(EVERYTHING, { parameters: { amount: '6' } }, forbid('parameters.amount > 5')), denied('guardrail')],
  [
    'an overflow in the condition of a deny denies',
    byUser(EVERYTHING, { parameters: { amount: 2 ** 60 } }, forbid('parameters.amount < 5')),
    denied('guardrail'),
  ],
  [
    'a list too long in the condition of a deny denies',
    byUser(EVERYTHING, { parameters: { to: Array.from({ length: 1001 }, () => 'a') } }, forbid('"eve" in parameters.to')),
    denied('guardrail'),
  ],
  ['a negated unknown does not open', bare(stanza('secret/x', 'read', expr('!(parameters.role == "guest")'))), denied('condition_unknown')],
  ['an inequality of what is missing does not open', bare(stanza('secret/x', 'read', expr('parameters.role != "guest"'))), denied('condition_unknown')],
  ['a broad deny that a narrow stanza outranks does not deny, as in Vault', byUser(stanza('secret/*', 'deny') + stanza('secret/x', 'read')), allowed()],
  [
    'a guardrail denies whatever stanza is the most specific',
    byUser(stanza('secret/x', 'read'), {}, { blocks: block('guardrail', 'g', 'enforcement = "hard-mandatory"', 'on { paths = ["secret/*"] }') }),
    denied('guardrail'),
  ],
  ['a deny that cannot be filled in denies', byUser(stanza('secret/{{session.id}}', 'deny') + EVERYTHING), denied('explicit_deny')],
  ['a child does not act past its parent', chain(until(-1), until(1000)), denied('expired')],
  ['a child is granted no longer than its parent', chain(until(9), until(1000)), allowed({ obligations: { max_ttl: 9 } })],
  [
    'a child outlives nobody whom the registry has since revoked',
    { ...chain('', ''), facts: { delegations: [{ id: 'd1', status: 'revoked' }] } },
    denied('suspended'),
  ],
  [
    'leaving the user out does not make an agent act for itself',
    { ...onBehalf({}), request: { agent: 'bot', delegation: {}, ...READ } },
    denied('malformed_request'),
  ],
  [
    'a delegation that is undefined in text is no absence',
    { ...onBehalf({}), request: { agent: 'bot', delegation: null, ...READ } },
    denied('malformed_request'),
  ],
  ['a member that nobody knows does not pass unread', byUser(EVERYTHING, { authorisation_details: [] }), denied('malformed_request')],
  ['a detail that nobody understands is not ignored', byUser(EVERYTHING, { authorization_details: [{ type: 'other' }] }), denied('rar_no_match')],
  [
    'what every object inherits is no attribute',
    bare(stanza('secret/x', 'read', expr('has(parameters.hasOwnProperty) || has(parameters.valueOf)'))),
    denied('condition_false'),
  ],
];

describe.each([oracle, engine])('$name: ', (judge) => {
  it.each(HOLES)('%s', (name, asked, expected) => {
    const { obligations, ...rest } = expected;
    const answer = judge.judge({ heading: '', name, ...asked, expect: expected });
    expect(answer).toMatchObject(rest);
    if (obligations !== undefined) expect(answer.obligations).toMatchObject(obligations);
  });
});

/** WHY the engine alone: the oracle is written to be read, and takes the time it takes. */
it('the engine: a regular expression costs no more than the text is long', () => {
  const asked = bare(stanza('secret/x', 'read', expr('matches(parameters.a, "(a*)*b")')), { parameters: { a: 'a'.repeat(30_000) } });
  const elapsed = stopwatch();
  expect(engine.judge({ heading: '', name: '', ...asked, expect: denied('condition_false') }).outcome).toBe('condition_false');
  expect(elapsed()).toBeLessThan(5_000);
});

/** What a text that is not understood would have opened. */
const REFUSED: readonly (readonly [what: string, text: string])[] = [
  ['an unknown key of a stanza', stanza('secret/x', 'read', 'whenn { expr = false }')],
  ['an unknown capability', stanza('secret/x', 'reed')],
  ['an unknown member of a condition', stanza('secret/x', 'read', 'when { purposes = ["a"] }')],
  ['an unless', stanza('secret/x', 'read', 'unless { expr = true }')],
  ['an unknown function', stanza('secret/x', 'read', expr('starts(parameters.a, "x")'))],
  ['an unknown root', stanza('secret/x', 'read', expr('resource.owner == "x"'))],
  ['an unknown shape', stanza('secret/x', 'read', 'parameters { a = text(max: 5) }')],
  ['an unknown argument of a shape', stanza('secret/x', 'read', 'parameters { a = number(maximum: 5) }')],
  ['an unknown kind of block', block('rule', 'r', 'effect = "deny"')],
  ['an unknown key of a guardrail', block('guardrail', 'g', 'enforcement = "hard-mandatory"', 'onn { paths = ["secret/*"] }')],
  ['an unknown enforcement', block('guardrail', 'g', 'enforcement = "mandatory"')],
  ['a guardrail without enforcement', block('guardrail', 'g', 'on { paths = ["secret/*"] }')],
  ['an unknown member of on', block('guardrail', 'g', 'enforcement = "hard-mandatory"', 'on { path = ["secret/*"] }')],
  ['a soft guardrail without an approval', block('guardrail', 'g', 'enforcement = "soft-mandatory"')],
  ['an empty list of a condition', stanza('secret/x', 'read', 'when { purpose = [] }')],
  ['an empty clause', stanza('secret/x', 'read', 'when { location { } }')],
  ['an empty condition', stanza('secret/x', 'read', 'when { }')],
  ['a condition beside deny', stanza('secret/x', 'deny', expr('true'))],
  ['parameters beside deny', stanza('secret/x', 'deny', 'parameters { a = string }')],
  ['an approval beside deny', stanza('secret/x', 'deny', 'approval { by = ["user:carol"] }')],
  ['a deny in a scope', block('scope', 's', stanza('secret/x', 'deny'))],
  ['a regular expression that looks around', stanza('secret/x', 'read', expr('matches(parameters.a, "(?!x).*")'))],
  ['a regular expression from data', stanza('secret/x', 'read', expr('matches(parameters.a, parameters.b)'))],
  ['a glob from data', stanza('secret/x', 'read', expr('glob(parameters.a, parameters.b)'))],
  ['a comparison that can never be', stanza('secret/x', 'read', expr('context.time < "2026-01-01"'))],
  ['a policy of a principal that does not exist', block('user', 'alice', 'policies = ["gone"]')],
  ['root as a policy of a principal', block('user', 'alice', 'policies = ["root"]')],
  ['a time without a zone', stanza('secret/x', 'read', 'when { time { days = ["mon-fri"] } }')],
  ['a zone that does not exist', stanza('secret/x', 'read', 'when { time { zone = "Europe/Berlim"  days = ["mon-fri"] } }')],
  ['a network that is none', stanza('secret/x', 'read', 'when { location { cidrs = ["10.0.0.0/33"] } }')],
];

describe('a text that is not understood is refused', () => {
  it.each(REFUSED)('%s', (_, text) => {
    const { bundle, diagnostics } = compile([{ file: 'world.hcl', text }]);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).not.toEqual([]);
    expect(bundle).toBeUndefined();
  });
});

const BAD_FACTS: readonly (readonly [what: string, facts: unknown])[] = [
  ['a list', []],
  ['an unknown kind', { agentz: [] }],
  ['agents that are no list', { agents: {} }],
  ['an agent without an id', { agents: [{ policies: [] }] }],
  ['an unknown member of an agent', { agents: [{ id: 'b', polices: [] }] }],
  ['an unknown status', { users: [{ id: 'u', status: 'disabled' }] }],
  ['an expiry that is no timestamp', { users: [{ id: 'u', expires: 'soon' }] }],
  ['policies that are text', { users: [{ id: 'u', policies: 'p' }] }],
  ['two users of one id', { users: [{ id: 'u' }, { id: 'u' }] }],
  ['policies for an agent of the files', { agents: [{ id: 'bot', policies: ['of-bot'] }] }],
  ['an owner for an agent of the files', { agents: [{ id: 'bot', owner: 'user:eve' }] }],
  ['groups for a user of the files', { users: [{ id: 'alice', groups: [] }] }],
  ['scopes for a delegation of the files', { delegations: [{ id: 'd', scopes: ['work'] }] }],
  ['sessions that are text', { delegations: [{ id: 'x', from: 'user:alice', to: 'bot', scopes: ['work'], sessions: 's' }] }],
  ['sessions for a delegation of the files', { delegations: [{ id: 'd', sessions: ['s'] }] }],
  ['a consent without the time it was given', { consents: [{ delegation: 'd', scopes: ['work'] }] }],
  ['an as_of that is no timestamp', { as_of: 'now', max_age: 60 }],
];

describe('facts that are not of their shape', () => {
  const { files, request } = onBehalf({});
  const sources = Object.entries(files).map(([file, text]) => ({ file, text }));

  it.each(BAD_FACTS)('are refused, and change nothing: %s', (_, facts) => {
    const { bundle } = compile(sources);
    const loaded = loadBundle(bundle as Uint8Array, { clock: () => NOW });
    expect(() => loaded.withFacts(facts as never)).toThrow(RuntimeError);
    expect(() => loaded.withFacts(facts as never)).toThrow(expect.objectContaining({ code: 'bad_facts' }));
    expect(() => loadBundle(bundle as Uint8Array, { facts: facts as never })).toThrow(expect.objectContaining({ code: 'bad_facts' }));
    expect(loaded.decide(request as unknown as Request).outcome).toBe('allowed');
  });
});
