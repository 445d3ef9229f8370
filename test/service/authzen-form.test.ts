// Whoever asks by a credential of its own at the doors of AuthZEN, where a subject cannot be left out: in the form that the credential gives, and no other.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cast, openCast } from './credential-cast.js';
import { MACHINES } from './credential-scene.js';

let { scene, must, lastDecision } = {} as Cast;
beforeAll(async () => {
  ({ scene, must, lastDecision } = await openCast());
  await must('/v1/agents', { id: 'seeker', policies: ['asks-for-itself', 'searches', 'code'], identity: { jwt: { issuer: MACHINES, subject: 'seeker-1' } } });
  await must('/v1/users', { id: 'searcher', policies: ['asks-for-users', 'searches', 'code'] });
  await must('/v1/delegations', { id: 'searcher-seeker', from: 'user:searcher', to: 'seeker', scopes: ['reads'], consent: 'implied' });
});
afterAll(() => scene.end());

const RECORD = { type: 'record', id: 'x' };
const MACHINE = { type: 'agent', id: 'machine' };
const SEEKER = { type: 'agent', id: 'seeker' };
const asking = (subject: object, name = 'update') => ({ subject, action: { name }, resource: RECORD });
const ask = (token: string, path: string, body: object) => scene.ask('POST', `/access/v1/${path}`, { authorization: `Bearer ${token}` }, body);
const forUser = (sub: string, actor = 'machine-1') => scene.token(scene.people, { sub, act: { iss: MACHINES, sub: actor } });
const narrowed = (sub: string) => {
  const details = [
    ['polc/decide/agents/+', 'update'],
    ['polc/search/+', 'update'],
    ['record/+', 'read'],
  ].map(([path, capability]) => ({ type: 'vault:path_access', path, capabilities: [capability] }));
  return scene.token(scene.machines, { sub, authorization_details: details });
};

describe('an agent that acts for somebody', () => {
  it('is not decided as if it acted for itself', async () => {
    const own = scene.token(scene.machines, { sub: 'machine-1' });
    expect((await ask(own, 'evaluation', asking(MACHINE))).json).toEqual({ decision: true });
    const token = forUser('alice');
    expect((await ask(token, 'evaluation', asking(MACHINE))).json).toEqual({ decision: false });
    expect(lastDecision()).toMatchObject({ agent: 'machine', user: 'alice', chain: ['machine'] });
    expect((await ask(token, 'evaluation', asking(MACHINE, 'read'))).json).toEqual({ decision: true });
    const evaluations = [{ action: { name: 'update' } }, { action: { name: 'read' } }];
    expect((await ask(token, 'evaluations', { ...asking(MACHINE), evaluations })).json).toEqual({ evaluations: [{ decision: false }, { decision: true }] });
  });

  it('names no other delegation', async () => {
    const context = { polc: { delegation: { user: 'searcher', chain: ['machine'] } } };
    for (const token of [forUser('alice'), scene.token(scene.machines, { sub: 'machine-1' })]) {
      expect((await ask(token, 'evaluation', { ...asking(MACHINE, 'read'), context })).status).toBe(403);
    }
  });

  it('finds what it may in that form', async () => {
    const search = { subject: SEEKER, resource: RECORD };
    expect((await ask(forUser('searcher', 'seeker-1'), 'search/action', search)).json).toEqual({ results: [{ name: 'read' }] });
  });
});

describe('a token that is narrowed', () => {
  it('narrows what its subject asks', async () => {
    expect((await ask(narrowed('machine-1'), 'evaluation', asking(MACHINE))).json).toEqual({ decision: false });
    expect((await ask(narrowed('machine-1'), 'evaluation', asking(MACHINE, 'read'))).json).toEqual({ decision: true });
  });

  it('narrows what its subject finds', async () => {
    const { json } = await ask(narrowed('seeker-1'), 'search/action', { subject: SEEKER, resource: RECORD });
    expect(json).toEqual({ results: [{ name: 'read' }] });
  });
});

describe('a search', () => {
  const seeker = () => scene.token(scene.machines, { sub: 'seeker-1' });

  it('is of no subject that the caller may not ask about', async () => {
    for (const subject of [MACHINE, { type: 'user', id: 'alice' }, { type: 'user', id: 'nobody' }]) {
      for (const [kind, resource] of [['action', RECORD] as const, ['resource', { type: 'record' }] as const]) {
        expect((await ask(seeker(), `search/${kind}`, { ...asking(subject), resource })).status).toBe(403);
      }
    }
  });

  it('finds no subject that the caller may not ask about', async () => {
    const agents = await ask(seeker(), 'search/subject', asking({ type: 'agent' }));
    expect(agents.json).toEqual({ results: [SEEKER] });
    expect((await ask(seeker(), 'search/subject', asking({ type: 'user' }))).json).toEqual({ results: [] });
  });
});
