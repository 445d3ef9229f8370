// Proofs of single entries: checked with the entry, the key and nothing else, and by a reader of its own.

import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog, KeyedHash, proveEntry, readEntries, signerOf, verifyProof } from '@polc/service';
import { afterAll, describe, expect, it } from 'vitest';
import { readIndependently } from './independent-proof.js';

const folder = mkdtempSync(join(tmpdir(), 'polc-proof-'));
const signer = signerOf('polc.example/log', Buffer.alloc(32, 7));
const stranger = signerOf('polc.example/log', Buffer.alloc(32, 8));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function written(name: string, count: number, segmentSize = 64_000): Promise<string> {
  const path = join(folder, name);
  const log = await AuditLog.open(path, { origin: 'polc.example/log', signer, segmentSize });
  for (let i = 0; i < count; i++) await log.append({ n: i });
  await log.close();
  return path;
}

describe('a proof', () => {
  it('shows each entry of a log, whatever its size, to whoever holds the key', async () => {
    for (const count of [1, 2, 3, 7, 8, 20]) {
      const path = await written(`log-${count}`, count, 900);
      for (let i = 0; i < count; i++) {
        const { entry, proof } = await proveEntry(path, i);
        expect(entry).toBe(`{"n":${i}}`);
        expect(verifyProof(proof, Buffer.from(entry), signer)).toBe(true);
        expect(readIndependently(proof, entry, signer.publicKey)).toBe(true);
        expect(verifyProof(proof, Buffer.from(`{"n":${i + 1}}`), signer)).toBe(false);
        expect(verifyProof(proof, Buffer.from(entry), stranger)).toBe(false);
      }
      await expect(proveEntry(path, count)).rejects.toThrow(RangeError);
    }
  });

  it('is none once a character of it is another', async () => {
    const { entry, proof } = await proveEntry(await written('turned', 11), 5);
    for (let i = 0; i < proof.length; i++) {
      const turned = `${proof.slice(0, i)}${proof[i] === 'A' ? 'B' : 'A'}${proof.slice(i + 1)}`;
      expect(verifyProof(turned, Buffer.from(entry), signer), turned).toBe(false);
    }
    for (const text of [
      '',
      '\n\n',
      proof.slice(0, 40),
      proof.replace('index 5', 'index 05'),
      proof.replace('index 5', 'index -5'),
      proof.replace('@v1', '@v2'),
    ]) {
      expect(verifyProof(text, Buffer.from(entry), signer)).toBe(false);
    }
    // Others' notes beside it change nothing.
    expect(verifyProof(proof.replace('index', 'extra QUJD\nindex'), Buffer.from(entry), signer)).toBe(true);
  });

  it('reads entries from anywhere', async () => {
    const path = await written('read', 20, 900);
    expect([...readEntries(path)].map(({ index, entry }) => [index, entry.n])).toEqual(Array.from({ length: 20 }, (_, i) => [i, i]));
    expect([...readEntries(path, 13)].map(({ index }) => index)).toEqual([13, 14, 15, 16, 17, 18, 19]);
    expect([...readEntries(path, 20)]).toEqual([]);
  });
});

describe('a keyed hash', () => {
  const key = Buffer.alloc(32, 3);
  const hash = new KeyedHash(key);
  const hmac = (text: string) => `hmac-sha256:${createHmac('sha256', key).update(text).digest('hex')}`;

  it('stands for strings alone, as in Vault’s audit devices', () => {
    expect(hash.value({ a: 'x', b: 1, c: true, d: null, e: ['x', { f: 'y' }] })).toEqual({
      a: hmac('x'),
      b: 1,
      c: true,
      d: null,
      e: [hmac('x'), { f: hmac('y') }],
    });
  });

  it('is the same for the same, however many there were between, and another with another key', () => {
    const first = hash.text('x');
    for (let i = 0; i < 25_000; i++) hash.text(`value ${i}`);
    expect(hash.text('x')).toBe(first);
    expect(hash.text('value 24999')).toBe(hmac('value 24999'));
    expect(hash.text('x'.repeat(1_000))).toBe(hmac('x'.repeat(1_000)));
    expect(new KeyedHash(Buffer.alloc(32, 4)).text('x')).not.toBe(first);
    expect(() => new KeyedHash(Buffer.alloc(31))).toThrow(RangeError);
  });
});
