// What is logged of a request and of its decision, whatever the request holds.

import type { JsonObject, JsonValue, Request } from '@polc/runtime';
import { KeyedHash } from '@polc/service';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askedOf, decisionPart } from '../../service/audit/entry-of.js';
import { knownEntry } from '../../service/audit/known-entry.js';
import { runs } from '../runs.js';
import { decided, engine, keys, mixed, REQUESTS } from './audit-entries.js';

const { hash } = keys;
const of = (request: unknown) => askedOf(request as Request, hash);
const isHash = (text: unknown) => typeof text === 'string' && /^hmac-sha256:[0-9a-f]{64}$/.test(text);

/** Every string in it. */
function stringsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap((one) => stringsIn(one as JsonValue)) : [];
}

describe('what is logged of a request', () => {
  it('has names, paths and words as they are, and every other string as a keyed hash', () => {
    const asked = of({
      ...{ agent: 'bot', operation: 'create', path: 'pay/x', purpose: 'review', session: { id: 'B', note: 'secret' } },
      delegation: { user: 'alice', chain: ['root', 'bot'] },
      parameters: { to: 'bob', amount: 5, urgent: true, none: null, list: ['a', 1], deep: { text: 'x' } },
      context: { ip: '10.0.0.1', risk: 3 },
      target: { label: 'low' },
      attributes: { clearance: 3, unit: 'u' },
      approvals: [{ id: 'a1', by: 'user:carol' }],
    });
    const { text } = { text: (value: string) => hash.text(value) };
    expect(asked).toEqual({
      ...{ policies: null, agent: 'bot', user: 'alice', chain: ['root', 'bot'], delegation: null, operation: 'create', path: 'pay/x' },
      ...{ purpose: 'review', session: 'B' },
      parameters: { to: text('bob'), amount: 5, urgent: true, none: null, list: [text('a'), 1], deep: { text: text('x') } },
      context: { ip: text('10.0.0.1'), risk: 3 },
      target: { label: text('low') },
      attributes: { clearance: 3, unit: text('u') },
      approvals: ['a1'],
    });
  });

  it.each([
    ['bare policies', { policies: ['a', 'b'], operation: 'read', path: 'x' }, { policies: ['a', 'b'], agent: null, user: null, chain: [] }],
    ['a user', { user: { id: 'alice', groups: ['x'] }, operation: 'read', path: 'x' }, { policies: null, user: 'alice', chain: [] }],
    ['an agent', { agent: 'bot', operation: 'read', path: 'x' }, { agent: 'bot', user: null, chain: ['bot'] }],
    ['an agent and its user', { agent: 'bot', user: { id: 'u' }, delegation: { id: 'd' } }, { agent: 'bot', user: 'u', delegation: 'd', chain: ['bot'] }],
    ['a chain', { agent: 'bot', delegation: { user: 'u', chain: ['a', 'bot'] } }, { user: 'u', chain: ['a', 'bot'], delegation: null }],
  ])('of %s says whose it is', (_, request, expected) => {
    expect(of(request)).toMatchObject(expected);
  });

  it('says between whom a delegation is that is only named, by what decided it', () => {
    for (const [request, user, chain] of [
      [REQUESTS['by a delegation'], 'alice', ['worker']],
      [{ agent: 'worker', delegation: { id: 'handed-on' }, operation: 'read', path: 'secret/data/x' }, null, ['orchestrator', 'worker']],
      [{ agent: 'worker', delegation: { id: 'to-worker' }, operation: 'read', path: 'secret/data/root' }, 'alice', ['worker']],
    ] as const) {
      const { layers } = engine.decide(request);
      expect(layers.length).toBeGreaterThan(0);
      expect(askedOf(request, hash, layers)).toMatchObject({ user, chain, agent: 'worker' });
    }
    const bounded = engine.withFacts({ agents: [{ id: 'worker', ceiling: { policies: ['reading'] } }] }).decide(REQUESTS['by a delegation']);
    expect(bounded.layers.filter(({ principal }) => principal === 'agent:worker')).toHaveLength(2);
    expect(askedOf(REQUESTS['by a delegation'], hash, bounded.layers).chain).toEqual(['worker']);
    expect(askedOf(REQUESTS['by a delegation'], hash)).toMatchObject({ user: null, chain: ['worker'] });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'read'],
    ['a list', [1]],
    ['a number', 3],
    ['wrong types', { policies: 'a', agent: 7, user: 'alice', operation: 1, path: ['x'], purpose: {}, session: 'B', parameters: 'p', approvals: 'a' }],
    ['lists of wrong types', { policies: [1], delegation: { chain: [null], user: 5 }, approvals: [1, null], context: [], target: 'x' }],
  ])('of %s keeps what has the right type, and is null elsewhere', (_, request) => {
    expect(of(request)).toEqual({
      ...{ policies: null, agent: null, user: null, chain: [], delegation: null, operation: '', path: '', purpose: null, session: null },
      ...{ parameters: null, context: null, target: null, attributes: null, approvals: [] },
    });
  });

  it('of a request that is half right keeps that half', () => {
    expect(of({ agent: 'bot', delegation: { id: 3, chain: 'x' }, operation: 'read', path: 7 })).toMatchObject({
      ...{ agent: 'bot', chain: ['bot'], delegation: null, operation: 'read', path: '' },
    });
  });

  it('has a long name as its beginning and the keyed hash of all of it', () => {
    const long = 'x'.repeat(4_097);
    for (const [request, member] of [
      [{ agent: long }, 'agent'],
      [{ path: long }, 'path'],
      [{ operation: long }, 'operation'],
      [{ purpose: long }, 'purpose'],
    ] as const) {
      expect(of(request)[member]).toBe(`${'x'.repeat(4_096)}…${hash.text(long)}`);
    }
    expect(of({ path: 'x'.repeat(4_096) }).path).toBe('x'.repeat(4_096));
    const { parameters } = of({ parameters: { [long]: long } });
    expect(parameters).toEqual({ [`${'x'.repeat(4_096)}…${hash.text(long)}`]: hash.text(long) });
  });

  it('says what is too deep and what is too much', () => {
    const deep = (depth: number): JsonValue => (depth === 0 ? 'end' : [deep(depth - 1)]);
    expect(stringsIn(of({ parameters: { deep: deep(60) } }).parameters)).toEqual([hash.text('end')]);
    expect(stringsIn(of({ parameters: { deep: deep(1_000) } }).parameters)).toEqual(['too deep']);
    const wide = Array.from({ length: 20_001 }, (_, i) => i);
    expect(of({ parameters: { wide, small: 1 }, context: { a: 'b' } })).toMatchObject({ parameters: { wide: 'too much' }, context: 'too much' });
    const members = Object.fromEntries(wide.map((i) => [`m${i}`, i]));
    expect(of({ parameters: { members }, context: members })).toMatchObject({ parameters: { members: 'too much' }, context: 'too much' });
    const nested = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as JsonValue;
    expect(stringsIn(of({ parameters: { nested } }).parameters)).toEqual(['too deep']);
    expect(of({ policies: Array.from({ length: 1_025 }, () => 'a') }).policies).toBeNull();
  });

  it('keeps a member by the name of a prototype', () => {
    const { parameters } = of({ parameters: JSON.parse('{"__proto__": {"a": "b"}, "constructor": 1}') as JsonObject });
    expect(JSON.stringify(parameters)).toBe(`{"__proto__":{"a":"${hash.text('b')}"},"constructor":1}`);
  });

  it('never throws, and shows no string of a value, whatever is asked', () => {
    const marked = fc.string({ minLength: 3, maxLength: 20 }).map((text) => `secret ${text}`);
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 4 }, marked, fc.double(), fc.boolean(), fc.constant(null), fc.array(tie('any')), fc.dictionary(fc.string(), tie('any'))),
    })).any;
    const names = ['policies', 'agent', 'user', 'delegation', 'operation', 'path', 'session', 'parameters', 'context', 'target', 'attributes', 'approvals'];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), (request) => {
        const { parameters, context, target, attributes } = of(request);
        expect(stringsIn({ parameters, context, target, attributes }).every((text) => isHash(text))).toBe(true);
      }),
      runs(200),
    );
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no');
        },
        ownKeys: () => {
          throw new Error('no');
        },
      },
    );
    for (const request of [hostile, { agent: 'a', parameters: hostile }, { user: hostile }]) expect(of(request).parameters).toBeNull();
  });
});

describe('what is logged of a decision', () => {
  it('is what it answers, with the digests of approvals that are wanted', () => {
    const decision = engine.decide(REQUESTS.approval);
    const { layers, rules, revision, obligations } = decision;
    const requirements = obligations.approval?.requirements.map(({ requirement }) => requirement);
    expect(requirements).toHaveLength(1);
    expect(decisionPart(decision)).toEqual({
      ...{ allowed: false, outcome: 'approval_required', layers, rules, advice: [], missing: [], revision, facts_revision: '7' },
      obligations: { max_ttl: null, uses: null, mfa: false, approval: { action: obligations.approval?.action, requirements } },
    });
    expect(decisionPart(engine.decide(REQUESTS.missing)).missing).toEqual(['context.country']);
  });

  it('can be written down and read again', () => {
    for (const entry of mixed()) expect(knownEntry(JSON.parse(JSON.stringify(entry)) as JsonObject)).toEqual(entry);
  });
});

describe('an entry of another form', () => {
  const entry = decided(REQUESTS.direct);
  it.each([
    ['a later form', { v: 2 }],
    ['another type', { type: 'other' }],
    ['no time', { time: 'soon' }],
    ['no id', { id: null }],
    ['no request', { asked: null }],
    ['a chain that is none', { asked: { ...entry.asked, chain: 'x' } }],
    ['a layer that is none', { layers: [{ layer: 'x' }] }],
    ['obligations that are none', { obligations: {} }],
    ['a rule without a line', { rules: [{ ...entry.rules[0], line: 'x' }] }],
  ])('is known by %s', (_, more) => {
    expect(knownEntry({ ...entry, ...more } as unknown as JsonObject)).toBeNull();
    expect(knownEntry({ ...entry, further: 1 } as unknown as JsonObject)).not.toBeNull();
  });
});

it('keyed hashes of a value are those of its strings, however they are asked for', () => {
  const own = new KeyedHash(Buffer.alloc(32, 9));
  const value = { a: 'x', b: [1, 'y', { c: null }] };
  expect(askedOf({ parameters: value } as unknown as Request, own).parameters).toEqual(own.value(value));
});
