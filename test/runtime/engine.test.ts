// The engine around the verdict: forms of requests, policy lists and their views, answers and explanations. Verdicts are test/conformance's.

import { compile } from '@polc/compiler';
import { type Engine, loadBundle, type Request } from '@polc/runtime';
import { describe, expect, it } from 'vitest';

function engineOf(policies: Readonly<Record<string, string>>, options = {}): Engine {
  const sources = Object.entries(policies).map(([name, text]) => ({ file: `${name}.hcl`, text }));
  const { bundle, diagnostics } = compile(sources);
  if (bundle === undefined) throw new Error(JSON.stringify(diagnostics));
  return loadBundle(bundle, options);
}

const DEV =
  'path "secret/data/repos/*" {\n  capabilities = ["read", "list"]\n  allowed_parameters = { "repo" = ["frontend", "backend"] }\n  reason = "ask platform"\n}\n';
const engine = engineOf({
  dev: DEV,
  wrap: 'path "w" { capabilities = ["read"]\n min_wrapping_ttl = 60\n max_wrapping_ttl = 120 }',
  deny: 'path "secret/data/repos/x" { capabilities = ["deny"] }',
});
const base: Request = { policies: ['dev'], operation: 'read', path: 'secret/data/repos/a' };

describe('the form of a request', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['text', 'read'],
    ['an unknown member', { ...base, polcies: [] }],
    ['no principal', { operation: 'read', path: 'a' }],
    ['two principals', { ...base, agent: 'a' }],
    ['policies beside a delegation', { ...base, delegation: {} }],
    ['policies beside a user', { ...base, user: {} }],
    ['user beside agent without delegation', { user: {}, agent: 'a', operation: 'read', path: 'a' }],
    ['delegation without agent', { user: {}, delegation: {}, operation: 'read', path: 'a' }],
    ['policies that are text', { ...base, policies: 'dev' }],
    ['a policy that is no text', { ...base, policies: ['dev', 3] }],
    ['too many policies', { ...base, policies: Array(1025).fill('dev') }],
    ['an operation that is no text', { ...base, operation: 1 }],
    ['no path', { policies: ['dev'], operation: 'read' }],
    ['a path too long', { ...base, path: 'a'.repeat(16_385) }],
    ['a path with a null character', { ...base, path: 'secret/data/repos/\0' }],
    ['parameters that are a list', { ...base, parameters: [] }],
    ['a negative wrap_ttl', { ...base, wrap_ttl: -1 }],
    ['a wrap_ttl that is no duration', { ...base, wrap_ttl: '1 hour' }],
    ['a wrap_ttl that is no number', { ...base, wrap_ttl: Number.NaN }],
    ['an identity that is text', { ...base, identity: 'bob' }],
    ['aliases that are no list', { ...base, identity: { entity: { aliases: {} } } }],
    ['a context that is text', { ...base, context: 'x' }],
  ])('with %s is malformed', (_, request) => {
    const decision = engine.decide(request as Request);
    expect([decision.outcome, decision.allowed, engine.allows(request as Request)]).toEqual(['malformed_request', false, false]);
    expect(decision.message.length).toBeGreaterThan(10);
    expect(JSON.parse(JSON.stringify(decision))).toMatchObject({ allowed: false, capabilities: ['deny'], vault: null });
  });

  it('in the name of an agent or a user that nobody has registered is denied', () => {
    for (const request of [
      { agent: 'a' },
      { user: { id: 'u' } },
      { agent: 'a', delegation: { id: 'd' } },
      { agent: 'a', delegation: { user: 'u', chain: ['a'] } },
    ]) {
      const asked = { ...request, operation: 'read', path: 'a' } as Request;
      expect(engine.decide(asked).outcome).toBe('unknown_principal');
      expect(engine.allows(asked)).toBe(false);
    }
  });

  it('that throws when it is read is denied as internal', () => {
    const hostile = new Proxy({} as Request, {
      ownKeys: () => {
        throw new Error('no');
      },
    });
    expect(engine.decide(hostile).outcome).toBe('internal');
    expect(engine.allows(hostile)).toBe(false);
    expect(engine.explain(hostile).decision.allowed).toBe(false);
  });

  it('may hold names that JavaScript keeps for itself', () => {
    const parameters = JSON.parse('{"__proto__": {"repo": "frontend"}, "constructor": 1}') as Request['parameters'];
    expect(engine.decide({ ...base, parameters: parameters ?? null }).outcome).toBe('parameter_not_allowed');
    expect(engine.decide({ ...base, policies: ['__proto__', 'constructor'] }).outcome).toBe('no_matching_rule');
    expect(engine.decide({ ...base, operation: '__proto__' }).outcome).toBe('unknown_operation');
  });
});

describe('policy lists', () => {
  it('are selected over together: a narrow deny hides a broad grant', () => {
    const at = (policies: string[]) => engine.decide({ policies, operation: 'read', path: 'secret/data/repos/x' }).outcome;
    expect([at(['dev']), at(['deny']), at(['dev', 'deny']), at([' DEV ']), at(['nobody']), at([])]).toEqual([
      'allowed',
      'explicit_deny',
      'explicit_deny',
      'allowed',
      'no_matching_rule',
      'no_matching_rule',
    ]);
  });

  it('keep their answers when there are more of them than views', () => {
    const policies = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`p${i}`, `path "k/${i}" { capabilities = ["read"] }`]));
    const many = engineOf(policies);
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 60; i++) {
        for (let j = 0; j < 60; j++) {
          const list = [`p${i}`, `p${j}`];
          expect(many.allows({ policies: list, operation: 'read', path: `k/${j}` })).toBe(true);
          expect(many.allows({ policies: list, operation: 'read', path: `k/${(Math.max(i, j) + 1) % 61}` })).toBe((Math.max(i, j) + 1) % 61 === Math.min(i, j));
        }
      }
    }
  });

  it('follow the array as it is now, not as it was', () => {
    const policies = ['dev'];
    expect(engine.allows({ ...base, policies })).toBe(true);
    policies[0] = 'deny';
    expect(engine.allows({ ...base, policies })).toBe(false);
  });

  it('with root work only where the embedder says so, and alone', () => {
    const open = engineOf({ dev: DEV }, { allowRoot: true });
    const ask = (policies: string[], on = open) => on.decide({ policies, operation: 'anything', path: 'x' });
    expect(JSON.parse(JSON.stringify(ask(['root'])))).toMatchObject({
      allowed: true,
      capabilities: ['root'],
      vault: { root_privs: true, granting: ['root'], subscribe_event_types: ['*'] },
    });
    expect(ask(['Root ']).allowed).toBe(true);
    expect(ask(['root', 'dev']).outcome).toBe('malformed_request');
    expect(ask(['root'], engine).outcome).toBe('unknown_policy');
    expect(engine.capabilities({ policies: ['root'] }, 'x')).toEqual(['deny']);
    expect(open.capabilities({ policies: ['root'] }, 'x')).toEqual(['root']);
  });
});

describe('an answer', () => {
  it('says what is wrong in the words of the policy, with its reason', () => {
    expect(engine.decide({ ...base, parameters: { repo: 'billing' } }).message).toBe(
      'parameter "repo" may be frontend or backend, not "billing": ask platform',
    );
    expect(engine.decide({ ...base, parameters: { other: 1 } }).message).toMatch(/^parameter "other" is not among those/);
    expect(engine.decide({ ...base, operation: 'delete' }).message).toMatch(/grants read, list, not delete/);
    expect(engine.decide({ policies: ['wrap'], operation: 'read', path: 'w', wrap_ttl: '3m' }).message).toMatch(
      /at least 60 s and at most 120 s; 180 s are asked for/,
    );
  });

  it('stands when the request it came from is changed, and then tells no more of it', () => {
    const request = { ...base, policies: ['dev'], parameters: { repo: 'billing' } };
    const decision = engine.decide(request);
    request.parameters.repo = 'frontend';
    request.path = 'elsewhere';
    request.policies[0] = 'deny';
    expect(decision.outcome).toBe('parameter_not_allowed');
    expect(decision.message).toBe('the request was changed after it was decided: nothing more can be told of it');
    expect([decision.rules, decision.layers, decision.capabilities]).toEqual([[], [], ['deny']]);
  });

  it('keeps what was read before the request was changed', () => {
    const request = { ...base, policies: ['dev'], parameters: { repo: 'billing' } };
    const decision = engine.decide(request);
    const { message } = decision;
    request.policies[0] = 'deny';
    request.parameters.repo = 'frontend';
    expect(message).toMatch(/not "billing"/);
    expect(decision.layers[0]?.principal).toBe('policies:dev');
  });

  it('is of the time at which it was decided', () => {
    let now = Date.UTC(2026, 0, 1);
    const { bundle } = compile([
      { file: 'p.hcl', text: 'path "a" {\n  capabilities = ["read"]\n  when { time { zone = "UTC"  before = "2026-06-01T00:00:00Z" } }\n}\n' },
    ]);
    const decision = loadBundle(bundle as Uint8Array, { clock: () => now }).decide({ policies: ['p'], operation: 'read', path: 'a' });
    now = Date.UTC(2027, 0, 1);
    expect(JSON.parse(JSON.stringify(decision))).toMatchObject({ allowed: true, outcome: 'allowed', rules: [{ role: 'granted' }] });
  });

  it('names file and line of each stanza that took part', () => {
    expect(engine.decide(base).rules).toEqual([{ layer: 'policies', policy: 'dev', path: 'secret/data/repos/*', file: 'dev.hcl', line: 1, role: 'granted' }]);
  });
});

describe('an explanation', () => {
  it('offers changes that the engine has confirmed, and names who can make them', () => {
    for (const request of [
      { ...base, parameters: { repo: 'billing' } },
      { ...base, parameters: { other: 'x' } },
      { policies: ['wrap'], operation: 'read', path: 'w' },
      { policies: ['wrap'], operation: 'read', path: 'w', wrap_ttl: 9999 },
    ] as Request[]) {
      const { changes, steps } = engine.explain(request);
      const own = changes.filter((change) => change.by === 'caller');
      expect(own.length).toBeGreaterThan(0);
      for (const change of own) expect(engine.allows(change.request as Request)).toBe(true);
      expect(steps.at(-1)?.passed).toBe(false);
    }
  });

  it('ranks the patterns that match, and marks the one that decides', () => {
    const { layers, changes } = engine.explain({ policies: ['dev', 'deny'], operation: 'read', path: 'secret/data/repos/x' });
    expect(layers[0]?.lists[0]?.candidates.map(({ pattern, selected }) => [pattern, selected])).toEqual([
      ['secret/data/repos/x', true],
      ['secret/data/repos/*', false],
    ]);
    expect(changes[0]).toMatchObject({ by: 'policy author', text: expect.stringContaining('deny.hcl:1') });
  });

  it('of an allowed request says what would take it away', () => {
    expect(engine.explain(base).changes[0]?.text).toBe('remove read from "secret/data/repos/*" at dev.hcl:1');
  });
});
