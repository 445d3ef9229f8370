// What others see of the service: spans that go on from the caller's, and logs without anything that nobody should read.

import { context, propagation, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Running, run } from './running.js';

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const logged: string[] = [];
let running: Running;

beforeAll(async () => {
  provider.register();
  const policies = 'agent "bot" { policies = ["reading"] }\npolicy "reading" { path "secret/x" { capabilities = ["read"] } }';
  running = await run(policies, { server: { log: { write: (line) => logged.push(line) }, logLevel: 'debug' } });
});
afterAll(async () => {
  await running.end();
  await provider.shutdown();
  for (const api of [trace, context, propagation]) api.disable();
});

describe('a decision', () => {
  it('is a span of the caller’s trace, with its outcome and no data of the request', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const request = { agent: 'bot', operation: 'read', path: 'secret/x', parameters: { card: 'very-secret' } };
    const { json } = await running.call('POST', '/v1/decide', request, { traceparent });
    const [span] = exporter.getFinishedSpans();
    expect(span?.name).toBe('polc.decide');
    expect([span?.spanContext().traceId, span?.parentSpanContext?.spanId]).toEqual(['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331']);
    expect(span?.attributes).toEqual({
      ...{ 'polc.decision': 'allow', 'polc.outcome': 'allowed', 'polc.decision_id': json.decision_id, 'polc.policy.revision': json.revision },
      'gen_ai.agent.id': 'bot',
    });
    const { entries } = (await running.call('GET', `/v1/audit/entries?decision=${json.decision_id}`)).json;
    expect(entries[0].traceparent).toBe(traceparent);
  });
});

describe('the log of the server', () => {
  it('holds lines of JSON, and no credential', async () => {
    await running.call('POST', '/v1/decide', {}, { authorization: 'Bearer polc_0123456789abcdef_not-the-secret-of-anybody', dpop: 'proof-text' });
    await running.call('POST', '/v1/decide', '{"agent": "very-secret-body"');
    expect(logged.length).toBeGreaterThan(0);
    for (const line of logged) expect(() => JSON.parse(line)).not.toThrow();
    const text = logged.join('');
    expect(text).toContain('unauthenticated');
    for (const secret of [running.key, 'not-the-secret-of-anybody', 'proof-text', 'very-secret-body']) expect(text).not.toContain(secret);
  });
});
