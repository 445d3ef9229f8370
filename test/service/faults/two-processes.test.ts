// Two nodes on one SQLite file, each a process: they race for the last use of a grant, and what one revokes the other refuses, and how soon.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMAND, openSqlite } from '@polc/service';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runs } from '../../runs.js';
import { type Running, run } from '../running.js';
import { go, prepareNode, type RunningNode, settingsFor } from './start-node.js';
import { percentile } from './two-nodes.js';

const root = mkdtempSync(join(tmpdir(), 'polc-two-processes-'));
const POLICIES = `
policy "p" { path "kv/*" { capabilities = ["read"] } }
`;
const RACES = process.env.POLC_SOAK ? 10_000 : runs(150).numRuns;
const TIMES = runs(20).numRuns;
let own: Running;
let other: RunningNode;

beforeAll(async () => {
  const file = join(root, 'store.db');
  own = await run(POLICIES, { store: () => openSqlite(file) });
  other = await go(await prepareNode(), settingsFor(root, POLICIES, { store: file }));
});
afterAll(async () => {
  await other.end();
  await own.end();
  rmSync(root, { recursive: true, force: true });
});

it(`of two processes one has the last use of a grant in each of ${RACES} races`, async () => {
  let won = 0;
  for (let from = 0; from < RACES; from += 50) {
    const ids = Array.from({ length: Math.min(50, RACES - from) }, (_, i) => `grant-${from + i}`);
    for (const id of ids) await own.store.issue({ id, agent: 'bot', body: {}, uses: 1, issuedAt: Date.now(), expires: Date.now() + 600_000 });
    const [mine, theirs] = await Promise.all([
      (async () => {
        const answers: string[] = [];
        for (const id of ids) answers.push(await own.store.spend(id, Date.now()));
        return answers;
      })(),
      other.ask<readonly string[]>({ ask: 'spend', grants: ids }),
    ]);
    ids.forEach((id, i) => {
      expect([mine[i], theirs[i]].sort(), id).toEqual(['spent', 'used_up']);
    });
    won += mine.filter((answer) => answer === 'spent').length;
  }
  console.log(`races: the processes won ${won} and ${RACES - won}`);
}, 3_600_000);

it('what one process revokes the other refuses within 100 ms', async () => {
  const { agents } = own.service.registriesFor(COMMAND, 'suspend');
  await agents.register('agent', { id: 'fleeting', policies: ['p'] });
  const request = { agent: 'fleeting', operation: 'read', path: 'kv/a' };
  const measured: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    await other.ask({ ask: 'until', allowed: true, request });
    const denied = other.ask<string>({ ask: 'until', allowed: false, request });
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
    await agents.update('agent', 'fleeting', { status: 'suspended' });
    const from = process.hrtime.bigint();
    measured.push(Number(BigInt(await denied) - from) / 1e6);
    await agents.update('agent', 'fleeting', { status: 'active' });
  }
  console.log(`revocation, on one file: p50 ${percentile(measured, 0.5).toFixed(1)} ms, p99 ${percentile(measured, 0.99).toFixed(1)} ms of ${TIMES}`);
  // Not before it was revoked: then the other would not have known that it was active.
  expect(Math.min(...measured)).toBeGreaterThan(-20);
  expect(percentile(measured, 0.5)).toBeLessThan(100);
  expect(percentile(measured, 0.99)).toBeLessThan(500);
});
