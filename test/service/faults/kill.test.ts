// A node is killed while it writes, again and again: what it has answered for is there afterwards, and it starts again on what it left.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEntries, signerOf, verifyLog } from '@polc/service';
import { afterAll, expect, it } from 'vitest';
import { go, type NodeProcess, prepareNode, type RunningNode, settingsFor } from './start-node.js';

const folder = mkdtempSync(join(tmpdir(), 'polc-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const POLICIES = `
policy "p" { path "kv/*" { capabilities = ["read"] } }
agent "bot" { policies = ["p"] }
`;
const KILLS = process.env.POLC_SOAK ? 100 : 4;
const REQUEST = { agent: 'bot', operation: 'read', path: 'kv/a' };

interface Known {
  readonly decisions: Set<string>;
  readonly agents: Set<string>;
  readonly grants: Set<string>;
}

/** Asks without an end, several at once, until nobody answers; keeps what was answered for. */
async function load(node: RunningNode, known: Known, turn: number): Promise<void> {
  const asking = async (each: number) => {
    for (let i = 0; ; i++) {
      const kind = (each + i) % 4;
      const answer = await (kind === 0
        ? node.call('POST', '/v1/agents', { id: `agent-${turn}-${each}-${i}`, policies: ['p'] })
        : node.call('POST', kind === 1 ? '/v1/grants' : '/v1/decide', REQUEST)
      ).catch(() => null);
      if (answer === null) return;
      expect(answer.status, answer.text).toBe(kind < 2 ? 201 : 200);
      if (kind === 0) known.agents.add(answer.json.id);
      else known.decisions.add(answer.json.decision_id);
      if (kind === 1) known.grants.add(answer.json.grant.id);
    }
  };
  await Promise.all(Array.from({ length: 12 }, (_, each) => asking(each)));
}

async function all(node: RunningNode, what: 'agents' | 'grants'): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (let after = ''; ; ) {
    const { json } = await node.call('GET', `/v1/${what}?limit=1000&after=${after}`);
    const page = json[what] as readonly { readonly id: string }[];
    for (const { id } of page) ids.add(id);
    if (page.length < 1_000) return ids;
    after = (page.at(-1) as { readonly id: string }).id;
  }
}

it(`a node that is killed ${KILLS} times while it writes has lost nothing that it answered for`, async () => {
  const settings = settingsFor(folder, POLICIES, { segmentSize: 300_000, name: 'killed' });
  const known: Known = { decisions: new Set(), agents: new Set(), grants: new Set() };
  const signer = signerOf('killed', Buffer.from(settings.secret, 'hex'));
  const path = settings.audit[0] as string;
  let prepared: NodeProcess = await prepareNode();
  let node = await go(prepared, { ...settings, first: true });
  const key = node.key as string;
  let seen = 0;
  let recovered = 0;
  for (let turn = 0; turn < KILLS; turn++) {
    const before = known.decisions.size;
    const loading = load(node, known, turn);
    // Whatever comes next is read into memory meanwhile.
    prepared = await prepareNode();
    await expect.poll(() => known.decisions.size, { timeout: 20_000, interval: 1 }).toBeGreaterThan(before + Math.floor(Math.random() * 40));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
    await node.kill();
    await loading;
    node = await go(prepared, settings, key);
    recovered += node.recovered;
    const { faults, size } = verifyLog(path, { verifier: signer });
    expect(faults).toEqual([]);
    const ids = new Set<unknown>();
    for (const { entry } of readEntries(path)) ids.add(entry.type === 'change' ? `${entry.kind} ${entry.subject}` : entry.id);
    expect(size).toBeGreaterThan(seen);
    seen = size;
    expect([...known.decisions].filter((id) => !ids.has(id))).toEqual([]);
    const agents = await all(node, 'agents');
    expect([...known.agents].filter((id) => !agents.has(id) || !ids.has(`agent ${id}`))).toEqual([]);
    const grants = await all(node, 'grants');
    expect([...known.grants].filter((id) => !grants.has(id) || !ids.has(`grant ${id}`))).toEqual([]);
    // What is in the store was written down before.
    expect([...agents].filter((id) => !ids.has(`agent ${id}`))).toEqual([]);
  }
  expect(known.agents.size).toBeGreaterThan(KILLS);
  console.log(
    `killed ${KILLS} times: ${known.decisions.size} decisions, ${known.agents.size} agents, ${known.grants.size} grants answered for; ${recovered} bytes put aside`,
  );
  await node.end();
});
