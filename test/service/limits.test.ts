// What the server bounds: how often one asks, how often one fails to say who one is, how much one sends; whose word counts for an address; and how it ends.

import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { AuditEntry, RunningServer, ServerSettings } from '@polc/service';
import { afterEach, describe, expect, it } from 'vitest';
import { readAnswers } from './raw-http.js';
import { type Answered, call, type Running, run } from './running.js';

const POLICIES = 'policy "decides" { path "polc/decide/agents/+" { capabilities = ["update"] } }';
const ASKED = { agent: 'x', operation: 'read', path: 'a' };
const EVALUATION = { subject: { type: 'agent', id: 'x' }, action: { name: 'read' }, resource: { type: 'a', id: 'b' } };

let running: Running | null = null;
/** Entries of the log; `gate`: nothing is kept before. */
let entries: AuditEntry[] = [];
let gate: Promise<void> = Promise.resolve();
/** That are to be kept. */
let waiting = 0;

async function start(server: ServerSettings = {}): Promise<Running> {
  entries = [];
  waiting = 0;
  gate = Promise.resolve();
  const audit = {
    append: async (entry: object) => {
      waiting++;
      await gate;
      waiting--;
      entries.push(entry as AuditEntry);
    },
    close: async () => undefined,
  };
  running = await run(POLICIES, { audit, server });
  return running;
}
afterEach(async () => {
  await running?.end();
  running = null;
});

const decide = (key: string | null, headers: Readonly<Record<string, string>> = {}) => {
  const { server } = running as Running;
  return call(server.base, key, 'POST', '/v1/decide', ASKED, headers);
};
const statusesOf = async (count: number, ask: () => Promise<Answered>) => {
  const statuses: number[] = [];
  for (let i = 0; i < count; i++) statuses.push((await ask()).status);
  return statuses;
};

describe('the rate limit', () => {
  it('is of each caller for itself, and says when to come again', async () => {
    const { keyFor, server } = await start({ rateLimit: { requests: 3, seconds: 60 } });
    const [one, other] = [await keyFor({ id: 'one', policies: ['decides'] }), await keyFor({ id: 'other', policies: ['decides'] })];
    expect(await statusesOf(3, () => decide(one))).toEqual([200, 200, 200]);
    const { status, json, headers } = await decide(one);
    expect([status, json]).toEqual([429, expect.objectContaining({ code: 'too_many_requests', title: 'Too Many Requests' })]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(30);
    expect((await decide(other)).status).toBe(200);
    const standard = await call(server.base, one, 'POST', '/access/v1/evaluation', EVALUATION);
    expect([standard.status, standard.headers.get('content-type'), standard.text]).toEqual([429, 'text/plain; charset=utf-8', 'too many requests']);
    expect((await call(server.base, one, 'GET', '/health/live')).status).toBe(200);
  });

  it('is over with its time', async () => {
    const { key } = await start({ rateLimit: { requests: 1, seconds: 1 } });
    await expect.poll(async () => (await decide(key)).status, { interval: 1, timeout: 10_000 }).toBe(429);
    await expect.poll(async () => (await decide(key)).status, { interval: 200, timeout: 10_000 }).toBe(200);
  });

  it('counts a caller once, by whichever key it comes', async () => {
    const { keyFor, call: ask } = await start({ rateLimit: { requests: 4, seconds: 60 } });
    const first = await keyFor({ id: 'one', policies: ['decides'] });
    const { key: second } = (await ask('POST', '/v1/callers/one/rotate', { overlap: 60 })).json;
    expect(await statusesOf(2, () => decide(first))).toEqual([200, 200]);
    expect(await statusesOf(3, () => decide(second))).toEqual([200, 200, 429]);
  });

  it('is of each address, for those who show no credential', async () => {
    await start({ rateLimit: { requests: 2, seconds: 60 }, anonymous: ['decides'], trustProxy: ['127.0.0.1'] });
    const from = (address: string) => () => decide(null, { 'x-forwarded-for': address });
    expect(await statusesOf(3, from('192.0.2.1'))).toEqual([200, 200, 429]);
    expect(await statusesOf(3, from('192.0.2.2'))).toEqual([200, 200, 429]);
  });
});

describe('what evaluations have in common', () => {
  it('is not decided again and again beyond a bound', async () => {
    const { key, server } = await start();
    const common = (length: number) => ({ ...EVALUATION, action: { name: 'read', properties: { text: 'a'.repeat(length) } } });
    const ask = (length: number, evaluations: readonly object[]) =>
      call(server.base, key, 'POST', '/access/v1/evaluations', { ...common(length), evaluations });
    const count = (n: number) => Array.from({ length: n }, () => ({}));
    const { status, text } = await ask(1 << 20, count(5));
    expect([status, text]).toEqual([400, 'what its evaluations have in common is too much for so many']);
    expect(entries.filter(({ type }) => type === 'decision')).toEqual([]);
    expect((await ask(1 << 20, count(3))).json.evaluations).toHaveLength(3);
    expect((await ask(100, count(1_000))).json.evaluations).toHaveLength(1_000);
    const { action } = EVALUATION;
    expect((await ask(1 << 20, [...count(3), ...count(50).map(() => ({ action }))])).json.evaluations).toHaveLength(53);
  });
});

describe('credentials that are refused', () => {
  const LIMIT = { failureLimit: { requests: 3, seconds: 60 } };

  it('are counted by address, and keep nobody out who has a good one', async () => {
    const { key } = await start(LIMIT);
    expect(await statusesOf(3, () => decide('polc_x'))).toEqual([401, 401, 401]);
    const { status, headers, json } = await decide('polc_x');
    expect([status, json.code]).toEqual([429, 'too_many_requests']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(50);
    expect((await decide(null)).status).toBe(429);
    expect((await decide(key)).status).toBe(200);
    expect(entries.filter(({ type }) => type !== 'decision')).toEqual([expect.objectContaining({ type: 'change' })]);
  });

  it('are counted by the address that a proxy names, where it is one that is believed', async () => {
    await start({ ...LIMIT, trustProxy: ['127.0.0.1'] });
    const from = (address: string) => () => decide('polc_x', { 'x-forwarded-for': address });
    expect(await statusesOf(4, from('192.0.2.1'))).toEqual([401, 401, 401, 429]);
    expect(await statusesOf(1, from('192.0.2.2'))).toEqual([401]);
  });

  it('are counted by the address that they come from, where it is not', async () => {
    await start({ ...LIMIT, trustProxy: ['10.0.0.0/8'] });
    let last = 0;
    expect(await statusesOf(4, () => decide('polc_x', { 'x-forwarded-for': `192.0.2.${last++}` }))).toEqual([401, 401, 401, 429]);
  });
});

describe('an address', () => {
  it.each([
    ['of the connection, without a proxy', undefined, '192.0.2.7', '127.0.0.1'],
    ['of the connection, behind a proxy that nobody knows', ['10.0.0.1'], '192.0.2.7', '127.0.0.1'],
    ['that a proxy names', ['127.0.0.1'], '192.0.2.7', '192.0.2.7'],
    ['that the last proxy which is known names, whatever the caller put before it', ['127.0.0.0/8'], '203.0.113.9, 192.0.2.7', '192.0.2.7'],
    ['before all proxies that are known', ['127.0.0.1', '198.51.100.0/24'], '192.0.2.7, 198.51.100.3', '192.0.2.7'],
  ])('is the one %s', async (_, trustProxy, forwarded, expected) => {
    const { key } = await start(trustProxy === undefined ? {} : { trustProxy });
    await decide(key, { 'x-forwarded-for': forwarded });
    expect(entries.at(-1)).toMatchObject({ type: 'decision', address: expected });
  });
});

describe('a body', () => {
  it('is taken up to the limit, and not one byte more', async () => {
    const { call: ask } = await start({ bodyLimit: 1_000 });
    const bodyOf = (length: number) => `${JSON.stringify(ASKED)}${' '.repeat(length - JSON.stringify(ASKED).length)}`;
    expect((await ask('POST', '/v1/decide', bodyOf(1_000))).status).toBe(200);
    expect((await ask('POST', '/v1/decide', bodyOf(1_001))).json).toMatchObject({ status: 413, title: 'Content Too Large', detail: 'the body is too large' });
    expect((await ask('POST', '/access/v1/evaluation', bodyOf(1_001))).text).toBe('the body is too large');
  });

  it('of 10 MB is answered, and the connection goes on', async () => {
    const { call: ask } = await start();
    for (let i = 0; i < 3; i++) expect((await ask('POST', '/v1/decide', ' '.repeat(10 << 20))).status).toBe(413);
    expect((await ask('POST', '/v1/decide', ASKED)).status).toBe(200);
  });
});

describe('the id of a request', () => {
  it('comes back with every answer, and stands in the log', async () => {
    const { key, server } = await start();
    const idOf = async (answer: Promise<Answered>) => (await answer).headers.get('x-request-id');
    const headers = { 'x-request-id': 'r-1' };
    expect(await idOf(decide(key, headers))).toBe('r-1');
    expect(entries.at(-1)).toMatchObject({ type: 'decision', request_id: 'r-1' });
    for (const [who, method, path, body] of [
      [null, 'POST', '/v1/decide', ASKED],
      [key, 'POST', '/v1/decide', '{'],
      [key, 'POST', '/v1/decide', 'x'.repeat(3 << 20)],
      [key, 'POST', '/access/v1/evaluation', {}],
      [key, 'GET', '/nothing', undefined],
      [key, 'GET', '/v1/agents/%zz', undefined],
      [null, 'GET', '/health/ready', undefined],
    ] as const) {
      expect(await idOf(call(server.base, who, method, path, body, headers)), `${method} ${path}`).toBe('r-1');
    }
    expect(await idOf(decide(key))).toBe(null);
  });

  it('stands in the log up to 256 characters', async () => {
    const { key } = await start();
    const id = 'x'.repeat(5_000);
    expect((await decide(key, { 'x-request-id': id, traceparent: id })).headers.get('x-request-id')).toBe(id);
    expect(entries.at(-1)).toMatchObject({ request_id: id.slice(0, 256), traceparent: id.slice(0, 256) });
  });
});

describe('the end', () => {
  /** A connection that has begun to ask, and will go on when it is told to. */
  async function halfAsked(port: number, path: string): Promise<{ finish(): Promise<string> }> {
    const socket = await connected(port);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: polc\r\n`);
    return {
      finish: async () => {
        const parts: Buffer[] = [];
        socket.on('data', (part: Buffer) => parts.push(part));
        socket.write(`Authorization: Bearer ${(running as Running).key}\r\n\r\n`);
        await new Promise<void>((resolve) => socket.on('close', () => resolve()));
        const [answer] = readAnswers(Buffer.concat(parts));
        return `${answer?.status} ${answer?.headers.connection} ${answer?.text}`;
      },
    };
  }

  const connected = (port: number) =>
    new Promise<Socket>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(socket)).on('error', reject);
    });

  /** Whether it is told within the time. */
  const isOver = (ending: Promise<void>, milliseconds: number) => Promise.race([ending.then(() => true), pause(milliseconds).then(() => false)]);

  async function close(server: RunningServer): Promise<void> {
    await server.close();
    running = null;
  }

  it('answers what is under way, refuses what comes, and says that it is not ready', async () => {
    const { key, server } = await start();
    const [ready, asks] = [await halfAsked(server.port, '/health/ready'), await halfAsked(server.port, '/v1/agents')];
    const idle = await connected(server.port);
    let open = () => {};
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const underWay = decide(key);
    await expect.poll(() => waiting).toBe(1);
    const ending = close(server);
    await pause(20);
    await expect(connected(server.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(await ready.finish()).toBe('503 close {"status":"ending"}');
    expect(await asks.finish()).toMatch(/^503 close \{"type":"about:blank","status":503,.*"detail":"the server ends"\}$/);
    expect(await isOver(ending, 50)).toBe(false);
    open();
    expect((await underWay).json).toMatchObject({ allowed: false });
    expect(entries.at(-1)).toMatchObject({ type: 'decision' });
    // Nobody keeps it waiting with a connection that is kept alive, or was never used.
    expect(await isOver(ending, 6_000)).toBe(true);
    idle.destroy();
  });

  it('waits for nobody longer than its grace', async () => {
    const { key, server } = await start({ grace: 0.2 });
    gate = new Promise(() => {});
    const lost = decide(key).then(
      () => 'answered',
      () => 'cut off',
    );
    await expect.poll(() => waiting).toBe(1);
    const began = Date.now();
    await close(server);
    expect(Date.now() - began).toBeGreaterThanOrEqual(190);
    expect(Date.now() - began).toBeLessThan(6_000);
    expect(await lost).toBe('cut off');
  });
});
