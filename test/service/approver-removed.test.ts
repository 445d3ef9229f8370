// What somebody approved who is no user of the registry any more.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Running, run } from './running.js';

const POLICIES = `
policy "transfers" {
  path "bank/*" {
    capabilities = ["update"]
    approval { by = ["user:carol", "user:outside"] }
  }
}
agent "bot" { policies = ["transfers"] }
`;

let running: Running;
beforeAll(async () => {
  running = await run(POLICIES);
});
afterAll(() => running.end());

/** Asked for, and approved by one of them. */
async function approved(path: string, user: string): Promise<object> {
  const request = { agent: 'bot', operation: 'update', path };
  const { approvals } = (await running.call('POST', '/v1/approvals', request)).json;
  const { json } = await running.call('POST', `/v1/approvals/${approvals[0].id}/answer`, { answer: 'approve', by: `user:${user}` });
  expect(json.state).toBe('approved');
  return request;
}
const outcomeOf = async (request: object) => (await running.call('POST', '/v1/decide', request)).json.outcome;

describe('an approval', () => {
  it('counts no more once its approver is taken out', async () => {
    await running.call('POST', '/v1/users', { id: 'carol' });
    const [before, after] = [await approved('bank/before', 'carol'), await approved('bank/after', 'carol')];
    expect(await outcomeOf(before)).toBe('allowed');
    expect((await running.call('DELETE', '/v1/users/carol')).status).toBe(204);
    expect(await outcomeOf(after)).toBe('approval_required');
  });

  it('of one whom an identity provider alone knows counts by its word', async () => {
    expect(await outcomeOf(await approved('bank/outside', 'outside'))).toBe('allowed');
  });
});
