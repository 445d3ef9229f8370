// The verbs that ask a service, on a store without a server: the same endpoints, nobody asked who they are, and everything written down.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEntries } from '@polc/service';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { polcHere } from './verbs-here.js';

const POLICIES = `
agent_type "autonomous" { max_ttl = "15m" }
scope "code-read" { path "code/*" { capabilities = ["read"] } }
policy "code-review" {
  path "code/*" { capabilities = ["read"] }
  path "deploy/web" {
    capabilities = ["update"]
    approval { by = ["user:dana"] }
  }
}
policy "developer" { path "code/*" { capabilities = ["read"] } }
user "dana" {}
agent "filed" { policies = ["code-review"] }
delegation "filed" {
  from   = "user:dana"
  to     = "filed"
  scopes = ["code-read"]
}
`;

let folder: string;
let data: string;
const file = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'polc-store-verbs-'));
  data = file('data');
  mkdirSync(file('p'));
  writeFileSync(file('p/set.hcl'), POLICIES);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const polc = (...args: string[]) => polcHere(args, { POLC_DATA: data });
const withPolicies = (...args: string[]) => polc(...args, '-p', file('p'));

async function json(...args: string[]) {
  const { code, stdout, stderr } = await polc(...args, '--format', 'json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  // biome-ignore lint/suspicious/noExplicitAny: whatever a test expects of it
  return JSON.parse(stdout) as any;
}

const READ = ['--agent', 'reviewer', '--operation', 'read', '--path', 'code/web'];

it('makes a store with its keys, for their owner alone, and says so', async () => {
  const first = await polc('agent', 'register', 'reviewer', '--type', 'autonomous');
  expect(first).toEqual({
    code: 0,
    stdout: 'agent reviewer: registered\n  type  autonomous\n',
    stderr: `polc: a new store, with its keys and its log, in ${data}\n`,
  });
  expect(statSync(data).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(join(data, 'keys'))) expect(statSync(join(data, 'keys', name)).mode & 0o777, name).toBe(0o600);
  expect(await json('agent', 'list')).toMatchObject({ agents: [{ id: 'reviewer', type: 'autonomous' }] });
});

it('takes names as they are without policies, and judges them with', async () => {
  expect(await json('agent', 'attach', 'reviewer', '--policy', 'written-later')).toMatchObject({ policies: ['written-later'] });
  expect(await withPolicies('agent', 'attach', 'reviewer', '--policy', 'written-latest')).toEqual({
    code: 2,
    stdout: '',
    stderr: 'polc: there is no policy "written-later"\n',
  });
  await json('agent', 'update', 'reviewer', '--policy', 'code-review');
});

it('knows what files declare where it is given them', async () => {
  const without = await polc('agent', 'suspend', 'filed');
  expect(without).toMatchObject({ code: 1, stdout: '' });
  expect(without.stderr).toBe('polc: there is no agent "filed" in the store; what files of policies declare is known with -p\n');
  expect((await withPolicies('agent', 'suspend', 'filed')).stdout).toBe('agent filed: suspended\n  status  suspended\n');
  expect(await withPolicies('agent', 'update', 'filed', '--policy', 'developer')).toMatchObject({ code: 1, stdout: '' });
  expect(await withPolicies('consent', 'give', 'filed', '--scopes', 'code-read', '--by', 'user:dana')).toMatchObject({ code: 0 });
});

it('wants to be told who consents and who approves', async () => {
  for (const line of ['consent give filed --scopes code-read', 'consent withdraw x', 'approval approve x', 'approval deny x']) {
    const ended = await polc(...line.split(' '));
    expect(ended, line).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr, line).toContain('on a store nobody is asked who they are');
  }
});

it('decides by policies that are named, and by no others', async () => {
  for (const line of ['grant request', 'approval request']) {
    const ended = await polc(...line.split(' '), ...READ);
    expect(ended, line).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr, line).toContain('name them with -p');
  }
  expect((await withPolicies('grant', 'request', ...READ.slice(0, -1), '')).stdout).toMatch(/^denied: malformed_request\n/);
  const asked = await withPolicies('grant', 'request', ...READ, '-o', file('token'));
  expect(asked).toMatchObject({ code: 0, stderr: '' });
  expect(asked.stdout).toContain('limited: for at most 900 seconds');
  expect((await withPolicies('grant', 'redeem', ...READ, '--token-file', file('token'))).stdout).toMatch(/^redeemed: grant /);
  expect(await withPolicies('grant', 'redeem', ...READ, '--token-file', file('token'))).toMatchObject({ code: 1, stdout: 'refused: used_up\n' });
  // A grant is its issuer's: whoever goes by another name does not take it.
  await withPolicies('grant', 'request', ...READ, '-o', file('token'), '--issuer', 'https://polc.test');
  expect(await withPolicies('grant', 'redeem', ...READ, '--token-file', file('token'))).toMatchObject({ code: 1, stdout: 'refused: malformed\n' });

  const deploy = ['--agent', 'reviewer', '--operation', 'update', '--path', 'deploy/web'];
  const question = await withPolicies('approval', 'request', ...deploy, '--format', 'json');
  const { id } = (JSON.parse(question.stdout) as { approvals: { id: string }[] }).approvals[0] as { id: string };
  expect(await withPolicies('approval', 'approve', id, '--by', 'user:dana')).toMatchObject({ code: 0 });
  expect(await withPolicies('grant', 'request', ...deploy)).toMatchObject({ code: 0 });
  expect(await withPolicies('grant', 'request', ...deploy)).toMatchObject({ code: 1 });
});

it('refuses policies that do not compile, options of a server, and what only a server has', async () => {
  writeFileSync(file('broken.hcl'), 'path "a" { capabilities = ["raed"] }');
  expect(await polc('agent', 'list', '-p', file('broken.hcl'))).toMatchObject({ code: 3, stdout: '' });
  expect(await polc('agent', 'list', '--key-file', file('token'))).toMatchObject({ code: 2, stdout: '' });
  expect(await polc('policies', 'show')).toMatchObject({ code: 2, stdout: '' });
  expect(await polc('agent', 'list', '--store', 'mysql:x')).toMatchObject({ code: 2, stdout: '' });
  writeFileSync(file('not-a-folder'), '');
  expect(await polc('agent', 'list', '--data', file('not-a-folder'))).toMatchObject({ code: 4, stdout: '' });
  expect(await polc('agent', 'list', '--data', '')).toEqual({ code: 2, stdout: '', stderr: 'polc: --data: the folder has no name\n' });
});

it('tells of a new store only once there is one, and of no store where another has it', async () => {
  const below = join(file('not-a-folder'), 'data');
  expect(await polc('agent', 'list', '--data', below)).toEqual({ code: 4, stdout: '', stderr: `polc: ${below}: a part of the path is not a folder\n` });
  expect(await polc('agent', 'list', '--data', file('never'), '--store', 'mysql:x')).toMatchObject({ code: 2, stderr: expect.stringMatching(/^[^\n]+\n$/) });
  expect(existsSync(file('never'))).toBe(false);
  expect(await polc('agent', 'list', '--data', file('beside'), '--store', `sqlite:${file('own.db')}`)).toEqual({
    code: 0,
    stdout: 'no agents\n',
    stderr: `polc: new keys, and a new log, in ${file('beside')}\n`,
  });
});

it('waits for a log that another command writes, and not for ever', async () => {
  const letGo = await lockOf(join(data, 'audit', 'command'));
  expect(await polc('agent', 'list', '--timeout', '0.2')).toEqual({
    code: 4,
    stdout: '',
    stderr: `polc: ${data}: another command has been writing its log for 0.2 seconds\n`,
  });
  const waiting = polc('agent', 'list', '--format', 'json');
  const soon = new Promise((resolve) => setTimeout(resolve, 400, 'it waits'));
  expect(await Promise.race([waiting, soon])).toBe('it waits');
  letGo();
  expect(await waiting).toMatchObject({ code: 0, stderr: '' });
});

/** Takes the lock of a log as another process does. */
async function lockOf(log: string): Promise<() => void> {
  const { default: Database } = await import('libsql');
  const database = new Database(join(log, 'lock.db'));
  database.exec('begin exclusive');
  return () => {
    database.exec('rollback');
    database.close();
  };
}

it('writes down what it does, in a log of its own', async () => {
  const log = join(data, 'audit', 'command');
  expect(existsSync(join(log, 'log.pub'))).toBe(true);
  const entries = [...readEntries(log)].map(({ entry }) => entry as Readonly<Record<string, unknown>>);
  const changes = entries.filter(({ type }) => type === 'change').map(({ kind, action, subject }) => `${action} ${kind} ${subject}`);
  expect(changes.slice(0, 3)).toEqual(['register agent reviewer', 'update agent reviewer', 'update agent reviewer']);
  expect(changes).toContain('suspend agent filed');
  expect(entries.every(({ node, caller }) => node === 'command' && caller === 'command')).toBe(true);
  expect(entries.filter(({ type }) => type === 'decision').length).toBeGreaterThan(3);
  expect(readFileSync(join(log, readdirSync(log).find((name) => name.endsWith('.jsonl')) ?? ''), 'utf8')).not.toMatch(/eyJ[A-Za-z0-9_-]+\./);
});
