// The disk of the log is full, its files may grow no more, its folder may not be written: really so. Nothing is decided, nothing is changed, nothing is left
// half-written; and with the first byte that can be written again all goes on. One sink of two is enough.

import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEntries, signerOf, verifyLog } from '@polc/service';
import { afterAll, describe, expect, it } from 'vitest';
import { go, type NodeSettings, prepareNode, type RunningNode, type Surroundings, settingsFor } from './start-node.js';

const root = mkdtempSync(join(tmpdir(), 'polc-sink-lost-'));
chmodSync(root, 0o755);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const POLICIES = `
policy "p" { path "kv/*" { capabilities = ["read"] } }
agent "bot" { policies = ["p"] }
`;
const REQUEST = { agent: 'bot', operation: 'read', path: 'kv/a' };
const EVALUATION = { subject: { type: 'agent', id: 'bot' }, action: { name: 'read' }, resource: { type: 'kv', id: 'a' } };
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** A command that runs what follows it where each of `places` is a small disk of its own, which is gone with it. */
const onSmallDisks = (places: readonly string[], size: string) => [
  ...['unshare', '-rm', 'sh', '-c', `${places.map((place) => `mount -t tmpfs -o size=${size} none '${place}'`).join(' && ')} && exec "$@"`, 'sh'],
];
const canMount = spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=64k none /mnt']).status === 0;
const canLimit = spawnSync('prlimit', ['--fsize=65536:unlimited', 'true']).status === 0;

let count = 0;

async function start(surroundings: (folder: string) => Surroundings, more: (folder: string) => Partial<NodeSettings>) {
  const folder = join(root, String(count++));
  mkdirSync(folder);
  const { uid } = surroundings(folder);
  if (uid !== undefined) chownSync(folder, uid, uid);
  const settings = settingsFor(folder, POLICIES, more(folder));
  for (const path of settings.audit) {
    mkdirSync(path);
    if (uid !== undefined) chownSync(path, uid, uid);
  }
  const node = await go(await prepareNode(surroundings(folder)), { ...settings, first: true });
  const signer = signerOf(settings.name, Buffer.from(settings.secret, 'hex'));
  return { node, settings, verify: (path: string) => verifyLog(path, { verifier: signer }) };
}

/** Ids of entries that were answered for. */
async function served(node: RunningNode, times = 3): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let i = 0; i < times; i++) {
    const { status, json } = await node.call('POST', '/v1/decide', REQUEST);
    expect([status, json.allowed]).toEqual([200, true]);
    ids.push(json.decision_id);
  }
  return ids;
}

async function expectRefused(node: RunningNode): Promise<void> {
  const agents = (await node.call('GET', '/v1/agents')).json;
  const grants = (await node.call('GET', '/v1/grants')).json;
  const calls: readonly [method: string, path: string, body?: object][] = [
    ['POST', '/v1/decide', REQUEST],
    ['POST', '/v1/explain', REQUEST],
    ['POST', '/v1/grants', REQUEST],
    ['POST', '/access/v1/evaluation', EVALUATION],
    ['POST', '/access/v1/evaluations', { ...EVALUATION, evaluations: [{}, {}] }],
    ['POST', '/v1/agents', { id: 'new', policies: ['p'] }],
    ['POST', '/v1/callers', { id: 'new', policies: ['p'] }],
    ['POST', '/v1/agents/bot/suspend', {}],
  ];
  const answers = await Promise.all(calls.map(([method, path, body]) => node.call(method, path, body)));
  for (const [i, { status, text, headers }] of answers.entries()) {
    expect([calls[i]?.[1], status, headers.get('retry-after')]).toEqual([calls[i]?.[1], 503, '1']);
    expect(text).toMatch(/"code":"unaudited"|^no audit log can be written$/);
    expect(text).not.toMatch(/allow|"decision"|token|polc_|ENOSPC|EFBIG|EACCES/);
  }
  expect((await node.call('GET', '/v1/agents')).json).toEqual(agents);
  expect((await node.call('GET', '/v1/grants')).json).toEqual(grants);
}

/** Until there is no room for the smallest entry. Returns ids of decisions that were answered for. */
async function useUp(node: RunningNode): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let pad = 20_000; ; pad = Math.floor(pad / 4)) {
    for (let status = 200; status === 200; ) {
      const answer = await node.call('POST', '/v1/decide', { ...REQUEST, parameters: { pad: 'x'.repeat(pad) } });
      status = answer.status;
      if (status === 200) ids.push(answer.json.decision_id);
    }
    const { json } = await node.call('POST', '/v1/agents', { id: `${pad}` });
    if (json.code === 'unaudited') return ids;
  }
}

const idsIn = (path: string) => new Set([...readEntries(path)].map(({ entry }) => entry.id));

/** Takes all the room there is, to the last byte. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  for (const size of [65_536, 4_096, 512, 64, 1]) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size, 'x'));
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    }
  }
  closeSync(file);
}

describe('a node whose log cannot be written', () => {
  it.skipIf(!canMount)('refuses while the disks of all its logs are full, and serves with one that is not (needs mount)', async () => {
    const places = (folder: string) => ['one', 'two'].map((name) => join(folder, name));
    const { node, settings, verify } = await start(
      (folder) => ({ under: onSmallDisks(places(folder), '192k') }),
      (folder) => ({ audit: places(folder) }),
    );
    // What is mounted there nobody else sees.
    const [one = '', two = ''] = settings.audit.map((path) => join(`/proc/${node.process.pid}/root`, path));
    const known = [...(await served(node))];
    fill(join(one, 'ballast'));
    known.push(...(await served(node, 20)));
    // What it did not take is cut off again, while the other has answered already.
    await expect.poll(() => verify(one).faults).toEqual([]);
    fill(join(two, 'ballast'));
    known.push(...(await useUp(node)));
    await expectRefused(node);
    for (const path of [one, two]) expect(verify(path).faults).toEqual([]);
    const size = verify(two).size;
    rmSync(join(two, 'ballast'));
    known.push(...(await served(node)));
    expect(verify(two)).toMatchObject({ size: size + 3, faults: [] });
    rmSync(join(one, 'ballast'));
    const last = await served(node);
    // The first that has it is enough; the other has it soon.
    await expect.poll(() => last.filter((id) => !idsIn(one).has(id))).toEqual([]);
    await expect.poll(() => [...known, ...last].filter((id) => !idsIn(two).has(id))).toEqual([]);
    for (const path of [one, two]) expect(verify(path).faults).toEqual([]);
    await node.end();
  });

  it.skipIf(!canLimit)('refuses while its file may grow no more, and serves once it may (needs prlimit)', async () => {
    const { node, settings, verify } = await start(
      // The store is small: it keeps far from where the log is stopped.
      () => ({ under: ['prlimit', '--fsize=600000:unlimited'] }),
      () => ({}),
    );
    const [path = ''] = settings.audit;
    const known = [...(await useUp(node))];
    await expectRefused(node);
    expect(verify(path).faults).toEqual([]);
    expect(spawnSync('prlimit', ['--pid', String(node.process.pid), '--fsize=unlimited:unlimited']).status).toBe(0);
    known.push(...(await served(node)));
    await node.end();
    expect(known.filter((id) => !idsIn(path).has(id))).toEqual([]);
    // Nothing that was refused is there: only decisions that were answered for, and what began the log.
    const decisions = [...readEntries(path)].filter(({ entry }) => entry.type === 'decision');
    expect(decisions.map(({ entry }) => entry.id).sort()).toEqual([...known].sort());
    expect(verify(path).faults).toEqual([]);
  });

  it('refuses while its folder may not be written, and serves once it may', async () => {
    const { node, settings, verify } = await start(
      () => (isRoot ? { uid: NOBODY } : {}),
      // A file for each batch.
      () => ({ segmentSize: 1 }),
    );
    const [path = ''] = settings.audit;
    const known = [...(await served(node))];
    chmodSync(path, 0o500);
    await expectRefused(node);
    await expectRefused(node);
    expect(verify(path).faults).toEqual([]);
    chmodSync(path, 0o700);
    known.push(...(await served(node)));
    await node.end();
    const decisions = [...readEntries(path)].filter(({ entry }) => entry.type === 'decision');
    expect(decisions.map(({ entry }) => entry.id)).toEqual(known);
    expect(verify(path).faults).toEqual([]);
  });
});
