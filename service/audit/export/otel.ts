// Entries as log records of OpenTelemetry, in OTLP's JSON. There is no convention for authorization, so what has no name there is `polc.*`.

import type { JsonObject, JsonValue } from '@polc/runtime';
import type { AuditEntry } from '../audit-entry.js';
import { asJson, principalOf, told, traceOf } from './export-options.js';

export interface OtelOptions {
  /** Of polc. */
  readonly version: string;
}

/** Severity numbers of the log data model. */
const INFO = [9, 'INFO'] as const;
const WARN = [13, 'WARN'] as const;

/** An ExportLogsServiceRequest: one resource for each process that wrote. A batch of entries, as they go over the wire together. */
export function toOtel(entries: Iterable<AuditEntry>, { version }: OtelOptions): JsonObject {
  const byNode = new Map<string, JsonObject[]>();
  for (const entry of entries) {
    const records = byNode.get(entry.node);
    if (records === undefined) byNode.set(entry.node, [recordOf(entry)]);
    else records.push(recordOf(entry));
  }
  return {
    resourceLogs: [...byNode].map(([node, logRecords]) => ({
      resource: { attributes: attributesOf({ 'service.name': 'polc', 'service.version': version, 'service.instance.id': node }) },
      scopeLogs: [{ scope: { name: 'polc.audit', version }, logRecords }],
    })),
  };
}

function recordOf(entry: AuditEntry): JsonObject {
  const { body, severity, attributes } = partsOf(entry);
  const trace = traceOf(entry.traceparent);
  const time = `${BigInt(Date.parse(entry.time)) * 1_000_000n}`;
  const caller = principalOf(entry.caller);
  return told({
    ...{ timeUnixNano: time, observedTimeUnixNano: time, severityNumber: severity[0], severityText: severity[1] },
    ...{ eventName: `polc.${entry.type}`, body: { stringValue: body }, traceId: trace?.trace, spanId: trace?.span, flags: trace?.flags },
    attributes: attributesOf({
      ...{ 'polc.id': entry.id, 'polc.caller': entry.caller, 'polc.credential': entry.credential, 'client.address': entry.address },
      // Who acts, where it is no agent: an agent has a name of its own.
      ...{ 'polc.request_id': entry.request_id, 'user.id': caller.kind === 'user' ? caller.id : null },
      ...attributes,
    }),
  });
}

interface RecordParts {
  readonly body: string;
  readonly severity: readonly [number: number, text: string];
  readonly attributes: { readonly [name: string]: JsonValue };
}

function partsOf(entry: AuditEntry): RecordParts {
  switch (entry.type) {
    case 'decision': {
      const { asked, allowed, outcome } = entry;
      return {
        body: `${allowed ? 'Access allowed' : 'Access denied'}: ${asked.operation} ${asked.path}: ${outcome}`,
        severity: allowed ? INFO : WARN,
        attributes: {
          ...{ 'polc.decision': allowed ? 'allow' : 'deny', 'polc.decision_id': entry.id, 'polc.outcome': outcome, 'polc.api': entry.api },
          ...{ 'gen_ai.agent.id': asked.agent, 'user.id': asked.user, 'session.id': asked.session },
          ...{ 'polc.policy': entry.rules.map(({ policy }) => policy), 'polc.revision': entry.revision, 'polc.facts_revision': entry.facts_revision },
          ...{ 'polc.operation': asked.operation, 'polc.path': asked.path, 'polc.purpose': asked.purpose, 'polc.delegation': asked.delegation },
          ...{ 'polc.chain': asked.chain, 'polc.policies': asked.policies, 'polc.approvals': asked.approvals, 'polc.parameters': asked.parameters },
          ...{ 'polc.context': asked.context, 'polc.target': asked.target, 'polc.attributes': asked.attributes },
          ...{ 'polc.layers': entry.layers.map(asJson), 'polc.rules': entry.rules.map(asJson), 'polc.obligations': asJson(entry.obligations) },
          ...{ 'polc.advice': entry.advice, 'polc.missing': entry.missing, 'polc.vouched': entry.vouched === null ? null : asJson(entry.vouched) },
        },
      };
    }
    case 'change': {
      const { kind, action, subject, agent, user, body, facts_revision } = entry;
      return {
        ...{ body: `${kind} ${subject}: ${action}`, severity: INFO },
        attributes: {
          ...{ 'polc.change.kind': kind, 'polc.change.action': action, 'polc.change.subject': subject, 'polc.change.body': body },
          ...{ 'polc.change.agent': agent, 'polc.change.user': user, 'polc.facts_revision': facts_revision },
        },
      };
    }
    case 'alert': {
      const { alert, agent, user, path, message, decision } = entry;
      const parties = { 'gen_ai.agent.id': agent, 'user.id': user };
      return { body: message, severity: WARN, attributes: { 'polc.alert': alert, ...parties, 'polc.path': path, 'polc.decision_id': decision } };
    }
    case 'service': {
      const { event, message, revision } = entry;
      const severity = event === 'started' || event === 'stopped' ? INFO : WARN;
      return { body: message, severity, attributes: { 'polc.event': event, 'polc.revision': revision } };
    }
  }
}

/** Nothing where there is no value, and for empty lists. */
function attributesOf(members: { readonly [name: string]: JsonValue }): JsonValue {
  return Object.entries(members).flatMap(([key, value]) => {
    const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
    return isEmpty ? [] : [{ key, value: anyValue(value) }];
  });
}

/** AnyValue of the protocol: a value of no member is null. Whole numbers are written as text, as 64 bits need. */
function anyValue(value: JsonValue): JsonObject {
  if (value === null) return {};
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { kvlistValue: { values: Object.entries(value as JsonObject).map(([key, one]) => ({ key, value: anyValue(one) })) } };
}
