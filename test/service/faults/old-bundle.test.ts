// Policies that were in force before, handed in again with their good signature: refused by every node of the store, at start and later, and what is in
// force goes on deciding. So is what is not signed, wrongly signed, or signed without a serial number; and a change that cannot be written down is none.

import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signBundle } from '@polc/compiler';
import { serialMessage, writeSerial } from '@polc/runtime';
import { COMMAND, openSqlite, Service, type Store } from '@polc/service';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN, bundleOf, ed25519, run } from '../running.js';

const root = mkdtempSync(join(tmpdir(), 'polc-old-bundle-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const [key, next, stranger] = [0, 1, 2].map(() => generateKeyPairSync('ed25519').privateKey) as [KeyObject, KeyObject, KeyObject];
/** Policies whose one stanza names their generation. */
const policies = (n: number) => bundleOf(ADMIN, `policy "p" { path "kv/${n}" { capabilities = ["read"] } }`);
const signed = (n: number, serial = n, by = key) =>
  signBundle(policies(n), 'k', (digest) => writeSerial(serial, sign(null, serialMessage(digest, serial), by)));
const withoutSerial = (n: number) => signBundle(policies(n), 'k', (digest) => sign(null, digest, key));
const withAnotherSerial = (n: number) => signBundle(policies(n), 'k', (digest) => writeSerial(n + 5, sign(null, serialMessage(digest, n), key)));

/** In its last byte, which is the signature's. */
const turned = (bundle: Uint8Array) => Uint8Array.from(bundle, (byte, i) => (i === bundle.length - 1 ? byte ^ 1 : byte));

let file = '';
let count = 0;
beforeEach(() => {
  file = join(root, `${count++}.db`);
});

/** Entries that it wrote are in `written`; `fails` makes it take none. */
class Log {
  readonly written: { readonly type?: string; readonly kind?: string; readonly body?: { readonly serial?: number } }[] = [];
  fails = false;

  async append(entry: object): Promise<void> {
    await new Promise(setImmediate);
    if (this.fails) throw new Error('the disk is full');
    this.written.push(entry);
  }

  async close(): Promise<void> {}

  get serials() {
    return this.written.flatMap((entry) => (entry.kind === 'policies' ? [entry.body?.serial] : []));
  }
}

async function node(bundle: Uint8Array, { trust = [key], log = new Log(), store }: { trust?: readonly KeyObject[]; log?: Log; store?: Store } = {}) {
  const opened = store ?? (await openSqlite(file, { interval: 10 }));
  try {
    return await Service.open({
      ...{ store: opened, bundle, trust, audit: log, auditSecret: Buffer.alloc(32), node: 'n', issuer: 'i', audience: 'a', grantKey: ed25519(), interval: 20 },
    });
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** The generation that decides. */
function inForce(service: Service): readonly number[] {
  return [1, 2, 3, 4, 5, 6].filter((n) => service.current.engine.allows({ policies: ['p'], operation: 'read', path: `kv/${n}` }));
}

const ROLLED_BACK = { name: 'ServiceError', code: 'rolled_back' };
const BAD = { name: 'ServiceError', code: 'bad_policies' };

const UNFIT: readonly [string, Uint8Array, object][] = [
  ['not signed', policies(6), BAD],
  ['signed by a stranger', signed(6, 6, stranger), BAD],
  ['signed without a serial number', withoutSerial(6), BAD],
  ['signed for another serial number than it says', withAnotherSerial(1), BAD],
  ['changed after it was signed', turned(signed(6)), BAD],
  ['older than those in force', signed(2), ROLLED_BACK],
  ['of the serial number in force, and another', signed(6, 3), ROLLED_BACK],
];

describe('policies that must be signed', () => {
  it.each(UNFIT)('are not taken while a node serves when they are %s, and it goes on', async (_, bundle, why) => {
    const log = new Log();
    const service = await node(signed(2), { log });
    expect(await service.replacePolicies(signed(3), COMMAND)).toBe('replaced');
    await expect(service.replacePolicies(bundle, COMMAND)).rejects.toMatchObject(why);
    expect([inForce(service), service.policies.serial, log.serials]).toEqual([[3], 3, [3]]);
    service.renew();
    expect(inForce(service)).toEqual([3]);
    expect(await service.replacePolicies(signed(3), COMMAND)).toBe('same');
    expect(await service.replacePolicies(signed(4), COMMAND)).toBe('replaced');
    expect([inForce(service), service.policies.serial, log.serials]).toEqual([[4], 4, [3, 4]]);
    await service.close();
  });

  it.each(UNFIT)('are not taken at the start of any node of the store when they are %s', async (_, bundle, why) => {
    const first = await node(signed(2));
    await first.replacePolicies(signed(3), COMMAND);
    await expect(node(bundle)).rejects.toMatchObject(why);
    await first.close();
    await expect(node(bundle)).rejects.toMatchObject(why);
    const again = await node(signed(3));
    expect(inForce(again)).toEqual([3]);
    await again.close();
  });

  it('are not taken by another node that still has them in force', async () => {
    const a = await node(signed(2));
    const b = await node(signed(2));
    await a.replacePolicies(signed(3), COMMAND);
    await expect(b.replacePolicies(signed(2), COMMAND)).rejects.toMatchObject(ROLLED_BACK);
    await expect(b.replacePolicies(signed(1), COMMAND)).rejects.toMatchObject(ROLLED_BACK);
    expect(inForce(b)).toEqual([2]);
    expect(await b.replacePolicies(signed(3), COMMAND)).toBe('replaced');
    expect([inForce(a), inForce(b)]).toEqual([[3], [3]]);
    await a.close();
    await b.close();
  });

  it('are the latest, however many come at once', async () => {
    const log = new Log();
    const service = await node(signed(1), { log });
    const order = [4, 2, 6, 3, 5];
    const answers = await Promise.allSettled(order.map((n) => service.replacePolicies(signed(n), COMMAND)));
    for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toMatchObject(ROLLED_BACK);
    expect([inForce(service), service.policies.serial]).toEqual([[6], 6]);
    expect(log.serials).toEqual([...log.serials].sort());
    await service.close();
  });

  it('may be signed by the next key before the last one goes', async () => {
    const service = await node(signed(1));
    await expect(service.replacePolicies(signed(2, 2, next), COMMAND)).rejects.toMatchObject(BAD);
    await service.close();
    const both = await node(signed(1), { trust: [key, next] });
    await both.replacePolicies(signed(2, 2, next), COMMAND);
    await expect(both.replacePolicies(signed(1), COMMAND)).rejects.toMatchObject(ROLLED_BACK);
    await both.close();
    const after = await node(signed(2, 2, next), { trust: [next] });
    await expect(after.replacePolicies(signed(3), COMMAND)).rejects.toMatchObject(BAD);
    expect(await after.replacePolicies(signed(3, 3, next), COMMAND)).toBe('replaced');
    await after.close();
  });

  it.each([
    ['signed', signed, [key]],
    ['not signed', policies, []],
  ] as const)('and that are %s do not take the place of others where that cannot be written down', async (_, bundle, trust) => {
    const log = new Log();
    const service = await node(bundle(1), { log, trust });
    log.fails = true;
    await expect(service.replacePolicies(bundle(2), COMMAND)).rejects.toMatchObject({ code: 'unaudited' });
    expect(inForce(service)).toEqual([1]);
    // Nor with the next change of the store.
    log.fails = false;
    await service.change(COMMAND, 'register', ({ agents }) => agents.register('agent', { id: 'a' }));
    expect(inForce(service)).toEqual([1]);
    expect(await service.replacePolicies(bundle(2), COMMAND)).toBe('replaced');
    expect(inForce(service)).toEqual([2]);
    expect(log.serials).toHaveLength(1);
    await service.close();
    // What was not in force is not what others must not go behind.
    const again = await node(bundle(2), { trust });
    await again.close();
  });

  it('are refused over HTTP in the words of the fault, while decisions go on', async () => {
    const running = await run('', { service: { bundle: signed(2), trust: [key] } });
    const put = (bundle: Uint8Array) =>
      fetch(`${running.server.base}/v1/policies`, {
        ...{ method: 'PUT', body: Buffer.from(bundle) },
        headers: { authorization: `Bearer ${running.key}`, 'content-type': 'application/octet-stream' },
      });
    const decide = (n: number) => running.call('POST', '/v1/decide', { policies: ['p'], operation: 'read', path: `kv/${n}` });
    let going = true;
    const answers: boolean[] = [];
    const load = (async () => {
      while (going) answers.push((await decide(2)).json.allowed);
    })();
    expect((await put(signed(1))).status).toBe(409);
    expect(await (await put(signed(1))).json()).toMatchObject({ code: 'rolled_back' });
    expect((await put(policies(3))).status).toBe(400);
    going = false;
    await load;
    expect(new Set(answers)).toEqual(new Set([true]));
    expect((await put(signed(3))).status).toBe(200);
    expect([(await decide(2)).json.allowed, (await decide(3)).json.allowed]).toEqual([false, true]);
    await running.end();
  });
});
