// Keys that are fetched: kept for a while, asked for again when they change, and never guessed where they cannot be had.

import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JWK } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KeySettings } from '../../service/tokens/token-settings.js';
import { type Authority, makeLeaf, makeRoot, rootEntry } from './token-certificates.js';
import { accessToken, type Clock, faultOf, ISSUER, jws, makeDoor, makeSigner, NOW, SERVER, START, shown } from './token-kit.js';

const first = makeSigner('ES256', 'first');
const second = makeSigner('ES256', 'second');
const stranger = makeSigner('ES256', 'stranger');

let server: Server;
let uri: string;
let answer: RequestListener;
let asked = 0;
beforeAll(async () => {
  server = createServer((request, response) => {
    asked++;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const json = (body: unknown) => (_: unknown, response: Parameters<RequestListener>[1]) => response.end(typeof body === 'string' ? body : JSON.stringify(body));
const keys = (...list: readonly (JWK | object)[]) => json({ keys: list });
let clock: Clock;
beforeEach(() => {
  asked = 0;
  clock = { now: START };
  answer = keys(first.jwk);
});
const doorTo = (more: Partial<Extract<KeySettings, { uri: string }>> = {}) =>
  makeDoor([{ issuer: ISSUER, audiences: [SERVER], keys: { uri, timeout: 0.5, maxAge: 100, cooldown: 30, ...more } }], clock);
const late = { exp: NOW + 10_000 };
const by = (signer: typeof first) => shown(accessToken(signer, late));

describe('keys of an issuer that are fetched', () => {
  it('are asked for once, by however many at once, and again after a while', async () => {
    const door = doorTo();
    expect(asked).toBe(0);
    expect(new Set(await Promise.all(Array.from({ length: 20 }, () => faultOf(door.present(by(first))))))).toEqual(new Set(['fine']));
    expect(asked).toBe(1);
    clock.now += 99_999;
    expect([await faultOf(door.present(by(first))), asked]).toEqual(['fine', 1]);
    clock.now += 1;
    expect([await faultOf(door.present(by(first))), asked]).toEqual(['fine', 2]);
  });

  it('are asked for again by a name that is not among them, but not by everybody', async () => {
    const door = doorTo();
    await door.present(by(first));
    answer = keys(first.jwk, second.jwk);
    for (let i = 0; i < 5; i++) expect(await faultOf(door.present(by(stranger)))).toBe('bad_signature');
    expect(asked).toBe(1);
    clock.now += 30_000;
    expect([await faultOf(door.present(by(second))), asked]).toEqual(['fine', 2]);
    for (let i = 0; i < 5; i++) expect(await faultOf(door.present(by(stranger)))).toBe('bad_signature');
    expect(asked).toBe(2);
  });

  it('that are withdrawn are nobody’s after a while', async () => {
    const door = doorTo();
    expect(await faultOf(door.present(by(first)))).toBe('fine');
    answer = keys(second.jwk);
    clock.now += 100_000;
    expect(await faultOf(door.present(by(first)))).toBe('bad_signature');
  });

  it('do not become younger when the clock is put back', async () => {
    const door = doorTo();
    await door.present(by(first));
    clock.now -= 5_000;
    expect([await faultOf(door.present(by(first))), asked]).toEqual(['fine', 2]);
  });

  it.each<[string, RequestListener]>([
    ['refuses', (_, response) => response.writeHead(503).end('{"keys":[]}')],
    ['finds nothing', (_, response) => response.writeHead(404).end('{"keys":[]}')],
    ['answers with no content', (_, response) => response.writeHead(204).end()],
    ['sends elsewhere', (_, response) => response.writeHead(302, { location: '/other' }).end()],
    ['hangs up', (request) => request.socket.destroy()],
    ['hangs up in the middle', (request, response) => response.writeHead(200, { 'content-length': '1000' }).write('{"keys":[', () => request.socket.destroy())],
    ['never answers', () => undefined],
    ['never ends', (_, response) => response.write('{"keys":[')],
    ['answers with a page', json('<html>')],
    ['answers with a list', json([])],
    ['answers with an object', json({})],
    ['answers with keys that are none', json({ keys: [1] })],
    ['answers with a key in place of keys', json({ keys: first.jwk })],
    ['answers with keys twice', json(`{"keys":[],"keys":[${JSON.stringify(first.jwk)}]}`)],
    ['answers with too many', keys(...Array.from({ length: 101 }, () => first.jwk))],
    ['answers with half a megabyte more than keys', json(JSON.stringify({ keys: [first.jwk], more: 'x'.repeat(600_000) }))],
    ['answers without end', (_, response) => pour(response)],
  ])('are unavailable where their server %s, and so is everybody', async (_, wrong) => {
    const door = doorTo();
    answer = wrong;
    expect(await door.present(by(first))).toEqual({ fault: 'unavailable', message: expect.stringMatching(/^keys cannot be had from 127\.0\.0\.1:\d+$/) });
    expect(asked).toBe(1);
    // It is left in peace for a second, and then it may do.
    answer = keys(first.jwk);
    expect([await faultOf(door.present(by(first))), asked]).toEqual(['unavailable', 1]);
    clock.now += 1_000;
    expect([await faultOf(door.present(by(first))), asked]).toEqual(['fine', 2]);
  });

  it('count until they are old, where their server goes away', async () => {
    const door = doorTo();
    await door.present(by(first));
    answer = (request) => request.socket.destroy();
    clock.now += 99_000;
    expect(await faultOf(door.present(by(first)))).toBe('fine');
    // A new name cannot be told from a wrong one.
    expect(await faultOf(door.present(by(second)))).toBe('unavailable');
    expect(await faultOf(door.present(by(first)))).toBe('fine');
    clock.now += 1_000;
    expect(await faultOf(door.present(by(first)))).toBe('unavailable');
  });

  it('are unavailable where nobody is there', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    expect(await faultOf(doorTo({ uri: `http://127.0.0.1:${port}/` }).present(by(first)))).toBe('unavailable');
  });

  it('are not asked for by what is no token', async () => {
    const door = doorTo();
    for (const token of [
      '',
      'a.b.c',
      accessToken(first, { iss: 'https://other.example' }),
      accessToken(first, {}, { alg: 'none' }),
      accessToken(first, {}, { typ: 'JWT' }),
    ]) {
      await door.present(shown(token));
    }
    expect(asked).toBe(0);
  });

  it('that are private, shared, or for something else are left out, and hold nobody up', async () => {
    const secret = first.key.export({ format: 'jwk' }) as object;
    answer = keys(
      { ...secret, kid: 'first' },
      { kty: 'oct', k: 'AA', kid: 'second' },
      { kty: 'future', kid: 'x' },
      { ...stranger.jwk, use: 'enc' },
      second.jwk,
    );
    const door = doorTo();
    expect(await Promise.all([first, stranger, second].map((one) => faultOf(door.present(by(one)))))).toEqual(['bad_signature', 'bad_signature', 'fine']);
  });
});

describe('a bundle that is fetched', () => {
  const svid = jws({ alg: 'ES256', kid: 'first' }, { sub: 'spiffe://example.org/a', aud: SERVER, exp: NOW + 10_000 }, first);
  const doorOf = () => makeDoor([], clock, [{ trustDomain: 'example.org', audiences: [SERVER], bundle: { uri, timeout: 0.5 } }]);

  it('is asked for again when it says so', async () => {
    answer = json({ spiffe_sequence: 1, spiffe_refresh_hint: 60, keys: [{ ...first.jwk, use: 'jwt-svid' }] });
    const door = doorOf();
    expect([await faultOf(door.present(shown(svid))), asked]).toEqual(['fine', 1]);
    clock.now += 59_999;
    expect([await faultOf(door.present(shown(svid))), asked]).toEqual(['fine', 1]);
    answer = json({ spiffe_sequence: 2, keys: [] });
    clock.now += 1;
    expect([await faultOf(door.present(shown(svid))), asked]).toEqual(['bad_signature', 2]);
  });

  it('is asked for again by a certificate of a root that it does not hold, but not by everybody', async () => {
    const [old, next, other] = await Promise.all(['old', 'next', 'other'].map((name) => makeRoot({ subject: `CN=${name}` })));
    if (old === undefined || next === undefined || other === undefined) throw new Error('no roots');
    answer = keys(rootEntry(old));
    const door = doorOf();
    const present = async (root: Authority) => faultOf(door.presentCertificate([(await makeLeaf(root)).der]));
    expect([await present(old), await present(next), asked]).toEqual(['fine', 'bad_signature', 1]);
    answer = keys(rootEntry(next));
    clock.now += 30_000;
    expect([await present(next), await present(old), await present(other), asked]).toEqual(['fine', 'bad_signature', 'bad_signature', 2]);
  });

  it('is unavailable, and so are all workloads, where it cannot be had', async () => {
    answer = json('{}');
    expect(await faultOf(doorOf().present(shown(svid)))).toBe('unavailable');
  });
});

function pour(response: Parameters<RequestListener>[1]): void {
  const chunk = `{"keys":[${' '.repeat(64 * 1024)}`;
  const more = () => {
    while (!response.destroyed && response.write(chunk)) {
      // Until it is full.
    }
  };
  response.on('drain', more);
  more();
}
