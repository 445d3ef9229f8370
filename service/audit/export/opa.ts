// Decisions as events of OPA's decision log, for whatever reads those.

import type { JsonObject } from '@polc/runtime';
import type { AuditEntry } from '../audit-entry.js';
import { asJson, type ExportOptions, told, traceOf } from './export-options.js';

/** Members of the input whose strings are keyed hashes, as JSON pointers. */
const MASKED = ['parameters', 'context', 'target', 'attributes'] as const;

/** null for everything but decisions: OPA's log has no place for changes, alerts and what the service does. */
export function toOpa(entry: AuditEntry, { version, place = null }: ExportOptions): JsonObject | null {
  if (entry.type !== 'decision') return null;
  const { asked, allowed, outcome, layers, rules, obligations, advice, missing, revision, facts_revision, vouched } = entry;
  const trace = traceOf(entry.traceparent);
  return told({
    labels: told({ app: 'polc', id: entry.node, version, caller: entry.caller, credential: entry.credential, api: entry.api }),
    decision_id: entry.id,
    ...{ trace_id: trace?.trace, span_id: trace?.span },
    bundles: told({ polc: { revision }, facts: facts_revision === null ? null : { revision: facts_revision } }),
    path: 'polc/decision',
    input: told({ ...asked, vouched: vouched === null ? null : asJson(vouched) } as JsonObject),
    result: { allowed, outcome, layers: layers.map(asJson), rules: rules.map(asJson), obligations: asJson(obligations), advice, missing },
    requested_by: entry.address ?? entry.caller,
    timestamp: entry.time,
    // Values are replaced, nothing is taken out.
    ...{ erased: [], masked: MASKED.filter((member) => asked[member] !== null).map((member) => `/input/${member}`) },
    custom: told({ request_id: entry.request_id, log: place?.origin, index: place?.index }),
  });
}
