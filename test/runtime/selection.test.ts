// Which pattern wins, pair by pair (spec.md §4.1), on the tree and on the oracle: rare ties that random policies seldom make.

import { compile } from '@polc/compiler';
import { makeSource, parse } from '@polc/grammar';
import { loadBundle, type Request } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { oracleDecide } from '../oracle/index.js';

type Policies = Readonly<Record<string, string>>;

/** The granting policies of the decision, after tree and oracle have been found to agree. */
function granting(policies: Policies, request: Omit<Request, 'policies'>): readonly string[] {
  const sources = Object.entries(policies).map(([name, text]) => ({ file: `${name}.hcl`, text, name }));
  const { bundle } = compile(sources);
  const full = { ...request, policies: Object.keys(policies) };
  const decision = loadBundle(bundle as Uint8Array).decide(full);
  const documents = new Map(Object.entries(policies).map(([name, text]) => [name, parse(makeSource(`${name}.hcl`, text)).value]));
  expect(decision.vault?.granting).toEqual(oracleDecide(documents, full).granting);
  return decision.vault?.granting ?? [];
}

const stanza = (path: string, capability = 'read') => `path ${JSON.stringify(path)} { capabilities = ["${capability}"] }\n`;

describe('of two patterns that match', () => {
  it.each([
    ['an exact one wins', 'a/b', 'a/+', 'a/b'],
    ['the later first wildcard wins', 'a/b*', 'a/+/c', 'a/b/c'],
    ['the later first wildcard wins, a plus before a prefix', 'a/b/+', 'a/*', 'a/b/c'],
    ['one without a final star wins', 'a/+', 'a/*', 'a/x'],
    ['one without a final star wins over one with it', '+/b/c', '+/b*', 'a/b/c'],
    ['a prefix at the same place has no plus', '*', '+/*', 'a/b'],
    ['fewer plus segments win', '+/b/c/+', '+/+/c/+', 'a/b/c/d'],
    ['the longer one wins', '+/bb*', '+/b*', 'a/bbb'],
    ['the larger text wins', '+/x/+/y', '+/+/q/y', 'p/x/q/y'],
    ['a literal plus in an earlier segment moves the first wildcard forward', 'a+b/cc*', 'a+b/+/d', 'a+b/ccc/d'],
    ['positions count bytes: é is two', 'é*', '+/b', 'é/b'],
    ['lengths count bytes: é with two letters of one before b with two of another', '+/é/+/c', '+/+/bb/c', 'a/é/bb/c'],
    ['a later plus after a two-byte letter', 'é/+', 'é*', 'é/x'],
  ])('%s: %s before %s', (_, winner, loser, path) => {
    expect(granting({ l: stanza(loser) }, { operation: 'read', path }), 'the loser matches too').toEqual(['l']);
    expect(granting({ w: stanza(winner), l: stanza(loser) }, { operation: 'read', path })).toEqual(['w']);
    expect(granting({ l: stanza(loser), w: stanza(winner) }, { operation: 'read', path })).toEqual(['w']);
  });
});

describe('wrapping limits that merge', () => {
  const limits = (body: string) => `path "w" {\n  capabilities = ["read"]\n  ${body}\n}\n`;
  const allowed = (first: string, second: string, wrap_ttl: number | null) => {
    const sources = [first, second].map((body, i) => ({ file: `${i}.hcl`, text: limits(body) }));
    const request = { policies: ['0', '1'], operation: 'read', path: 'w', wrap_ttl };
    const decision = loadBundle(compile(sources).bundle as Uint8Array).decide(request);
    const documents = new Map(sources.map(({ text }, i) => [String(i), parse(makeSource('p.hcl', text)).value]));
    expect(decision.outcome).toBe(oracleDecide(documents, request).outcome);
    return decision.allowed;
  };

  it.each<[string, string, number | null, boolean]>([
    ['max_wrapping_ttl = 60', 'max_wrapping_ttl = 30', 45, false],
    ['max_wrapping_ttl = 30', 'comment = "none"', 45, false],
    ['min_wrapping_ttl = 60', 'min_wrapping_ttl = 30', 45, true],
    ['max_wrapping_ttl = 30', 'min_wrapping_ttl = 60', 45, false],
    ['max_wrapping_ttl = -5', 'max_wrapping_ttl = 30', null, true],
    ['max_wrapping_ttl = 30', 'max_wrapping_ttl = -5', null, false],
    ['max_wrapping_ttl = -5', 'min_wrapping_ttl = 30', 60, false],
    ['min_wrapping_ttl = -5', 'max_wrapping_ttl = 30', 20, true],
  ])('%s and %s, asked %j: %j', (first, second, wrap, expected) => {
    expect(allowed(first, second, wrap)).toBe(expected);
  });
});

describe('a template', () => {
  const identity = { entity: { name: 'bob', metadata: { team: 'red' } } };

  it('merges with the static stanzas of its pattern in the order of the list', () => {
    const templated = stanza('k/{{identity.entity.name}}');
    expect(granting({ a: templated, b: stanza('k/bob'), c: templated }, { operation: 'read', path: 'k/bob', identity })).toEqual(['a', 'b', 'c']);
    expect(granting({ a: stanza('k/bob'), b: templated }, { operation: 'read', path: 'k/bob', identity })).toEqual(['a', 'b']);
  });

  it('is ranked beside static patterns', () => {
    const policies = { t: stanza('k/{{identity.entity.metadata.team}}/*'), s: stanza('k/+/x') };
    expect(granting(policies, { operation: 'read', path: 'k/red/x', identity })).toEqual(['t']);
    expect(granting(policies, { operation: 'read', path: 'k/blue/x', identity })).toEqual(['s']);
    const folder = { t: `path "k/{{identity.entity.name}}/*" { capabilities = ["deny"] }`, s: stanza('k/*', 'list') };
    expect(granting(folder, { operation: 'list', path: 'k/bob/', identity })).toEqual([]);
    expect(granting(folder, { operation: 'list', path: 'k/bob/' })).toEqual(['s']);
  });

  it.each<[string, string | null]>([
    ['identity.entity.id', 'e1'],
    [' identity.entity.metadata.a.b ', 'dotted'],
    ['identity.entity.metadata.empty', ''],
    ['identity.entity.metadata.wild', null],
    ['identity.entity.metadata', null],
    ['identity.entity.id.x', null],
    ['identity.entity.custom_metadata.c', null],
    ['identity.Entity.id', null],
    ['entity.id', null],
    ['identity.entity.aliases.acc.name', 'al'],
    ['identity.entity.aliases.acc.custom_metadata.c', 'cc'],
    ['identity.entity.aliases.other.name', null],
    ['identity.groups.names.dev.id', 'g1'],
    ['identity.groups.names.far.id', null],
    ['identity.groups.ids.g2.name', 'far'],
    ['identity.groups.ids.g3.name', null],
    ['identity.groups.named.dev.id', null],
    ['time.now', '1777888800'],
    ['time.now.plus.1h', '1777892400'],
    ['time.now.minus.1ms', '1777888799'],
    ['time.now.plus', null],
    ['time.later', null],
  ])('{{%s}} is %j', (directive, value) => {
    const who = {
      entity: {
        id: 'e1',
        name: 'bob',
        metadata: { 'a.b': 'dotted', a: 'no', empty: '', wild: 'x+' },
        custom_metadata: { c: 'no' },
        aliases: [{ mount_accessor: 'acc', name: 'al', custom_metadata: { c: 'cc' } }],
      },
      groups: [
        { id: 'g1', name: 'dev' },
        { id: 'g2', name: 'far', namespace_id: 'ns1' },
        { id: 'g3', name: '' },
      ],
    };
    const request = { operation: 'read', path: `k/${value ?? ''}`, identity: who, context: { time: 1777888800000 } };
    expect(granting({ t: stanza(`k/{{${directive}}}`) }, request)).toEqual(value === null ? [] : ['t']);
  });

  it('that renders to "+*" makes Vault refuse every request, and polc too', () => {
    const policies = { t: stanza('+{{identity.entity.metadata.empty}}*'), s: stanza('other') };
    const sources = Object.entries(policies).map(([name, text]) => ({ file: `${name}.hcl`, text }));
    const engine = loadBundle(compile(sources).bundle as Uint8Array);
    const request = { policies: ['t', 's'], path: 'other', identity: { entity: { metadata: { empty: '' } } } };
    for (const operation of ['read', 'help']) {
      expect(engine.decide({ ...request, operation }).outcome).toBe('internal');
      expect(engine.allows({ ...request, operation })).toBe(false);
    }
    expect(engine.decide({ ...request, operation: 'read' }).capabilities).toEqual(['deny']);
    expect(engine.allows({ ...request, policies: ['s'], operation: 'read' })).toBe(true);
  });
});
