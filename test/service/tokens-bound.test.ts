// Tokens that are bound to a key: good only together with a proof of it for this one request (RFC 9449), or with the certificate (RFC 8705).

import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DpopNonces } from '../../service/tokens/dpop-nonces.js';
import type { Shown } from '../../service/tokens/presented.js';
import { targetOf } from '../../service/tokens/request-target.js';
import { accessToken, base64url, faultOf, ISSUER, jwks, jws, makeDoor, makeSigner, NOW, proof, SERVER, START, sha256, shown, thumbprint } from './token-kit.js';

const signer = makeSigner('ES256');
const holder = makeSigner('ES256');
const thief = makeSigner('ES256');
const settings = { issuer: ISSUER, audiences: [SERVER], keys: { jwks: jwks(signer) } };
const clock = { now: START };
const door = makeDoor([settings], clock);
const JKT = thumbprint(holder.jwk);
const bound = accessToken(signer, { cnf: { jkt: JKT } });
const free = accessToken(signer);
const show = (token: string, dpop: readonly string[], more: Partial<Shown> = {}, at = door) => at.present(shown(token, { scheme: 'DPoP', dpop, ...more }));

describe('a token that is bound to a key', () => {
  it('is good with a proof, and names the key', async () => {
    expect(await show(bound, [proof(holder, bound)])).toMatchObject({ subject: 'alice', confirmation: { jkt: JKT } });
  });

  it.each(['RS256', 'PS512', 'ES384', 'ES512', 'EdDSA'])('may be of a key for %s', async (alg) => {
    const other = makeSigner(alg);
    const token = accessToken(signer, { cnf: { jkt: thumbprint(other.jwk) } });
    expect(await faultOf(show(token, [proof(other, token)]))).toBe('fine');
    const strict = makeDoor([{ ...settings, dpop: { algorithms: ['ES256'] } }]);
    expect(await faultOf(show(token, [proof(other, token)], {}, strict))).toBe('bad_proof');
  });

  it.each([
    ['its path escaped in another way', { htu: `${SERVER}/%61ccess/v1/evaluation` }],
    ['its host in capitals, and the port that it has anyway', { htu: 'HTTPS://POLC.example:443/access/v1/evaluation' }],
    ['a way round', { htu: `${SERVER}/access/./v0/../v1/evaluation` }],
    ['a query and a fragment, which do not count', { htu: `${SERVER}/access/v1/evaluation?x=y#z` }],
    ['members that nobody asked for', { nonce: 'n', more: [] }],
    ['an end of its own', { exp: NOW + 1 }],
    ['the age that it may have', { iat: NOW - 64 }],
    ['a clock a little ahead', { iat: NOW + 5 }],
  ])('is good with a proof with %s', async (_, claims) => {
    expect(await faultOf(show(bound, [proof(holder, bound, claims)]))).toBe('fine');
  });

  const { kid: _, ...jwk } = holder.jwk;
  const good = proof(holder, bound);
  const [head = '', body = '', tail = ''] = good.split('.');
  const secret = { ...jwk, ...(holder.key.export({ format: 'jwk' }) as object) };
  const hmac = () => {
    const data = `${base64url(JSON.stringify({ alg: 'HS256', typ: 'dpop+jwt', jwk: { kty: 'oct', k: base64url('key') } }))}.${body}`;
    return `${data}.${createHmac('sha256', 'key').update(data).digest('base64url')}`;
  };
  const long = makeSigner('RS256', 'k1', 4608);
  const proofs: readonly (readonly [string, string, readonly string[]])[] = [
    ['unbound', 'no proof', []],
    ['bad_proof', 'two proofs', [proof(holder, bound), proof(holder, bound)]],
    ['bad_proof', 'the same proof twice', [good, good]],
    ['bad_proof', 'two proofs in one header', [`${proof(holder, bound)}, ${proof(holder, bound)}`]],
    ['bad_proof', 'an empty proof', ['']],
    ['bad_proof', 'a proof that is the token', [bound]],
    ['bad_proof', 'a proof that is no text', [{} as string]],
    ['bad_proof', 'a proof of another type', [proof(holder, bound, {}, { typ: 'JWT' })]],
    ['bad_proof', 'a proof without type', [proof(holder, bound, {}, { typ: undefined })]],
    ['bad_proof', 'a proof signed by nobody', [`${base64url(JSON.stringify({ alg: 'none', typ: 'dpop+jwt', jwk }))}.${body}.`]],
    ['bad_proof', 'a proof with a shared secret', [hmac()]],
    ['bad_proof', 'a proof with another’s signature', [`${head}.${body}.${proof(thief, bound).split('.')[2]}`]],
    ['bad_proof', 'a proof without signature', [`${head}.${body}.`]],
    ['bad_proof', 'a proof in another writing', [`${head}.${body}.${tail}=`]],
    ['bad_proof', 'a proof without key', [proof(holder, bound, {}, { jwk: undefined })]],
    ['bad_proof', 'a proof with a key elsewhere', [proof(holder, bound, {}, { jwk: undefined, jku: 'https://evil.example', kid: 'k1' })]],
    ['bad_proof', 'a proof with a key in one text', [proof(holder, bound, {}, { jwk: JSON.stringify(jwk) })]],
    ['bad_proof', 'a proof with the private key', [proof(holder, bound, {}, { jwk: secret })]],
    ['bad_proof', 'a proof with an empty private key', [proof(holder, bound, {}, { jwk: { ...jwk, d: '' } })]],
    ['bad_proof', 'a proof with a private prime', [proof(holder, bound, {}, { jwk: { ...jwk, p: 'AA' } })]],
    ['bad_proof', 'a proof with another type of key', [proof(holder, bound, {}, { jwk: { ...jwk, kty: 'RSA' } })]],
    ['bad_proof', 'a proof with another curve', [proof(holder, bound, {}, { jwk: { ...jwk, crv: 'P-384' } })]],
    ['bad_proof', 'a proof with half a key', [proof(holder, bound, {}, { jwk: { ...jwk, y: undefined } })]],
    ['bad_proof', 'a proof with a key in another writing', [proof(holder, bound, {}, { jwk: { ...jwk, x: `${jwk.x}=` } })]],
    ['bad_proof', 'a proof with a key of 4,608 bits', [proof(long, bound)]],
    ['bad_proof', 'a proof with a great exponent', [proof(makeSigner('RS256'), bound, {}, { jwk: { ...makeSigner('RS256').jwk, e: jwk.x } })]],
    ['bad_proof', 'a proof with something critical', [proof(holder, bound, {}, { crit: ['x'], x: 1 })]],
    [
      'bad_proof',
      'a proof with a claim twice',
      [jws({ alg: 'ES256', typ: 'dpop+jwt', jwk }, `{"htm":"POST",${JSON.stringify({ htm: 'GET' }).slice(1)}`, holder)],
    ],
    ['bad_proof', 'a proof for another method', [proof(holder, bound, { htm: 'POST' })]],
    ['bad_proof', 'a proof for the method in small letters', [proof(holder, bound, { htm: 'get' })]],
    ['bad_proof', 'a proof for another path', [proof(holder, bound, { htu: `${SERVER}/access/v1/evaluations` })]],
    ['bad_proof', 'a proof for the path and a slash', [proof(holder, bound, { htu: `${SERVER}/access/v1/evaluation/` })]],
    ['bad_proof', 'a proof for the path in capitals', [proof(holder, bound, { htu: `${SERVER}/ACCESS/v1/evaluation` })]],
    ['bad_proof', 'a proof for a path with an escaped slash', [proof(holder, bound, { htu: `${SERVER}/access%2Fv1/evaluation` })]],
    ['bad_proof', 'a proof for another host', [proof(holder, bound, { htu: 'https://evil.example/access/v1/evaluation' })]],
    ['bad_proof', 'a proof for another scheme', [proof(holder, bound, { htu: 'http://polc.example/access/v1/evaluation' })]],
    ['bad_proof', 'a proof for another port', [proof(holder, bound, { htu: 'https://polc.example:8443/access/v1/evaluation' })]],
    ['bad_proof', 'a proof for a user of the host', [proof(holder, bound, { htu: 'https://polc.example@polc.example/access/v1/evaluation' })]],
    ['bad_proof', 'a proof for the path alone', [proof(holder, bound, { htu: '/access/v1/evaluation' })]],
    ['bad_proof', 'a proof for a list of URLs', [proof(holder, bound, { htu: [`${SERVER}/access/v1/evaluation`] })]],
    ['bad_proof', 'a proof for another token', [proof(holder, free)]],
    ['bad_proof', 'a proof for the token in hex', [proof(holder, bound, { ath: createHash('sha256').update(bound).digest('hex') })]],
    ['bad_proof', 'a proof that is too old', [proof(holder, bound, { iat: NOW - 65 })]],
    ['bad_proof', 'a proof that is too old, though it says it is not', [proof(holder, bound, { iat: NOW - 65, exp: NOW + 1_000 })]],
    ['bad_proof', 'a proof that is not yet', [proof(holder, bound, { iat: NOW + 5.5 })]],
    ['bad_proof', 'a proof that has ended by itself', [proof(holder, bound, { exp: NOW - 5 })]],
    ['bad_proof', 'a proof that has not begun by itself', [proof(holder, bound, { nbf: NOW + 6 })]],
    ['bad_proof', 'a proof with a time in words', [proof(holder, bound, { iat: '2026-05-04T10:00:00Z' })]],
    ['bad_proof', 'a proof with an end in words', [proof(holder, bound, { exp: 'never' })]],
    ['bad_proof', 'a proof with a long name', [proof(holder, bound, { jti: 'x'.repeat(257) })]],
    ...['jti', 'htm', 'htu', 'iat', 'ath'].map((claim) => ['bad_proof', `a proof without ${claim}`, [proof(holder, bound, { [claim]: undefined })]] as const),
    ...['jti', 'htm', 'htu', 'iat', 'ath'].map((claim) => ['bad_proof', `a proof with null as ${claim}`, [proof(holder, bound, { [claim]: null })]] as const),
    ['unbound', 'a proof of another key', [proof(thief, bound)]],
  ];

  it.each(proofs)('is refused as %s with %s', async (expected, _, dpop) => {
    expect(await faultOf(show(bound, dpop))).toBe(expected);
  });

  it('is refused where neither the request nor the proof has a URL', async () => {
    for (const url of ['', '/access/v1/evaluation', 'https://a b/']) {
      expect(await faultOf(show(bound, [proof(holder, bound, { htu: url })], { url })), url).toBe('bad_proof');
    }
  });

  it('is nobody’s as a bearer token, proof or not', async () => {
    expect(await faultOf(show(bound, [], { scheme: 'Bearer' }))).toBe('unbound');
    expect(await faultOf(show(bound, [proof(holder, bound)], { scheme: 'Bearer' }))).toBe('unbound');
  });

  it('takes each proof once, of each key', async () => {
    const at = makeDoor([settings], clock);
    const once = proof(holder, bound, { jti: 'same' });
    const other = accessToken(signer, { cnf: { jkt: thumbprint(thief.jwk) } });
    expect([await faultOf(show(bound, [once], {}, at)), await faultOf(show(bound, [once], {}, at))]).toEqual(['fine', 'replayed']);
    // Nobody uses up another's names.
    expect(await faultOf(show(other, [proof(thief, other, { jti: 'same' })], {}, at))).toBe('fine');
    expect(await faultOf(show(bound, [proof(holder, bound, { jti: 'same', iat: NOW - 1 })], {}, at))).toBe('replayed');
  });

  it('takes no proof twice while it counts, however the clock goes', async () => {
    for (const iat of [NOW - 60, NOW, NOW + 5]) {
      const moving = { now: START };
      const at = makeDoor([settings], moving);
      const once = proof(holder, bound, { iat });
      expect(await faultOf(show(bound, [once], {}, at))).toBe('fine');
      const answers = new Set<string>();
      for (; moving.now < START + 75_000; moving.now += 1_000) answers.add(await faultOf(show(bound, [once], {}, at)));
      expect(answers).toEqual(new Set(['replayed', 'bad_proof']));
    }
  });

  it('asks whether a proof is new only when all else is good', async () => {
    const asked: unknown[] = [];
    const at = makeDoor([settings], clock, [], async (...question) => asked.push(question) > 0);
    for (const [, , dpop] of proofs) await show(bound, dpop, {}, at);
    expect(asked).toEqual([]);
    await show(bound, [proof(holder, bound)], {}, at);
    expect(asked).toEqual([['dpop', expect.stringMatching(/^[\w-]{43}$/), START + 66_000, START]]);
  });

  it('is refused where nobody can say whether the proof is new', async () => {
    const at = makeDoor([settings], clock, [], () => Promise.reject(new Error('no store')));
    expect(await faultOf(show(bound, [proof(holder, bound)], {}, at))).toBe('unavailable');
  });

  it('may be wanted of all tokens of an issuer', async () => {
    const at = makeDoor([{ ...settings, dpop: { required: true } }]);
    expect(await faultOf(at.present(shown(free)))).toBe('unbound');
    expect(await faultOf(show(bound, [proof(holder, bound)], {}, at))).toBe('fine');
  });

  it('may be wanted with a nonce of the server’s, which ends', async () => {
    const nonces = new DpopNonces(Buffer.alloc(32, 7), 60);
    const at = makeDoor([{ ...settings, dpop: { nonce: (nonce, now) => nonces.accepts(nonce, now) } }], clock);
    const given = nonces.current(START);
    const answers = await Promise.all(
      [undefined, 7, '', 'x', `${given}x`, given].map((nonce) => faultOf(show(bound, [proof(holder, bound, { nonce })], {}, at))),
    );
    expect(answers).toEqual([...Array(5).fill('nonce_wanted'), 'fine']);
    expect(await faultOf(show(bound, [proof(thief, bound, { nonce: 'x' }, { typ: 'JWT' })], {}, at))).toBe('bad_proof');
    expect([59_999, 119_999, 120_000, -1].map((later) => nonces.accepts(given, START + later))).toEqual([true, true, false, false]);
    expect(new DpopNonces(Buffer.alloc(32, 8), 60).accepts(given, START)).toBe(false);
    expect(() => new DpopNonces(Buffer.alloc(16))).toThrow(RangeError);
  });
});

describe('a token that is bound to no key', () => {
  it('is refused where it is shown as one that is', async () => {
    expect(await faultOf(show(free, [proof(holder, free)]))).toBe('unbound');
    expect(await faultOf(show(free, []))).toBe('unbound');
  });

  it('is refused with a proof that nobody would look at', async () => {
    expect(await faultOf(show(free, [proof(holder, free)], { scheme: 'Bearer' }))).toBe('bad_proof');
  });
});

describe('a token that is bound to a certificate', () => {
  const certificate = Buffer.from('not even read: its hash counts');
  const x5t = sha256(certificate);
  const token = accessToken(signer, { cnf: { 'x5t#S256': x5t } });

  it('is good with it, and names it', async () => {
    expect(await door.present(shown(token, { certificate }))).toMatchObject({ confirmation: { 'x5t#S256': x5t } });
  });

  it.each([
    ['unbound', 'no certificate', token, { certificate: null }],
    ['unbound', 'another certificate', token, { certificate: Buffer.from('another') }],
    ['unbound', 'the scheme of other keys', token, { certificate, scheme: 'DPoP' }],
    ['bad_proof', 'a proof of some key', token, { certificate, dpop: [proof(holder, token)] }],
    [
      'bad_claims',
      'its thumbprint in hex',
      accessToken(signer, { cnf: { 'x5t#S256': createHash('sha256').update(certificate).digest('hex') } }),
      { certificate },
    ],
    ['bad_claims', 'its thumbprint in another writing', accessToken(signer, { cnf: { 'x5t#S256': `${x5t}=` } }), { certificate }],
    ['unbound', 'the thumbprint of another hash', accessToken(signer, { cnf: { 'x5t#S512': x5t } }), { certificate }],
  ] as const)('is refused as %s with %s', async (expected, _, text, more) => {
    expect(await faultOf(door.present(shown(text, more)))).toBe(expected);
  });

  it('and to a key is good with both only', async () => {
    const both = accessToken(signer, { cnf: { jkt: JKT, 'x5t#S256': x5t } });
    expect(await show(both, [proof(holder, both)], { certificate })).toMatchObject({ confirmation: { jkt: JKT } });
    expect(await faultOf(show(both, [proof(holder, both)]))).toBe('unbound');
    expect(await faultOf(door.present(shown(both, { certificate })))).toBe('unbound');
  });
});

describe('the target of a request', () => {
  it.each([
    ['https://a.example', 'https://a.example/'],
    ['HTTP://A.Example:80/%7Eb/%2f%3d', 'http://a.example/~b/%2F%3D'],
    ['https://a.example:8443/a/b/../c/./d', 'https://a.example:8443/a/c/d'],
    ['https://a.example/a/%2e%2E/b', 'https://a.example/b'],
    ['https://[::1]:443/x', 'https://[::1]/x'],
    ['https://a.example/a//b?c', 'https://a.example/a//b'],
    ['https://a.example?c#d', 'https://a.example/'],
  ])('%s is %s', (url, target) => {
    expect(targetOf(url)).toBe(target);
  });

  it.each([
    ...['', '/x', 'a.example/x', 'ftp://a.example/', 'https:/a.example', 'https:///a.example', 'https://', 'https://?x', 'https://a.example\\x'],
    ...[
      'https://a.example/ x',
      ' https://a.example/',
      'https://a.example/\t',
      'https://a.example/é',
      'https://ä.example/',
      'https://a.example/%',
      'https://a.example/%2',
    ],
    ...[
      'https://a.example/%zz',
      'https://a:b@a.example/',
      'https://a@b.example/',
      'https://a.example:99999/',
      'https://[::g]/',
      'https://a.example/"',
      `https://a/${'x'.repeat(9_000)}`,
    ],
  ])('%s has none', (url) => {
    expect(targetOf(url)).toBeNull();
  });
});
