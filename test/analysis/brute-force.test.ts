// Exact answers against counting: over small universes the difference of two policy sets is what asking every request finds, and every request that the
// difference shows is judged otherwise by the oracle too.

import type { Decision, Facts, Request } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Difference, diff } from '../../compiler/compare/diff.js';
import { worldOf } from '../../compiler/compare/world.js';
import { classifyPattern, matchesPattern } from '../../runtime/match/pattern.js';
import { oracleJudge } from '../oracle/index.js';
import { runs } from '../runs.js';
import { affordable, assignments, CLOCK, type Side, shown, sideOf, valuesOf } from './asking.js';
import { attributesIn, bareText, CONSENTS, changed, paths, type SmallSet, setText, smallSets } from './small-worlds.js';

const MOST = { bare: 200, named: 24 };

/** Paths that the same patterns match, for every operation, are one. */
function oneOfEach(all: readonly string[], texts: readonly string[]): readonly string[] {
  const patterns = [...new Set(texts.flatMap((text) => [...text.matchAll(/"([ab+*/]+)"/g)].map(([, pattern]) => pattern as string)))].flatMap(
    (written) => classifyPattern(written) ?? [],
  );
  const seen = new Map<string, string>();
  for (const path of all) {
    const forms = path.endsWith('/') ? [path, path.slice(0, -1)] : [path, `${path}/`];
    const key = JSON.stringify([
      path.endsWith('/'),
      path === 'a/b',
      path.startsWith('a/'),
      path.startsWith('a/') && path.split('/').length,
      forms.map((form) => patterns.map((pattern) => matchesPattern(pattern, form))),
    ]);
    if (!seen.has(key)) seen.set(key, path);
  }
  return [...seen.values()];
}

const SUBJECTS: readonly Pick<Request, 'policies' | 'user' | 'agent' | 'delegation'>[] = [
  { user: { id: 'u' } },
  { user: { id: 'v' } },
  { agent: 'x' },
  { agent: 'y' },
  { agent: 'x', delegation: { user: 'u', chain: ['x'] } },
  { agent: 'y', delegation: { user: 'u', chain: ['x', 'y'] } },
  { agent: 'y', delegation: { chain: ['x', 'y'] } },
];

const OPERATIONS = ['read', 'list', 'update'];

const subjectKey = ({ policies, user, agent, delegation }: Pick<Request, 'policies' | 'user' | 'agent' | 'delegation'>) =>
  JSON.stringify([policies, user?.id, agent, delegation]);

/** Subjects and operations whose answers differ somewhere, by asking. */
function counted(a: Side, b: Side, bare: boolean): Map<string, Request> {
  const found = new Map<string, Request>();
  const attributes = affordable(attributesIn(a.text, b.text), bare ? MOST.bare : MOST.named);
  const all = oneOfEach(paths(bare), [a.text, b.text]);
  const subjects = bare ? [{ policies: ['p'] }] : SUBJECTS;
  for (const [i, facts] of (bare ? [{}] : CONSENTS).entries()) {
    const [left, right] = [a.engine.withFacts(facts), b.engine.withFacts(facts)];
    for (const subject of subjects) {
      // Nobody else asks what was consented to.
      if (i > 0 && !('delegation' in subject)) continue;
      for (const operation of OPERATIONS) {
        for (const path of all) {
          const key = `${subjectKey(subject)} ${operation}`;
          if (found.has(key)) break;
          const time = !bare && !attributes.includes('context.time') ? { context: { time: '2026-01-05T12:00:00Z' } } : {};
          for (const request of assignments({ ...subject, operation, path, ...time } as Request, valuesOf(attributes))) {
            if (shown(left.decide(request)) === shown(right.decide(request))) continue;
            found.set(key, request);
            break;
          }
        }
      }
    }
  }
  return found;
}

function factsOf(consents: Difference['changes'][number]['witness']['consents']): Facts {
  return consents === null ? {} : { consents };
}

function check(a: Side, b: Side, bare: boolean): void {
  const { changes, undecided } = diff(worldOf(a.engine), worldOf(b.engine));
  const context = () => `${a.text}\n---\n${b.text}`;
  expect(
    undecided.map(({ subject, operations, path, why }) => [subject.words, operations, path, why]),
    context(),
  ).toEqual([]);
  const claimed = new Set<string>();
  for (const { subject, operations, witness } of changes) {
    for (const operation of operations) claimed.add(`${subjectKey(subject.request)} ${operation}`);
    const facts = factsOf(witness.consents);
    const request = { context: { time: new Date(CLOCK).toISOString() }, ...witness.request } as Request;
    const [left, right] = [a, b].map(({ model }) => shown(oracleJudge(model, facts as object, request) as unknown as Decision)) as [string, string];
    // What Vault adds for bare policies the oracle of the whole language does not say.
    if (witness.request.policies === undefined) expect(left, `${context()}\n${JSON.stringify(witness)}`).not.toBe(right);
  }
  for (const [key, request] of counted(a, b, bare)) expect(claimed.has(key), `${context()}\nnot found: ${key} ${JSON.stringify(request)}`).toBe(true);
}

describe('the difference of two policy sets is what asking every request finds', () => {
  it('for bare policies', () => {
    fc.assert(
      fc.property(changed(smallSets), ([a, b]) => {
        check(sideOf(bareText(a)), sideOf(bareText(b)), true);
      }),
      runs(350, 5_600),
    );
  });

  it('for users, agents, delegations, ceilings, scopes and guardrails', () => {
    fc.assert(
      fc.property(changed(smallSets), ([a, b]) => {
        check(sideOf(setText(a)), sideOf(setText(b)), false);
      }),
      runs(25, 400),
    );
  });

  it('where a parameter that is an object of some members is compared with an attribute', () => {
    const set = (pattern: string, ...extra: readonly string[]): SmallSet => ({
      policy: [
        { pattern, capabilities: ['update'], extra },
        { pattern: 'a', capabilities: ['update'], extra: [] },
      ],
      other: [],
      guardrail: { enforcement: 'soft-mandatory', on: '', body: 'forbid { expr = !(has(context.s)) }' },
      delegation: null,
      handing: false,
      ephemeral: '',
    });
    const [shaped, compared] = [
      set('a/+/*', 'parameters { p = object({ k = optional("a") }), "*" = string }'),
      set('a/b*', 'when { expr = (context.s == parameters.p) && (context.n < 1) }'),
    ];
    check(sideOf(setText(shaped)), sideOf(setText(compared)), false);
    check(sideOf(setText(compared)), sideOf(setText(shaped)), false);
  });

  it('where an approval is wanted and the time may be unknown, at which none counts', () => {
    const ended = (rest: string) =>
      `agent "x" { policies = ["p"] }\nuser "u" { policies = ["p"] }\npolicy "p" { path "*" { capabilities = ["read", "update"] } }\n` +
      `scope "s" { path "a" { capabilities = ["update"]\n approval { by = ["group:g"] } } }\nscope "t" { path "b" { capabilities = ["read"] } }\n` +
      `delegation "d" { from = "user:u" to = "x" ${rest} }\n`;
    check(sideOf(ended('scopes = ["s"] consent = "implied"')), sideOf(ended('scopes = ["t"] consent = "explicit" expires = "2026-03-01T00:00:00Z"')), false);
  });

  describe('where a delegation is for some sessions', () => {
    const through = (rest: string, stanza = 'path "a" { capabilities = ["read"] }', inner = '') =>
      `agent "x" { policies = ["p"] }\nagent "y" { policies = ["p"] }\nuser "u" { policies = ["p"] }\n` +
      `policy "p" {\n${stanza}\npath "agents/*" { capabilities = ["delegate"] }\n}\nscope "s" { path "*" { capabilities = ["read", "update"] } }\n` +
      `delegation "d" { from = "user:u" to = "x" scopes = ["s"] consent = "implied" max_depth = 1 ${rest} }\n` +
      `delegation "e" { from = "agent:x" to = "y" scopes = ["s"] consent = "implied" ${inner} }\n`;
    const TEMPLATE = 'path "a/{{session.id}}" { capabilities = ["read"] }';
    it.each<readonly [string, readonly [string, string], readonly string[]]>([
      ['and was for any', [through(''), through('sessions = ["a"]')], ['x', 'y']],
      ['and was for others', [through('sessions = ["a", "b"]'), through('sessions = ["b", "x"]')], ['x', 'y']],
      ['and the same ones stand in another order', [through('sessions = ["a", "b"]'), through('sessions = ["b", "a"]')], []],
      ['and an id that is no text is none of them', [through('sessions = ["2"]'), through('sessions = ["2", "b"]')], ['x', 'y']],
      ['and the next hop is for one of them', [through('sessions = ["a", "b"]'), through('sessions = ["a", "b"]', undefined, 'sessions = ["b"]')], ['y']],
      ['and the next hop is for none of them', [through('sessions = ["a"]'), through('sessions = ["a"]', undefined, 'sessions = ["b"]')], ['y']],
      [
        'and a condition is about the same id',
        [through('sessions = ["a"]', 'path "a" { capabilities = ["read"]\n when { expr = session.id == "b" } }'), through('sessions = ["a"]')],
        ['x', 'y'],
      ],
      ['and a template is filled in with the same id', [through('sessions = ["a", "b"]', TEMPLATE), through('sessions = ["b"]', TEMPLATE)], ['x', 'y']],
      ['and is for another that fills no template in', [through('sessions = ["x"]', TEMPLATE), through('sessions = ["a/b"]', TEMPLATE)], ['x', 'y']],
    ])('%s', (_, [a, b], agents) => {
      const [left, right] = [sideOf(a), sideOf(b)];
      check(left, right, false);
      const { changes } = diff(worldOf(left.engine), worldOf(right.engine));
      const found = changes.flatMap(({ subject: { request } }) => (request.delegation?.user === 'u' ? [request.agent] : []));
      expect([...new Set(found)].sort()).toEqual(agents);
    });
  });

  it('where each side needs a consent to something else', () => {
    const handing = (scope: string) =>
      `agent "x" { policies = ["p"] }\nuser "u" { policies = ["p"] }\npolicy "p" { path "*" { capabilities = ["read"] } }\n` +
      `scope "s" { path "a" { capabilities = ["read"] } }\nscope "t" { path "b" { capabilities = ["read"] } }\n` +
      `delegation "d" { from = "user:u" to = "x" scopes = ["${scope}"] consent = "explicit" }\n`;
    check(sideOf(handing('s')), sideOf(handing('t')), false);
    check(sideOf(handing('t')), sideOf(handing('s')), false);
  });
});
