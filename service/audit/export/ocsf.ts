// Entries as OCSF events (schema 1.8, or the draft of 1.9 where that is asked for). What OCSF has no attribute for stands under `unmapped`: delegation, its
// chain, scopes of polc's own words.

import type { JsonObject } from '@polc/runtime';
import type { AuditEntry } from '../audit-entry.js';
import { type ExportOptions, told, traceOf } from './export-options.js';
import { alertEvent, changeEvent, serviceEvent } from './ocsf-changes.js';
import { decisionEvent } from './ocsf-decision.js';

export interface OcsfOptions extends ExportOptions {
  /** `1.9` adds `ai_agent` and the profile `record_integrity`, which are in that schema's draft. */
  readonly schema?: '1.8' | '1.9';
}

/** What an entry's own type says; the rest is the same for all. */
export interface OcsfEvent {
  readonly category: readonly [uid: number, name: string];
  /** Within its category. */
  readonly class: readonly [uid: number, name: string];
  readonly activity: readonly [id: number, name: string];
  readonly severity: keyof typeof SEVERITIES;
  readonly message: string;
  readonly profiles: readonly string[];
  readonly attributes: JsonObject;
  readonly unmapped: JsonObject;
}

const SEVERITIES = { Informational: 1, Low: 2, Medium: 3, High: 4 } as const;
const SCHEMAS = { '1.8': '1.8.0', '1.9': '1.9.0-dev' } as const;

/** Every entry has an event: decisions are API Activity, changes Entity Management or Authorize Session, alerts Detection Finding. */
export function toOcsf(entry: AuditEntry, options: OcsfOptions): JsonObject {
  const { schema = '1.8', version, place = null } = options;
  const event = eventOf(entry, schema === '1.9', version);
  const [categoryUid, categoryName] = event.category;
  const [classUid, className] = event.class;
  const [activityId, activityName] = event.activity;
  const uid = categoryUid * 1000 + classUid;
  const isAttested = schema === '1.9' && place !== null;
  const profiles = [...event.profiles, ...(isAttested ? ['record_integrity'] : [])];
  const unmapped = told({ ...event.unmapped, credential: entry.credential, traceparent: entry.traceparent });
  return told({
    ...{ activity_id: activityId, activity_name: activityName, category_uid: categoryUid, category_name: categoryName, class_uid: uid, class_name: className },
    ...{ type_uid: uid * 100 + activityId, type_name: `${className}: ${activityName}`, time: Date.parse(entry.time) },
    ...{ severity_id: SEVERITIES[event.severity], severity: event.severity, message: event.message },
    metadata: told({
      ...{ version: SCHEMAS[schema], uid: entry.id, log_name: 'polc audit', event_code: entry.type, original_time: entry.time },
      product: { name: 'polc', vendor_name: 'polc', version },
      correlation_uid: entry.request_id,
      sequence: place?.index,
      profiles: profiles.length === 0 ? undefined : profiles,
    }),
    ...event.attributes,
    ...(isAttested ? { attestation_list: [attestationOf(place)] } : {}),
    unmapped,
  });
}

function eventOf(entry: AuditEntry, draft: boolean, version: string): OcsfEvent {
  switch (entry.type) {
    case 'decision':
      return decisionEvent(entry, draft, version, traceOf(entry.traceparent)?.trace ?? null);
    case 'change':
      return changeEvent(entry);
    case 'alert':
      return alertEvent(entry);
    case 'service':
      return serviceEvent(entry, version);
  }
}

/**
 * The leaf of the entry in its log. WHY no signatures: what is signed is the log's checkpoint, for which OCSF has no place; `polc audit prove` gives the
 * proof that leads from this leaf to it.
 */
function attestationOf({ origin, index, leaf }: NonNullable<OcsfOptions['place']>): JsonObject {
  return {
    uid: `${origin}#${index}`,
    authority_uid: origin,
    chain_uid: origin,
    fingerprint: {
      ...{ algorithm_id: 3, algorithm: 'SHA-256', encoding_id: 1, encoding: 'Hex', value: leaf.toString('hex') },
      // It is of the entry's own bytes, not of this event.
      ...{ serialization_id: 99, serialization: 'RFC 6962 leaf of the audit entry' },
    },
  };
}
