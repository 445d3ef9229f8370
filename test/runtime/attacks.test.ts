// What an attacker would try on the decision engine, each by name: what must be denied is denied, what must end ends, and both doors say the same.

import { compile } from '@polc/compiler';
import { type Engine, type EngineOptions, loadBundle, type Request, RuntimeError } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { actionDigest, requirementDigest } from '../language/digests.js';
import { engine, oracle } from '../language/judges.js';
import { bare, block, byAgent, byUser, denied, EVERYTHING, type Expected, expr, inSeconds, type LanguageCase, NOW, stanza } from '../language/language-case.js';
import { stopwatch } from '../stopwatch.js';

type Asked = Pick<LanguageCase, 'facts' | 'files' | 'request'>;

/** Bot for itself wants an approval by finance, and somebody gives one. */
function approved(by: string, groups: readonly string[] | undefined, more: { agent?: string; blocks?: string; facts?: object } = {}): Asked {
  const asked = byAgent(stanza('secret/x', 'read', 'approval { by = ["group:finance", "user:carol"] }'), {}, more);
  const approval = {
    id: '1',
    by,
    ...(groups === undefined ? {} : { groups }),
    action: actionDigest({ operation: 'read', path: 'secret/x', chain: ['bot'] }),
    requirement: requirementDigest({ by: ['group:finance', 'user:carol'], count: 1, kind: 'stanza', name: 'p:secret/x', self: false, within: null }),
    granted_at: inSeconds(-10),
    expires: inSeconds(100),
  };
  return { files: asked.files, request: { ...asked.request, approvals: [approval] }, ...(more.facts === undefined ? {} : { facts: more.facts }) };
}

const bob = (policies: readonly string[], others: readonly object[] = []): Asked => ({
  files: { 'world.hcl': block('policy', 'dev', EVERYTHING) },
  facts: { users: [...others, { id: 'bob', policies }] },
  request: { user: { id: 'bob' }, operation: 'read', path: 'secret/x' },
});
const forbidden = (text: string, parameters: object) =>
  byUser(EVERYTHING, { parameters }, { blocks: block('guardrail', 'g', 'enforcement = "hard-mandatory"', `forbid { expr = ${text} }`) });
/** A template that nothing fills denies a folder beside a pattern that would allow. */
const shadowed = (pattern: string, allowing: string, path: string) => byUser(stanza(pattern, 'deny') + stanza(allowing, 'read'), { path });
const detailed = (detail: object, request: object = {}) =>
  byUser(EVERYTHING, { ...request, authorization_details: [{ type: 'vault:path_access', path: 'secret/*', capabilities: ['read'], ...detail }] });

const ATTACKS: readonly (readonly [name: string, asked: Asked, expected: Expected])[] = [
  ['an agent does not approve for itself as agent:ID', approved('agent:bot', ['finance']), denied('approval_required')],
  ['an agent does not approve for itself as user:agent:ID', approved('user:agent:bot', ['finance']), denied('approval_required')],
  [
    'a member of the owning group does not approve by keeping silent about it, nor by a group that does not exist',
    approved('carol', undefined, { agent: 'owner = "group:eng"', facts: { users: [{ id: 'carol', groups: ['eng', 'ghost'] }], groups: [{ id: 'eng' }] } }),
    denied('approval_required'),
  ],
  ['a list of lists is no list of groups', approved('carol', [['finance']] as never), denied('malformed_request')],
  ['an approval by nobody that can be told is malformed', byUser(EVERYTHING, { approvals: [{ by: 3 }] }), denied('malformed_request')],
  ['an approval with a foreign member is malformed for bare policies too', bare(EVERYTHING, { approvals: [{ bogus: 1 }] }), denied('malformed_request')],
  [
    'so are more details than there may be',
    bare(EVERYTHING, { authorization_details: Array(65).fill({ type: 'vault:path_access', path: '*', capabilities: ['read'] }) }),
    denied('malformed_request'),
  ],
  ['an empty name in a list of policies is a policy that does not exist', bob(['dev', '']), denied('unknown_policy')],
  ['somebody else with an empty name changes nothing', bob(['dev'], [{ id: 'eve', policies: ['dev', ''] }]), { allowed: true, outcome: 'allowed' }],
  [
    'an empty name in a ceiling denies',
    { ...byAgent(EVERYTHING), facts: { agents: [{ id: 'bot', ceiling: { policies: ['p', ''] } }] } },
    denied('unknown_policy'),
  ],
  [
    'a "+" in the path does not lower the rank of what is unresolved',
    shadowed('secret/{{user.team}}/*', 'secret/+/keys', 'secret/+/keys'),
    denied('explicit_deny'),
  ],
  ['nor does a "*"', shadowed('secret/{{user.team}}', 'secret/+', 'secret/*'), denied('explicit_deny')],
  ['nor do both together', shadowed('secret/{{user.team}}', 'secret/+', 'secret/+*'), denied('explicit_deny')],
  ['a number that nobody can tell is not told to be another one', forbidden('5 in parameters.list', { list: [Number.POSITIVE_INFINITY] }), denied('guardrail')],
  ['nor is one that a list holds', forbidden('contains(parameters.list, 5)', { list: [1e300] }), denied('guardrail')],
  ['a control character behind the question mark is one', byUser(stanza('http/*', 'read'), { path: 'http/ok.example/a?\u0001' }), denied('malformed_request')],
  ['a host of dots is none', byUser(stanza('http/*', 'read'), { path: 'http/%2e/x' }), denied('malformed_request')],
  ['a control character beyond ASCII is one', byUser(EVERYTHING, { path: 'secret/a\u0085b' }), denied('malformed_request')],
  [
    'a time that is null is one that nobody knows',
    byUser(EVERYTHING, { context: { time: null } }, { user: `expires = ${JSON.stringify(inSeconds(100))}` }),
    denied('expired'),
  ],
  ['a detail whose list is null is malformed', detailed({ allowed_parameters: null }, { parameters: { a: 1 } }), denied('rar_no_match')],
  [
    'of two spellings of a parameter the later does not open what the first shut',
    detailed({ denied_parameters: { a: ['x'], A: ['y'] } }, { parameters: { a: 'x' } }),
    denied('rar_no_match'),
  ],
];

describe('an attack', () => {
  for (const judge of [engine, oracle]) {
    it.each(ATTACKS.map(([name, asked, expected]) => ({ name, asked, expected })))(`$name: ${judge.name}`, ({ name, asked, expected }) => {
      const { allowed, outcome } = judge.judge({ heading: '', name, expect: expected, ...asked });
      expect({ allowed, outcome }).toEqual(expected);
    });
  }
});

function load(text: string, options: EngineOptions = {}): Engine {
  return loadBundle(compile([{ file: 'world.hcl', text }]).bundle as Uint8Array, { clock: () => NOW, ...options });
}

const USER = block('user', 'alice', 'policies = ["p"]');
const ASKED = { user: { id: 'alice' }, operation: 'read', path: 'secret/x' };

describe('facts', () => {
  it('with an age but no time they are of are refused', () => {
    expect(() => load(USER.replace('"p"', '') + block('policy', 'p', EVERYTHING), { facts: { max_age: 60 } })).toThrow(RuntimeError);
  });
});

describe('an approval for what is no JSON', () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const gate = load(block('policy', 'p', stanza('secret/*', 'read', 'approval { by = ["group:g"] }')));
  it.each<[string, unknown]>([
    ['a BigInt', { n: 1n }],
    ['a cycle', cycle],
    ['a Date', { at: new Date(0) }],
  ])('with %s is denied, and nothing is thrown', (_, value) => {
    for (const member of ['parameters', 'session']) {
      const request = { policies: ['p'], operation: 'read', path: 'secret/x', [member]: value } as unknown as Request;
      expect(gate.decide(request).outcome).toBe('internal');
      expect(gate.allows(request)).toBe(false);
    }
  });

  it('is not the one for something else', () => {
    const digest = (list: unknown) => {
      const decision = gate.decide({ policies: ['p'], operation: 'read', path: 'secret/x', parameters: { list } } as unknown as Request);
      return decision.obligations.approval?.action;
    };
    expect(digest([undefined])).not.toBe(digest([]));
    expect(digest(new Array(2))).toBe(digest([null, null]));
  });
});

/** Within the bounds of a request, and what took seconds or minutes. */
describe('a decision ends at once', () => {
  const a = (length: number) => 'a'.repeat(length);
  const many = Array.from({ length: 1_000 }, (_, i) => `${i}`);
  const when = (text: string, blocks = '') => load(block('policy', 'p', stanza('secret/*', 'read', expr(text))) + USER + blocks);
  const targets = Array.from({ length: 100 }, (_, i) => block('target', `t${i}`, `paths = ["secret/+/+/${i}", "+/y/${i}/*"]`, 'sensitivity = "low"')).join('');
  const LONG = `secret/${'a/'.repeat(8_000)}a`;

  it.each<[string, () => Engine, object]>([
    [
      'over a long text that holds nearly another',
      () => when('contains(parameters.text, parameters.part)'),
      { text: a(600_000), part: `${a(150_000)}b${a(150_000)}` },
    ],
    ['over the length of a text, a thousand times', () => when('any(x, parameters.list, length(parameters.text) < 5)'), { text: a(1_000_000), list: many }],
    [
      'over a text in lower case, a thousand times',
      () => when('any(x, parameters.list, lower(parameters.text) == x)'),
      { text: 'aB'.repeat(500_000), list: many },
    ],
    [
      'over a regular expression, a thousand times',
      () => when('any(x, parameters.list, matches(parameters.text, "(a|aa)*b"))'),
      { text: a(65_536), list: many },
    ],
    ['over the target of a long path, a thousand times', () => when('any(x, parameters.list, x == target.sensitivity)', targets), { list: many }],
  ])('%s', (_, make, parameters) => {
    const ready = make();
    const elapsed = stopwatch();
    expect(ready.decide({ ...ASKED, path: LONG, parameters } as unknown as Request).allowed).toBe(false);
    expect(elapsed()).toBeLessThan(500);
  });

  it('over a megabyte that sixty-four ways to stand have in common', () => {
    const ways = Array.from({ length: 64 }, (_, i) =>
      block('delegation', `d${i}`, 'from = "user:alice"', 'to = "bot"', 'scopes = ["w"]', 'consent = "implied"'),
    );
    const blocks = [block('policy', 'p', stanza('secret/*', 'read', 'approval { by = ["group:g"] }')), USER, block('scope', 'w', EVERYTHING)];
    const ready = load([...blocks, block('agent', 'bot', 'policies = ["p"]'), ...ways].join(''));
    const request = {
      agent: 'bot',
      delegation: { user: 'alice', chain: ['bot'] },
      operation: 'read',
      path: 'secret/x',
      parameters: { text: 'é'.repeat(1_000_000) },
    };
    const wanted = ready.decide(request).obligations.approval;
    const approval = { by: 'x', groups: ['x'], requirement: wanted?.requirements[0]?.requirement ?? '', action: wanted?.action ?? '' };
    const elapsed = stopwatch();
    expect(ready.decide({ ...request, approvals: [approval] }).outcome).toBe('approval_required');
    expect(elapsed()).toBeLessThan(1_000);
  });
});
