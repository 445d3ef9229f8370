// Requests that name what there is not, in ids, paths, queries and credentials: what only looks like a name finds nothing, whoever only looks like
// somebody is nobody, and nothing is written.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { faultOfAnswer } from './fuzz-answer.js';
import { JSON_TYPE, length, rawRequests } from './fuzz-raw.js';
import { goodBody } from './fuzz-samples.js';
import { type FuzzScene, type Operation, openScene } from './fuzz-scene.js';
import { sendRaw } from './raw-http.js';

let scene: FuzzScene;
let before = '';
beforeAll(async () => {
  scene = await openScene();
  await scene.ask({ method: 'POST', url: '/v1/users', body: JSON.stringify({ id: 'caf\u00e9' }), key: scene.admin });
});
afterAll(() => scene.end());
beforeEach(async () => {
  before = await scene.held();
});
afterEach(async () => {
  expect(await scene.held()).toBe(before);
});

const { post, get, answerTo } = rawRequests(() => scene);

/** Written where an id stands. */
const TRICKS = [
  ...[
    '..',
    '.',
    '%2e%2e',
    '%2E%2E%2fcallers',
    '..%2f..%2fpolc',
    '%2F',
    '%5c..%5c',
    '%2Fetc%2Fpasswd',
    '%252e%252e',
    '*',
    '+',
    '%2A',
    'existing%20',
    '%20existing',
    'existing%2F',
  ],
  ...[
    'EXISTING',
    'existing;x=1',
    'existing%3B',
    'existing%26',
    'existing.json',
    'exist%C3%ADng',
    '%EF%BD%85xisting',
    'caf%65%CC%81',
    '__proto__',
    'constructor',
    'toString',
  ],
  ...[
    "'%3B%20drop%20table%20records%3B%20--",
    '%22%20or%201=1%20--',
    '%25',
    '%E2%80%AEexisting',
    '%F0%9F%98%80',
    'undefined',
    'null',
    '-1',
    '1e9',
    '0x0',
    '9'.repeat(40),
  ],
];
const MALFORMED = ['%00', 'a%00b', '%0d%0aX-Injected:%201', '%7f', '%c0%ae', '%ff', '%e2%82', '%ed%a0%80', '%', '%2', '%zz', '%u0000'];

/** A part of them, another one for each turn: all that is alike gets all of them together. */
const someOf = <T>(all: readonly T[], turn: number) => all.filter((_, i) => (i + turn) % 3 === 0);
const withIds = () => scene.operations.filter(({ params }) => params.length > 0);
const urlFor = ({ path, params }: Operation, id: string) => path.replace(`{${params[0]}}`, id);
describe('an id in a path', () => {
  it('that only looks like another finds nothing, whatever is done with it', async () => {
    const faults: string[] = [];
    for (const [at, operation] of withIds().entries()) {
      const answers = someOf(TRICKS, at).map(async (trick) => {
        const url = urlFor(operation, trick);
        const answer = await scene.ask({ ...operation, url, key: scene.admin, ...goodBody(scene, operation) });
        const fault = faultOfAnswer(answer, url) ?? ([400, 404].includes(answer.status) ? null : `${answer.status} ${answer.text}`);
        if (fault !== null) faults.push(`${operation.method} ${url}: ${fault}`);
      });
      await Promise.all(answers);
    }
    expect(faults).toEqual([]);
  });

  it('that cannot be one is refused, and one that is too long', async () => {
    const faults: string[] = [];
    for (const operation of withIds()) {
      const answers = [...MALFORMED.map((id) => [id, 400] as const), ['x'.repeat(2_000), 414] as const].map(async ([id, status]) => {
        const url = urlFor(operation, id);
        const answer = await scene.ask({ ...operation, url, key: scene.admin, ...goodBody(scene, operation) });
        const fault = faultOfAnswer(answer, url) ?? (answer.status === status ? null : `${answer.status} ${answer.text}`);
        if (fault !== null) faults.push(`${operation.method} ${url}: ${fault}`);
      });
      await Promise.all(answers);
    }
    expect(faults).toEqual([]);
  });

  it('with a slash in it is one id', async () => {
    expect((await answerTo([get('/v1/agents/existing%2Fsuspend')])).text).toContain('there is no agent \\"existing/suspend\\"');
  });
});

describe('a path', () => {
  it.each([
    ...[
      '//v1/agents',
      '/v1//agents',
      '/v1/agents/',
      '/v1/./agents',
      '/v1/users/../agents',
      '/V1/agents',
      '/v1/Agents',
      '/v1/agents;x=1',
      '/v1\\agents',
      '/v1%2fagents',
    ],
    ...[
      '/v1/%2e/agents',
      '/v1/users/%2e%2e/agents',
      '/v1/agents.json',
      '/v1',
      '/',
      '/*',
      '/access/v1/evaluation/../../../v1/agents',
      '/../v1/agents',
      '/v1/%D0%B0gents',
    ],
  ])('%s is nothing', async (path) => {
    expect((await answerTo([get(path)], path)).status).toBe(404);
  });

  it.each(['/%', '/v1/agents/%zz', '/access/v1/%ff', '/v1/agents/%c0%ae%c0%ae'])('%s is none', async (path) => {
    const answer = await answerTo([get(path, 'X-Request-ID: r1\r\n')], path);
    expect([answer.status, answer.headers['x-request-id']]).toEqual([400, 'r1']);
  });

  it('of the Authorization API is refused as that API refuses, however it is written', async () => {
    for (const target of ['/access/v1/evaluation', 'http://polc/access/v1/evaluation', '/%61ccess/v1/evaluation']) {
      const [answer] = await sendRaw(scene.running.server.port, [post(`${JSON_TYPE}${length('{}')}`, '{}', target)]);
      expect([answer?.status, answer?.headers['content-type'], answer?.text]).toEqual([400, 'text/plain; charset=utf-8', '"subject" is missing']);
    }
  });

  it('takes no other method than those that are described', async () => {
    const known = new Map<string, string[]>();
    for (const { path, method } of scene.operations) known.set(path, [...(known.get(path) ?? []), method, ...(method === 'GET' ? ['HEAD'] : [])]);
    const faults: string[] = [];
    for (const operation of scene.operations) {
      const others = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'M-SEARCH'].filter(
        (method) => !known.get(operation.path)?.includes(method),
      );
      const answers = others.map(async (method) => {
        const answer = await scene.ask({ method, url: operation.url, key: scene.admin });
        const fault = answer.status !== 404 ? `${answer.status}` : method === 'HEAD' ? null : faultOfAnswer(answer, operation.url);
        if (fault !== null) faults.push(`${method} ${operation.url}: ${fault}`);
      });
      await Promise.all(answers);
    }
    expect(faults).toEqual([]);
  });
});

describe('a query', () => {
  const VALUES = [
    ...[
      '',
      '%00',
      'a%0ab',
      "'%3B%20drop%20table%20records%3B%20--",
      '%22%20or%20%22%22=%22',
      '-1',
      '0',
      '1e3',
      '99999999999999999999',
      'NaN',
      '%F0%9F%98%80',
      '%ed%a0%80',
    ],
    ...['%', '%zz', '__proto__', '[]', '{}', 'x'.repeat(5_000), '..%2f..', '2026-13-45', '*%2B**', '%2B%2B%2B', 'a%26b'],
  ];

  it('of any kind is answered or refused, and changes nothing', async () => {
    const faults: string[] = [];
    for (const [at, operation] of scene.operations.filter(({ query }) => query.length > 0).entries()) {
      const queries = operation.query.flatMap(({ name }, turn) => [
        ...someOf(VALUES, at + turn).map((value) => `${name}=${value}`),
        ...[`${name}=a&${name}=b`, `${name}[a]=b`, `${name}`, `${name}%00=1`],
      ]);
      for (const query of [...queries, '__proto__=1', 'constructor=1', '?', '&&&', '=', 'list=true', `${'a=1&'.repeat(2_000)}`]) {
        const url = `${operation.url}?${query}`;
        const [answer, refused] = await Promise.all([scene.ask({ ...operation, url, key: scene.admin }), scene.ask({ ...operation, url, key: scene.nobody })]);
        const isFine = answer.status === 200 || answer.status === 400;
        const fault =
          faultOfAnswer(answer, url) ?? faultOfAnswer(refused, url) ?? (isFine && refused.status >= 400 ? null : `${answer.status} ${refused.status}`);
        if (fault !== null) faults.push(`${operation.method} ${url.slice(0, 100)}: ${fault}`);
      }
    }
    expect(faults).toEqual([]);
  });
});

describe('a credential', () => {
  const KEY = 'polc_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  const other = (key: string) => `${key.slice(0, -2)}${key.at(-2) === 'A' ? 'B' : 'A'}${key.at(-1)}`;
  const cases: readonly (readonly [string, (key: string) => readonly string[]])[] = [
    ['that is missing', () => []],
    ['that is empty', () => ['']],
    ['of no scheme', (key) => [key]],
    ['of the scheme Basic', (key) => [`Basic ${Buffer.from(`admin:${key}`).toString('base64')}`]],
    ['of the scheme Digest', () => ['Digest username="admin", nonce=""']],
    ['as a proven one', (key) => [`DPoP ${key}`]],
    ['with a character more', (key) => [`Bearer ${key}x`]],
    ['with a character less', (key) => [`Bearer ${key.slice(0, -1)}`]],
    ['with another character', (key) => [`Bearer ${other(key)}`]],
    ['in other letters', (key) => [`Bearer ${key.toUpperCase()}`]],
    ['with something behind it', (key) => [`Bearer ${key} x`]],
    ['with two spaces', (key) => [`Bearer  ${key}`]],
    ['with a comma', (key) => [`Bearer ${key}, Bearer ${key}`]],
    ['in quotes', (key) => [`Bearer "${key}"`]],
    ['twice', (key) => [`Bearer ${key}`, `Bearer ${key}`]],
    ['beside another', (key) => [`Bearer ${KEY}`, `Bearer ${key}`]],
    ['of nobody', () => [`Bearer ${KEY}`]],
    ['of a token', () => ['Bearer eyJhbGciOiJub25lIn0.e30.']],
    ['that is very long', () => [`Bearer polc_${'a'.repeat(10_000)}`]],
    ['that is a member of every object', () => ['Bearer polc___proto___constructor']],
  ];

  it.each(cases)('%s lets nobody in', async (_, headersFor) => {
    const lines = headersFor(scene.admin).map((value) => `Authorization: ${value}\r\n`);
    const { status, headers } = await answerTo([`GET /v1/agents HTTP/1.1\r\nHost: polc\r\n${lines.join('')}\r\n`]);
    expect([status, headers['www-authenticate']]).toEqual([401, expect.stringMatching(/^Bearer/)]);
  });

  it('is looked for in its header only', async () => {
    for (const head of ['Proxy-Authorization: Bearer KEY', 'Cookie: authorization=Bearer KEY', 'X-Authorization: Bearer KEY', 'X-API-Key: KEY']) {
      expect(
        (await answerTo([`GET /v1/agents?access_token=${scene.admin} HTTP/1.1\r\nHost: polc\r\n${head.replace('KEY', scene.admin)}\r\n\r\n`])).status,
      ).toBe(401);
    }
  });

  it('is of a scheme in any letters (RFC 9110 §11.1)', async () => {
    for (const scheme of ['bearer', 'BEARER', 'bEaReR']) {
      expect((await answerTo([`GET /v1/agents HTTP/1.1\r\nHost: polc\r\nAUTHORIZATION: ${scheme} ${scene.admin}\r\n\r\n`])).status).toBe(200);
    }
  });
});
