// What a node asks of the system, traced: no answer goes out before the sync that covers what it answers for has come back, in the log and in the store.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runs } from '../../runs.js';
import { go, prepareNode, settingsFor } from './start-node.js';

const folder = mkdtempSync(join(tmpdir(), 'polc-trace-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isThere = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;
const CALLS = 'write,pwrite64,writev,pwritev,sendto,sendmsg,fdatasync,fsync';
const ROUNDS = runs(6).numRuns;

interface Call {
  readonly name: string;
  /** Path of a file, or what the tracer calls a socket. */
  readonly target: string;
  readonly text: string;
}

/** Begins and ends of calls, in their order. */
function* callsOf(trace: string): Generator<Call & { readonly at: 'begin' | 'end' }> {
  const open = new Map<string, Call>();
  for (const line of trace.split('\n')) {
    const [, begun, name = '', target = '', text = ''] = /^(\d+) +(\w+)\(\d+<([^>]*)>(.*)$/.exec(line) ?? [];
    if (begun !== undefined) {
      const call = { name, target, text };
      yield { ...call, at: 'begin' };
      if (text.endsWith('<unfinished ...>')) open.set(begun, call);
      else yield { ...call, at: 'end' };
      continue;
    }
    const [, resumed = ''] = /^(\d+) +<\.\.\. \w+ resumed>/.exec(line) ?? [];
    const call = open.get(resumed);
    open.delete(resumed);
    if (call !== undefined) yield { ...call, at: 'end' };
  }
}

const NAMES = /traced-\d+-\d+|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/** Names that files hold, by the kind of file, as far as syncs that came back cover them. */
class Durable {
  readonly #written = new Map<string, Set<string>>();
  readonly #syncing = new Map<string, readonly string[]>();
  readonly #durable = new Map<string, Set<string>>();
  syncs = 0;

  take({ name, target, text, at }: Call & { readonly at: 'begin' | 'end' }): void {
    const written = this.#written.get(target) ?? new Set();
    this.#written.set(target, written);
    if (name === 'fdatasync' || name === 'fsync') {
      if (at === 'begin') this.#syncing.set(target, [...written]);
      else {
        this.syncs++;
        const kind = target.endsWith('.jsonl') ? 'log' : 'store';
        this.#durable.set(kind, new Set([...(this.#durable.get(kind) ?? []), ...(this.#syncing.get(target) ?? [])]));
      }
    } else if (at === 'end') for (const [found] of text.matchAll(NAMES)) written.add(found);
  }

  has(kind: 'log' | 'store', name: string): boolean {
    return this.#durable.get(kind)?.has(name) === true;
  }
}

it.skipIf(!isThere)('nothing is answered for before the log, and the store where it changes, are synced (needs strace)', async () => {
  const file = join(folder, 'trace');
  const settings = settingsFor(folder, 'policy "p" { path "kv/*" { capabilities = ["read"] } }\nagent "bot" { policies = ["p"] }');
  const under = ['strace', '-f', '-y', '-s', '100000', '-e', `trace=${CALLS}`, '-o', file];
  const node = await go(await prepareNode({ under, env: { UV_USE_IO_URING: '0' } }), { ...settings, first: true });
  for (let round = 0; round < ROUNDS; round++) {
    const request = { agent: 'bot', operation: 'read', path: 'kv/a' };
    await Promise.all([
      ...Array.from({ length: 12 }, () => node.call('POST', '/v1/decide', request)),
      ...[1, 2].map(() => node.call('POST', '/v1/grants', request)),
      ...[1, 2].map((i) => node.call('POST', '/v1/agents', { id: `traced-${round}-${i}`, policies: ['p'] })),
    ]);
  }
  await node.end();

  const durable = new Durable();
  const answered = { decision: 0, agent: 0, grant: 0 };
  for (const call of callsOf(readFileSync(file, 'utf8'))) {
    if (call.target.startsWith(folder)) durable.take(call);
    if (call.at === 'end' || !/^(?:TCP|socket)/.test(call.target)) continue;
    for (const [, id = ''] of call.text.matchAll(/\{\\"decision_id\\":\\"([0-9a-f-]{36})/g)) {
      answered.decision++;
      expect(durable.has('log', id), `the decision ${id}`).toBe(true);
    }
    for (const [, id = ''] of call.text.matchAll(/\{\\"id\\":\\"(traced-\d+-\d+)\\"/g)) {
      answered.agent++;
      expect([durable.has('log', id), durable.has('store', id)], id).toEqual([true, true]);
    }
    for (const [, id = ''] of call.text.matchAll(/\\"grant\\":\{\\"id\\":\\"([0-9a-f-]{36})/g)) {
      answered.grant++;
      expect([durable.has('log', id), durable.has('store', id)], `the grant ${id}`).toEqual([true, true]);
    }
  }
  expect(answered).toEqual({ decision: 14 * ROUNDS, agent: 2 * ROUNDS, grant: 2 * ROUNDS });
  expect(durable.syncs).toBeGreaterThan(2 * ROUNDS);
});
