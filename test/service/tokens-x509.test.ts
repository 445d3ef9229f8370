// X509-SVIDs at the door: certificates of workloads, and all that only looks like one.

import { X509Certificate } from 'node:crypto';
import type { JWK } from 'jose';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readCertificate } from '../../service/tokens/read-certificate.js';
import type { TokenDoor } from '../../service/tokens/token-door.js';
import * as kit from './token-certificates.js';
import { type Authority, extension, makeIntermediate, makeLeaf, makeRoot, rootEntry } from './token-certificates.js';
import { faultOf, makeDoor, SERVER, START, sha256 } from './token-kit.js';

const domain = { trustDomain: 'example.org', audiences: [SERVER], bundle: { jwks: { keys: [] as JWK[] } } };
const doorTo = (...entries: readonly object[]) =>
  makeDoor([], { now: START }, [
    { ...domain, bundle: { jwks: { keys: entries as JWK[] } } },
    { ...domain, trustDomain: 'example.com' },
  ]);

describe('an X509-SVID', () => {
  let root: Authority;
  let other: Authority;
  let middle: Authority;
  let lower: Authority;
  let door: TokenDoor;
  beforeAll(async () => {
    root = await makeRoot();
    other = await makeRoot({ subject: 'CN=other' });
    middle = await makeIntermediate(root);
    lower = await makeIntermediate(middle, { subject: 'CN=lower', uris: ['spiffe://example.org/'] });
    door = doorTo(rootEntry(root));
  });
  const present = (...chain: readonly Authority[]) => door.presentCertificate(chain.map(({ der }) => der));

  it('says which workload it is of, and until when', async () => {
    const leaf = await makeLeaf(root, { until: 60_000 });
    expect(await present(leaf)).toEqual({
      ...{ kind: 'x509-svid', issuer: 'spiffe://example.org', subject: 'spiffe://example.org/worker', clientId: null, actors: [], groups: [] },
      ...{ authorizationDetails: null, purpose: null, expires: START + 60_000, jti: null, txn: null, confirmation: { 'x5t#S256': sha256(leaf.der) } },
    });
    // As OpenSSL, by which TLS was done, names it.
    expect(Buffer.from(sha256(leaf.der), 'base64url').toString('hex')).toBe(new X509Certificate(leaf.der).fingerprint256.replaceAll(':', '').toLowerCase());
  });

  it('may come by way of other authorities, in any order, and ends with the first of them', async () => {
    const leaf = await makeLeaf(lower);
    expect(await faultOf(present(leaf, lower, middle))).toBe('fine');
    expect(await faultOf(present(leaf, middle, other, lower, root))).toBe('fine');
    expect(await faultOf(present(leaf, lower))).toBe('bad_signature');
    expect(await faultOf(present(leaf))).toBe('bad_signature');
    const brief = await makeIntermediate(root, { until: 5_000 });
    expect(await present(await makeLeaf(brief), brief)).toMatchObject({ expires: START + 5_000 });
  });

  it.each([
    ['RSA', { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2048 }],
    ['P-521', { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' }],
    ['Ed25519', { name: 'Ed25519' }],
  ])('may be of keys of %s', async (_, algorithm) => {
    const authority = await makeRoot({ algorithm });
    const leaf = await makeLeaf(authority, { algorithm });
    expect(await faultOf(doorTo(rootEntry(authority)).presentCertificate([leaf.der]))).toBe('fine');
  });

  it.each([
    ['with names of other kinds', { names: [{ type: 'dns', value: 'worker.example.org' }] }],
    ['without purposes', { purposes: undefined as never }],
    ['that may also agree on keys', { usages: kit.digitalSignature | 0x0010 }],
    ['without constraints', { constraints: null }],
    ['without subject, but critical names', { subject: '', namesCritical: true }],
    ['with something that is not critical', { more: [extension('1.3.6.1.4.1.99999.1', false, '0500')] }],
  ] as const)('%s is good', async (_, options) => {
    expect(await faultOf(present(await makeLeaf(root, options as kit.CertificateOptions)))).toBe('fine');
  });

  it.each([
    ['bad_claims', 'with two SPIFFE ids', { uris: ['spiffe://example.org/a', 'spiffe://example.org/b'] }],
    ['bad_claims', 'with the same id twice', { uris: ['spiffe://example.org/a', 'spiffe://example.org/a'] }],
    ['bad_claims', 'with another URI beside its id', { uris: ['spiffe://example.org/a', 'https://example.org/'] }],
    ['bad_claims', 'without URI', { uris: [], names: [{ type: 'dns', value: 'spiffe://example.org/worker' }] }],
    ['bad_claims', 'without names', { uris: [] }],
    ['bad_claims', 'with another URI as its name', { uris: ['https://example.org/worker'] }],
    ['bad_claims', 'with the id of its trust domain', { uris: ['spiffe://example.org'] }],
    ['bad_claims', 'with the root of its trust domain', { uris: ['spiffe://example.org/'] }],
    ['bad_claims', 'with an escape in its id', { uris: ['spiffe://example.org/%77orker'] }],
    ['bad_claims', 'with capitals in its trust domain', { uris: ['spiffe://EXAMPLE.org/worker'] }],
    ['bad_claims', 'with a way up in its id', { uris: ['spiffe://example.org/a/../b'] }],
    [
      'bad_claims',
      'with a byte of eight bits in its id',
      { uris: [], more: [extension('2.5.29.17', false, `301d861b${Buffer.from('spiffe://example.org/worker').toString('hex').replace(/72$/, 'f2')}`)] },
    ],
    ['bad_claims', 'with a nought in its id', { uris: ['spiffe://example.org/a\0b'] }],
    ['unknown_issuer', 'of a trust domain that is not known', { uris: ['spiffe://example.net/worker'] }],
    ['bad_signature', 'of another trust domain than its root', { uris: ['spiffe://example.com/worker'] }],
    ['bad_claims', 'that is an authority', { constraints: { ca: true } }],
    ['bad_claims', 'that is an authority of none', { constraints: { ca: true, length: 0 } }],
    ['bad_claims', 'that may sign certificates', { usages: kit.digitalSignature | kit.keyCertSign }],
    ['bad_claims', 'that may sign lists of revoked ones', { usages: kit.digitalSignature | kit.cRLSign }],
    ['bad_claims', 'that may not sign', { usages: 0x0010 }],
    ['bad_claims', 'without usages', { usages: null }],
    ['bad_claims', 'with usages that are not critical', { usagesCritical: false }],
    ['bad_claims', 'for servers only', { purposes: [kit.SERVER_AUTH] }],
    ['bad_claims', 'for code', { purposes: ['1.3.6.1.5.5.7.3.3'] }],
    ['expired', 'that has ended', { until: -1_000 }],
    ['not_yet', 'that has not begun', { since: -1_000 }],
    ['malformed', 'with something critical that nobody knows', { more: [extension('1.3.6.1.4.1.99999.1', true, '0500')] }],
    ['malformed', 'with two lists of names', { more: [extension('2.5.29.17', false, '3000')] }],
    ['malformed', 'with names that are none', { uris: [], more: [extension('2.5.29.17', false, '3181')] }],
    ['malformed', 'with constraints that are none', { constraints: null, more: [extension('2.5.29.19', true, '30030101ee')] }],
    ['malformed', 'with a length of path though it is no authority', { constraints: null, more: [extension('2.5.29.19', true, '3003020100')] }],
    ['malformed', 'with usages that are none', { usages: null, more: [extension('2.5.29.15', true, '030109')] }],
    ['malformed', 'with bounds for names', { more: [extension('2.5.29.30', false, '3000')] }],
    ['malformed', 'without subject and critical names', { subject: '' }],
    [
      'malformed',
      'with a short key',
      { algorithm: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 1024 } },
    ],
    ['malformed', 'signed over SHA-1', { hash: 'SHA-1' }],
  ] as const)('is refused as %s: one %s', async (expected, _, options) => {
    expect(await faultOf(present(await makeLeaf(root, options as kit.CertificateOptions)))).toBe(expected);
  });

  it.each([
    ['fine', 'nothing', '3000'],
    ['fine', 'that it is none, in so many words', '3003010100'],
    ['bad_claims', 'that it is one', '30030101ff'],
    ['malformed', 'that it is one, in no way that there is', '3003010101'],
    ['malformed', 'two things', '30060101000101ff'],
    ['malformed', 'something behind their end', '300000'],
  ])('is %s where its constraints say of authorities %s', async (expected, _, hex) => {
    expect(await faultOf(present(await makeLeaf(root, { constraints: null, more: [extension('2.5.29.19', true, hex)] })))).toBe(expected);
  });

  it('is refused where nobody who is trusted signed it', async () => {
    const namesake = await makeRoot();
    expect(await faultOf(present(await makeLeaf(namesake)))).toBe('bad_signature');
    expect(await faultOf(present(await makeLeaf(namesake), namesake))).toBe('bad_signature');
    expect(await faultOf(present(await makeLeaf(other), other))).toBe('bad_signature');
    expect(await faultOf(present(await makeLeaf(null)))).toBe('bad_signature');
    // The key of the root under another name is another authority.
    expect(await faultOf(present(await makeLeaf(await makeRoot({ subject: 'CN=alias', keys: root.keys }))))).toBe('bad_signature');
    // A workload is no authority for others.
    const worker = await makeLeaf(root);
    expect(await faultOf(present(await makeLeaf(worker), worker))).toBe('bad_signature');
  });

  it.each([
    ['has ended', { until: -1_000 }],
    ['has not begun', { since: -1_000 }],
    ['is no authority', { constraints: { ca: false } }],
    ['has no constraints', { constraints: null }],
    ['may not sign certificates', { usages: kit.digitalSignature }],
    ['has no usages', { usages: null }],
    ['has the id of a workload', { uris: ['spiffe://example.org/authority'] }],
  ] as const)('is refused where an authority of its path %s', async (_, options) => {
    const authority = await makeIntermediate(root, options as kit.CertificateOptions);
    expect(await faultOf(present(await makeLeaf(authority), authority))).toBe('bad_signature');
    const top = await makeRoot(options as kit.CertificateOptions);
    expect(await faultOf(doorTo(rootEntry(top)).presentCertificate([(await makeLeaf(top)).der]))).toBe('bad_signature');
  });

  it('is refused where its path is longer than an authority allows', async () => {
    const none = await makeIntermediate(root, { subject: 'CN=none', constraints: { ca: true, length: 0 } });
    const below = await makeIntermediate(none, { subject: 'CN=below' });
    expect(await faultOf(present(await makeLeaf(none), none))).toBe('fine');
    expect(await faultOf(present(await makeLeaf(below), below, none))).toBe('bad_signature');
    const strict = await makeRoot({ constraints: { ca: true, length: 1 } });
    const first = await makeIntermediate(strict, { subject: 'CN=first' });
    const second = await makeIntermediate(first, { subject: 'CN=second' });
    const at = doorTo(rootEntry(strict));
    expect(await faultOf(at.presentCertificate([(await makeLeaf(first)).der, first.der]))).toBe('fine');
    expect(await faultOf(at.presentCertificate([(await makeLeaf(second)).der, second.der, first.der]))).toBe('bad_signature');
  });

  it('is refused in a while, however authorities sign each other', async () => {
    // Seven of one name and one key, each of which could have issued each.
    const evil = await makeRoot({ subject: 'CN=evil' });
    const ring = await Promise.all(Array.from({ length: 7 }, () => makeRoot({ subject: 'CN=evil', keys: evil.keys })));
    const leaf = await makeLeaf(evil);
    const verify = vi.spyOn(X509Certificate.prototype, 'verify');
    expect(await faultOf(present(leaf, ...ring))).toBe('bad_signature');
    // 13,700 ways lead from one to another.
    expect(verify.mock.calls.length).toBeGreaterThan(7);
    expect(verify.mock.calls.length).toBeLessThan(40);
    verify.mockRestore();
  });

  it('is refused where it is none', async () => {
    const leaf = await makeLeaf(root);
    const pem = Buffer.from(new X509Certificate(leaf.der).toString());
    const chains: readonly (readonly Uint8Array[])[] = [
      ...[[], [new Uint8Array()], [Buffer.from('30800000', 'hex')], [pem], [leaf.der.subarray(1)], [leaf.der.subarray(0, -1)]],
      ...[[Buffer.concat([leaf.der, Buffer.from([0])])], [leaf.der, Buffer.from('x')], [Buffer.alloc(20_000, 0x30)], Array.from({ length: 9 }, () => leaf.der)],
    ];
    for (const chain of chains) expect(await faultOf(door.presentCertificate(chain))).toBe('malformed');
    expect(await faultOf(door.presentCertificate([leaf.der]))).toBe('fine');
  });

  it('is refused where it is larger than any, or of a version before there were extensions', async () => {
    expect(await faultOf(present(await makeLeaf(root, { more: [extension('1.2.3.4', false, '00'.repeat(17_000))] })))).toBe('malformed');
    const { der } = await makeLeaf(root);
    const version = Buffer.from(der).indexOf(Buffer.from('a003020102', 'hex')) + 4;
    const earlier = Uint8Array.from(der);
    earlier[version] = 1;
    expect([readCertificate(der) === null, readCertificate(earlier) === null]).toEqual([false, true]);
  });

  it('is refused with any one byte of it changed', async () => {
    const { der } = await makeLeaf(root);
    const words = new Set<string>();
    for (let i = 0; i < der.length; i++) {
      const changed = Uint8Array.from(der);
      changed[i] = (changed[i] as number) ^ (1 << (i % 8));
      words.add(await faultOf(door.presentCertificate([changed])));
    }
    expect(words).not.toContain('fine');
    expect(words).not.toContain('unavailable');
    expect(words.size).toBeGreaterThan(2);
  });

  it.each([
    ['without certificate', (entry: object) => ({ ...entry, x5c: undefined })],
    ['with an empty list', (entry: object) => ({ ...entry, x5c: [] })],
    ['with another certificate before it', (entry: { x5c: string[] }) => ({ ...entry, x5c: ['AA==', ...entry.x5c] })],
    [
      'in base64 for URLs',
      (entry: { x5c: string[] }) => ({ ...entry, x5c: entry.x5c.map((text) => text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')) }),
    ],
    ['for tokens', (entry: object) => ({ ...entry, use: 'jwt-svid' })],
    ['without use', (entry: object) => ({ ...entry, use: undefined })],
  ])('is refused where its root stands in the bundle %s', async (_, wrong) => {
    const leaf = await makeLeaf(root);
    expect(await faultOf(doorTo(wrong(rootEntry(root)), rootEntry(other)).presentCertificate([leaf.der]))).toBe('bad_signature');
    expect(await faultOf(doorTo(rootEntry(other), rootEntry(root)).presentCertificate([leaf.der]))).toBe('fine');
  });
});
