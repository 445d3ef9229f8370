// `polc diff` as users meet it: what opens, what closes, exit codes, the forms for scripts and pull requests, and what cannot be compared.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, polc, ROOT, shell } from './run-polc.js';

const OLD = 'path "secret/data/*" {\n  capabilities = ["read"]\n}\n';
const OPENED = 'path "secret/data/*" {\n  capabilities = ["read", "update"]\n}\n';
const CLOSED = `${OLD}path "secret/data/payroll/*" {\n  capabilities = ["deny"]\n}\n`;

const compare = (old: string, next: string, ...flags: string[]) =>
  polc(['diff', 'old.hcl', 'new.hcl', ...flags], { cwd: folder({ 'old.hcl': old, 'new.hcl': next }) });

describe('polc diff', () => {
  it('shows what opens, with a request, and exits 1', () => {
    const { code, stdout, stderr } = compare(OLD, OPENED);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      'opened policies new: update, revoke, renew, rollback on secret/data/*',
      '    denied → allowed',
      '    for example {"policies":["new"],"operation":"update","path":"secret/data/x"}',
      '    capability_missing → allowed',
    ]);
    expect(stdout).toContain('1 opened, 0 closed');
  });

  it('shows what closes, and exits 0 unless every change is to fail', () => {
    const { code, stdout } = compare(OLD, CLOSED);
    expect(code).toBe(0);
    expect(stdout).toContain('closed policies new: read on secret/data/payroll/*\n    allowed → denied\n');
    expect(compare(OLD, CLOSED, '--fail-on', 'any').code).toBe(1);
    expect(compare(OLD, OPENED, '--fail-on', 'none').code).toBe(0);
  });

  it('calls equivalent what decides alike, however it is written', () => {
    const { code, stdout } = compare(
      'path "a/*" {\n  capabilities = ["read"]\n  when { location { cidrs = ["10.0.0.0/8"] } }\n}\n',
      '# in two halves\npath "/a/*" {\n  capabilities = ["read"]\n  when { location { cidrs = ["10.128.0.0/9", "10.0.0.0/9"] } }\n}\n',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^equivalent: no decision and no obligation changes\n/);
  });

  it('gives the bound that moved, and a request between the two', () => {
    const stanza = (most: number) => `path "mcp/bank/transfer" {\n  capabilities = ["invoke"]\n  parameters { amount = number(max: ${most}) }\n}\n`;
    const { stdout } = compare(stanza(500), stanza(600));
    const [, request] = /for example (.*)/.exec(stdout) ?? [];
    const { parameters } = JSON.parse(request as string) as { parameters: { amount: number } };
    expect(parameters.amount).toBeGreaterThan(500);
    expect(parameters.amount).toBeLessThanOrEqual(600);
  });

  it('is one JSON document with --format json, its witnesses decided as it says', () => {
    const cwd = folder({ 'old.hcl': OLD, 'new.hcl': OPENED });
    const { code, stdout } = polc(['diff', 'old.hcl', 'new.hcl', '--format', 'json'], { cwd });
    expect(code).toBe(1);
    const { changes, summary, quantified } = JSON.parse(stdout) as {
      changes: { witness: { request: object }; before: object; after: object }[];
      summary: object;
      quantified: string[];
    };
    expect(summary).toEqual({ opened: 1, closed: 0, changed: 0, undecided: 0 });
    expect(quantified.length).toBeGreaterThan(0);
    expect(changes[0]).toMatchObject({ before: { decision: 'deny' }, after: { decision: 'allow' } });
    const input = JSON.stringify(changes[0]?.witness.request);
    expect(polc(['eval', '-p', 'new.hcl', '--request', '-'], { cwd, input }).code).toBe(0);
  });

  it('has a form for a pull request', () => {
    const { stdout } = compare(OLD, OPENED, '--format', 'markdown');
    expect(stdout).toMatch(
      /^### polc diff\n\n1 opened, 0 closed, 0 changed, 0 undecided\n\n#### Access opens\n\n- \*\*policies new\*\*: update, revoke, renew, rollback on `secret\/data\/\*`: denied → allowed\n/,
    );
  });

  it('compares folders, and bundles with policies', () => {
    const cwd = folder({ 'old/dev.hcl': OLD, 'new/dev.hcl': OPENED });
    expect(polc(['diff', 'old', 'new'], { cwd }).stdout).toContain('opened policies dev: update');
    polc(['build', 'old', '-o', 'old.polc'], { cwd });
    expect(polc(['diff', 'old.polc', 'new'], { cwd }).stdout).toContain('opened policies dev: update');
    expect(polc(['diff', 'old.polc', 'old'], { cwd }).code).toBe(0);
  });

  it('is not fine, and says so, where chains of delegation were left out', () => {
    const names = Array.from('abcdefgh');
    const agents = names.map((name) => `agent "${name}" {\n  owner = "user:o"\n  policies = []\n}\n`);
    const hops = names.flatMap((from) =>
      names.flatMap((to) =>
        from === to ? [] : [`delegation "${from}-${to}" {\n  from = "agent:${from}"\n  to = "${to}"\n  scopes = ["s"]\n  max_depth = 8\n}\n`],
      ),
    );
    const set = [...agents, ...hops, 'scope "s" {\n  path "s/*" {\n    capabilities = ["read"]\n  }\n}\n'].join('');
    const told = compare(set, set);
    expect(told.code).toBe(1);
    expect(told.stdout).toMatch(/^undecided some chains of delegation were not looked at: /);
    expect(compare(set, set, '--fail-on', 'none').code).toBe(0);
    expect(compare(set, set, '--format', 'markdown').stdout).toContain('#### Undecided\n\n- some chains');
    expect(JSON.parse(compare(set, set, '--format', 'json').stdout)).toMatchObject({ partial: true, changes: [] });
  });

  it('says which side does not compile, and where', () => {
    const { code, stdout, stderr } = compare(OLD, 'path "a" { capabilities = ["raed"] }\n');
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('new.hcl:1:');
    expect(stderr).toContain('NEW (new.hcl) does not compile: 1 error');
  });

  it('refuses what is not there and what it does not know', () => {
    const cwd = folder({ 'old.hcl': OLD, 'empty/readme.txt': 'x' });
    expect(polc(['diff', 'old.hcl', 'gone.hcl'], { cwd })).toMatchObject({ code: 4, stdout: '' });
    expect(polc(['diff', 'old.hcl', 'empty'], { cwd })).toMatchObject({ code: 4, stdout: '' });
    expect(polc(['diff', 'old.hcl'], { cwd })).toMatchObject({ code: 2, stdout: '' });
    expect(polc(['diff', 'old.hcl', 'old.hcl', '--fail-on', 'some'], { cwd })).toMatchObject({ code: 2, stdout: '' });
  });

  it('lets its reader go', () => {
    const cwd = folder({ 'old.hcl': OLD, 'new.hcl': OPENED });
    expect(shell('$POLC diff old.hcl new.hcl | head -1', { cwd }).stdout).toBe('opened policies new: update, revoke, renew, rollback on secret/data/*\n');
  });

  it('shows an invisible delegation: one new block, and a chain that nobody wrote down reaches further', () => {
    const before = readFileSync(join(ROOT, 'policies/agent-calls-agent/newsroom.hcl'), 'utf8');
    const after = `${before}\ndelegation "to-archive" {\n  from      = "agent:orchestrator"\n  to        = "writer"\n  scopes    = ["research", "write"]\n  consent   = "implied"\n  expires   = "2027-01-01T00:00:00Z"\n}\n`;
    const tools = { 'archive.tools.json': readFileSync(join(ROOT, 'policies/agent-calls-agent/archive.tools.json')) };
    const cwd = folder({
      ...Object.fromEntries(
        Object.entries(tools).flatMap(([name, bytes]) => [
          [`old/${name}`, bytes],
          [`new/${name}`, bytes],
        ]),
      ),
      'old/newsroom.hcl': before,
      'new/newsroom.hcl': after,
    });
    const { code, stdout } = polc(['diff', 'old', 'new'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(/opened agent writer for agent orchestrator for user sven: /);
  });
});
