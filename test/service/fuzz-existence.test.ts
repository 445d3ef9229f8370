// What a caller without a right learns of what there is: the same of what exists and of what does not, to the letter.

import { COMMAND } from '@polc/service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goodBody } from './fuzz-samples.js';
import { EXACT, type FuzzAnswer, type FuzzScene, openScene } from './fuzz-scene.js';

const ABSENT = 'nothing-of-the-kind';

let scene: FuzzScene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.end());

/** Everything but the moment, and the name that was asked for. */
function shown({ status, headers, text }: FuzzAnswer, ...names: readonly string[]): string {
  const { date: _, 'content-length': __, ...rest } = headers;
  return names.reduce((all, name) => all.replaceAll(name, 'NAME'), `${status} ${JSON.stringify(rest)} ${text}`);
}

describe('a caller who may nothing', () => {
  it('is answered alike on the path of what is there and of what is not', async () => {
    const different: string[] = [];
    const withIds = scene.operations.filter(({ params }) => params.length > 0);
    expect(withIds.length).toBeGreaterThan(35);
    for (const operation of withIds) {
      const absent = operation.path.includes('{index}') ? '99999999' : ABSENT;
      const present = operation.url.split('/')[operation.path.split('/').findIndex((part) => part.startsWith('{'))] as string;
      const url = operation.path.replace(/\{\w+\}/, absent);
      const [there, absentThere] = [
        await scene.ask({ ...operation, ...goodBody(scene, operation), key: scene.nobody }),
        await scene.ask({ ...operation, ...goodBody(scene, operation), url, key: scene.nobody }),
      ];
      expect([operation.path, there.status]).toEqual([operation.path, 403]);
      const [one, other] = [shown(there, `\\"${present}\\"`, `/${present}`), shown(absentThere, `\\"${absent}\\"`, `/${absent}`)];
      if (one !== other) different.push(`${operation.method} ${operation.path}: ${one}, ${other}`);
    }
    expect(different).toEqual([]);
  });

  it.each([
    ['registers', '/v1/agents', (name: string) => ({ id: name })],
    ['gives an agent a name that another has', '/v1/agents', (name: string) => ({ id: 'x', display_name: name })],
    ['registers a user', '/v1/users', (name: string) => ({ id: name })],
    ['registers a group', '/v1/groups', (name: string) => ({ id: name })],
    ['makes an entity', '/v1/identity/entity', (name: string) => ({ id: 'x', name })],
    ['registers an entity', '/v1/agent-registry/register', (name: string) => ({ id: 'x', display_name: 'x', entity_id: name })],
    ['lets a caller in', '/v1/callers', (name: string) => ({ id: name, policies: ['nothing'] })],
    ['delegates', '/v1/delegations', (name: string) => ({ id: 'x', from: `user:${name}`, to: name, scopes: ['one'] })],
    ['consents', '/v1/consents', (name: string) => ({ delegation: name, scopes: ['one'], by: 'user:existing' })],
    ['asks for a decision', '/v1/decide', (name: string) => ({ ...EXACT, agent: name })],
    ['asks for one of a user', '/v1/decide', (name: string) => ({ user: { id: name }, operation: 'read', path: 'a' })],
    ['asks for one of a policy', '/v1/decide', (name: string) => ({ policies: [name === ABSENT ? name : 'nothing'], operation: 'read', path: 'a' })],
    ['asks why', '/v1/explain', (name: string) => ({ ...EXACT, agent: name })],
    ['asks for a grant', '/v1/grants', (name: string) => ({ ...EXACT, agent: name })],
    ['uses a grant', '/v1/grants/redeem', (name: string) => ({ token: name === ABSENT ? name : scene.ids.token, action: EXACT })],
    ['asks for an approval', '/v1/approvals', (name: string) => ({ ...EXACT, agent: name })],
    [
      'evaluates',
      '/access/v1/evaluation',
      (name: string) => ({ subject: { type: 'agent', id: name }, action: { name: 'read' }, resource: { type: 'secret', id: 'exact' } }),
    ],
    [
      'searches',
      '/access/v1/search/resource',
      (name: string) => ({ subject: { type: 'agent', id: name }, action: { name: 'read' }, resource: { type: 'secret' } }),
    ],
  ])('is answered alike when it %s', async (_, url, body) => {
    const [there, absent] = await Promise.all(
      ['existing', ABSENT].map(async (name) => shown(await scene.ask({ method: 'POST', url, body: JSON.stringify(body(name)), key: scene.nobody }), name)),
    );
    expect(there).toMatch(/^403 /);
    expect(there).toBe(absent);
  });
});

describe('a caller of some rights', () => {
  it('learns of nothing beyond them by another name of it', async () => {
    const policies = 'policy "one-agent" { path "polc/agents/mine" { capabilities = ["read", "update", "delete"] } }';
    const { bundleOf, ADMIN } = await import('./running.js');
    await scene.running.service.replacePolicies(bundleOf(ADMIN, policies, 'policy "nothing" { path "nothing" { capabilities = ["read"] } }'), COMMAND);
    const key = await scene.running.keyFor({ id: 'some', policies: ['one-agent'] });
    for (const way of ['display-name', 'entity-id', 'id'] as const) {
      const name = way === 'id' ? 'registration' : way === 'entity-id' ? 'registered' : 'existing';
      const answers = await Promise.all(
        [name, ABSENT].map(async (one) => shown(await scene.ask({ method: 'GET', url: `/v1/agent-registry/registration/${way}/${one}`, key }), one)),
      );
      expect(answers[0]).toMatch(/^403 /);
      expect(answers[0]).toBe(answers[1]);
    }
    expect((await scene.ask({ method: 'GET', url: '/v1/agents/mine', key })).status).toBe(404);
  });
});

describe('a key', () => {
  it('that counts no more is answered as one that never did', async () => {
    const { running } = scene;
    const [suspended, removed, rotated, expired] = (await Promise.all(
      ['suspended', 'removed', 'rotated']
        .map((id) => running.keyFor({ id, policies: ['nothing'] }))
        .concat(running.keyFor({ id: 'expired', policies: ['nothing'], expires: '2020-01-01T00:00:00Z' })),
    )) as [string, string, string, string];
    await running.call('POST', '/v1/callers/suspended/suspend', {});
    await running.call('DELETE', '/v1/callers/removed');
    await running.call('POST', '/v1/callers/rotated/rotate', {});
    const never = `polc_${'0'.repeat(16)}_${'A'.repeat(43)}`;
    const otherSecret = `${scene.nobody.slice(0, -43)}${'B'.repeat(43)}`;
    const answers = await Promise.all(
      [suspended, removed, rotated, expired, otherSecret, never].map(async (key) => shown(await scene.ask({ method: 'GET', url: '/v1/agents', key }))),
    );
    expect(answers[0]).toMatch(/^401 /);
    expect(new Set(answers).size).toBe(1);
  });
});
