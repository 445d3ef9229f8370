// `polc test --coverage` and `--mutate`: reports, files, thresholds, and how they end.

import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Files, folder, polc, shell, startPolc } from './run-polc.js';

const POLICY = `policy "reviewing" {
  path "secret/repos/*" {
    capabilities = ["read"]
    when { expr = context.risk < 50 }
  }
  path "secret/other/*" { capabilities = ["read"] }
}
agent "bot" { policies = ["reviewing"] }
`;

const asks = (name: string, expected: string, request: string, operation = 'read') =>
  `test "${name}" {\n  request { agent = "bot"  operation = "${operation}"  ${request} }\n  expect  { decision = "${expected}" }\n}\n`;

const READS = asks('reads', 'allow', 'path = "secret/repos/x"  context = { risk = 1 }');
const FILES: Files = { 'p/policy.hcl': POLICY, 'p/a.test.hcl': READS };

const json = (args: readonly string[], cwd: string) => JSON.parse(polc(['test', 'p', '--format', 'json', ...args], { cwd }).stdout);

describe('polc test --coverage', () => {
  it('prints shares, and what is missing with requests that would show it', () => {
    const { code, stdout, stderr } = polc(['test', 'p', '--coverage', '--coverage-missing', '2'], { cwd: folder(FILES) });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('1 passed in 1 file\n\ncoverage of 1 request\n');
    expect(stdout).toMatch(/\np\/policy\.hcl +50% \(2\/4\) /);
    expect(stdout).toMatch(/ {2}p\/policy\.hcl:\d+ {2}.*\n {4}\{"agent":/);
    expect(stdout).toMatch(/… and [1-9]\d* more: --coverage-missing \d+ lists them\n/);
  });

  it('counts requests that tests ask, once each, and those of properties where it is told to', () => {
    const property = 'property "shut" { for_all { agent = "bot"  operation = "delete" } expect { outcome = "capability_missing" } runs = 30 }';
    const cwd = folder({ ...FILES, 'p/b.test.hcl': property.replace('"delete"', '"delete"  path = "secret/other/*"') });
    expect(json(['--coverage'], cwd).coverage.requests).toBe(1);
    expect(json(['--coverage-properties'], cwd).coverage.requests).toBe(31);
  });

  it('is complete when a test shows each thing', () => {
    const more = [asks('not at risk', 'deny', 'path = "secret/repos/x"  context = { risk = 50 }'), asks('others', 'allow', 'path = "secret/other/x"')];
    const cwd = folder({ ...FILES, 'p/b.test.hcl': more.join('') });
    const { code, stdout } = polc(['test', 'p', '--coverage-threshold', 'stanzas=100,layers=100,atoms=100,mcdc=100'], { cwd });
    expect(code).toBe(0);
    expect(stdout).not.toContain('not shown');
  });

  it('exits 1 below a threshold, and says how far', () => {
    const { code, stdout } = polc(['test', 'p', '--coverage-threshold', 'stanzas=80,atoms=50'], { cwd: folder(FILES) });
    expect(code).toBe(1);
    expect(stdout).toContain('\nstanzas: 50% is covered, 80% is wanted\n');
    expect(stdout).not.toContain('atoms:');
  });

  it('writes LCOV, pages and JSON, whole', () => {
    const cwd = folder(FILES);
    const { code } = polc(['test', 'p', '--coverage-lcov', 'c.info', '--coverage-html', 'pages/of/it', '--coverage-json', 'c.json'], { cwd });
    expect(code).toBe(0);
    expect(readFileSync(join(cwd, 'c.info'), 'utf8')).toMatch(/^TN:\nSF:p\/policy\.hcl\n[\s\S]*end_of_record\n$/);
    expect(readFileSync(join(cwd, 'pages/of/it/coverage-p.html'), 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    const document = JSON.parse(readFileSync(join(cwd, 'c.json'), 'utf8'));
    expect(document).toMatchObject({ requests: 1, shares: { stanzas: { percent: 50 } } });
    expect(document.uncovered.every(({ searched }: { searched: boolean }) => searched)).toBe(true);
    expect(readdirSync(cwd).sort()).toEqual(['c.info', 'c.json', 'p', 'pages']);
  });

  it('leaves no part of anything where one file cannot be written', () => {
    const cwd = folder(FILES);
    expect(polc(['test', 'p', '--coverage-lcov', 'c.info', '--coverage-json', 'no/c.json'], { cwd })).toMatchObject({ code: 4, stdout: '' });
    expect(readdirSync(cwd)).toEqual(['p']);
  });

  it('stands in the one JSON document, and beside JUnit on standard error', () => {
    const cwd = folder(FILES);
    expect(json(['--coverage'], cwd)).toMatchObject({ summary: { passed: 1 }, coverage: { shares: { stanzas: { covered: 2, total: 4 } } } });
    const { stdout, stderr } = polc(['test', 'p', '--coverage', '--format', 'junit'], { cwd });
    expect(stdout).toMatch(/^<\?xml[\s\S]*<\/testsuites>\n$/);
    expect(stderr).toContain('coverage of 1 request');
  });

  it('says that it runs in one thread', () => {
    const cwd = folder({ ...FILES, 'p/b.test.hcl': READS });
    const { code, stderr, stdout } = polc(['test', 'p', '--coverage', '--parallel', '2'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'polc: coverage is counted in one thread; --parallel is left out\n' });
    expect(stdout).toContain('coverage of 2 requests');
  });
});

describe('polc test --mutate', () => {
  it('says what no test notices, as lines that differ, with a request that would', () => {
    const { code, stdout, stderr } = polc(['test', 'p', '--mutate'], { cwd: folder(FILES) });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(
      [
        'p/policy.hcl:4  50 becomes 51: no test notices  [move-bound]',
        '--- p/policy.hcl',
        '+++ p/policy.hcl',
        '@@ -4,1 +4,1 @@',
        '-    when { expr = context.risk < 50 }',
        '+    when { expr = context.risk < 51 }',
        '# a test of this would: {',
      ].join('\n'),
    );
    expect(stdout).toMatch(/\n\d+ mutants: \d+ noticed, \d+ not; score \d+(?:\.\d)?%\n/);
  });

  it('exits 1 below its threshold, and is the same for the same sample', () => {
    const cwd = folder(FILES);
    const low = polc(['test', 'p', '--mutate-threshold', '95'], { cwd });
    expect(low.code).toBe(1);
    expect(low.stdout).toContain('95% is wanted');
    expect(polc(['test', 'p', '--mutate-threshold', '5'], { cwd }).code).toBe(0);
    const sample = ['test', 'p', '--mutate-max', '6', '--mutate-seed', '3'];
    expect(polc(sample, { cwd }).stdout).toBe(polc(sample, { cwd }).stdout);
    const { mutants } = json(['--mutate-max', '6'], cwd);
    const { killed, survived, equivalent, invalid, same, duplicate } = mutants.summary;
    expect(killed + survived + equivalent + invalid + same + duplicate).toBe(6);
  });

  it('tries the kinds that are asked for, of the policies and of nothing else', () => {
    const cwd = folder({ 'p/policy.hcl': POLICY + READS + asks('others', 'allow', 'path = "secret/other/x"') });
    const { mutants } = json(['--mutate-kinds', 'drop-stanza,flip-effect'], cwd);
    expect(mutants.summary).toMatchObject({ killed: 4, survived: 0, invalid: 0, score: 1 });
    expect(mutants.kinds.map(({ kind }: { kind: string }) => kind)).toEqual(['drop-stanza', 'flip-effect']);
  });

  it('tries the blocks that tests beside them name: what is dropped is no fault of the test', () => {
    const guarded = `${POLICY}guardrail "never" {\n  enforcement = "hard-mandatory"\n  on { paths = ["secret/other/closed"] }\n}\n`;
    const test = `test "closed" { request { agent = "bot"  operation = "read"  path = "secret/other/closed" } expect { guardrail = "never" } }\n`;
    const { mutants } = json(['--mutate-kinds', 'drop-guardrail'], folder({ 'p/policy.hcl': guarded + test }));
    expect(mutants.summary).toMatchObject({ killed: 1, survived: 0, invalid: 0 });
  });

  it('does not count what is the same policy in other words', () => {
    // Nothing below the second pattern is reached by anybody, so that it does not matter what it grants.
    const policy = `policy "p" {\n  path "a/*" { capabilities = ["read"] }\n}\nagent "bot" { policies = ["p"] }\npolicy "q" {\n  path "a/*" { capabilities = ["deny"] }\n}\n`;
    const tests = asks('reads', 'allow', 'path = "a/x"');
    const { mutants } = json(['--mutate-kinds', 'drop-deny,drop-stanza'], folder({ 'p/policy.hcl': policy, 'p/a.test.hcl': tests }));
    expect(mutants.summary.killed).toBe(1);
    expect(mutants.summary.equivalent + mutants.summary.survived).toBeGreaterThan(0);
    for (const { equivalence, request } of mutants.survivors) expect(request === null).toBe(equivalence !== 'different');
  });

  it('tries none where tests fail, or where there is none', () => {
    const cwd = folder({ ...FILES, 'p/b.test.hcl': asks('fails', 'deny', 'path = "secret/other/x"') });
    const failing = polc(['test', 'p', '--mutate'], { cwd });
    expect(failing).toMatchObject({ code: 1, stderr: 'polc: no mutants were tried: tests fail without any\n' });
    expect(failing.stdout).not.toContain('score');
    const empty = folder({ 'p/policy.hcl': POLICY });
    expect(polc(['test', 'p', '--mutate', '--no-fail-on-empty'], { cwd: empty }).stderr).toContain('no mutants were tried: there is no case');
  });

  it('ends with Ctrl-C, and quietly when nobody reads', async () => {
    const many = Array.from(
      { length: 400 },
      (_, i) => `  path "secret/p${i}/*" {\n    capabilities = ["read"]\n    when { expr = context.risk < ${i} }\n  }\n`,
    );
    const cwd = folder({ ...FILES, 'p/large.hcl': `policy "large" {\n${many.join('')}}\n` });
    const child = startPolc(['test', 'p', '--mutate', '--coverage-json', 'c.json'], { cwd });
    const output = { text: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      output.text += chunk.toString();
    });
    const ended = once(child, 'exit');
    while (!existsSync(join(cwd, 'c.json')) && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    const [code, signal] = await ended;
    expect([130, 'SIGINT']).toContain(code ?? signal);
    expect(output.text).toBe('');
    expect(JSON.parse(readFileSync(join(cwd, 'c.json'), 'utf8'))).toMatchObject({ requests: 1 });
    expect(readdirSync(cwd).sort()).toEqual(['c.json', 'p']);
    const piped = shell('$POLC test p --mutate --mutate-max 20 --coverage | head -c 1; echo " ${PIPESTATUS[0]}"', { cwd: folder(FILES) });
    expect(piped.stderr).toBe('');
  });

  it('has help', () => {
    const { code, stdout } = polc(['test', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('$ polc test policies --mutate --mutate-threshold 90\n');
    expect(stdout).toContain('--coverage-threshold <shares>');
  });
});
