// Entries as CEF, as events of OPA's decision log and as log records of OpenTelemetry.

import type { JsonObject } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeExtension, escapeHeader, toCef } from '../../service/audit/export/cef.js';
import { toOpa } from '../../service/audit/export/opa.js';
import { toOtel } from '../../service/audit/export/otel.js';
import { runs } from '../runs.js';
import { alerted, changed, decided, decisions, happened, keys, mixed, REQUESTS, TIME } from './audit-entries.js';

const version = '0.1.0';
const place = { origin: 'polc.example/log', index: 12, leaf: Buffer.alloc(32, 171) };

/** By the text of the format alone: seven bars, then keys up to an equals sign that nothing escapes. */
function readCef(line: string): { readonly head: readonly string[]; readonly extension: { readonly [key: string]: string } } {
  const head: string[] = [];
  let text = '';
  let i = 0;
  for (; head.length < 7; i++) {
    if (line[i] === '\\') text += line[++i];
    else if (line[i] === '|') {
      head.push(text);
      text = '';
    } else text += line[i];
  }
  const extension: { [key: string]: string } = {};
  for (const [, key = '', value = ''] of line.slice(i).matchAll(/(?:^| )([A-Za-z0-9]+)=((?:[^\\=]|\\.)*?)(?= [A-Za-z0-9]+=|$)/gs)) {
    extension[key] = value.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char === 'r' ? '\r' : char));
  }
  return { head, extension };
}

describe('a line of CEF', () => {
  const odd = fc.oneof(fc.string({ unit: fc.constantFrom('\\', '|', '=', '\n', '\r', ' ', 'a', 'n', 'r', 'ü', '\t') }), fc.string({ unit: 'grapheme' }));

  it('has seven fields and pairs, whatever stands in it, and says all of it', () => {
    fc.assert(
      fc.property(odd, odd, odd, (path, agent, policy) => {
        const entry = decided({ agent: `a${agent}`, operation: 'read', path: `p${path}`, purpose: `x${policy}` });
        const rule = { layer: 'agent_policies', policy: `b${policy}`, path: 'x', file: 'f', line: 1, role: 'granted' } as const;
        const line = toCef({ ...entry, allowed: true, rules: [rule] }, { version });
        expect(line).not.toMatch(/[\r\n]/);
        const { head, extension } = readCef(line);
        expect(head).toEqual(['CEF:0', 'polc', 'polc', version, `b${policy}`.replace(/[\p{Cc}\u2028\u2029]/gu, ' '), 'Access allowed', '1']);
        expect(extension).toMatchObject({ request: `p${path}`, suser: `a${agent}`, cs1: `a${agent}`, cs3: `x${policy}`, externalId: entry.id });
      }),
      runs(200),
    );
  });

  it('escapes as the format does', () => {
    expect(escapeHeader('a|b\\c=d\n')).toBe('a\\|b\\\\c=d ');
    expect(escapeExtension('a|b\\c=d\n\r')).toBe('a|b\\\\c\\=d\\n\\r');
  });

  it('tells of a decision who, in whose name, what and why', () => {
    const entry = decided(REQUESTS['by a chain']);
    const { head, extension } = readCef(toCef(entry, { version, place }));
    expect(head.slice(4)).toEqual(['paying', 'Access allowed', '1']);
    expect(extension).toEqual({
      ...{ rt: String(TIME), cat: 'decision', externalId: entry.id, dvchost: 'node-1', src: '10.1.2.3', act: 'allow', outcome: 'success', reason: 'allowed' },
      ...{ suser: 'worker', duser: 'alice', request: 'secret/data/x', requestMethod: 'read', cs1Label: 'agent', cs1: 'worker', cs2Label: 'chain' },
      ...{ cs2: 'orchestrator > worker', cs4Label: 'revision', cs4: entry.revision, polcCaller: 'caller:gateway', polcCredential: 'api_key' },
      ...{ polcRequestId: 'req-1', polcTraceparent: entry.traceparent, polcIndex: '12', polcLeaf: place.leaf.toString('base64') },
    });
    const denied = readCef(toCef(decided(REQUESTS.ceiling), { version }));
    expect(denied.head.slice(4)).toEqual(['agent_type:worker', 'Access denied', '5']);
    expect(denied.extension).toMatchObject({ act: 'deny', outcome: 'failure', reason: 'ceiling' });
    expect(readCef(toCef(decided(REQUESTS.unknown), { version })).head[4]).toBe('unknown_principal');
    const bare = readCef(toCef(decided(REQUESTS.bare, { address: '2001:db8::1' }), { version })).extension;
    expect(bare).toMatchObject({ suser: 'gateway', cs6: 'reading, paying', c6a2: '2001:db8::1' });
    expect(bare).not.toHaveProperty('src');
  });

  it('tells of every other entry what it has names for', () => {
    const lines = mixed().map((entry) => ({ entry, ...readCef(toCef(entry, { version })) }));
    for (const { entry, head, extension } of lines) {
      expect(head).toHaveLength(7);
      expect(Number(head[6])).toBeGreaterThan(0);
      expect(extension).toMatchObject({ externalId: entry.id, cat: entry.type, rt: String(TIME), polcCaller: entry.caller });
    }
    expect(readCef(toCef(changed({ action: 'suspended' }), { version })).head.slice(4, 6)).toEqual(['agent:suspended', 'Change: agent suspended']);
    expect(readCef(toCef(changed({ kind: 'grant', action: 'refuse' }), { version })).extension).toMatchObject({ act: 'refuse', outcome: 'failure' });
    expect(readCef(toCef(changed(), { version })).extension).toMatchObject({ outcome: 'success' });
    expect(readCef(toCef(alerted(), { version })).extension).toMatchObject({ request: 'secret/data/x', suser: 'worker', duser: 'alice', msg: 'look' });
    expect(readCef(toCef(happened('forbidden'), { version })).extension).toMatchObject({ outcome: 'failure', msg: 'it forbidden' });
  });
});

describe('an event of OPA’s decision log', () => {
  it('has a decision’s input and result, and says what was masked', () => {
    const entry = decided({ ...REQUESTS.user, context: { ip: '10.0.0.1' } });
    expect(toOpa(entry, { version, place })).toEqual({
      labels: { app: 'polc', id: 'node-1', version, caller: 'caller:gateway', credential: 'api_key', api: 'native' },
      ...{ decision_id: entry.id, trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331', path: 'polc/decision' },
      bundles: { polc: { revision: entry.revision }, facts: { revision: '7' } },
      input: {
        ...{ user: 'alice', chain: [], operation: 'create', path: 'pay/x', approvals: [] },
        ...{ parameters: { amount: 5, to: keys.hash.text('bob') }, context: { ip: keys.hash.text('10.0.0.1') } },
      },
      result: {
        ...{ allowed: true, outcome: 'allowed', layers: entry.layers, rules: entry.rules, obligations: entry.obligations, advice: [], missing: [] },
      },
      ...{ requested_by: '10.1.2.3', timestamp: '2026-05-04T10:00:00.000Z', erased: [], masked: ['/input/parameters', '/input/context'] },
      custom: { request_id: 'req-1', log: 'polc.example/log', index: 12 },
    });
    for (const one of decisions()) {
      const event = toOpa(one, { version }) as JsonObject;
      expect(event).toMatchObject({ decision_id: one.id, result: { allowed: one.allowed } });
      const labels = Object.values(event.labels as JsonObject);
      expect(labels.every((label) => typeof label === 'string')).toBe(true);
    }
  });

  it('is there for decisions alone', () => {
    const others = mixed().filter(({ type }) => type !== 'decision');
    expect(others.length).toBeGreaterThan(10);
    expect(others.map((entry) => toOpa(entry, { version }))).toEqual(others.map(() => null));
  });
});

interface Attribute {
  readonly key: string;
  readonly value: JsonObject;
}

interface LogRecord {
  readonly timeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly [member: string]: unknown;
}

interface LogsRequest {
  readonly resourceLogs: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeLogs: readonly { readonly scope: JsonObject; readonly logRecords: readonly LogRecord[] }[];
  }[];
}

describe('log records of OpenTelemetry', () => {
  const of = (...entries: Parameters<typeof toOtel>[0][]) =>
    toOtel(
      entries.flatMap((some) => [...some]),
      { version },
    ) as unknown as LogsRequest;
  const recordOf = (entry: Parameters<typeof toCef>[0]) => of([entry]).resourceLogs[0]?.scopeLogs[0]?.logRecords[0] as LogRecord;
  const attributeOf = ({ attributes }: { readonly attributes: readonly Attribute[] }, key: string) => attributes.find((one) => one.key === key)?.value;

  it('are one resource for each node, and one record for each entry', () => {
    const { resourceLogs } = of(mixed(), [changed({ node: 'node-2' })]);
    expect(resourceLogs.map(({ resource }) => attributeOf(resource, 'service.instance.id'))).toEqual([{ stringValue: 'node-1' }, { stringValue: 'node-2' }]);
    expect(resourceLogs.map(({ scopeLogs }) => scopeLogs[0]?.logRecords.length)).toEqual([mixed().length, 1]);
    expect(attributeOf(resourceLogs[0]?.resource as LogRecord, 'service.name')).toEqual({ stringValue: 'polc' });
    expect(of([]).resourceLogs).toEqual([]);
  });

  it('are of the protocol’s form: 64 bits as text, ids in hexadecimal digits, values by their type', () => {
    const record = recordOf(decided({ ...REQUESTS.user, parameters: { amount: 5, rate: 0.5, to: 'bob', urgent: true, none: null, list: [1] } }));
    expect(record).toMatchObject({
      ...{ timeUnixNano: `${TIME}000000`, severityNumber: 13, severityText: 'WARN', eventName: 'polc.decision' },
      ...{ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', flags: 1 },
      body: { stringValue: 'Access denied: create pay/x: parameter_not_allowed' },
    });
    expect(attributeOf(record, 'polc.parameters')).toEqual({
      kvlistValue: {
        values: [
          { key: 'amount', value: { intValue: '5' } },
          { key: 'rate', value: { doubleValue: 0.5 } },
          { key: 'to', value: { stringValue: keys.hash.text('bob') } },
          { key: 'urgent', value: { boolValue: true } },
          { key: 'none', value: {} },
          { key: 'list', value: { arrayValue: { values: [{ intValue: '1' }] } } },
        ],
      },
    });
    expect(attributeOf(record, 'gen_ai.agent.id')).toBeUndefined();
  });

  it('name agent, user, session and decision by the conventions that there are', () => {
    const entry = decided(REQUESTS['by a delegation']);
    const record = recordOf(entry);
    for (const [key, text] of [
      ['gen_ai.agent.id', 'worker'],
      ['user.id', 'alice'],
      ['session.id', 'B'],
      ['client.address', '10.1.2.3'],
      ['polc.decision', 'allow'],
      ['polc.decision_id', entry.id],
    ] as const)
      expect(attributeOf(record, key), key).toEqual({ stringValue: text });
    expect(attributeOf(recordOf(changed({ caller: 'user:carol' })), 'user.id')).toEqual({ stringValue: 'carol' });
  });

  it('have each attribute once, and none without a value', () => {
    for (const entry of mixed()) {
      const { attributes } = recordOf(entry);
      expect(new Set(attributes.map(({ key }) => key)).size).toBe(attributes.length);
      expect(attributes.filter(({ value }) => Object.keys(value).length !== 1)).toEqual([]);
    }
  });

  it('without a trace have none', () => {
    for (const traceparent of [null, '', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`, '01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x']) {
      expect(recordOf(decided(REQUESTS.direct, { traceparent }))).not.toHaveProperty('traceId');
    }
  });
});
