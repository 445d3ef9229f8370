// `polc bench`: its counts, which are the same whenever the same is measured, the shape of its answer, and input that is none.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALLOWED, BROKEN, CODE_REVIEW, DENIED } from './policy-texts.js';
import { folder, polc, ROOT, shell, startPolc } from './run-polc.js';

const POLICY = { 'p/code-review.hcl': CODE_REVIEW };
const REQUESTS = [ALLOWED, DENIED, ALLOWED, { ...ALLOWED, path: 'nowhere' }, { ...ALLOWED, operation: 'reed' }, 17];
const lines = (...requests: readonly unknown[]) => requests.map((request) => `${JSON.stringify(request)}\n`).join('');
const SHORT = ['--seconds', '0.05'];
const FILES = { ...POLICY, 'r.jsonl': lines(...REQUESTS) };

interface Times {
  readonly samples: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p99_9: number;
  readonly max: number;
}

interface Report {
  readonly requests: {
    count: number;
    allowed: number;
    outcomes: Record<string, number>;
    short_way: { allows: number; decide: number };
    long_way: Record<string, number>;
  };
  readonly policies: Record<string, number | null>;
  readonly tests: { average: Record<string, number>; most: Record<string, number>; worst: { line: number; tests: Record<string, number> } };
  readonly latency: { clock: Times; batch: number } & Record<'allows' | 'decide', { single: Times; batches: Times; decisions_a_second: number }>;
  readonly rules: readonly { stanzas: readonly { policy: string; path: string; line: number }[]; requests: number; samples: number; p50_ns: number }[];
  readonly other_rules: { groups: number; requests: number };
}

function bench(cwd: string, ...flags: readonly string[]): Report {
  const { code, stdout, stderr } = polc(['bench', '-p', 'p', '--requests', 'r.jsonl', '--format', 'json', ...SHORT, ...flags], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Report;
}

const sumOf = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** What the clock has no part in. */
function untimed({ requests, policies, tests, rules, other_rules }: Report): unknown {
  const { compile_ms, load_ms, ...sizes } = policies;
  const groups = rules.map(({ stanzas, requests }) => ({ stanzas, requests })).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return { requests, sizes, tests, groups, other_rules };
}

describe('polc bench', () => {
  it('counts what the requests get, by which stanzas, by which way and by how many tests', () => {
    const { requests, policies, tests, rules, other_rules } = bench(folder(FILES));
    expect(requests).toEqual({
      ...{ count: 6, allowed: 2, allowed_share: 0.3333 },
      outcomes: { allowed: 2, malformed_request: 1, no_matching_rule: 1, parameter_not_allowed: 1, unknown_operation: 1 },
      short_way: { allows: 4, decide: 4 },
      long_way: { form: 1, operation: 1 },
    });
    expect(policies).toMatchObject({ stanzas: 2, bundle_bytes: expect.any(Number), compile_ms: expect.any(Number), load_ms: expect.any(Number) });
    expect(policies.bytes_a_stanza).toBe(Math.round((policies.bundle_bytes as number) / 2));
    expect(rules.map(({ stanzas, requests }) => [stanzas.map(({ path, line }) => `${path}:${line}`), requests]).sort()).toEqual([
      [[], 2],
      // Where the operation is none, a stanza was found all the same.
      [['auth/token/lookup-self:8'], 3],
      [['secret/data/code-repos/*:1'], 1],
    ]);
    expect(other_rules).toEqual({ groups: 0, requests: 0 });
    // Of "auth/token/lookup-self" and "secret/data/code-repos/" the second is longer, and asks for a parameter.
    expect(tests.worst).toEqual({
      ...{ line: 2, operation: 'read', path: DENIED.path },
      tests: { nodes: 2, characters: 23, leaves: 1, parameters: 1, conditions: 0, all: 27 },
    });
    expect(tests.most).toEqual(tests.worst.tests);
  });

  it('times single decisions and batches of them, by allows and by decide', () => {
    const { latency, rules } = bench(folder(FILES), '--seconds', '0.2');
    expect(latency.clock.p50).toBeLessThan(100_000);
    expect(Math.log2(latency.batch) % 1).toBe(0);
    for (const { single, batches, decisions_a_second } of [latency.allows, latency.decide]) {
      for (const { samples, p50, p90, p99, p99_9, max } of [single, batches]) {
        expect(samples).toBeGreaterThan(20);
        expect([p50, p90, p99, p99_9, max]).toEqual([p50, p90, p99, p99_9, max].sort((a, b) => a - b));
        expect(p50).toBeGreaterThan(0);
      }
      expect(decisions_a_second).toBeGreaterThan(1_000);
    }
    // Each single decision belongs to one group.
    expect(rules.reduce((sum, { samples }) => sum + samples, 0)).toBe(latency.decide.single.samples);
    expect(rules.map(({ p50_ns }) => p50_ns)).toEqual(rules.map(({ p50_ns }) => p50_ns).sort((a, b) => b - a));
  });

  it('counts the same twice, and of the bundle what it counts of the policies', () => {
    const cwd = folder(FILES);
    const first = untimed(bench(cwd));
    expect(untimed(bench(cwd))).toEqual(first);
    expect(polc(['build', 'p', '-o', 'p.polc'], { cwd }).code).toBe(0);
    const { stdout } = polc(['bench', '-p', 'p.polc', '--requests', 'r.jsonl', '--format', 'json', ...SHORT], { cwd });
    const report = JSON.parse(stdout) as Report;
    expect(report.policies.compile_ms).toBeNull();
    expect(untimed(report)).toEqual(first);
  });

  it('adds up on the worked examples, with their facts', () => {
    for (const name of ['code-review-agent', 'office-hours-and-place', 'privileged-actions', 'agent-calls-agent', 'kv2-team']) {
      const at = join(ROOT, 'policies', name);
      const cases = readFileSync(join(at, 'requests.jsonl'), 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '');
      const expected = cases.map((line) => JSON.parse(line) as { request: unknown; expect: { allowed: boolean; outcome: string } });
      const facts = join(at, 'facts.json');
      const cwd = folder({ 'r.jsonl': lines(...expected.map(({ request }) => request)) });
      const flags = existsSync(facts) ? ['--facts', facts] : [];
      const { code, stdout, stderr } = polc(['bench', '-p', at, '--requests', 'r.jsonl', '--top', '3', '--format', 'json', ...SHORT, ...flags], { cwd });
      expect({ code, stderr }, name).toEqual({ code: 0, stderr: '' });
      const { requests, rules, other_rules, tests } = JSON.parse(stdout) as Report;
      expect(requests.count).toBe(expected.length);
      expect(requests.allowed).toBe(expected.filter((each) => each.expect.allowed).length);
      expect(sumOf(requests.outcomes)).toBe(expected.length);
      for (const {
        expect: { outcome },
      } of expected)
        expect(requests.outcomes[outcome] ?? 0, outcome).toBeGreaterThan(0);
      expect(sumOf(requests.long_way)).toBe(expected.length - requests.short_way.decide);
      expect(requests.long_way.other ?? 0, JSON.stringify(requests.long_way)).toBeLessThanOrEqual(1);
      expect(rules.length).toBeLessThanOrEqual(3);
      expect(rules.reduce((sum, group) => sum + group.requests, other_rules.requests)).toBe(expected.length);
      expect(tests.worst.tests.all).toBe(tests.most.all);
      expect(tests.average.all).toBeLessThanOrEqual(tests.most.all as number);
    }
  });

  it('prints for people what it prints as JSON, without colours where none are wanted', () => {
    const cwd = folder(FILES);
    const run = (env: Readonly<Record<string, string>>) => polc(['bench', '-p', 'p', '--requests', 'r.jsonl', ...SHORT], { cwd, env });
    const { code, stdout, stderr } = run({});
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^requests {3}6: 2 allowed \(33\.3 %\)\noutcomes {3}allowed 2, /);
    for (const words of [
      'in batches of',
      'the clock alone',
      'no rule',
      'code-review, path "secret/data/code-repos/*", p/code-review.hcl:1',
      'worst: the request in line 2',
    ])
      expect(stdout).toContain(words);
    expect(run({ NO_COLOR: '1' }).stdout).not.toContain('\u001b');
  });

  it('shows nothing of a request that could move the cursor', () => {
    const cwd = folder({ ...POLICY, 'r.jsonl': lines({ ...ALLOWED, operation: '\u001b[2J', path: '\u001b[31m\u202e' }) });
    const { code, stdout } = polc(['bench', '-p', 'p', '--requests', 'r.jsonl', ...SHORT], { cwd });
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/[\u001b\u202e]/);
  });

  it('reads standard input, passes over blank lines, and takes what is said of a root', () => {
    const cwd = folder(POLICY);
    const root = { ...ALLOWED, policies: ['root'] };
    const of = (...flags: string[]) =>
      JSON.parse(
        polc(['bench', '-p', 'p', '--requests', '-', '--format', 'json', ...SHORT, ...flags], { cwd, input: `\n${lines(root)}\r\n \t\n${lines(ALLOWED)}` })
          .stdout,
      ) as Report;
    expect(of().requests).toMatchObject({ count: 2, allowed: 1, outcomes: { unknown_policy: 1 }, long_way: { root: 1 } });
    expect(of('--allow-root').requests).toMatchObject({ allowed: 2 });
  });

  const good = lines(ALLOWED);
  it.each<readonly [string, string | Uint8Array, number, string]>([
    ['no requests', '', 2, '<stdin>: no requests: bench wants at least one, a line each'],
    ['blank lines alone', '\n \r\n', 2, '<stdin>: no requests: bench wants at least one, a line each'],
    ['a line that is no JSON', `${good}\n{"path": }\n`, 2, '<stdin>:3:10: not valid JSON: expected a JSON value'],
    ['a key twice', `${good}{"path": "a", "path": "b"}`, 2, '<stdin>:2:15: not valid JSON: the key "path" stands twice'],
    ['bytes that are no text', Buffer.from([0x22, 0xff, 0x22]), 2, '<stdin>:1:1: not valid JSON: this is not UTF-8 text'],
    ['brackets without end', '['.repeat(100_000), 2, '<stdin>:1:513: not valid JSON: nested more than 512 deep'],
    ['a line without end', `${good}"${'x'.repeat(5_000_000)}"`, 2, '<stdin>:2: longer than 4194304 bytes'],
  ])('refuses %s, and prints no figures', (_, input, code, message) => {
    expect(polc(['bench', '-p', 'p', '--requests', '-', ...SHORT], { cwd: folder(POLICY), input })).toEqual({ code, stdout: '', stderr: `polc: ${message}\n` });
  });

  it('says which file it could not have', () => {
    const cwd = folder({ ...FILES, 'q/a.hcl': BROKEN, 'list.json': '[]' });
    const run = (...args: readonly string[]) => polc(['bench', ...args, ...SHORT], { cwd });
    expect(run('-p', 'p', '--requests', 'none.jsonl')).toEqual({ code: 4, stdout: '', stderr: 'polc: none.jsonl: no such file or folder\n' });
    expect(run('-p', 'none', '--requests', 'r.jsonl')).toEqual({ code: 4, stdout: '', stderr: 'polc: none: no such file or folder\n' });
    expect(run('-p', 'p', '--requests', 'p')).toEqual({ code: 4, stdout: '', stderr: 'polc: p: a folder, not a file\n' });
    expect(run('-p', 'p', '--facts', 'list.json', '--requests', 'r.jsonl')).toMatchObject({ code: 2, stdout: '' });
    expect(run('-p', 'q', '--requests', 'r.jsonl')).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining('the policies do not compile: 1 error'),
    });
    expect(run('-p', 'p', '--facts', '-', '--requests', '-')).toMatchObject({ code: 2, stdout: '' });
  });

  it('prints nothing half when it is interrupted', async () => {
    const child = startPolc(['bench', '-p', 'p', '--requests', 'r.jsonl', '--seconds', '60'], { cwd: folder(FILES) });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)))).toBe('SIGINT');
    expect(printed).toBe('');
  });

  it('ends quietly when nobody reads', () => {
    const { stdout, stderr } = shell('$POLC bench -p p --requests r.jsonl --seconds 0.05 --format json | head -c 1; echo " ${PIPESTATUS[0]}"', {
      cwd: folder(FILES),
    });
    expect(stdout).toMatch(/^\{ [04]\n$/);
    expect(stderr).toBe('');
  });
});
