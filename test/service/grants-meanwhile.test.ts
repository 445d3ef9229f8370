// Grants, and authority that is taken away between the decision and its answer.

import { afterEach, describe, expect, it } from 'vitest';
import { call, type Running, run } from './running.js';

const POLICIES = `
policy "reads" { path "kv/*" { capabilities = ["read"] } }
scope "all" { path "kv/*" { capabilities = ["read"] } }
agent "bot" { policies = ["reads"] }
user "alice" { policies = ["reads"] }
delegation "d" {
  from    = "user:alice"
  to      = "bot"
  scopes  = ["all"]
  consent = "explicit"
}
`;
const ACTION = { agent: 'bot', delegation: { id: 'd' }, operation: 'read', path: 'kv/a' };
const CONSENT = { delegation: 'd', scopes: ['all'], by: 'user:alice' };

let running: Running;
afterEach(() => running.end());

/** Decisions wait in the log for `go`; `came` once the first has. */
async function open() {
  let go = () => {};
  let came = () => {};
  const gate = new Promise<void>((resolve) => (go = resolve));
  const waiting = new Promise<void>((resolve) => (came = resolve));
  const append = async (entry: object) => {
    if (!('type' in entry) || entry.type !== 'decision') return;
    came();
    await gate;
  };
  running = await run(POLICIES, { audit: { append, close: async () => undefined } });
  return { go, waiting };
}

describe('a grant that was decided on', () => {
  it('is not given where the consent was withdrawn before it was answered, and comes back with no other', async () => {
    const { go, waiting } = await open();
    const { id } = (await running.call('POST', '/v1/consents', CONSENT)).json;
    const asked = call(running.server.base, running.key, 'POST', '/v1/grants', ACTION);
    await waiting;
    expect((await running.call('POST', `/v1/consents/${id}/withdraw`, { by: 'user:alice' })).status).toBe(200);
    go();
    const { status, json } = await asked;
    expect([status, json.detail]).toEqual([403, 'what was allowed is not any more: expired']);
    await running.call('POST', '/v1/consents', CONSENT);
    const { grants } = (await running.call('GET', '/v1/grants')).json;
    expect(grants).toEqual([expect.objectContaining({ agent: 'bot', revoked_at: expect.any(String) })]);
  });

  it('is given where everything stands', async () => {
    const { go } = await open();
    await running.call('POST', '/v1/consents', CONSENT);
    go();
    const { status, json } = await running.call('POST', '/v1/grants', ACTION);
    expect([status, json.allowed]).toEqual([201, true]);
  });
});
