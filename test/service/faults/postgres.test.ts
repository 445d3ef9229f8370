// Two nodes on one PostgreSQL: it is stopped and started under load; they race for the last use of a grant; what one revokes the other refuses, and how soon.

import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMAND, Grants, openPostgres, type StoreError } from '@polc/service';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runs } from '../../runs.js';
import { type Postgres, startPostgres } from '../postgres.js';
import { ed25519 } from '../running.js';
import { percentile, type SharingNode, startNodes } from './two-nodes.js';

const root = mkdtempSync(join(tmpdir(), 'polc-nodes-'));
let postgres: Postgres;

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.end();
  rmSync(root, { recursive: true, force: true });
});

const POLICIES = `
policy "p" { path "kv/*" { capabilities = ["read"] } }
policy "asks" { path "polc/decide/agents/bot" { capabilities = ["update"] } }
agent "bot" { policies = ["p", "asks"] }
`;
const REQUEST = { agent: 'bot', operation: 'read', path: 'kv/a' };
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Seen {
  readonly at: number;
  readonly node: number;
  readonly status: number;
  readonly allowed: boolean;
  readonly outcome: string | null;
  readonly id: string | null;
  readonly granted: boolean;
}

describe('PostgreSQL that is stopped and started under load', () => {
  it('stops no decision while the facts are new enough, and every one after; nothing is allowed unwritten, and all goes on by itself', async () => {
    const url = await postgres.database();
    const nodes = await startNodes([openPostgres(url), openPostgres(url)], POLICIES, join(root, 'restart'), { maxStaleness: 1.5, interval: 100 });
    const { key } = await (nodes[0] as SharingNode).service.registriesFor(COMMAND, 'create').callers.create({ id: 'itself', agent: 'bot' });
    const asItself = async () => (await (nodes[0] as SharingNode).call('POST', '/v1/decide', REQUEST, key)).status;
    const seen: Seen[] = [];
    let going = true;
    const asking = async (node: number, path: string, each: number) => {
      for (let i = 0; going; i++) {
        const body = path === '/v1/agents' ? { id: `agent-${each}-${i}` } : REQUEST;
        const { status, json } = await (nodes[node] as SharingNode).call('POST', path, body);
        const { allowed = false, outcome = null, decision_id = null, grant = null } = json;
        seen.push({ at: performance.now(), node, status, allowed, outcome, id: decision_id, granted: grant !== null });
        await sleep(2);
      }
    };
    const load = [0, 1].flatMap((node) => ['/v1/decide', '/v1/decide', '/v1/grants', '/v1/agents'].map((path, i) => asking(node, path, 10 * node + i)));
    await sleep(300);
    expect(await asItself()).toBe(200);
    await postgres.stop();
    const stopped = performance.now();
    const isStale = (node: number) => () => seen.some((one) => one.node === node && one.outcome === 'stale_facts');
    for (const node of [0, 1]) await expect.poll(isStale(node), { timeout: 10_000 }).toBe(true);
    const stale = performance.now();
    await sleep(300);
    // Who is known by facts that may be too old is not known, and not forbidden anything.
    expect([(await (nodes[0] as SharingNode).call('GET', '/health/ready')).status, await asItself()]).toEqual([503, 503]);
    const starting = performance.now();
    await postgres.start();
    const last = seen.length;
    for (const node of [0, 1]) await expect.poll(() => seen.slice(last).some((one) => one.node === node && one.granted), { timeout: 10_000 }).toBe(true);
    const recovered = performance.now();
    // A change of one is known to the other again.
    const suspending = performance.now();
    const { outcome } = (await (nodes[0] as SharingNode).call('POST', '/v1/agents/bot/suspend', {})).json;
    expect(outcome).toBeUndefined();
    await expect.poll(async () => (await (nodes[1] as SharingNode).call('POST', '/v1/decide', REQUEST)).json.outcome, { timeout: 3_000 }).toBe('suspended');
    going = false;
    await Promise.all(load);

    for (const node of [0, 1]) {
      const entries = (nodes[node] as SharingNode).entries();
      expect([...entries.values()].filter(({ event }) => event === 'forbidden')).toEqual([]);
      const own = seen.filter((one) => one.node === node);
      const unwritten = own.filter(({ allowed, id }) => allowed && entries.get(id)?.allowed !== true);
      expect(unwritten).toEqual([]);
      expect(own.filter(({ at, allowed }) => allowed && at > stopped && at < stale).length).toBeGreaterThan(0);
      const meanwhile = own.filter(({ at }) => at > stale + 100 && at < starting);
      expect(meanwhile.length).toBeGreaterThan(0);
      expect(meanwhile.filter(({ allowed, granted }) => allowed || granted)).toEqual([]);
      // A grant that was under way when the suspension came is not given.
      const answered = own.filter(({ status, at }) => status !== 403 || at < suspending);
      expect(new Set(answered.map(({ status }) => status))).toEqual(new Set([200, 201, 503]));
      expect(new Set(own.map(({ outcome }) => outcome))).toEqual(new Set(['allowed', 'stale_facts', 'suspended', null]));
    }
    console.log(
      `restart: ${seen.length} answers; stale ${Math.round(stale - stopped)} ms after the end, well ${Math.round(recovered - starting)} ms after the start`,
    );
    for (const node of nodes) await node.end();
  }, 60_000);
});

describe('a connection that is lost between two statements of a change', () => {
  it('fails the change, which has changed nothing, and nothing else', async () => {
    const url = await postgres.database();
    const store = openPostgres(url, { connections: 1 });
    await store.migrate();
    const other = new pg.Client(url);
    await other.connect();
    const changing = store.change(async (records) => {
      await records.put({ kind: 'agent', id: 'a', body: {} });
      await other.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()');
      // The process hears of it while it asks for nothing.
      await sleep(200);
      await records.put({ kind: 'agent', id: 'b', body: {} });
    });
    const error = await changing.then(
      () => null,
      (reason: StoreError) => reason,
    );
    expect([error?.name, error?.code]).toEqual(['StoreError', 'unavailable']);
    expect([await store.version(), await store.get('agent', 'a')]).toEqual([0, null]);
    await other.end();
    await store.close();
  });
});

describe('two nodes that race for the last use of a grant', () => {
  const RACES = process.env.POLC_SOAK ? 10_000 : runs(120).numRuns;

  it(`have one winner in each of ${RACES} races`, async () => {
    const url = await postgres.database();
    const stores = [openPostgres(url), openPostgres(url)];
    await stores[0]?.migrate();
    const key = ed25519();
    const nodes = stores.map((store) => new Grants(store, { issuer: 'i', audience: 'a', key, keyId: 'k' }));
    const action = { agent: 'bot', user: null, chain: ['bot'], operation: 'read', path: 'kv/a', parameters: null, purpose: null, session: null };
    let wins = 0;
    const lost = new Map<string, number>();
    const won = [0, 0];
    const race = async () => {
      const { token } = await (nodes[0] as Grants).issue(action, { maxTtl: null, uses: 2 }, 'd');
      await (nodes[1] as Grants).redeem(token, action);
      const answers = await Promise.all(nodes.map((node) => node.redeem(token, action)));
      answers.forEach((answer, node) => {
        if ('claims' in answer) {
          wins++;
          won[node] = (won[node] ?? 0) + 1;
        } else lost.set(answer.fault, (lost.get(answer.fault) ?? 0) + 1);
      });
    };
    for (let i = 0; i < RACES; i += 4) await Promise.all([race(), race(), race(), race()]);
    expect([wins, [...lost]]).toEqual([RACES, [['used_up', RACES]]]);
    console.log(`races: the nodes won ${won.join(' and ')}`);
    for (const store of stores) await store.close();
  }, 600_000);
});

/** Between a node and PostgreSQL: once a connection listens, nothing that the server says on it comes through, and nobody is told that it is dead. */
async function deafening(port: number): Promise<{ readonly port: number; deaf(): number; close(): void }> {
  const sockets = new Set<Socket>();
  let deaf = 0;
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    let isListening = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    client.on('data', (bytes) => {
      if (bytes.includes('listen polc_changed')) {
        isListening = true;
        deaf++;
      }
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      // The answer to "listen" begins with a C, a notification with an A.
      if (!isListening || bytes[0] !== 0x41) client.write(bytes);
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    deaf: () => deaf,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

describe('what one node revokes', () => {
  const TIMES = runs(20).numRuns;

  /** Milliseconds from the answer to the suspension on one node to the first denial of the other. */
  async function latencies(nodes: readonly SharingNode[], times: number): Promise<readonly number[]> {
    const [a, b] = nodes as [SharingNode, SharingNode];
    const { agents } = a.service.registriesFor(COMMAND, 'suspend');
    await agents.register('agent', { id: 'fleeting', policies: ['p'] });
    const request = { ...REQUEST, agent: 'fleeting' };
    const allows = () => b.service.current.engine.allows(request);
    const measured: number[] = [];
    for (let i = 0; i < times; i++) {
      await expect.poll(allows, { timeout: 5_000 }).toBe(true);
      await sleep(Math.random() * 40);
      await agents.update('agent', 'fleeting', { status: 'suspended' });
      const from = performance.now();
      while (allows()) await new Promise(setImmediate);
      measured.push(performance.now() - from);
      await agents.update('agent', 'fleeting', { status: 'active' });
    }
    return measured;
  }

  it('the other refuses within 100 ms', async () => {
    const url = await postgres.database();
    const nodes = await startNodes([openPostgres(url), openPostgres(url)], POLICIES, join(root, 'told'));
    const measured = await latencies(nodes, TIMES);
    console.log(`revocation, told by PostgreSQL: p50 ${percentile(measured, 0.5).toFixed(1)} ms, p99 ${percentile(measured, 0.99).toFixed(1)} ms of ${TIMES}`);
    // The goal is 100 ms; a machine that has other things to do has its pauses.
    expect(percentile(measured, 0.5)).toBeLessThan(100);
    expect(percentile(measured, 0.99)).toBeLessThan(500);
    for (const node of nodes) await node.end();
  });

  it('the other refuses within a second where what listens is cut off, and does not know', async () => {
    const url = await postgres.database();
    const proxy = await deafening(Number(new URL(url).port));
    const through = url.replace(/:\d+\//, `:${proxy.port}/`);
    const nodes = await startNodes([openPostgres(url), openPostgres(through)], POLICIES, join(root, 'deaf'));
    await expect.poll(proxy.deaf).toBe(1);
    const measured = await latencies(nodes, runs(3).numRuns);
    console.log(`revocation, told by nobody: p50 ${percentile(measured, 0.5).toFixed(0)} ms, p99 ${percentile(measured, 0.99).toFixed(0)} ms`);
    // That it looks by itself every half second is what it lives by.
    expect(Math.max(...measured)).toBeGreaterThan(50);
    expect(percentile(measured, 0.99)).toBeLessThan(1_500);
    for (const node of nodes) await node.end();
    proxy.close();
  });
});
