// Values of requests against values of policies (spec.md §4.3), on the tree and on the oracle.

import { compile } from '@polc/compiler';
import { makeSource, parse } from '@polc/grammar';
import { type JsonValue, loadBundle } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { oracleDecide } from '../oracle/index.js';

function passes(key: 'allowed_parameters' | 'denied_parameters', values: string, value: JsonValue, name = 'x'): boolean {
  const text = `path "a" {\n  capabilities = ["update"]\n  ${key} = { ${JSON.stringify(name)} = ${values} }\n}\n`;
  const request = { policies: ['p'], operation: 'update', path: 'a', parameters: { [name]: value } };
  const engine = loadBundle(compile([{ file: 'p.hcl', text }]).bundle as Uint8Array);
  const oracle = oracleDecide(new Map([['p', parse(makeSource('p.hcl', text)).value]]), request);
  expect(engine.decide(request).outcome).toBe(oracle.outcome);
  return engine.allows(request);
}

describe('an allow list', () => {
  it.each<[string, JsonValue, boolean]>([
    ['["a*"]', 'ab', true],
    ['["*b"]', 'ab', true],
    ['["*a*"]', 'bab', true],
    ['["a*b"]', 'a-b', false],
    ['["*"]', 'a', false],
    ['["*"]', '*', true],
    ['["**"]', '', true],
    ['["a", "b"]', 'a, b', true],
    ['["a", "b"]', 'a,c', false],
    ['["a"]', 'a,', false],
    ['["a"]', '', true],
    ['["a"]', [], true],
    ['["a"]', ['a', 'a'], true],
    ['["a"]', ['a,a'], false],
    ['[["a*"]]', ['ab'], false],
    ['[["a*"]]', ['a*'], true],
    ['[["a", true]]', ['a', true], true],
    ['[["a"]]', ['a', 'a'], false],
    ['[{ k = "a*" }]', { k: 'ab' }, false],
    ['[{ k = "v", l = ["w"] }]', { l: ['w'], k: 'v' }, true],
    ['[{ k = "v" }]', { k: 'v', l: 1 }, false],
    ['[{ k = { l = "v" } }]', { k: { l: 'v' } }, false],
    ['[true]', true, true],
    ['[true]', 'true', false],
    ['[1]', 1, false],
    ['[1, "1"]', '1', true],
    ['["a"]', null, false],
    ['[]', null, true],
    ['[{}]', {}, true],
  ])('%s with %j', (values, value, allowed) => {
    expect(passes('allowed_parameters', values, value)).toBe(allowed);
  });
});

describe('a deny list', () => {
  it.each<[string, JsonValue, boolean]>([
    ['["bad"]', 'good,bad', false],
    ['["bad"]', ['good', 'bad'], false],
    ['["bad"]', ['good,bad'], true],
    ['["bad"]', '', true],
    ['["bad*"]', 'good, badly', false],
    ['[1]', 1, true],
    ['[]', null, false],
    ['[["bad"]]', ['bad'], false],
  ])('%s with %j', (values, value, allowed) => {
    expect(passes('denied_parameters', values, value)).toBe(allowed);
  });
});

describe('names of policies', () => {
  it.each(['policies', 'token_policies', 'Policies'])('fold case in %s, on the side of the request', (name) => {
    expect(passes('allowed_parameters', '["dev"]', 'DEV', name)).toBe(true);
    expect(passes('allowed_parameters', '["Dev"]', 'Dev', name)).toBe(false);
    expect(passes('denied_parameters', '["root"]', ['ROOT'], name)).toBe(false);
  });

  it('do not elsewhere', () => {
    expect(passes('allowed_parameters', '["dev"]', 'DEV')).toBe(false);
  });
});
