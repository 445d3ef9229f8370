// Requests that are wrong in how they are sent: their bytes, lengths, types, headers, forms. What is no request is refused as one, and nothing is written.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { allows, faultOfAnswer } from './fuzz-answer.js';
import { JSON_TYPE, length, rawRequests } from './fuzz-raw.js';
import { EXACT, type FuzzScene, OPEN, openScene } from './fuzz-scene.js';
import { sendRaw } from './raw-http.js';
import { bundleOf } from './running.js';

let scene: FuzzScene;
let before = '';
beforeAll(async () => {
  scene = await openScene({ patience: 1 });
});
afterAll(() => scene.end());
beforeEach(async () => {
  before = await scene.held();
});
afterEach(async () => {
  expect(await scene.held()).toBe(before);
});

const { post, get, answerTo } = rawRequests(() => scene);
const AGENT = JSON.stringify({ id: 'never' });
const EVALUATION = JSON.stringify({ subject: { type: 'agent', id: 'x' }, action: { name: 'read' }, resource: { type: 'a', id: 'b' } });

describe('a body', () => {
  const bytes = (text: string) => Buffer.from(text, 'latin1');
  it.each([
    [415, 'without a type', '', AGENT],
    [415, 'of no type', 'Content-Type: \r\n', AGENT],
    [415, 'of a type that is none', 'Content-Type: ;;\r\n', AGENT],
    [415, 'of text', 'Content-Type: text/plain\r\n', AGENT],
    [415, 'of a form', 'Content-Type: application/x-www-form-urlencoded\r\n', 'id=never'],
    [415, 'of several parts', 'Content-Type: multipart/form-data; boundary=x\r\n', '--x--'],
    [415, 'of bytes', 'Content-Type: application/octet-stream\r\n', AGENT],
    [415, 'of a type that begins like JSON', 'Content-Type: application/jsonx\r\n', AGENT],
    [415, 'of a type that ends like JSON', 'Content-Type: application/merge-patch+json\r\n', AGENT],
    [415, 'of two types', 'Content-Type: text/plain, application/json\r\n', AGENT],
    [400, 'in UTF-16', 'Content-Type: application/json; charset=utf-16\r\n', Buffer.from(AGENT, 'utf16le')],
    [400, 'in Latin-1', JSON_TYPE, bytes('{"id":"caf\u00e9"}')],
    [400, 'of overlong UTF-8', JSON_TYPE, bytes('{"id":"a\u00c0\u00afb"}')],
    [400, 'of surrogates in UTF-8', JSON_TYPE, bytes('{"id":"\u00ed\u00a0\u0080"}')],
    [400, 'of half a character', JSON_TYPE, bytes('{"id":"\u00e2\u0082"}')],
    [400, 'with a byte order mark', JSON_TYPE, Buffer.from(`\ufeff${AGENT}`)],
    [400, 'compressed', `${JSON_TYPE}Content-Encoding: gzip\r\n`, bytes('\u001f\u008b\b\u0000')],
    [400, 'with a byte of nothing', JSON_TYPE, `${AGENT}\0`],
    [400, 'of nothing', JSON_TYPE, ''],
  ])('is refused with %i %s', async (status, _, head, body) => {
    expect((await answerTo([post(`${head}${length(body)}`), body])).status).toBe(status);
    // The Authorization API knows no 415 (§10.1.2).
    const standard = await answerTo([post(`${head}${length(body)}`, '', '/access/v1/evaluation'), body], '/access/v1/evaluation');
    expect([standard.status, standard.text]).toEqual([400, expect.stringMatching(/^the body/)]);
  });

  it.each([
    ['a number that is too large', '"parameters":{"kind":"one","n":1e999}', 'the body holds a number that is too large'],
    ['a number that is too small', '"parameters":{"kind":"one","n":[-1e999]}', 'the body holds a number that is too large'],
    ['a member twice', '"agent":"existing"', 'the body has a member twice'],
    ['a member twice, once by numbers', '"\\u0061gent":"existing"', 'the body has a member twice'],
    ['a member of it twice', '"parameters":{"kind":"two","kind":"one"}', 'the body has a member twice'],
    ['half of a surrogate pair', '"x":"\\udc00"', 'the body holds half of a surrogate pair'],
    ['half of one in a name', '"\\ud800":1', 'the body holds half of a surrogate pair'],
    ['too deep a nest', `"x":${'['.repeat(64)}${']'.repeat(64)}`, 'the body is nested deeper than 64'],
  ])('that two readers could read in two ways is refused: %s', async (_, member, detail) => {
    const body = `${JSON.stringify(EXACT).slice(0, -1)},${member}}`;
    const answer = await scene.ask({ method: 'POST', url: '/v1/decide', key: scene.admin, body });
    expect([answer.status, JSON.parse(answer.text).detail]).toEqual([400, detail]);
  });

  it('with names of any length is refused in few words, and written down in few', async () => {
    const agent = 'x'.repeat(1_000_000);
    const folder = join(scene.running.folder, 'audit');
    const size = () => readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
    const before = size();
    const refused = await scene.ask({ method: 'POST', url: '/v1/decide', key: scene.nobody, body: JSON.stringify({ ...EXACT, agent }) });
    const unknown = await scene.ask({ method: 'POST', url: '/v1/agents', key: scene.admin, body: JSON.stringify({ id: 'never', [agent]: 1 }) });
    expect([refused.status, unknown.status, refused.text.length < 2_000, unknown.text.length < 2_000]).toEqual([403, 400, true, true]);
    expect(size() - before).toBeLessThan(10_000);
  });

  const MANY = 10 << 20;
  it.each([
    ['that says so', (path: string) => [post(`${JSON_TYPE}Content-Length: ${MANY}\r\n`, '', path)]],
    ['that is sent', (path: string) => [post(`${JSON_TYPE}Content-Length: ${MANY}\r\n`, '', path), `{"id":"${'x'.repeat(MANY)}"}`]],
    [
      'in chunks without an end',
      (path: string) => [post(`${JSON_TYPE}Transfer-Encoding: chunked\r\n`, '', path), ...Array(160).fill(`10000\r\n${' '.repeat(0x10000)}\r\n`)],
    ],
  ])('of 10 MB %s is refused as too large', async (_, pieces) => {
    for (const path of ['/v1/agents', '/access/v1/evaluation']) {
      expect((await answerTo(pieces(path), path)).status).toBe(413);
    }
  });

  it('is not read where there is no endpoint, or no credential, or no right to a large one', async () => {
    const large = `Content-Type: application/octet-stream\r\nContent-Length: ${200 << 20}\r\n`;
    expect((await answerTo([post(large, '', '/v1/nothing')])).status).toBe(404);
    expect((await answerTo([post(`${JSON_TYPE}Content-Length: 1000\r\n`, '', '/v1/nothing')])).status).toBe(404);
    expect((await answerTo([`PUT /v1/policies HTTP/1.1\r\nHost: polc\r\n${large}\r\n`])).status).toBe(401);
    expect((await answerTo([`PUT /v1/policies HTTP/1.1\r\nHost: polc\r\nAuthorization: Bearer ${scene.nobody}\r\n${large}\r\n`])).status).toBe(403);
  });

  it.each([
    [400, 'shorter than it says, and ends', (body: string) => [post(`${JSON_TYPE}Content-Length: ${body.length - 3}\r\n`, body)]],
    [400, 'of two lengths', (body: string) => [post(`${JSON_TYPE}${length(body)}Content-Length: 3\r\n`, body)]],
    [400, 'of a length below nothing', (body: string) => [post(`${JSON_TYPE}Content-Length: -1\r\n`, body)]],
    [400, 'of a length in words', (body: string) => [post(`${JSON_TYPE}Content-Length: 0x10\r\n`, body)]],
    [400, 'of a length and in chunks', (body: string) => [post(`${JSON_TYPE}${length(body)}Transfer-Encoding: chunked\r\n`, '0\r\n\r\n')]],
    [400, 'in chunks of no number', () => [post(`${JSON_TYPE}Transfer-Encoding: chunked\r\n`, 'zz\r\n\r\n')]],
    [400, 'in chunks of a number that is too great', () => [post(`${JSON_TYPE}Transfer-Encoding: chunked\r\n`, 'fffffffffffffffff\r\n')]],
    [400, 'in an encoding that hides chunks', () => [post(`${JSON_TYPE}Transfer-Encoding: chunked, identity\r\n`, '0\r\n\r\n')]],
  ])('is refused with %i %s', async (status, _, pieces) => {
    expect((await answerTo(pieces(AGENT))).status).toBe(status);
  });

  it('that does not come is waited for as long as a request may take', async () => {
    const slow = [
      [post(`${JSON_TYPE}Content-Length: 90\r\n`, '{"id":'), 3_000],
      [post(`${JSON_TYPE}Transfer-Encoding: chunked\r\n`, '1\r\n{\r\n'), 3_000],
      ['POST /v1/agents HTTP/1.1\r\nHost: polc\r\n', 3_000],
    ];
    expect((await Promise.all(slow.map((pieces) => answerTo(pieces)))).map(({ status }) => status)).toEqual([408, 408, 408]);
  });
});

describe('a connection', () => {
  it.each([
    [400, 'another protocol', '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\r\n\r\n'],
    [400, 'HTTP/2 without being asked', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    [400, 'a version that there is not', 'GET /health/live HTTP/9.9\r\nHost: polc\r\n\r\n'],
    [400, 'a method that there is not', 'LIST /v1/agents HTTP/1.1\r\nHost: polc\r\n\r\n'],
    [400, 'a header without a colon', 'GET /health/live HTTP/1.1\r\nHost: polc\r\nnothing\r\n\r\n'],
    [400, 'a header with a space in its name', 'GET /health/live HTTP/1.1\r\nHost: polc\r\nA : b\r\n\r\n'],
    [400, 'a header with an end of line', 'GET /health/live HTTP/1.1\r\nHost: polc\r\nX-Request-ID: a\rSet-Cookie: b\r\n\r\n'],
    [400, 'a header with a byte of nothing', 'GET /health/live HTTP/1.1\r\nHost: polc\r\nX-Request-ID: a\0b\r\n\r\n'],
    [431, 'headers that are too large', `GET /health/live HTTP/1.1\r\nHost: polc\r\nX-Request-ID: ${'x'.repeat(20_000)}\r\n\r\n`],
    [431, 'a URL that is too long', `GET /v1/agents?${'x'.repeat(20_000)} HTTP/1.1\r\nHost: polc\r\n\r\n`],
  ])('is answered %i, and closed, for %s', async (status, _, text) => {
    const answer = await answerTo([text]);
    expect([answer.status, answer.headers.connection]).toEqual([status, 'close']);
  });

  it('takes several requests at once, each by itself', async () => {
    const good = post(`${JSON_TYPE}${length(EVALUATION)}`, EVALUATION, '/access/v1/evaluation');
    const bad = post(`${JSON_TYPE}${length('{')}`, '{', '/access/v1/evaluation');
    const answers = await sendRaw(scene.running.server.port, [good + bad + good], { answers: 3 });
    expect(answers.map(({ status, text }) => [status, text])).toEqual([
      [200, '{"decision":false}'],
      [400, 'the body is not JSON'],
      [200, '{"decision":false}'],
    ]);
  });

  it('of HTTP/1.0 is answered as any other', async () => {
    const { status, text } = await answerTo([post(`${JSON_TYPE}${length(EVALUATION)}`, EVALUATION, '/access/v1/evaluation', '1.0')]);
    expect([status, text]).toEqual([200, '{"decision":false}']);
    expect((await answerTo([`POST /v1/agents HTTP/1.0\r\n${JSON_TYPE}${length(AGENT)}\r\n${AGENT}`])).status).toBe(401);
  });
});

describe('the policies', () => {
  const put = (bytes: string | Uint8Array, headers = {}) =>
    scene.ask({ method: 'PUT', url: '/v1/policies', key: scene.admin, body: bytes, headers: { 'content-type': 'application/octet-stream', ...headers } });

  it('are not replaced by what is no bundle', async () => {
    const { revision } = scene.running.service.policies.engine;
    const bundle = Buffer.from(bundleOf('policy "x" { path "y" { capabilities = ["read"] } }'));
    const flipped = Array.from({ length: 40 }, (_, i) => {
      const copy = Buffer.from(bundle);
      const at = Math.floor((i * bundle.length) / 40);
      copy[at] = (copy[at] as number) ^ (1 << (i % 8));
      return copy;
    });
    for (const bytes of ['x', '{}', bundle.subarray(0, 10), bundle.subarray(0, -1), Buffer.concat([bundle, bundle]), Buffer.alloc(1 << 20), ...flipped]) {
      const answer = await put(bytes);
      expect([answer.status, faultOfAnswer(answer, '/v1/policies')], answer.text).toEqual([400, null]);
    }
    const empty = await put('');
    expect([empty.status, faultOfAnswer(empty, '/v1/policies')]).toEqual([400, null]);
    expect((await put('{}', { 'content-type': 'application/json' })).status).toBe(400);
    expect(scene.running.service.policies.engine.revision).toBe(revision);
  });
});

describe('a token exchange', () => {
  it('of any form gives nobody a token', async () => {
    const form = 'application/x-www-form-urlencoded';
    const name = 'urn:ietf:params:oauth:grant-type:token-exchange';
    const good = { grant_type: name, requested_token_type: 'urn:ietf:params:oauth:token-type:txn_token', request_details: JSON.stringify(EXACT) };
    for (const body of [
      ...['', '=', '&&&', '%', '%zz=1', 'a=%ff', '\u00ff', '__proto__=1&__proto__=2', `grant_type=${name}&grant_type=${name}`, `${'a=1&'.repeat(10_000)}`],
      ...[good, { ...good, request_details: '{"path":1e999}' }, { ...good, request_details: '['.repeat(10_000) }].map((one) =>
        new URLSearchParams(one).toString(),
      ),
      ...["'; drop table records; --", '\u202e"\\', 'x'.repeat(70_000)].map((type) =>
        new URLSearchParams({ ...good, grant_type: type, audience: type }).toString(),
      ),
    ]) {
      const answer = await scene.ask({ method: 'POST', url: '/v1/token', key: scene.admin, body, headers: { 'content-type': form } });
      expect([faultOfAnswer(answer, '/v1/token'), answer.status, allows(answer)], body.slice(0, 100)).toEqual([null, 400, false]);
    }
    const large = await scene.ask({ method: 'POST', url: '/v1/token', key: scene.admin, body: 'x'.repeat(300 << 10), headers: { 'content-type': form } });
    expect([large.status, faultOfAnswer(large, '/v1/token')]).toEqual([413, null]);
  });
});

describe('a header', () => {
  it('that would make another request of it changes nothing', async () => {
    for (const head of [
      ...['X-HTTP-Method-Override: DELETE', 'X-HTTP-Method: DELETE', 'X-Method-Override: DELETE', 'X-Original-URL: /v1/callers', 'X-Rewrite-URL: /v1/callers'],
      ...[
        'X-Forwarded-For: 127.0.0.1',
        'X-Forwarded-Host: evil',
        'Forwarded: for=127.0.0.1',
        'Accept-Version: 9.9.9',
        'Range: bytes=0-1',
        'If-Match: *',
        'Upgrade: websocket',
      ],
      ...[
        'Expect: 100-continue',
        'Accept: text/html',
        'Accept-Encoding: identity;q=0',
        'Traceparent: x',
        `Traceparent: ${'0'.repeat(5_000)}`,
        'Origin: https://evil.example',
      ],
    ]) {
      const { status, text, headers } = await answerTo([get('/v1/agents/existing', `${head}\r\n`)]);
      expect([head, status, JSON.parse(text).id]).toEqual([head, 200, 'existing']);
      expect([headers['access-control-allow-origin'], headers.server, headers['x-powered-by']]).toEqual([undefined, undefined, undefined]);
    }
  });

  it('with a wish that nobody can fulfil is refused', async () => {
    const [answer] = await sendRaw(scene.running.server.port, [post(`${JSON_TYPE}${length(AGENT)}Expect: the-impossible\r\n`, AGENT)]);
    expect([answer?.status, answer?.text]).toEqual([417, expect.stringMatching(/^(?:0\r\n\r\n)?$/)]);
  });
});

describe('what is open', () => {
  it('answers nobody with anything that is registered', async () => {
    for (const url of OPEN) {
      const { status, text } = await scene.ask({ method: 'GET', url, key: null });
      expect([status, /existing|worker|admin|leads/.test(text)]).toEqual([200, false]);
    }
  });
});
