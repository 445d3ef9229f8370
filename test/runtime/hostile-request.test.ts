// Requests that are not what a JSON parser makes: nothing of them may open, hang, throw, or change an answer that was given.

import { compile } from '@polc/compiler';
import { loadBundle, type Request } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { stopwatch } from '../stopwatch.js';

const TEXT = `
path "d/*" { capabilities = ["read"] denied_parameters = { "x" = ["evil"] } }
path "al/*" { capabilities = ["read"] allowed_parameters = { "y" = ["ok"] } mfa_methods = ["m"] }
`;
const sources = [
  { file: 'dev.hcl', text: TEXT },
  { file: 'open.hcl', text: 'path "*" { capabilities = ["read"] }' },
];
const engine = loadBundle(compile(sources).bundle as Uint8Array);
const ask = (path: string, parameters: unknown) => ({ policies: ['dev'], operation: 'read', path, parameters }) as Request;

class Sly {
  get x() {
    return 'evil';
  }
}

describe('a request that no JSON parser made', () => {
  it.each<[string, unknown]>([
    ['a Map', new Map([['x', 'evil']])],
    ['URLSearchParams', new URLSearchParams('x=evil')],
    ['an instance', new Sly()],
    ['an inherited member', Object.create({ x: 'evil' })],
  ])('with %s for parameters is malformed', (_, parameters) => {
    for (const path of ['d/a', 'al/a']) {
      expect(engine.decide(ask(path, parameters)).outcome).toBe('malformed_request');
      expect(engine.allows(ask(path, parameters))).toBe(false);
    }
  });

  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  it.each<[string, unknown]>([
    ['a String object', new String('evil')],
    ['a toJSON', { toJSON: () => 'evil' }],
    ['a Set', new Set(['evil'])],
    ['a BigInt', 1n],
    ['a function', () => 'evil'],
    ['undefined', undefined],
    ['a cycle', cyclic],
    ['a hidden string in a list', [new String('evil')]],
  ])('with %s for a listed parameter passes neither list, and can be told of', (_, value) => {
    for (const [path, name] of [
      ['d/a', 'x'],
      ['al/a', 'y'],
    ] as const) {
      const request = ask(path, { [name]: value });
      const decision = engine.decide(request);
      expect(decision.outcome).toBe('parameter_not_allowed');
      expect(engine.allows(request)).toBe(false);
      expect(JSON.stringify(decision)).toContain('no JSON');
      expect(engine.explain(request).decision.allowed).toBe(false);
    }
  });

  it('that asks the same engine again while it is read is denied', () => {
    const policies = ['dev', ''];
    Object.defineProperty(policies, 1, { get: () => (engine.allows({ policies: ['open'], operation: 'read', path: 'z' }) ? 'nobody' : 'nobody') });
    const request = { policies, operation: 'read', path: 'z' };
    expect(engine.allows(request)).toBe(false);
    expect(engine.decide(request).outcome).toBe('internal');
    expect(engine.allows({ policies: ['open'], operation: 'read', path: 'z' })).toBe(true);
  });

  it('whose chain answers otherwise each time does not change what others get', () => {
    const stanza = 'path "s/*" { capabilities = ["read"] }';
    const text = `
policy "all" { ${stanza} }
policy "little" { path "l/*" { capabilities = ["read"] } }
scope "any" { ${stanza} }
user "u" { policies = ["all"] }
agent "weak" { policies = ["little"] }
agent "strong" { policies = ["all"] }
delegation "to-weak" {
  from = "user:u"
  to = "weak"
  scopes = ["any"]
  consent = "implied"
}
delegation "to-strong" {
  from = "user:u"
  to = "strong"
  scopes = ["any"]
  consent = "implied"
}
`;
    const { bundle, diagnostics } = compile([{ file: 'chains.hcl', text }]);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const as = (agent: string, chain: string[]): Request => ({ agent, delegation: { user: 'u', chain }, operation: 'read', path: 's/x' });
    expect(loadBundle(bundle as Uint8Array).allows(as('strong', ['strong']))).toBe(true);
    for (let first = 0; first < 12; first++) {
      for (let then = 1; then < 6; then++) {
        const chains = loadBundle(bundle as Uint8Array);
        let reads = 0;
        const sly: string[] = ['weak'];
        Object.defineProperty(sly, 0, { get: () => (++reads <= first || reads > first + then ? 'weak' : 'strong') });
        chains.allows(as('weak', sly));
        expect(chains.allows(as('weak', ['weak'])), `${first}, ${then}`).toBe(false);
        expect(chains.decide(as('weak', ['weak'])).outcome).toBe('ceiling');
      }
    }
  });

  it('cannot make a query throw', () => {
    for (const principal of [null, undefined, 3, { policies: null }]) expect(engine.capabilities(principal as never, 'x')).toEqual(['deny']);
    let reads = 0;
    const flaky = {
      operation: 'read',
      path: 'q',
      get policies(): string[] {
        if (++reads > 3) throw new Error('no more');
        return ['dev'];
      },
    };
    expect(engine.explain(flaky).decision.allowed).toBe(false);
  });

  it('with a duration of a hundred thousand digits is refused at once', () => {
    const elapsed = stopwatch();
    expect(engine.decide({ ...ask('d/a', null), wrap_ttl: `${'1'.repeat(100_000)}x` }).outcome).toBe('malformed_request');
    expect(elapsed()).toBeLessThan(500);
  });
});

describe('an answer', () => {
  it('stays what it was', () => {
    const value = ['bad'];
    const decision = engine.decide(ask('al/a', { y: value }));
    value[0] = 'ok';
    expect(decision.outcome).toBe('parameter_not_allowed');
    expect(decision.message).toContain('was changed');
    for (const change of [{ allowed: true }, { outcome: 'allowed' }]) expect(() => Object.assign(decision, change)).toThrow(TypeError);
  });

  it('cannot be written on so that others read it', () => {
    const first = engine.decide(ask('al/a', null));
    expect(() => (first.advice as unknown[]).push('x')).toThrow(TypeError);
    expect(() => Object.assign(first.obligations, { mfa: true })).toThrow(TypeError);
    (first.vault?.mfa_methods as string[]).length = 0;
    expect(engine.decide(ask('al/a', null)).vault?.mfa_methods).toEqual(['m']);
  });

  it('does not follow what was done to the list of contents', () => {
    const { policies } = engine.contents;
    (policies as unknown[]).reverse();
    expect(engine.allows(ask('d/a', { x: 'evil' }))).toBe(false);
    expect(engine.contents.policies.map(({ name }) => name)).toEqual(['dev', 'open']);
  });
});
