// What only an enforcement point knows, and nobody says without the right to: more of a session than which one it is, which key was shown, what time it is.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, type Running, run } from './running.js';

const POLICIES = `
policy "counted" {
  path "secret/calls" {
    capabilities = ["read"]
    when { expr = session.calls < 5 }
  }
  path "secret/session" {
    capabilities = ["read"]
    when { expr = session.id == "B" }
  }
  path "polc/decide/agents/+" { capabilities = ["update"] }
  path "polc/grants/redeem" { capabilities = ["update"] }
}
policy "gateway" {
  path "polc/decide/+/+" { capabilities = ["update"] }
  path "polc/decide/context" { capabilities = ["update"] }
  path "polc/grants/redeem" { capabilities = ["update"] }
}
`;
const CALLS = { operation: 'read', path: 'secret/calls' };
const SESSION = { id: 'B', calls: 0 };
const jkt = 'A'.repeat(43);

let running: Running;
let [agent, gateway] = ['', ''];
beforeAll(async () => {
  running = await run(POLICIES);
  await running.call('POST', '/v1/agents', { id: 'bot', policies: ['counted'] });
  agent = await running.keyFor({ id: 'bot-itself', agent: 'bot' });
  gateway = await running.keyFor({ id: 'gateway', policies: ['gateway'] });
});
afterAll(() => running.end());

const ask = (key: string, path: string, body: object) => call(running.server.base, key, 'POST', path, body);
const evaluation = (id: string, session: object) => ({
  ...{ subject: { type: 'agent', id: 'bot' }, action: { name: 'read' }, resource: { type: 'secret', id } },
  context: { polc: { session } },
});
const grantFor = async (more: object) => (await ask(gateway, '/v1/grants', { agent: 'bot', ...CALLS, session: SESSION, ...more })).json.grant.token as string;
const redeem = (key: string, token: string, action: object = {}, more: object = {}) =>
  ask(key, '/v1/grants/redeem', { token, action: { agent: 'bot', ...CALLS, session: SESSION, ...action }, ...more });

describe('what is known of a session', () => {
  it('is refused from whoever may not say it', async () => {
    expect((await ask(agent, '/v1/decide', { ...CALLS, session: SESSION })).status).toBe(403);
    expect((await ask(agent, '/v1/decide', { ...CALLS, path: 'secret/session', session: { id: 'B' } })).json.allowed).toBe(true);
    expect((await ask(gateway, '/v1/decide', { agent: 'bot', ...CALLS, session: SESSION })).json.allowed).toBe(true);
  });

  it('counts for nothing at AuthZEN’s doors', async () => {
    expect((await ask(agent, '/access/v1/evaluation', evaluation('calls', SESSION))).json).toEqual({ decision: false });
    expect((await ask(agent, '/access/v1/evaluation', evaluation('session', SESSION))).json).toEqual({ decision: true });
    expect((await ask(gateway, '/access/v1/evaluation', evaluation('calls', SESSION))).json).toEqual({ decision: true });
  });
});

describe('a grant', () => {
  it('that is bound is not used by whoever may not say which key was shown', async () => {
    const token = await grantFor({ holder: { jkt } });
    expect((await redeem(agent, token)).json).toEqual({ redeemed: false, fault: 'other_key' });
    expect((await redeem(agent, token, {}, { holder: { jkt } })).status).toBe(403);
    expect((await redeem(gateway, token, {}, { holder: { jkt } })).json.redeemed).toBe(true);
  });

  it('is used as its principals stand now, whatever time is said', async () => {
    const [before, after] = [await grantFor({}), await grantFor({})];
    const context = { time: Date.now() - 60_000 };
    expect((await redeem(gateway, before, { context })).json.redeemed).toBe(true);
    await running.call('PATCH', '/v1/agents/bot', { expires: new Date(Date.now() - 1_000).toISOString() });
    expect((await redeem(gateway, after, { context })).json).toEqual({ redeemed: false, fault: 'expired' });
  });
});
