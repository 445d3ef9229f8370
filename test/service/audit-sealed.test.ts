// Sealed requests: read by whoever holds the secret, as the entry's own, and by nobody else.

import { createDecipheriv, hkdfSync } from 'node:crypto';
import { KeyedHash } from '@polc/service';
import { describe, expect, it } from 'vitest';
import { auditKeys, Sealing } from '../../service/audit/sealed.js';

const secret = Buffer.alloc(32, 5);
const text = JSON.stringify({ agent: 'bot', parameters: { card: '4111 ü \u2028' } });

describe('a sealed request', () => {
  it('is opened by the secret that sealed it, in this process or another', () => {
    const sealing = new Sealing(secret);
    const sealed = sealing.seal(text, 'id-1');
    expect(sealing.open(sealed, 'id-1')).toBe(text);
    expect(new Sealing(secret).open(sealed, 'id-1')).toBe(text);
    expect(sealed).not.toContain('4111');
    expect(sealing.open(sealing.seal('', 'x'), 'x')).toBe('');
  });

  it('is not opened by another secret, or for another entry; changed anywhere it is not what it was', () => {
    const sealing = new Sealing(secret);
    const sealed = sealing.seal(text, 'id-1');
    expect(new Sealing(Buffer.alloc(32, 6)).open(sealed, 'id-1')).toBeNull();
    expect(sealing.open(sealed, 'id-2')).toBeNull();
    for (let i = 0; i < sealed.length; i++) {
      const other = sealed[i] === 'A' ? 'B' : 'A';
      expect(sealing.open(`${sealed.slice(0, i)}${other}${sealed.slice(i + 1)}`, 'id-1')).not.toBe(text);
      expect(sealing.open(sealed.slice(0, i), 'id-1')).not.toBe(text);
    }
    for (const none of ['', 'x', '=', 'not base64 at all, and long enough to be something else']) expect(sealing.open(none, 'id-1')).toBeNull();
  });

  it('looks another way each time', () => {
    const sealing = new Sealing(secret);
    expect(new Set(Array.from({ length: 50 }, () => sealing.seal(text, 'id-1'))).size).toBe(50);
  });

  it('is AES-256 in counter mode under a key of HKDF-SHA256, the id before the text, each at a place of its own in the stream', () => {
    const sealing = new Sealing(secret);
    const all = Array.from({ length: 9 }, (_, i) => Buffer.from(sealing.seal(`${text}${'x'.repeat(i * 7)}`, `id-${i}`), 'base64'));
    const salt = all[0]?.subarray(0, 16) as Buffer;
    const stream = createDecipheriv('aes-256-ctr', Buffer.from(hkdfSync('sha256', secret, salt, 'polc audit: sealed requests', 32)), Buffer.alloc(16));
    let offset = 0n;
    all.forEach((bytes, i) => {
      expect([bytes.subarray(0, 16), bytes.readBigUInt64BE(16)]).toEqual([salt, offset]);
      expect(stream.update(bytes.subarray(24)).toString()).toBe(`id-${i}\n${text}${'x'.repeat(i * 7)}`);
      offset += BigInt(bytes.length - 24);
    });
  });

  it('goes on under another key where one has sealed enough', () => {
    const sealing = new Sealing(secret, 100);
    const sealed = Array.from({ length: 6 }, (_, i) => sealing.seal(text, `id-${i}`));
    const salts = sealed.map((one) => Buffer.from(one, 'base64').subarray(0, 16).toString('hex'));
    expect([salts[0] === salts[1], salts[1] === salts[2], salts[2] === salts[3], new Set(salts).size]).toEqual([true, false, true, 3]);
    expect(sealed.map((one, i) => new Sealing(secret).open(one, `id-${i}`))).toEqual(Array.from({ length: 6 }, () => text));
  });
});

describe('the keys of a log', () => {
  it('come of one secret, and are not each other’s', () => {
    const { hash, sealing } = auditKeys(secret);
    const key = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), 'polc audit: keyed hashes', 32));
    expect(hash.text('x')).toBe(new KeyedHash(key).text('x'));
    expect(auditKeys(secret).hash.text('x')).toBe(hash.text('x'));
    expect(auditKeys(Buffer.alloc(32, 6)).hash.text('x')).not.toBe(hash.text('x'));
    expect(auditKeys(secret).sealing.open(sealing.seal(text, 'id'), 'id')).toBe(text);
  });

  it.each([0, 16, 31, 33, 64])('are made of 32 bytes, not of %i', (length) => {
    expect(() => auditKeys(Buffer.alloc(length))).toThrow(RangeError);
    expect(() => new Sealing(Buffer.alloc(length))).toThrow(RangeError);
  });
});
