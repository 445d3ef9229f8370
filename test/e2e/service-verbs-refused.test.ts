// The verbs that ask a service where the answer is no, or there is none: exit codes, words, and what never stands in them. And their help.

import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createListener } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Running } from '../service/running.js';
import { openVerbScene, type VerbScene } from './verb-scene.js';
import { type Command, programOf } from './verbs-here.js';

let scene: VerbScene;
let running: Running;
const file: VerbScene['file'] = (name, content) => scene.file(name, content);
const polc: VerbScene['polc'] = (line, env) => scene.polc(line, env);

beforeAll(async () => {
  scene = await openVerbScene('scope "code-read" { path "code/*" { capabilities = ["read"] } }');
  running = scene.running;
  await scene.json('agent register reviewer');
  await scene.json('user register alice');
});

afterAll(() => scene.end());

describe('the answer no', () => {
  it.each([
    ['agent read nobody', 1, 'there is no agent "nobody"'],
    ['agent register reviewer', 1, 'the agent "reviewer" is there already'],
    ['agent register x --type unheard-of', 2, 'there is no agent type "unheard-of"'],
    ['agent register x --policy root', 2, '"root" is nobody'],
    ['agent register x --expires 2027-99-99T00:00:00Z', 2, 'polc: the agent has a malformed expires'],
    ['agent register x/y', 2, '"id" is not of the form that it must have'],
    ['agent read ..', 2, '".." is no id'],
    ['agent ephemeral reviewer', 2, 'ephemeral takes --max-ttl, --uses or both; or --off'],
    ['agent ephemeral reviewer --max-ttl soon', 2, 'It is a duration'],
    ['agent update reviewer', 2, 'nothing is said that is to change'],
    ['agent update reviewer --owner x --unset owner', 2, '"owner" is given, and to be taken out'],
    ['agent register x --metadata purpose', 2, 'It is name=value'],
    ['agent register x --metadata a=1,a=2', 2, '"a" stands twice'],
    ['agent frobnicate x', 2, "unknown command 'frobnicate'"],
    ['agent list --formatt json', 2, "unknown option '--formatt'"],
    ['agent', 2, 'Usage: polc agent'],
    ['caller create x', 2, 'create takes one of --policy, --user and --agent'],
    ['caller create x --policy unheard-of', 2, 'there is no policy "unheard-of"'],
    ['delegation create d --scopes code-read', 2, 'create takes --agent, who acts'],
    ['delegation create d --agent reviewer --user a --from-agent b --scopes x', 2, 'from --user or from --from-agent'],
    ['delegation create d --agent reviewer --user alice --scopes unheard-of', 2, 'there is no scope "unheard-of"'],
    ['consent give unheard-of --scopes code-read --by user:alice', 1, 'there is no delegation "unheard-of"'],
    ['consent withdraw unheard-of --by user:alice', 1, 'there is no consent "unheard-of"'],
    ['grant revoke unheard-of', 1, 'there is no grant "unheard-of"'],
    ['grant request --agent reviewer', 2, 'a request is --request FILE, or --operation'],
    ['grant request --agent reviewer --operation read --path x --parameters {', 2, '--parameters: not valid JSON'],
    ['grant request --request /nowhere.json', 4, '/nowhere.json: no such file or folder'],
    ['grant redeem --token-file /dev/null --request /nowhere.json', 4, '/nowhere.json: no such file'],
    ['approval read unheard-of', 1, 'there is no approval "unheard-of"'],
    ['policies reload', 2, 'this server has nothing to read them from'],
    ['agent list --server http://127.0.0.1:1 --data x', 2, '--server stands alone'],
    ['agent list --server ftp://x', 2, 'a server is http://HOST:PORT'],
    ['agent list --server http://admin:secret@127.0.0.1:1', 2, 'never in the URL'],
    ['agent list --server http://polc.example.org', 2, 'a key goes over HTTPS'],
    ['agent list --timeout 0', 2, 'It is a number of seconds'],
  ])('%s ends with %i', async (line, code, words) => {
    const ended = await polc(line);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toContain(words);
    expect(ended.stderr).not.toContain('secret');
    expect(ended.stderr).not.toContain(running.key);
  });

  it.each([
    ['two-keys.json', '{"agent": "reviewer", "agent": "other"}', 'the key "agent" stands twice'],
    ['broken.json', '{"agent": ', 'two'],
    ['list.json', '[]', 'this is no JSON object'],
  ])('a request that is %s is wrong usage', async (name, text, words) => {
    file(name, text);
    const ended = await polc(['grant', 'request', '--request', file(name)]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(words === 'two' ? /broken\.json:1:\d+: not valid JSON/ : words);
  });

  it('is said of a key without the key', async () => {
    const wrong = `polc_${'0'.repeat(16)}_${'A'.repeat(43)}`;
    const ended = await polc('agent list', { POLC_KEY: wrong });
    expect(ended).toEqual({ code: 1, stdout: '', stderr: `polc: the API key is not known by ${running.server.base}\n` });
    expect(await polc('agent list', { POLC_KEY: 'one\ntwo' })).toEqual({ code: 2, stdout: '', stderr: 'polc: POLC_KEY: this is no API key\n' });
    expect(await polc('agent list', { POLC_KEY_FILE: '' })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'polc: a credential is needed: --key-file FILE, or POLC_KEY\n',
    });
  });
});

describe('a server', () => {
  const servers: Server[] = [];
  afterAll(() => {
    for (const server of servers) server.closeAllConnections();
  });

  async function answering(handle: Parameters<typeof createServer>[1]): Promise<string> {
    const server = createServer(handle as never);
    servers.push(server);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    server.unref();
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('that is not there, or is something else, is the world’s fault', async () => {
    const gone = createListener();
    await new Promise<void>((listening) => gone.listen(0, '127.0.0.1', listening));
    const { port } = gone.address() as AddressInfo;
    await new Promise((closed) => gone.close(closed));
    expect(await polc(`agent list --server http://127.0.0.1:${port}`)).toEqual({
      code: 4,
      stdout: '',
      stderr: `polc: http://127.0.0.1:${port}: nothing listens there\n`,
    });

    const foreign = createListener((socket) => socket.on('error', () => undefined).end('SSH-2.0-OpenSSH\r\n'));
    await new Promise<void>((listening) => foreign.listen(0, '127.0.0.1', listening));
    const there = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
    expect(await polc(`agent list --server ${there}`)).toEqual({ code: 4, stdout: '', stderr: `polc: ${there}: it does not speak HTTP\n` });
    foreign.close();

    const page = await answering((_, response) => response.end('<html>'));
    expect(await polc(`agent list --server ${page}`)).toMatchObject({ code: 4, stdout: '', stderr: expect.stringContaining('is it a polc server?') });
    const other = await answering((_, response) => response.end('{}'));
    expect(await polc(`agent list --server ${other}`)).toMatchObject({ code: 4, stdout: '' });
    const moved = await answering((_, response) => response.writeHead(302, { location: 'http://elsewhere.test/' }).end('{}'));
    expect(await polc(`agent list --server ${moved}`)).toMatchObject({ code: 4, stdout: '' });
    const busy = await answering((_, response) => response.writeHead(503).end('{"code": "unaudited", "detail": "no audit log can be written"}'));
    expect(await polc(`agent list --server ${busy}`)).toEqual({ code: 4, stdout: '', stderr: 'polc: no audit log can be written\n' });
    const silent = await answering(() => undefined);
    expect(await polc(`agent list --timeout 0.2 --server ${silent}`)).toEqual({
      code: 4,
      stdout: '',
      stderr: `polc: ${silent}: no answer within 0.2 seconds\n`,
    });
  });

  it('is asked at the path that it is under, with each id as one segment', async () => {
    const asked: (string | undefined)[] = [];
    const server = await answering((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization?.slice(0, 12)}`);
      response.end('{"id": "x"}');
    });
    await polc(['agent', 'read', 'a/../b c', '--server', `${server}/polc/`]);
    expect(asked).toEqual(['GET /polc/v1/agents/a%2F..%2Fb%20c Bearer polc_']);
  });
});

describe('help', () => {
  const leaves = (command: Command, before: string): [string, Command][] =>
    command.commands.length === 0 ? [[before, command]] : command.commands.flatMap((each) => leaves(each, `${before} ${each.name()}`));
  const all = programOf().commands.flatMap((verb): [string, Command][] => [[verb.name(), verb], ...leaves(verb, verb.name())]);

  it('is there for every verb, with an example, in lines that fit a terminal', async () => {
    expect(all.length).toBeGreaterThan(50);
    for (const [words] of all) {
      const { code, stdout, stderr } = await polc(`${words} --help`);
      expect({ code, stderr }, words).toEqual({ code: 0, stderr: '' });
      expect(stdout, words).toMatch(new RegExp(`^Usage: polc ${words} `));
      expect(stdout, words).toMatch(/Examples?:\n {2}\$ polc /);
      expect(stdout, words).toContain('--format <format>');
      expect(
        stdout.split('\n').filter((line) => line.length > 80),
        words,
      ).toEqual([]);
    }
  });
});
