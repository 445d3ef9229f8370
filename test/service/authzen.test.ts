// The Authorization API 1.0 over HTTP: the requests of the certification scenario and of the todo interop suite, answered as they say; and what the
// specification says in words. Long: two
// fixtures with their suites, over one server each.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeShared, readSharedJson } from '../shared-data.js';
import { type Answered, type Running, run } from './running.js';

/** The rules of the scenario's fixture. */
const FIXTURE = `
schema { operations = { write = "update" } }
user "alice" { policies = ["readers", "writers"] }
user "bob" {
  policies   = ["readers", "admins"]
  attributes = { role = "admin" }
}
policy "readers" { path "record/+" { capabilities = ["read"] } }
policy "writers" {
  path "record/+" {
    capabilities = ["update"]
    when { expr = target.status == "active" }
  }
  path "record/+" {
    capabilities = ["delete"]
    when { expr = parameters.soft == true }
  }
}
policy "admins" {
  path "record/+" {
    capabilities = ["update"]
    when { expr = user.role == "admin" && target.status == "archived" }
  }
}
target "record-1" {
  paths  = ["record/record-1"]
  status = "active"
}
target "record-2" {
  paths  = ["record/record-2"]
  status = "archived"
}
`;

interface Section {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly blocks: readonly { readonly label: readonly string[]; readonly json: Record<string, unknown> | null; readonly raw: string | null }[];
}

let running: Running;
const ALICE = { type: 'user', id: 'alice' };
const RECORD = { type: 'record', id: 'record-1' };
const ASKED = { subject: ALICE, action: { name: 'read' }, resource: RECORD };
const evaluate = (body: unknown, headers?: Readonly<Record<string, string>>) => running.call('POST', '/access/v1/evaluation', body, headers);
const evaluateAll = (body: unknown) => running.call('POST', '/access/v1/evaluations', body);
const search = (kind: string, body: unknown) => running.call('POST', `/access/v1/search/${kind}`, body);

beforeAll(async () => {
  running = await run(FIXTURE);
});
afterAll(() => running.end());

describeShared('the certification scenario', () => {
  const sections = readSharedJson<readonly Section[]>('conformance/authzen/certification-cases.json');
  const endpointOf = (id: string, label: string) => {
    if (id.startsWith('c-2')) return '/access/v1/evaluation';
    if (id.startsWith('c-3')) return '/access/v1/evaluations';
    const [, named] = /^(Subject|Resource|Action) Search/.exec(label) ?? [];
    const kind = named?.toLowerCase() ?? { 'c-4-3': 'resource', 'c-4-4': 'action' }[id.slice(0, 5)] ?? (id === 'c-4-6-1' ? 'action' : 'subject');
    return `/access/v1/search/${kind}`;
  };
  /** The requests of a section, each with what is expected of it behind it. */
  const cases = sections.flatMap(({ id, title, text, blocks }) =>
    blocks.flatMap(({ label, json }, i) => {
      const isExpected = label.some((one) => one.startsWith('Expected'));
      if (json === null || isExpected || id.startsWith('c-6')) return [];
      const next = blocks[i + 1];
      const expected = next?.label.some((one) => one.startsWith('Expected')) ? (next.json ?? next.raw) : null;
      return [{ id, title, text, what: label.join(' '), request: json, expected }];
    }),
  );

  it('has the requests that it had', () => {
    expect([sections.length, cases.length]).toEqual([44, 50]);
  });

  it.each(cases)('$id $title: $what', async ({ id, text, what, request, expected }) => {
    const named = what.replace(/^\W+/, '');
    const page = request.page as { readonly token?: string } | undefined;
    if (page?.token !== undefined) {
      const { page: before } = (await search('subject', { ...request, page: { limit: 1 } })).json;
      (request.page as { token: string }).token = before.next_token;
    }
    const answer = await running.call('POST', endpointOf(id, named), request);
    if (/^c-(?:2-4|4-7)-/.test(id)) {
      expect([answer.status, answer.text]).toEqual([400, expect.stringMatching(/\S/)]);
      return;
    }
    expect(answer.status, answer.text).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    if (id.startsWith('c-4')) expectFound(answer, expected, id);
    else if (typeof expected === 'string') {
      const wanted = JSON.parse(expected.replaceAll('<boolean>', '"boolean"').replaceAll('<context>', '"context"'));
      expect(answer.json.evaluations).toHaveLength(wanted.evaluations.length);
      answer.json.evaluations.forEach((one: { decision: unknown }, i: number) => {
        const { decision } = wanted.evaluations[i];
        if (decision === 'boolean') expect(typeof one.decision).toBe('boolean');
        else expect(one.decision).toBe(decision);
      });
    } else if (expected !== null) expect(answer.json).toEqual(expected);
    else expect(answer.json).toEqual({ decision: !/`"decision": false`/.test(text) });
  });

  function expectFound({ json }: Answered, expected: unknown, id: string): void {
    expect(Array.isArray(json.results)).toBe(true);
    const wanted = (expected as { readonly results?: readonly object[] } | null)?.results;
    if (wanted?.length === 0) expect(json).toEqual({ results: [] });
    for (const one of wanted ?? []) expect(json.results).toContainEqual(one);
    if (id === 'c-4-5-1') expect([json.results.length, json.page.next_token]).toEqual([1, expect.stringMatching(/./)]);
    if (id === 'c-4-5-2') expect([json.results.length, json.page]).toEqual([1, { next_token: '' }]);
  }
});

const TODO = `
schema {
  operations = { can_read_user = "read", can_read_todos = "read", can_create_todo = "create", can_update_todo = "update", can_delete_todo = "delete" }
}
policy "everybody" {
  path "user/+" { capabilities = ["read"] }
  path "todo/+" { capabilities = ["read"] }
}
policy "editors" {
  path "todo/+" { capabilities = ["create"] }
  path "todo/+" {
    capabilities = ["update", "delete"]
    when { expr = target.ownerID == user.email }
  }
}
policy "everything" {
  path "todo/+" { capabilities = ["create", "delete"] }
}
policy "any-todo" { path "todo/+" { capabilities = ["update"] } }
group "viewer"      { policies = ["everybody"] }
group "editor"      { policies = ["everybody", "editors"] }
group "admin"       { policies = ["everybody", "editors", "everything"] }
group "evil_genius" { policies = ["everybody", "editors", "any-todo"] }
user "CiRmZDA2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs" {
  groups     = ["admin", "evil_genius"]
  attributes = { email = "rick@the-citadel.com" }
}
user "CiRmZDM2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs" {
  groups     = ["viewer"]
  attributes = { email = "beth@the-smiths.com" }
}
user "CiRmZDE2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs" {
  groups     = ["editor"]
  attributes = { email = "morty@the-citadel.com" }
}
user "CiRmZDI2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs" {
  groups     = ["editor"]
  attributes = { email = "summer@the-smiths.com" }
}
user "CiRmZDQ2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs" {
  groups     = ["viewer"]
  attributes = { email = "jerry@the-smiths.com" }
}
`;

interface Interop {
  readonly evaluation: readonly { readonly request: object; readonly expected: boolean }[];
  readonly evaluations?: readonly { readonly request: object; readonly expected: readonly object[] }[];
}

describeShared('the todo interop suite', () => {
  let todo: Running;
  beforeAll(async () => {
    todo = await run(TODO);
  });
  afterAll(() => todo.end());

  it.each(['01', '02'])('version 1.0-%s is answered exactly', async (version) => {
    const { evaluation, evaluations = [] } = readSharedJson<Interop>(`conformance/authzen/decisions-authorization-api-1_0-${version}.json`);
    expect([evaluation.length, evaluations.length]).toEqual([40, version === '02' ? 3 : 0]);
    const wrong: unknown[] = [];
    for (const { request, expected } of evaluation) {
      const { text } = await todo.call('POST', '/access/v1/evaluation', request);
      if (text !== JSON.stringify({ decision: expected })) wrong.push({ request, expected, text });
    }
    for (const { request, expected } of evaluations) {
      const { json } = await todo.call('POST', '/access/v1/evaluations', request);
      if (JSON.stringify(json.evaluations) !== JSON.stringify(expected)) wrong.push({ request, expected, json });
    }
    expect(wrong).toEqual([]);
  });
});

describe('an evaluation', () => {
  it('is answered with the truth alone, and with the whole decision where it is asked for', async () => {
    expect((await evaluate(ASKED)).text).toBe('{"decision":true}');
    const { json } = await evaluate({ ...ASKED, action: { name: 'write' }, subject: { type: 'user', id: 'bob' }, context: { polc: { reasons: true } } });
    expect(json).toMatchObject({ decision: false, context: { id: expect.any(String), polc: { outcome: 'condition_false', layers: expect.any(Array) } } });
  });

  it('is denied for a type that nobody knows, and for names that make no path', async () => {
    for (const subject of [
      { type: 'spaceship', id: 'alice' },
      { type: '__proto__', id: 'alice' },
      { type: 'agent', id: 'alice' },
      { type: 'user', id: '' },
    ]) {
      expect((await evaluate({ ...ASKED, subject })).json, JSON.stringify(subject)).toEqual({ decision: false });
    }
    for (const id of ['', '.', '..', '../record/record-1', 'record-1/', 'a\u0000b', '*', '+']) {
      const { status, json } = await evaluate({ ...ASKED, resource: { type: 'record', id } });
      // What is one segment stands for a record of that name, which every reader may read.
      expect([status, json], JSON.stringify(id)).toEqual([200, { decision: id !== '' }]);
    }
    expect((await evaluate({ ...ASKED, resource: { type: 'record/x', id: 'record-1' } })).json).toEqual({ decision: false });
  });

  it.each([
    ['no body', ''],
    ['half a body', '{"subject":'],
    ['a list', []],
    ['a member twice', '{"subject":{"type":"user","id":"alice","id":"bob"},"action":{"name":"read"},"resource":{"type":"record","id":"record-1"}}'],
    ['half of a surrogate pair', '{"subject":{"type":"user","id":"\\ud800"},"action":{"name":"read"},"resource":{"type":"record","id":"record-1"}}'],
    ['an extension that is none', { ...ASKED, context: { polc: { purposes: [] } } }],
    ['deep nesting', `{"subject":${'['.repeat(100_000)}`],
    ['too much', { ...ASKED, context: { x: 'x'.repeat(3 << 20) } }],
  ])('is refused for %s, in one line that says why and nothing of the inside', async (_, body) => {
    const { status, text, headers } = await evaluate(body);
    expect([400, 413]).toContain(status);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(text).toMatch(/^[^\n]{3,200}$/);
    expect(text).not.toMatch(/FST_|ajv|at .*:\d+|node_modules|SyntaxError/);
  });

  it('is refused in another type than JSON with 400, and without a credential with 401', async () => {
    expect((await evaluate(ASKED, { 'content-type': 'text/plain' })).status).toBe(400);
    expect((await evaluate(ASKED, { 'content-type': 'application/xml' })).status).toBe(400);
    const { status, headers } = await evaluate(ASKED, { authorization: '' });
    expect([status, headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/Bearer/)]);
    for (const authorization of [
      'Bearer polc_0_0',
      'Bearer x',
      `Basic ${running.key}`,
      `Bearer ${running.key}x`,
      `Bearer ${running.key.replace(/_(.)([^_]*)$/, (_, first, rest) => `_${first === 'A' ? 'B' : 'A'}${rest}`)}`,
    ]) {
      expect((await evaluate(ASKED, { authorization })).status, authorization).toBe(401);
    }
  });

  it('carries the id of its request', async () => {
    expect((await evaluate(ASKED, { 'x-request-id': 'abc-1' })).headers.get('x-request-id')).toBe('abc-1');
    expect((await evaluate('{', { 'x-request-id': 'abc-2' })).headers.get('x-request-id')).toBe('abc-2');
    expect((await evaluate(ASKED, { 'x-request-id': 'abc-3', authorization: 'Bearer no' })).headers.get('x-request-id')).toBe('abc-3');
  });
});

describe('evaluations', () => {
  const evaluations = [{ resource: { type: 'nothing', id: '1' } }, {}, { resource: { type: 'nothing', id: '2' } }];

  it.each([
    ['execute_all', [false, true, false]],
    ['deny_on_first_deny', [false]],
    ['permit_on_first_permit', [false, true]],
  ])('end as %s wants', async (evaluations_semantic, expected) => {
    const { json } = await evaluateAll({ ...ASKED, evaluations, options: { evaluations_semantic } });
    expect(json).toEqual({ evaluations: expected.map((decision) => ({ decision })) });
  });

  it('are refused for a semantic that nobody knows', async () => {
    expect((await evaluateAll({ ...ASKED, evaluations, options: { evaluations_semantic: 'maybe' } })).status).toBe(400);
  });

  it('say of one that is wrong what is wrong with it, and answer the others', async () => {
    const { json } = await evaluateAll({ ...ASKED, evaluations: [{ subject: 'alice' }, {}, { action: {} }] });
    expect(json.evaluations.map(({ decision }: { decision: boolean }) => decision)).toEqual([false, true, false]);
    expect(json.evaluations[0].context).toEqual({ error: { status: 400, message: '"subject" is an object' } });
    expect(json.evaluations[2].context).toEqual({ error: { status: 400, message: '"action.name" is missing' } });
  });
});

describe('a search', () => {
  it('goes on from page to page of the same search, and no other', async () => {
    const body = { subject: { type: 'user' }, action: { name: 'read' }, resource: RECORD };
    const first = (await search('subject', { ...body, page: { limit: 1 } })).json;
    expect(first).toEqual({ results: [ALICE], page: { next_token: expect.stringMatching(/./) } });
    const second = (await search('subject', { ...body, page: { token: first.page.next_token, limit: 1 } })).json;
    expect(second).toEqual({ results: [{ type: 'user', id: 'bob' }], page: { next_token: '' } });
    expect((await search('subject', { ...body, action: { name: 'write' }, page: { token: first.page.next_token } })).status).toBe(400);
    expect((await search('subject', { ...body, page: { token: 'nonsense' } })).status).toBe(400);
  });

  it('finds what is allowed, and without an unasked member', async () => {
    expect((await search('resource', { subject: ALICE, action: { name: 'read' }, resource: { type: 'record' } })).json).toEqual({
      results: [RECORD, { type: 'record', id: 'record-2' }],
    });
    expect((await search('action', { subject: ALICE, resource: RECORD })).json).toEqual({ results: [{ name: 'read' }, { name: 'write' }] });
  });

  it('is nobody’s who may not', async () => {
    const key = await running.keyFor({ id: 'decides-only', user: 'alice' });
    const { status } = await running.call('POST', '/access/v1/search/action', { subject: ALICE, resource: RECORD }, { authorization: `Bearer ${key}` });
    expect(status).toBe(403);
  });
});

describe('the metadata', () => {
  it('name every endpoint, and need no credential', async () => {
    const { base } = running.server;
    const { json, headers } = await running.call('GET', '/.well-known/authzen-configuration', undefined, { authorization: '' });
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(json).toEqual({
      policy_decision_point: base,
      access_evaluation_endpoint: `${base}/access/v1/evaluation`,
      access_evaluations_endpoint: `${base}/access/v1/evaluations`,
      search_subject_endpoint: `${base}/access/v1/search/subject`,
      search_resource_endpoint: `${base}/access/v1/search/resource`,
      search_action_endpoint: `${base}/access/v1/search/action`,
    });
  });
});
