// The verbs that ask a service as processes of their own: a store, then a server on it that runs meanwhile; streams, pipes and terminals. What each verb does
// is in service-verbs.test.ts and store-verbs.test.ts.

import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folder, polc, polcAlone, shell, startPolc } from './run-polc.js';

const POLICIES = {
  'p/set.hcl': 'policy "code-review" {\n  path "secret/data/code/*" {\n    capabilities = ["read"]\n  }\n}\n',
};
const LISTENS = /polc: it listens at (\S+); revision (\S+)\n/;

/** What a process that runs on has said so far on standard error, once it says this. */
function said(child: ReturnType<typeof startPolc>, words: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = words.exec(text);
      if (found !== null) resolve(found);
    });
    child.on('exit', () => reject(new Error(`it ended: ${text}`)));
  });
}

it('a store and a server on it are one registry', async () => {
  const cwd = folder(POLICIES);
  const created = polcAlone(['caller', 'create', 'admin', '--policy', 'polc-admin', '-o', 'admin.key'], { cwd });
  expect(created).toEqual({
    code: 0,
    stdout: 'caller admin: created\n  policies  polc-admin\n  key       in admin.key\n',
    stderr: `polc: a new store, with its keys and its log, in ${join(cwd, 'polc-data')}\n`,
  });
  expect(statSync(join(cwd, 'admin.key')).mode & 0o777).toBe(0o600);
  const key = readFileSync(join(cwd, 'admin.key'), 'utf8').trim();
  const second = polc(['caller', 'create', 'other', '--policy', 'code-review', '--format', 'json'], { cwd });
  const other = (JSON.parse(second.stdout) as { readonly key: string }).key;
  expect([second.code, second.stderr]).toEqual([0, '']);

  const server = startPolc(['serve', '-p', 'p', '--port', '0'], { cwd });
  const [, url = ''] = await said(server, LISTENS);
  const env = { POLC_SERVER: url, POLC_KEY_FILE: 'admin.key' };
  expect(polc(['agent', 'register', 'reviewer', '--policy', 'code-review'], { cwd, env })).toEqual({
    code: 0,
    stdout: 'agent reviewer: registered\n  policies  code-review\n',
    stderr: '',
  });
  const request = { agent: 'reviewer', operation: 'read', path: 'secret/data/code/web' };
  const granted = polcAlone(['grant', 'request', '--request', '-', '--format', 'json'], { cwd, env, input: JSON.stringify(request) });
  const { token } = (JSON.parse(granted.stdout) as { readonly grant: { readonly token: string } }).grant;
  // By the name that it goes by, whatever port it was given.
  expect(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())).toMatchObject({ iss: url, aud: url });
  expect(
    polcAlone(['grant', 'redeem', '--token-file', '-', '--operation', 'read', '--path', request.path, '--agent', 'reviewer'], { cwd, env, input: token }).code,
  ).toBe(0);
  // What is done on the store while the server runs, the server knows.
  expect(polc(['agent', 'suspend', 'reviewer', '--data', 'polc-data'], { cwd, env })).toMatchObject({ code: 0, stderr: '' });
  const asked = polcAlone(['grant', 'request', '--request', '-'], { cwd, env, input: JSON.stringify(request) });
  expect(asked).toMatchObject({ code: 1, stderr: '' });
  expect(asked.stdout).toMatch(/^denied: suspended\n/);

  const refused = polcAlone(['agent', 'list', '--key-file', '-'], { cwd, env, input: other });
  expect(refused).toEqual({ code: 1, stdout: '', stderr: 'polc: caller:other may not list polc/agents/\n' });
  const wrong = polc(['agent', 'list'], { cwd, env: { POLC_SERVER: url, POLC_KEY: `${key.slice(0, -4)}AAAA` } });
  expect(wrong).toEqual({ code: 1, stdout: '', stderr: `polc: the API key is not known by ${url}\n` });

  writeFileSync(join(cwd, 'p/set.hcl'), 'path "a" {\n  capabilities = ["raed"]\n}\n');
  expect(polc(['policies', 'reload'], { cwd, env })).toEqual({ code: 3, stdout: '', stderr: 'polc: the policies do not compile: 1 error\n' });
  writeFileSync(join(cwd, 'p/set.hcl'), POLICIES['p/set.hcl'].replace('read', 'list'));
  const reloaded = polc(['policies', 'reload', '--format', 'json'], { cwd, env });
  expect([reloaded.code, reloaded.stderr]).toEqual([0, '']);
  expect(JSON.parse(reloaded.stdout)).toMatchObject({ answer: 'replaced', stale: false });

  const ended = new Promise((resolve) => server.on('exit', resolve));
  server.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(polcAlone(['agent', 'list'], { cwd, env })).toEqual({ code: 4, stdout: '', stderr: `polc: ${url}: nothing listens there\n` });
});

it('an answer that nobody reads, or that cannot be written, is not a yes', () => {
  const cwd = folder();
  polc(['group', 'register', 'g'], { cwd });
  const unread = shell('$POLC group list | true; echo " ${PIPESTATUS[0]}"', { cwd });
  expect(unread).toEqual({ code: 0, stdout: ' 4\n', stderr: '' });
  if (existsSync('/dev/full')) {
    expect(shell('$POLC group list > /dev/full', { cwd })).toEqual({ code: 4, stdout: '', stderr: 'polc: the output cannot be written: ENOSPC\n' });
  }
});

it.skipIf(shell('script -qec true /dev/null').code !== 0)('a list has colours on a terminal, unless NO_COLOR is set', () => {
  const cwd = folder();
  polc(['group', 'register', 'g'], { cwd });
  const onTerminal = (env: string) => shell(`script -qec "env ${env} $POLC group list" /dev/null`, { cwd }).stdout;
  expect(onTerminal('-u NO_COLOR')).toContain('\u001b[1m');
  expect(onTerminal('NO_COLOR=1')).toMatch(/^ID {2}POLICIES {2}GROUPS\r\n/);
});

it('help is there for verbs of verbs, and no wrong usage', () => {
  const help = polc(['agent', 'register', '--help']);
  expect(help.stdout).toContain('Usage: polc agent register');
  for (const words of ['help agent register', 'agent help register']) expect(polc(words.split(' ')), words).toEqual({ ...help, code: 0 });
  expect(polc(['help']).code).toBe(0);
});

it('what is meant is said of a verb that is not there', () => {
  expect(polc(['agents', 'list'])).toEqual({ code: 2, stdout: '', stderr: 'polc: this version has no verb "agents"; did you mean "agent"?\n' });
  expect(polc(['agent', 'lits'])).toEqual({ code: 2, stdout: '', stderr: "polc: unknown command 'lits' (did you mean list?)\n" });
});
