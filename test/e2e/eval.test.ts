// `polc eval`: one request or a stream of them, by each engine, and input that is no request. Long: each way to ask it stands here.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OUTCOMES } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../runs.js';
import { ALLOWED, BROKEN, CODE_REVIEW, DENIED } from './policy-texts.js';
import { folder, polc, ROOT, shell, startPolc } from './run-polc.js';

const POLICY = { 'p/code-review.hcl': CODE_REVIEW };

function decideOne(request: string, flags: readonly string[] = []) {
  return polc(['eval', '-p', 'p', '--request', '-', ...flags], { cwd: folder(POLICY), input: request });
}

function decideLines(lines: readonly string[], flags: readonly string[] = []): Record<string, unknown>[] {
  const { stdout, stderr } = polc(['eval', '-p', 'p', '--requests', '-', ...flags], { cwd: folder(POLICY), input: `${lines.join('\n')}\n` });
  expect(stderr).toBe('');
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('polc eval --request', () => {
  it('says yes with 0 and no with 1, in words that a person can act on', () => {
    expect(decideOne(JSON.stringify(ALLOWED))).toEqual({
      code: 0,
      stdout:
        'allowed\nread on "auth/token/lookup-self" is allowed by "auth/token/lookup-self"\n  granted by code-review, path "auth/token/lookup-self", p/code-review.hcl:8\n',
      stderr: '',
    });
    expect(decideOne(JSON.stringify(DENIED))).toEqual({
      code: 1,
      stdout:
        'denied: parameter_not_allowed\nparameter "repo" may be frontend or backend, not "billing"\n  denied by code-review, path "secret/data/code-repos/*", p/code-review.hcl:1\n',
      stderr: '',
    });
  });

  it('has the whole decision on one line of JSON', () => {
    const { code, stdout } = decideOne(JSON.stringify(DENIED), ['--format', 'json']);
    expect(code).toBe(1);
    expect(stdout.indexOf('\n')).toBe(stdout.length - 1);
    expect(JSON.parse(stdout)).toEqual({
      allowed: false,
      outcome: 'parameter_not_allowed',
      message: 'parameter "repo" may be frontend or backend, not "billing"',
      layers: [{ layer: 'policies', principal: 'policies:code-review', allowed: false, outcome: 'parameter_not_allowed' }],
      rules: [{ layer: 'policies', policy: 'code-review', path: 'secret/data/code-repos/*', file: 'p/code-review.hcl', line: 1, role: 'denied' }],
      obligations: { max_ttl: null, uses: null, approval: null, mfa: false },
      advice: [],
      missing: [],
      capabilities: ['read'],
      vault: expect.objectContaining({ granting: ['code-review'], root_privs: false }),
      revision: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      facts_revision: null,
    });
  });

  it.each([
    ['an unknown operation', { ...ALLOWED, operation: 'reed' }, 'unknown_operation', '"reed"'],
    ['an unknown member', { ...ALLOWED, policy: 'x' }, 'malformed_request', '"policy"'],
    ['no principal', { operation: 'read', path: 'a' }, 'malformed_request', 'policies, user, agent'],
    ['an agent', { agent: 'a', operation: 'read', path: 'a' }, 'unknown_principal', 'no agent "a"'],
    ['a list', [ALLOWED], 'malformed_request', 'object'],
    ['null', null, 'malformed_request', 'object'],
    ['NUL in its path', { ...ALLOWED, path: 'auth/token/lookup-self\0' }, 'malformed_request', 'path must be'],
    ['a policy nobody has', { ...ALLOWED, policies: ['none'] }, 'no_matching_rule', 'lookup-self'],
    ['root', { ...ALLOWED, policies: ['root'] }, 'unknown_policy', 'root'],
  ])('denies a request with %s, and names it', (_, request, outcome, named) => {
    const { code, stdout, stderr } = decideOne(JSON.stringify(request));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout.split('\n')[0]).toBe(`denied: ${outcome}`);
    expect(stdout.split('\n')[1]).toContain(named);
  });

  it('lets root be root only where it is told to', () => {
    const root = JSON.stringify({ ...ALLOWED, policies: ['root'], path: 'anything' });
    expect(decideOne(root, ['--allow-root'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^allowed\n/) });
  });

  it.each([
    ['a bare word', '{"policies": ["a"],\n  "operation": read}', '<stdin>:2:16: not valid JSON: expected a JSON value'],
    ['a key twice', '{"path": "a", "path": "b"}', '<stdin>:1:15: not valid JSON: the key "path" stands twice'],
    ['a key twice, once escaped', '{"parameters": {"\\u0061": 1, "a": 2}}', '<stdin>:1:30: not valid JSON: the key "a" stands twice'],
    ['nothing', '', '<stdin>:1:1: not valid JSON: the text ends too early'],
    ['two values', '{} {}', '<stdin>:1:4: not valid JSON: nothing may follow the JSON value'],
    ['bytes that are no text', Buffer.from([0x22, 0xff, 0x22]), '<stdin>:1:1: not valid JSON: this is not UTF-8 text'],
    ['brackets without end', '['.repeat(100_000), '<stdin>:1:513: not valid JSON: nested more than 512 deep'],
  ])('refuses %s, with its place', (_, input, message) => {
    expect(polc(['eval', '-p', 'p', '--request', '-'], { cwd: folder(POLICY), input })).toEqual({ code: 2, stdout: '', stderr: `polc: ${message}\n` });
  });

  it('reads a file, and a pipe that a shell makes', () => {
    const cwd = folder({ ...POLICY, 'r.json': `\ufeff${JSON.stringify(ALLOWED)}` });
    expect(polc(['eval', '-p', 'p', '--request', 'r.json'], { cwd }).code).toBe(0);
    expect(shell('$POLC eval -p p --request <(cat r.json)', { cwd })).toMatchObject({ code: 0, stderr: '' });
    expect(polc(['eval', '-p', 'p', '--request', 'none.json'], { cwd })).toEqual({ code: 4, stdout: '', stderr: 'polc: none.json: no such file or folder\n' });
    expect(polc(['eval', '-p', 'p', '--request', 'p'], { cwd })).toEqual({ code: 4, stdout: '', stderr: 'polc: p: a folder, not a file\n' });
  });

  it('decides through a module as through a bundle, by policies and by a bundle, with facts and root', () => {
    const facts = JSON.stringify({ revision: 'f-1', agents: [{ id: 'bot', policies: ['code-review'] }] });
    const cwd = folder({ ...POLICY, 'f.json': facts, 'bad.json': '[]' });
    expect(polc(['build', 'p', '-o', 'p.polc'], { cwd }).code).toBe(0);
    const { policies: _, ...asked } = ALLOWED;
    const requests = [ALLOWED, DENIED, { ...asked, agent: 'bot' }, { ...asked, agent: 'nobody' }, { ...ALLOWED, policies: ['root'], path: 'x' }, null];
    const input = requests.map((request) => JSON.stringify(request)).join('\n');
    const evaluate = (...flags: string[]) => polc(['eval', '--facts', 'f.json', '--allow-root', '--requests', '-', ...flags], { cwd, input });
    const tree = evaluate('-p', 'p');
    expect(tree).toMatchObject({ code: 1, stderr: '' });
    expect(tree.stdout.match(/^\{"allowed":true/gm)).toHaveLength(3);
    for (const policies of ['p', 'p.polc']) expect(evaluate('-p', policies, '--engine', 'esm')).toEqual(tree);
    const refused = polc(['eval', '-p', 'p', '--engine', 'esm', '--facts', 'bad.json', '--request', '-'], { cwd, input: '{}' });
    expect(refused).toEqual({ code: 2, stdout: '', stderr: 'polc: bad.json: facts are an object\n' });
  });

  it('decides nothing by policies that do not compile', () => {
    const cwd = folder({ 'p/a.hcl': CODE_REVIEW, 'p/b.hcl': BROKEN, 'q/a.hcl': CODE_REVIEW, 'r/A.hcl': CODE_REVIEW, 'r.json': JSON.stringify(ALLOWED) });
    const broken = polc(['eval', '-p', 'p', '--request', 'r.json'], { cwd });
    expect(broken).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/error\[invalid-capability\][\s\S]*--> p\/b\.hcl:2:19[\s\S]*polc: the policies do not compile: 1 error\n$/),
    });
    const twice = polc(['eval', '-p', 'q', 'r', '--request', 'r.json'], { cwd });
    expect(twice).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(/error\[duplicate-policy\][\s\S]*r\/A\.hcl[\s\S]*q\/a\.hcl/) });
  });

  it('keeps the revision of the facts, and refuses what are none', () => {
    const cwd = folder({
      ...POLICY,
      'f.json': '{"revision": "f-7", "agents": []}',
      'list.json': '[]',
      'bad.json': '{"revision": 7}',
      'r.json': JSON.stringify(ALLOWED),
    });
    const withFacts = (file: string) => polc(['eval', '-p', 'p', '--facts', file, '--request', 'r.json', '--format', 'json'], { cwd });
    expect(JSON.parse(withFacts('f.json').stdout)).toMatchObject({ allowed: true, facts_revision: 'f-7' });
    expect(withFacts('list.json')).toEqual({ code: 2, stdout: '', stderr: 'polc: list.json: facts are an object\n' });
    expect(withFacts('bad.json')).toMatchObject({ code: 2, stdout: '', stderr: 'polc: bad.json: revision has the wrong form\n' });
  });
});

describe('polc eval --requests', () => {
  it('gives a decision a line, in order, whatever a line holds', () => {
    const allowed = JSON.stringify(ALLOWED);
    const lines = [allowed, '', '{"operation": }', `  ${JSON.stringify(DENIED)}\r`, '{"path": "a", "path": "a"}', '17', '\u2028', allowed];
    expect(decideLines(lines).map(({ outcome, message }) => [outcome, message])).toEqual([
      ['allowed', expect.any(String)],
      ['malformed_request', 'line 3, column 15: not valid JSON: expected a JSON value'],
      ['parameter_not_allowed', expect.any(String)],
      ['malformed_request', 'line 5, column 15: not valid JSON: the key "path" stands twice'],
      ['malformed_request', expect.stringContaining('object')],
      ['malformed_request', 'line 7, column 1: not valid JSON: expected a JSON value'],
      ['allowed', expect.any(String)],
    ]);
  });

  it('does not take a line separator of Unicode for the end of a line', () => {
    const [decision, ...rest] = decideLines([JSON.stringify({ ...ALLOWED, path: 'a\u2028b' }).replace('\\u2028', '\u2028')]);
    expect(rest).toEqual([]);
    expect(decision).toMatchObject({ outcome: 'no_matching_rule' });
  });

  it('exits 0 only when every request is allowed', () => {
    const cwd = folder(POLICY);
    const exit = (...requests: unknown[]) =>
      polc(['eval', '-p', 'p', '--requests', '-'], { cwd, input: requests.map((request) => JSON.stringify(request)).join('\n') }).code;
    expect([exit(ALLOWED, ALLOWED), exit(ALLOWED, DENIED, ALLOWED), exit('x'), exit()]).toEqual([0, 1, 1, 0]);
  });

  it('takes for JSON what JSON.parse takes, less what says a key twice', () => {
    const { seed } = runs(1);
    const value = fc.json({ maxDepth: 4, noUnicodeString: false } as never);
    const mangled = fc
      .tuple(value, fc.nat(), fc.constantFrom('', '"', '\\', ',', ':', '{', ']', '0', '-', '1e', '.5', ' ', '\t', '\\u12', 'null', '\u0001'))
      .map(([text, at, by]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + by + text.slice(place + (at % 2));
      });
    const texts = fc.sample(fc.oneof(value, mangled), { numRuns: 4000, seed }).filter((text) => /\S/.test(text) && !text.includes('\n'));
    const decisions = decideLines(texts);
    expect(decisions).toHaveLength(texts.length);
    const wrong = texts.filter((text, i) => {
      const message = String(decisions[i]?.message);
      return !message.includes('stands twice') && isJson(text) === message.includes('not valid JSON');
    });
    expect(wrong).toEqual([]);
    expect(texts.filter((text) => !isJson(text)).length).toBeGreaterThan(500);
  });

  it('passes over a line that is too long, with a decision for it', () => {
    const long = JSON.stringify({ ...ALLOWED, purpose: 'x'.repeat(5 * 1024 * 1024) });
    expect(decideLines([JSON.stringify(ALLOWED), long, JSON.stringify(ALLOWED)]).map(({ outcome, message }) => [outcome, message])).toEqual([
      ['allowed', expect.any(String)],
      ['malformed_request', 'line 2: longer than 4194304 bytes'],
      ['allowed', expect.any(String)],
    ]);
  });

  it('answers each line as it comes, for who waits for it', async () => {
    const child = startPolc(['eval', '-p', 'p', '--requests', '-'], { cwd: folder(POLICY) });
    const answers: string[] = [];
    for (const request of [ALLOWED, DENIED, ALLOWED]) {
      const answer = new Promise<string>((resolve) => child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())));
      child.stdin.write(`${JSON.stringify(request)}\n`);
      answers.push((JSON.parse(await answer) as { outcome: string }).outcome);
    }
    expect(answers).toEqual(['allowed', 'parameter_not_allowed', 'allowed']);
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)))).toBe('SIGINT');
  });

  it('takes a long pipe with little memory', () => {
    const count = process.env.POLC_SOAK ? 200_000 : 100_000;
    const line = JSON.stringify({ ...ALLOWED, purpose: 'x'.repeat(800) });
    const { stdout, stderr, code } = shell(
      `head -n ${count} < <(yes '${line}') | NODE_OPTIONS=--max-old-space-size=64 $POLC eval -p p --requests - | tee >(tail -n 1 > last) | wc -l; echo "\${PIPESTATUS[@]}"`,
      { cwd: folder(POLICY) },
    );
    expect({ stdout, stderr, code }).toEqual({ stdout: `${count}\n0 0 0 0\n`, stderr: '', code: 0 });
  });
});

describe('polc eval --engine', () => {
  const folders = readdirSync(join(ROOT, 'policies'), { withFileTypes: true }).filter((entry) => entry.isDirectory());

  it('reference agrees with tree on the worked examples', () => {
    expect(folders.length).toBeGreaterThan(2);
    for (const { name } of folders) {
      const cases = readFileSync(join(ROOT, 'policies', name, 'requests.jsonl'), 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line) as { request: unknown; expect: { allowed: boolean; outcome: string } });
      const input = cases.map(({ request }) => JSON.stringify(request)).join('\n');
      const facts = join('policies', name, 'facts.json');
      const flags = existsSync(join(ROOT, facts)) ? ['--facts', facts] : [];
      const by = (engine: string) => {
        const { stdout, stderr } = polc(['eval', '-p', `policies/${name}`, ...flags, '--requests', '-', '--engine', engine], { cwd: ROOT, input });
        // Some of the sets have guardrails, and some of their requests are of bare policies.
        expect(['', 'polc: guardrails do not bind requests of bare policies\n']).toContain(stderr);
        return stdout
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line));
      };
      const shown = ({ allowed, outcome, layers, obligations, advice, capabilities, vault }: Record<string, unknown>) => ({
        ...{ allowed, outcome, layers, obligations, advice },
        // Vault's view is of bare policies only; the reference knows no other.
        ...(vault === null ? {} : { capabilities, vault }),
      });
      const tree = by('tree');
      expect(by('reference').map(shown)).toEqual(tree.map(shown));
      expect(tree.map(({ allowed, outcome }) => ({ allowed, outcome }))).toEqual(cases.map(({ expect: { allowed, outcome } }) => ({ allowed, outcome })));
      for (const { outcome } of tree) expect(OUTCOMES).toContain(outcome);
    }
  });

  it('reference reads policies by their names, of files and of blocks, and no bundles', () => {
    const cwd = folder({
      'p/Team A.hcl': 'name = " Ops "\npath "a" { capabilities = ["read"] }',
      'dev.json': '{"path": {"b": {"capabilities": ["read"]}}}',
      'p/blocks.hcl': 'policy "One" {\n  path "c" { capabilities = ["read"] }\n}\npolicy "two" {\n  path "d" { capabilities = ["deny"] }\n}\n',
    });
    const requests = [
      ['ops', 'a'],
      ['dev', 'b'],
      ['one', 'c'],
      ['two', 'd'],
      ['blocks', 'c'],
      ['team a', 'a'],
    ];
    const input = requests.map(([name, path]) => JSON.stringify({ policies: [name], operation: 'read', path })).join('\n');
    const outcomes = (engine: string) =>
      polc(['eval', '-p', 'p', 'dev.json', '--requests', '-', '--engine', engine], { cwd, input })
        .stdout.trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).outcome);
    expect(outcomes('reference')).toEqual(['allowed', 'allowed', 'allowed', 'explicit_deny', 'no_matching_rule', 'no_matching_rule']);
    expect(outcomes('tree')).toEqual(outcomes('reference'));
    expect(polc(['build', 'p', '-o', 'p.polc'], { cwd }).code).toBe(0);
    expect(polc(['eval', '-p', 'p.polc', '--requests', '-', '--engine', 'reference'], { cwd, input })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'polc: the reference engine reads policies, not bundles\n',
    });
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
