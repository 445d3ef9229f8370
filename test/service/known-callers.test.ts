// Whose credential one is, where the registry and the files of the policies both know the agent.

import { COMMAND } from '@polc/service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, bundleOf, type Running, run } from './running.js';

const POLICY = 'policy "p" { path "kv/*" { capabilities = ["read"] } }';
const OLD = { issuer: 'https://old.example', subject: 'bot' };
const DECLARED = `agent "bot" {
  policies = ["p"]
  identity {
    jwt {
      issuer  = "https://new.example"
      subject = "bot"
    }
  }
}`;

let running: Running;
beforeAll(async () => {
  running = await run(POLICY);
});
afterAll(() => running.end());

describe('an agent of the registry', () => {
  it('that files declare later is known by what they say of it alone', async () => {
    const { known } = running.service;
    await running.call('POST', '/v1/agents', { id: 'bot', policies: ['p'], identity: { jwt: OLD } });
    expect(known.agentOf(OLD.issuer, OLD.subject)).toBe('bot');
    await running.service.replacePolicies(bundleOf(ADMIN, POLICY, DECLARED), COMMAND);
    expect([known.agentOf(OLD.issuer, OLD.subject), known.agentOf('https://new.example', 'bot')]).toEqual([null, 'bot']);
  });
});
