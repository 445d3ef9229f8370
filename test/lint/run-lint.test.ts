// Running the rules: their severities, the order of what they find, and that time grows with the number of stanzas and not with its square.

import { check, compile, RULES } from '@polc/compiler';
import { describe, expect, test } from 'vitest';
import { stopwatch } from '../stopwatch.js';
import { stanza } from './describe-rule.js';

const SUDO = stanza('sys/seal', 'sudo');

function lintOf(files: readonly string[], rules: Record<string, 'off' | 'warn' | 'error'> = {}) {
  const ids = new Set(RULES.map(({ id }) => id));
  const { diagnostics } = check(
    files.map((text, i) => ({ file: `f${i}.hcl`, text })),
    { rules },
  );
  return diagnostics.filter(({ code }) => ids.has(code));
}

describe('the run of the rules', () => {
  test('gives each finding the severity of its rule', () => {
    expect(lintOf([SUDO + stanza('/a', 'read')]).map(({ code, severity }) => [code, severity])).toEqual([
      ['sudo-alone', 'warning'],
      ['leading-slash', 'info'],
    ]);
  });

  test.each([
    ['off', []],
    ['warn', ['warning']],
    ['error', ['error']],
  ] as const)('takes the setting %s for a rule', (setting, severities) => {
    expect(lintOf([SUDO], { 'sudo-alone': setting }).map(({ severity }) => severity)).toEqual(severities);
  });

  test('takes names of the language for no settings', () => {
    expect(lintOf([SUDO], { ['__proto__']: 'off', constructor: 'off' } as Record<string, 'off'>)).toHaveLength(1);
  });

  test('reports file by file and place by place, whichever rule found it', () => {
    const found = lintOf([stanza('b', '') + stanza('/a', 'read'), SUDO + stanza('//c', '')]);
    expect(found.map(({ file, code }) => `${file} ${code}`)).toEqual([
      'f0.hcl empty-capabilities',
      'f0.hcl leading-slash',
      'f1.hcl sudo-alone',
      'f1.hcl double-leading-slash',
      'f1.hcl empty-capabilities',
    ]);
  });

  test('says nothing of a stanza that is no stanza for its errors', () => {
    expect(lintOf(['path "a" { capabilities = ["raed"] }', 'path "+*" { capabilities = ["sudo"] }'])).toEqual([]);
  });

  test('changes nothing in a bundle', () => {
    const sources = [{ file: 'a.hcl', text: SUDO }];
    expect(compile(sources, { lint: true }).bundle).toEqual(compile(sources).bundle);
    expect(compile(sources, { lint: true, rules: { 'sudo-alone': 'error' } }).bundle).toBeUndefined();
  });
});

/** Policies that give the costly rules something to do: hidden stanzas, denies, lists, templates, parameters, and patterns that all share. */
function policyText(i: number): string {
  const own = `secret/data/team${i}`;
  return [
    stanza(`${own}/*`, 'read list'),
    stanza(`${own}/+/private/*`, 'deny'),
    stanza(`${own}/+/x${i}*`, 'list'),
    stanza(`secret/metadata/team${i}/*`, 'list'),
    stanza(`+/team${i}/+/*`, 'list'),
    stanza(`${own}/{{identity.entity.name}}/*`, 'read'),
    stanza('auth/token/create', 'update', `denied_parameters = { "p${i}" = ["x*", 1] }`),
    stanza(`auth/approle/role/+/a${i}`, 'create'),
    stanza('secret/+/+/shared/*', 'deny'),
    stanza(`kv/metadata/t${i}`, 'list'),
  ].join('');
}

describe('the time of the rules', () => {
  /** The best of several runs: other work on the machine only ever adds. */
  const timeOf = (count: number, times: number) => {
    const sources = Array.from({ length: count }, (_, i) => ({ file: `f${i}.hcl`, text: policyText(i) }));
    const taken = Array.from({ length: times }, () => {
      const elapsed = stopwatch();
      expect(check(sources).diagnostics.length).toBeGreaterThan(count);
      return elapsed();
    });
    return Math.min(...taken);
  };

  test('grows about as the number of stanzas: 10,000 take under 100 times what 500 take, where their square would be 400', () => {
    expect(timeOf(1000, 2) / timeOf(50, 5)).toBeLessThan(100);
  });
});
