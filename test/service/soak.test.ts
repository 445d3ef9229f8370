// A node of the service under a mixed load for a long time: every answer is the one that is due, the log holds each decision and verifies, and the memory
// stays what it was. A million decisions in the soak, some thousands otherwise.

import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEntries, signerOf, verifyLog } from '@polc/service';
import { afterAll, expect, it } from 'vitest';
import { go, prepareNode, type RunningNode, settingsFor } from './faults/start-node.js';

const folder = mkdtempSync(join(tmpdir(), 'polc-soak-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DECISIONS = process.env.POLC_SOAK ? 1_000_000 : 2_000;
const CONNECTIONS = 32;
const AGENTS = 40;
const MEGABYTE = 1 << 20;

const POLICIES = `
policy "p" {
  path "kv/*" { capabilities = ["read"] }
  path "kv/secret/*" { capabilities = ["deny"] }
  path "pay/*" {
    capabilities = ["update"]
    allowed_parameters = { "account" = ["0", "1", "2"] }
  }
}
${Array.from({ length: AGENTS }, (_, i) => `agent "a${i}" { policies = ["p"] }`).join('\n')}
`;

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the endpoint answers with
  readonly json: any;
}

/** Connections that are kept alive, as a caller's would be. */
function callerOf({ base, key }: RunningNode) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const { hostname, port } = new URL(base);
  const call = (method: string, path: string, body: string, credential = key): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), authorization: `Bearer ${credential}` };
      const sent = httpRequest({ agent, hostname, port, method, path, headers }, (response) => {
        let text = '';
        response.on('data', (part: Buffer) => {
          text += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, json: /^[[{]/.test(text) ? JSON.parse(text) : null }));
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  return { call, end: () => agent.destroy() };
}

type Call = ReturnType<typeof callerOf>['call'];

/** What is asked, and of what is answered; `decisions` of them are written down. */
interface Turn {
  readonly decisions: number;
  run(call: Call, i: number): Promise<unknown>;
  /** What `run` answers with. */
  readonly due: unknown;
}

const native = (i: number, path: string, more: object = {}) => JSON.stringify({ agent: `a${i % AGENTS}`, operation: 'read', path, ...more });
const evaluation = (i: number, id: string) => ({ subject: { type: 'agent', id: `a${i % AGENTS}` }, action: { name: 'read' }, resource: { type: 'kv', id } });
const decide: Turn['run'] = async (call, i) => {
  const { status, json } = await call('POST', '/v1/decide', native(i, `kv/${i % 1_000}/${i}`));
  return [status, json.outcome];
};

const TURNS: readonly Turn[] = [
  { decisions: 1, due: [200, 'allowed'], run: decide },
  {
    ...{ decisions: 1, due: [200, 'denied'] },
    run: async (call, i) => {
      const { status, json } = await call('POST', '/v1/decide', native(i, `kv/secret/${i}`));
      return [status, json.allowed ? 'allowed' : 'denied'];
    },
  },
  {
    ...{ decisions: 1, due: [200, { decision: true }] },
    run: async (call, i) => {
      const { status, json } = await call('POST', '/access/v1/evaluation', JSON.stringify(evaluation(i, `${i}`)));
      return [status, json];
    },
  },
  {
    ...{ decisions: 10, due: [200, Array.from({ length: 10 }, (_, n) => n !== 3)] },
    run: async (call, i) => {
      const evaluations = Array.from({ length: 10 }, (_, n) => (n === 3 ? { resource: { type: 'other', id: 'x' } } : {}));
      const { status, json } = await call('POST', '/access/v1/evaluations', JSON.stringify({ ...evaluation(i, 'b'), evaluations }));
      return [status, json.evaluations.map(({ decision }: { decision: boolean }) => decision)];
    },
  },
  {
    // A grant, used once, and refused when it is used again.
    ...{ decisions: 1, due: [201, true, 'used_up'] },
    run: async (call, i) => {
      const action = { agent: `a${i % AGENTS}`, operation: 'update', path: `pay/${i}`, parameters: { account: `${i % 3}` } };
      const issued = await call('POST', '/v1/grants', JSON.stringify(action));
      const use = JSON.stringify({ token: issued.json.grant.token, action });
      const first = await call('POST', '/v1/grants/redeem', use);
      const second = await call('POST', '/v1/grants/redeem', use);
      return [issued.status, first.json.redeemed, second.json.fault];
    },
  },
  {
    // Registered agents come, change and go.
    ...{ decisions: 2, due: [201, 'allowed', 200, 'suspended', 204] },
    run: async (call, i) => {
      const id = `made-${i}`;
      const ask = async () => (await call('POST', '/v1/decide', JSON.stringify({ agent: id, operation: 'read', path: 'kv/a' }))).json.outcome;
      const made = await call('POST', '/v1/agents', JSON.stringify({ id, policies: ['p'] }));
      const before = await ask();
      const suspended = await call('POST', `/v1/agents/${id}/suspend`, '{}');
      const after = await ask();
      const removed = await call('DELETE', `/v1/agents/${id}`, '{}');
      return [made.status, before, suspended.status, after, removed.status];
    },
  },
  {
    // What is wrong is said to be, and nothing is decided.
    ...{ decisions: 0, due: [400, true, 400] },
    run: async (call) => {
      const broken = await call('POST', '/v1/decide', '{"agent":');
      const stranger = await call('POST', '/v1/decide', native(0, 'kv/a'), 'polc_nobody_nothing');
      const missing = await call('POST', '/access/v1/evaluation', '{}');
      // Who comes too often with no good credential is heard no more.
      return [broken.status, [401, 429].includes(stranger.status), missing.status];
    },
  },
];
/** Of a hundred turns, how many are of each kind; the rest is the first kind. */
const SHARES = [0, 20, 20, 4, 3, 1, 1];

function turnAt(i: number): Turn {
  let share = (i * 37) % 100;
  for (const [kind, of] of SHARES.entries()) {
    if (share < of) return TURNS[kind] as Turn;
    share -= of;
  }
  return TURNS[0] as Turn;
}

it(`a node answers ${DECISIONS} mixed decisions as it has to, and stays as small as it was`, async () => {
  const settings = settingsFor(folder, POLICIES, { name: 'soak' });
  const node = await go(await prepareNode(), { ...settings, first: true });
  const { call, end } = callerOf(node);
  let i = 0;
  let done = 0;
  const wrong: string[] = [];
  const byHttp = async (count: number) => {
    const until = done + count;
    const asking = async () => {
      while (done < until) {
        const own = i++;
        const { decisions, run, due } = turnAt(own);
        done += decisions;
        const answer = await run(call, own).catch((error: unknown) => String(error));
        if (JSON.stringify(answer) !== JSON.stringify(due)) wrong.push(`${own}: ${JSON.stringify(answer)}, not ${JSON.stringify(due)}`);
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, asking));
  };
  const requests = Array.from({ length: 100 }, (_, n) => ({ agent: `a${n % AGENTS}`, operation: 'read', path: n % 5 === 0 ? 'kv/secret/x' : `kv/${n}` }));
  const heaps: number[] = [];
  const from = performance.now();
  for (let quarter = 0; quarter < 4; quarter++) {
    const inProcess = DECISIONS / 8;
    await byHttp(DECISIONS / 8);
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(await node.ask({ ask: 'decide', requests, count: inProcess, atOnce: CONNECTIONS })).toBe((inProcess * 4) / 5);
    done += inProcess;
    heaps.push(await node.ask<number>({ ask: 'heap' }));
  }
  const seconds = (performance.now() - from) / 1000;
  const report = (await node.call('GET', '/health/ready')).status;
  end();
  await node.end();
  expect(report).toBe(200);
  const inMegabytes = heaps.map((heap) => Math.round(heap / MEGABYTE));
  console.log(`soak: ${done} decisions in ${Math.round(seconds)} s; heap after each quarter: ${inMegabytes.join(', ')} MB`);
  // The first quarter warms up.
  expect((heaps[3] as number) - (heaps[1] as number)).toBeLessThan(8 * MEGABYTE);

  const path = settings.audit[0] as string;
  const { faults, size, signed } = verifyLog(path, { verifier: signerOf('soak', Buffer.from(settings.secret, 'hex')) });
  expect([faults, signed]).toEqual([[], size]);
  let decisions = 0;
  for (const { entry } of readEntries(path)) if (entry.type === 'decision') decisions++;
  expect(decisions).toBe(done);
});
