// `polc test`: exit codes, formats, filters, watching.

import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Files, folder, polc, shell, startPolc } from './run-polc.js';

const POLICY = `policy "reviewing" {
  path "secret/repos/*" { capabilities = ["read"] }
}
agent "bot" { policies = ["reviewing"] }
`;

const test = (name: string, operation: string, expected: string) =>
  `test "${name}" {\n  request { agent = "bot"  operation = "${operation}"  path = "secret/repos/x" }\n  expect  { decision = "${expected}" }\n}\n`;

const GOOD = test('reads', 'read', 'allow') + test('writes nothing', 'update', 'deny');
const BAD = test('reads', 'read', 'allow') + test('writes', 'update', 'allow');
const FILES: Files = { 'p/policy.hcl': POLICY, 'p/good.test.hcl': GOOD, 'p/more/bad.test.hcl': BAD };

interface Document {
  readonly tests: readonly { readonly name: string; readonly case: string | null; readonly file: string; readonly line: number; readonly passed: boolean }[];
  readonly not_run: readonly unknown[];
  readonly summary: Record<string, unknown>;
}

const json = (stdout: string) => JSON.parse(stdout) as Document;

describe('polc test', () => {
  it('has a line a file, and exits 0 when all pass', () => {
    const cwd = folder({ 'p/policy.hcl': POLICY + test('beside', 'read', 'allow'), 'p/good.test.hcl': GOOD });
    expect(polc(['test', 'p'], { cwd })).toEqual({
      code: 0,
      stdout: '✓ p/policy.hcl: 1 passed\n✓ p/good.test.hcl: 2 passed\n\n3 passed in 2 files\n',
      stderr: '',
    });
  });

  it('shows a failure where it was expected, with the explanation, and exits 1', () => {
    const { code, stdout, stderr } = polc(['test', 'p'], { cwd: folder(FILES) });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(
      new RegExp(
        [
          '^✓ p/good.test.hcl: 2 passed',
          '✗ p/more/bad.test.hcl: 1 passed, 1 failed',
          '',
          'failed: writes',
          ' --> p/more/bad.test.hcl:5',
          '  \\|',
          '6 \\|   request { agent = "bot"  operation = "update"  path = "secret/repos/x" }',
          '7 \\|   expect  { decision = "allow" }',
          '  \\| +\\^{7} decision: expected allow, got deny \\(capability_missing\\)',
          '',
          '    denied: capability_missing',
          '(?:.*\\n)+    What would allow it',
          '(?:.*\\n)+',
          '3 passed, 1 failed in 2 files',
          '$',
        ].join('\n'),
      ),
    );
  });

  it('takes tests from a folder of their own, and from files that are named', () => {
    const cwd = folder({ 'p/policy.hcl': POLICY, 't/good.test.hcl': GOOD });
    expect(polc(['test', 'p', 't'], { cwd })).toMatchObject({ code: 0, stdout: expect.stringContaining('2 passed in 1 file') });
    expect(polc(['test', 'p/policy.hcl', 't/good.test.hcl'], { cwd })).toMatchObject({ code: 0, stdout: expect.stringContaining('2 passed in 1 file') });
  });

  it('reads tests in strict JSON, which nothing else takes for policies', () => {
    const text = JSON.stringify({
      test: { t: { request: { agent: 'bot', operation: 'read', path: 'secret/repos/x' }, expect: { decision: 'allow' } } },
      invariant: { i: { never: { agent: { expr: 'any' }, path: 'x' } } },
    });
    const cwd = folder({ 'p/policy.hcl': POLICY, 'p/a.test.polc.json': text });
    expect(polc(['test', 'p'], { cwd })).toMatchObject({ code: 0, stdout: expect.stringContaining('✓ p/a.test.polc.json: 1 passed') });
    expect(polc(['check', 'p'], { cwd })).toMatchObject({ code: 0, stdout: expect.stringMatching(/ in 1 file\n$/) });
  });

  it('prints one JSON document', () => {
    const { code, stdout, stderr } = polc(['test', 'p', '--format', 'json'], { cwd: folder(FILES) });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const { tests, summary, not_run } = json(stdout);
    expect(tests.slice(0, 3)).toEqual([
      { name: 'reads', test: 'reads', case: null, file: 'p/good.test.hcl', line: 1, passed: true },
      { name: 'writes nothing', test: 'writes nothing', case: null, file: 'p/good.test.hcl', line: 5, passed: true },
      { name: 'reads', test: 'reads', case: null, file: 'p/more/bad.test.hcl', line: 1, passed: true },
    ]);
    expect(tests[3]).toMatchObject({
      passed: false,
      mismatches: [{ what: 'decision', expected: 'allow', got: 'deny (capability_missing)', range: { start: { line: 7, column: 24 } } }],
      explanation: { decision: { allowed: false, outcome: 'capability_missing' } },
    });
    expect(summary).toEqual({ passed: 3, failed: 1, files: 2, bailed: false });
    expect(not_run).toEqual([]);
  });

  it('prints JUnit, whatever the names hold', () => {
    const cwd = folder({ 'p/policy.hcl': POLICY, 'p/a.test.hcl': GOOD.replace('"reads"', '"<reads> & \\"more\\""') + test('fails', 'update', 'allow') });
    const { code, stdout } = polc(['test', 'p', '--format', 'junit'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('<testsuites name="polc test" tests="3" failures="1">');
    expect(stdout).toContain('<testsuite name="p/a.test.hcl" tests="3" failures="1">');
    expect(stdout).toContain('name="&lt;reads&gt; &amp; &quot;more&quot;" line="1"/>');
    expect(stdout).toContain('<failure type="mismatch" message="decision: expected allow, got deny (capability_missing)">p/a.test.hcl:9');
    expect(stdout).not.toContain('\u001b');
  });

  it.each([
    [['--filter', 'nothing'], ['writes nothing']],
    [['--filter', '/^writes$/'], ['writes']],
    [['--filter', '/^WRITES$/i'], ['writes']],
    [
      ['--file', 'good.*'],
      ['reads', 'writes nothing'],
    ],
    [
      ['--file', 'p/**/bad.test.hcl'],
      ['reads', 'writes'],
    ],
    [['--file', 'p/*.hcl', '--filter', 'reads'], ['reads']],
  ])('runs what %j leaves', (options, names) => {
    expect(json(polc(['test', 'p', '--format', 'json', ...options], { cwd: folder(FILES) }).stdout).tests.map(({ name }) => name)).toEqual(names);
  });

  it('stops at the first failure with --bail', () => {
    const cwd = folder({ ...FILES, 'p/zz.test.hcl': GOOD });
    const { code, stdout } = polc(['test', 'p', '--bail'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('3 passed, 1 failed in 2 files\nstopped at the first failure\n');
  });

  it('answers the same from threads', () => {
    const cwd = folder({ ...FILES, 'p/third.test.hcl': BAD });
    const one = polc(['test', 'p'], { cwd });
    expect(polc(['test', 'p', '--parallel', '3'], { cwd })).toEqual(one);
    const documents = ['1', '2'].map((threads) => polc(['test', 'p', '--format', 'json', '--parallel', threads], { cwd }).stdout);
    expect(documents[1]).toBe(documents[0]);
  });

  it('takes facts for all tests, and those that a test names', () => {
    const asks = 'request { agent = "guest"  operation = "read"  path = "secret/repos/x" }';
    const cwd = folder({
      'p/policy.hcl': POLICY,
      'p/a.test.hcl': `test "t" { ${asks} expect { decision = "allow" } }\nproperty "p" { for_all { agent = "guest"  operation = "update" } expect { decision = "deny" } }`,
      'facts.json': '{"agents": [{"id": "guest", "policies": ["reviewing"]}]}',
      'bad.json': '{"agents": [{"policies": ["reviewing"]}]}',
      'q/policy.hcl': POLICY,
      'q/a.test.hcl': `test "t" { given { facts = "own.json" }  ${asks} expect { decision = "allow" } }`,
      'q/own.json': '{"agents": [{"id": "guest", "policies": ["reviewing"]}]}',
    });
    expect(polc(['test', 'p'], { cwd })).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('no agent is called "guest"') });
    expect(polc(['test', 'p', '--facts', 'facts.json'], { cwd })).toMatchObject({ code: 0 });
    expect(polc(['test', 'p', '--facts', 'bad.json'], { cwd })).toMatchObject({ code: 2, stderr: expect.stringMatching(/^polc: bad\.json: /) });
    expect(polc(['test', 'q'], { cwd })).toMatchObject({ code: 0 });
  });

  it('says that invariants are not run', () => {
    const cwd = folder({ 'p/policy.hcl': POLICY, 'p/a.test.hcl': `${GOOD}invariant "i" { never { path = "x" } }` });
    expect(polc(['test', 'p'], { cwd }).stdout).toContain('1 invariant read, not run: polc verify proves them');
    expect(json(polc(['test', 'p', '--format', 'json'], { cwd }).stdout).not_run).toEqual([{ name: 'i', file: 'p/a.test.hcl', line: 9 }]);
  });

  it('takes no tests for a failure, unless it is told otherwise', () => {
    const cwd = folder({ 'p/policy.hcl': POLICY, 'q/policy.hcl': POLICY, 'q/a.test.hcl': GOOD });
    expect(polc(['test', 'p'], { cwd })).toEqual({ code: 1, stdout: 'no tests\n', stderr: 'polc: there are no test blocks\n' });
    expect(polc(['test', 'p', '--no-fail-on-empty'], { cwd }).code).toBe(0);
    expect(polc(['test', 'q', '--filter', 'nowhere'], { cwd })).toMatchObject({ code: 1, stderr: 'polc: no test is left by --filter or --file\n' });
    expect(json(polc(['test', 'p', '--format', 'json'], { cwd }).stdout).tests).toEqual([]);
  });

  it('exits 3 for tests and policies that do not compile, and shows why', () => {
    const cwd = folder({ 'p/policy.hcl': POLICY, 'p/a.test.hcl': GOOD.replace('"allow"', '"alow"'), 'q/policy.hcl': POLICY.replace('["read"]', '["raed"]') });
    const { code, stdout, stderr } = polc(['test', 'p'], { cwd });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain(' --> p/a.test.hcl:3:24');
    expect(stderr).toMatch(/did you mean "allow"\?[\s\S]*polc: the policies or their tests do not compile: 1 error\n$/);
    expect(polc(['test', 'q'], { cwd })).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('invalid-capability') });
    writeFileSync(join(cwd, 'p/a.test.hcl'), Uint8Array.of(0xff, 0xfe, 0));
    expect(polc(['test', 'p'], { cwd })).toMatchObject({ code: 3, stderr: expect.stringContaining('not-utf8') });
  });

  it.each([
    ['test', 2],
    ['test nowhere', 4],
    ['test empty', 4],
    ['test t', 4],
    ['test p --format yaml', 2],
    ['test p --filter /(/', 2],
    ['test p --parallel 0', 2],
    ['test p --seed x', 2],
    ['test p --runs 0', 2],
    ['test p --wacth', 2],
    ['test p --watch --format json', 2],
    ['test p --watch --mutate', 2],
    ['test p --coverage-threshold stanza=100', 2],
    ['test p --coverage-threshold stanzas=101', 2],
    ['test p --coverage-missing -1', 2],
    ['test p --coverage-lcov no/such/folder/x.info', 4],
    ['test p --coverage-html p/policy.hcl', 4],
    ['test p --mutate-kinds drop-everything', 2],
    ['test p --mutate-threshold 101', 2],
    ['test p --mutate-max 0', 2],
  ])('%s ends with %i and one line', (line, code) => {
    const cwd = folder({ 'p/policy.hcl': POLICY, 'p/a.test.hcl': GOOD, 't/a.test.hcl': GOOD });
    mkdirSync(join(cwd, 'empty'));
    const ended = polc(line.split(' '), { cwd });
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toMatch(/^polc: [^\n]+\n$/);
  });

  it('has help with examples', () => {
    const { code, stdout } = polc(['test', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('$ polc test policies\n');
    expect(stdout).toContain('2026-01-05 at noon');
  });

  it('ends quietly when nobody reads its answer', () => {
    const many = Array.from({ length: 400 }, (_, i) => test(`t${i}`, 'update', 'allow')).join('');
    const { stdout, stderr } = shell('$POLC test p | head -c 1; echo " ${PIPESTATUS[0]}"', { cwd: folder({ 'p/policy.hcl': POLICY, 'p/a.test.hcl': many }) });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/ 4\n$/);
  });
});

describe('polc test --watch', () => {
  /** Resolves with all that was printed once it holds the words, as often as wanted. */
  function until(child: ReturnType<typeof startPolc>, output: { text: string }, words: string, times: number): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (output.text.split(words).length <= times) return;
        clearInterval(timer);
        resolve();
      };
      const timer = setInterval(look, 20);
      child.once('exit', () => clearInterval(timer));
      look();
    });
  }

  it('runs again after each change, waits out what is broken, and ends with Ctrl-C', async () => {
    const cwd = folder({ 'p/policy.hcl': POLICY, 'p/a.test.hcl': GOOD });
    const child = startPolc(['test', 'p', '--watch'], { cwd });
    const output = { text: '' };
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output.text += chunk.toString();
      });
    const waiting = (times: number) => until(child, output, 'waiting for a change', times);
    await waiting(1);
    expect(output.text).toContain('2 passed in 1 file');
    writeFileSync(join(cwd, 'p/a.test.hcl'), BAD);
    await waiting(2);
    expect(output.text).toContain('1 passed, 1 failed in 1 file');
    writeFileSync(join(cwd, 'p/a.test.hcl'), 'test "t" {');
    await waiting(3);
    expect(output.text).toContain('do not compile');
    rmSync(join(cwd, 'p/a.test.hcl'));
    mkdirSync(join(cwd, 'p/more'));
    writeFileSync(join(cwd, 'p/more/b.test.hcl'), GOOD + test('another', 'read', 'allow'));
    await until(child, output, '3 passed in 1 file', 1);
    writeFileSync(join(cwd, 'p/policy.hcl'), POLICY.replace('["read"]', '["read", "update"]'));
    await until(child, output, '2 passed, 1 failed', 1);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([null, 'SIGINT']);
  });
});
