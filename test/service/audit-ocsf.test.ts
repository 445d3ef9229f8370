// Entries as OCSF events, held against what the schema asks of each class: the attributes it requires, those it has, and the values that they may have.

import type { JsonObject, JsonValue } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../service/audit/audit-entry.js';
import { type OcsfOptions, toOcsf } from '../../service/audit/export/ocsf.js';
import { alerted, changed, decided, happened, keys, mixed, REQUESTS } from './audit-entries.js';

const place = { origin: 'polc.example/log', index: 12, leaf: Buffer.alloc(32, 171) };
const of = (entry: AuditEntry, more: Partial<OcsfOptions> = {}) => toOcsf(entry, { version: '0.1.0', place, ...more });

interface OcsfClass {
  readonly name: string;
  readonly category: readonly [number, string];
  readonly activities: { readonly [id: number]: string };
  /** Beside those of every event. */
  readonly required: readonly string[];
  readonly known: readonly string[];
  readonly profiles: readonly string[];
}

/** Facts of the schema of 1.8.0, as of those of 1.9.0-dev, of what is used here. */
const CLASSES: { readonly [uid: number]: OcsfClass } = {
  6003: {
    ...{ name: 'API Activity', category: [6, 'Application Activity'], activities: { 1: 'Create', 2: 'Read', 3: 'Update', 4: 'Delete' } },
    ...{ required: ['actor', 'api', 'src_endpoint'], known: ['dst_endpoint', 'resources'] },
    profiles: ['security_control', 'trace', 'ai_operation', 'record_integrity'],
  },
  6002: {
    ...{ name: 'Application Lifecycle', category: [6, 'Application Activity'], activities: { 3: 'Start', 4: 'Stop', 8: 'Update' } },
    ...{ required: ['app'], known: [], profiles: ['record_integrity'] },
  },
  3002: {
    ...{ name: 'Authentication', category: [3, 'Identity & Access Management'], activities: { 1: 'Logon' } },
    ...{ required: ['user', 'service'], known: ['src_endpoint'], profiles: ['record_integrity'] },
  },
  3003: {
    ...{ name: 'Authorize Session', category: [3, 'Identity & Access Management'], activities: { 1: 'Assign Privileges' } },
    ...{ required: ['user', 'privileges'], known: ['actor', 'session', 'src_endpoint'], profiles: ['record_integrity'] },
  },
  3004: {
    ...{ name: 'Entity Management', category: [3, 'Identity & Access Management'] },
    activities: { 1: 'Create', 3: 'Update', 4: 'Delete', 12: 'Suspend', 13: 'Resume' },
    ...{ required: ['entity'], known: ['actor', 'src_endpoint'], profiles: ['record_integrity'] },
  },
  2004: {
    ...{ name: 'Detection Finding', category: [2, 'Findings'], activities: { 1: 'Create' } },
    ...{ required: ['finding_info'], known: ['evidences', 'resources', 'is_alert'], profiles: ['record_integrity'] },
  },
};

const REQUIRED = ['activity_id', 'category_uid', 'class_uid', 'metadata', 'severity_id', 'time', 'type_uid'];
const KNOWN = [
  ...['activity_name', 'category_name', 'class_name', 'type_name', 'severity', 'message', 'status', 'status_id', 'status_code', 'status_detail', 'unmapped'],
];
const OF_PROFILES: { readonly [profile: string]: readonly string[] } = {
  security_control: ['action_id', 'action', 'disposition_id', 'disposition', 'policy'],
  trace: ['trace'],
  ai_operation: ['ai_agent'],
  record_integrity: ['attestation_list'],
};
/** Objects: what they must have, what they may have, of which some must be there. */
const OBJECTS: { readonly [path: string]: { readonly required?: readonly string[]; readonly known: readonly string[]; readonly some?: readonly string[] } } = {
  metadata: {
    ...{ required: ['product', 'version'], known: ['uid', 'log_name', 'event_code', 'original_time', 'correlation_uid', 'sequence', 'profiles'] },
  },
  'metadata.product': { known: ['name', 'vendor_name', 'version'], some: ['name'] },
  actor: { known: ['user', 'session', 'app_uid', 'app_name', 'idp', 'authorizations'], some: ['user', 'app_name', 'app_uid'] },
  'actor.user': { known: ['uid', 'name', 'type_id', 'type'], some: ['uid', 'name'] },
  'actor.session': { known: ['uid'] },
  'actor.idp': { known: ['uid', 'name', 'issuer'], some: ['uid', 'name'] },
  user: { known: ['uid', 'name', 'type_id', 'type'], some: ['uid', 'name'] },
  session: { known: ['uid'] },
  api: { required: ['operation'], known: ['service', 'request'] },
  'api.service': { known: ['name', 'uid', 'version'], some: ['uid', 'name'] },
  'api.request': { required: ['uid'], known: ['data'] },
  policy: { known: ['name', 'uid', 'desc', 'type', 'version', 'is_applied'], some: ['name', 'uid', 'type'] },
  src_endpoint: { known: ['ip', 'svc_name', 'name'], some: ['ip', 'svc_name', 'name'] },
  dst_endpoint: { known: ['ip', 'svc_name', 'name'], some: ['ip', 'svc_name', 'name'] },
  trace: { required: ['uid'], known: [] },
  ai_agent: { known: ['uid', 'name'], some: ['uid', 'name'] },
  app: { known: ['name', 'vendor_name', 'version', 'uid'], some: ['name', 'uid'] },
  service: { known: ['name', 'uid', 'version'], some: ['uid', 'name'] },
  entity: { known: ['uid', 'name', 'type_id', 'type', 'data'], some: ['uid', 'name'] },
  finding_info: { required: ['uid'], known: ['title', 'desc', 'types', 'analytic', 'related_events'] },
  'finding_info.analytic': { required: ['type_id'], known: ['name', 'uid', 'type'] },
};
const ENUMS: { readonly [attribute: string]: { readonly [id: number]: string } } = {
  severity: { 1: 'Informational', 2: 'Low', 3: 'Medium', 4: 'High' },
  status: { 1: 'Success', 2: 'Failure' },
  action: { 1: 'Allowed', 2: 'Denied' },
  disposition: { 1: 'Allowed', 2: 'Blocked' },
};

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (value: JsonObject, path: string) => path.split('.').reduce<unknown>((one, name) => (isObject(one) ? one[name] : undefined), value);

/** What is wrong with an event. */
function faultsOf(event: JsonObject): string[] {
  const faults: string[] = [];
  const uid = event.class_uid as number;
  const known = CLASSES[uid];
  if (known === undefined) return [`no class ${uid}`];
  const profiles = ((event.metadata as JsonObject).profiles ?? []) as readonly string[];
  faults.push(...profiles.filter((profile) => !known.profiles.includes(profile)).map((profile) => `no profile ${profile} of ${uid}`));
  const may = [...REQUIRED, ...KNOWN, ...known.required, ...known.known, ...profiles.flatMap((profile) => OF_PROFILES[profile] ?? [])];
  faults.push(...[...REQUIRED, ...known.required].filter((name) => event[name] === undefined).map((name) => `${name} is missing`));
  faults.push(
    ...Object.keys(event)
      .filter((name) => !may.includes(name))
      .map((name) => `${name} is not known`),
  );
  const activity = event.activity_id as number;
  if (activity === 99 ? event.activity_name === '' : known.activities[activity] !== event.activity_name) faults.push(`activity ${activity}`);
  if (event.category_uid !== known.category[0] || event.category_name !== known.category[1] || event.class_name !== known.name) faults.push('category, class');
  if (event.type_uid !== uid * 100 + activity || event.type_name !== `${known.name}: ${event.activity_name}`) faults.push('type');
  for (const [name, values] of Object.entries(ENUMS)) {
    const isFinding = uid === 2004 && name === 'status';
    const wanted = isFinding ? { 1: 'New' } : values;
    const id = event[`${name}_id`] as number | undefined;
    if (id !== undefined && (wanted as { readonly [id: number]: string })[id] !== event[name]) faults.push(`${name} ${id}`);
  }
  for (const [path, { required = [], known: names, some }] of Object.entries(OBJECTS)) {
    const object = at(event, path);
    if (object === undefined) continue;
    if (!isObject(object)) faults.push(`${path} is no object`);
    else {
      faults.push(...required.filter((name) => object[name] === undefined).map((name) => `${path}.${name} is missing`));
      const more = Object.keys(object).filter((name) => !required.includes(name) && !names.includes(name));
      faults.push(...more.map((name) => `${path}.${name} is not known`));
      if (some !== undefined && !some.some((name) => object[name] !== undefined)) faults.push(`${path} has none of ${some.join(', ')}`);
    }
  }
  return faults;
}

/** null, or not there, is nothing that a format has. */
const hasNull = (value: JsonValue | undefined): boolean =>
  value === undefined || value === null || (typeof value === 'object' && Object.values(value).some((one) => hasNull(one as JsonValue)));

describe('an event of OCSF', () => {
  it.each(['1.8', '1.9'] as const)('of any entry is one that the schema %s has', (schema) => {
    for (const entry of mixed()) {
      const event = of(entry, { schema });
      expect({ entry: entry.type, faults: faultsOf(event) }).toEqual({ entry: entry.type, faults: [] });
      expect(event.time).toBe(Date.parse(entry.time));
      const { unmapped, api, entity, ...rest } = event;
      expect(hasNull(rest)).toBe(false);
    }
  });

  it('is found at fault where it is not one', () => {
    const event = of(decided(REQUESTS.direct));
    const without = (name: string) => Object.fromEntries(Object.entries(event).filter(([member]) => member !== name));
    for (const [name, broken] of [
      ['actor is missing', without('actor')],
      ['more is not known', { ...event, more: 1 }],
      ['ai_agent is not known', { ...event, ai_agent: { uid: 'x' } }],
      ['activity 7', { ...event, activity_id: 7, type_uid: 600307 }],
      ['action 9', { ...event, action_id: 9 }],
      ['api.operation is missing', { ...event, api: {} }],
      ['src_endpoint has none of ip, svc_name, name', { ...event, src_endpoint: {} }],
    ] as const)
      expect(faultsOf(broken as JsonObject), name).toContain(name);
  });

  it('of a decision names user, agent, layers, rule and revision', () => {
    const entry = decided(REQUESTS['by a chain']);
    const event = of(entry);
    expect(event).toMatchObject({
      ...{ class_uid: 6003, activity_id: 2, type_uid: 600302, action_id: 1, status_code: 'allowed' },
      metadata: { version: '1.8.0', uid: entry.id, correlation_uid: 'req-1', sequence: 12, profiles: ['security_control', 'trace'] },
      actor: { user: { uid: 'alice' }, app_uid: 'worker' },
      policy: { name: 'paying', version: entry.revision, is_applied: true },
      api: { operation: 'read', request: { data: { context: { ip: keys.hash.text('10.0.0.1'), risk: 3 } } } },
      resources: [{ uid: 'secret/data/x' }],
      trace: { uid: '0af7651916cd43dd8448eb211c80319c' },
      unmapped: { chain: ['orchestrator', 'worker'], facts_revision: '7' },
    });
    const { authorizations } = event.actor as { readonly authorizations: readonly JsonObject[] };
    expect(authorizations.map(({ decision, policy }) => [decision, (policy as JsonObject).uid])).toEqual(
      entry.layers.map(({ outcome, principal }) => [outcome, principal]),
    );
    expect(of(decided(REQUESTS.ceiling))).toMatchObject({
      ...{ activity_id: 1, action: 'Denied', disposition: 'Blocked', status_code: 'ceiling', severity: 'Low' },
      policy: { name: 'agent_type:worker', type: 'type_ceiling' },
    });
    const [granted] = decided(REQUESTS.direct).rules.map((rule) => ({ ...rule, layer: 'ceiling' }));
    const layers = (['a', 'b'] as const).map((id) => ({
      ...({ layer: 'ceiling', principal: `agent:${id}`, allowed: id === 'a', outcome: id === 'a' ? 'allowed' : 'no_matching_rule' } as const),
    }));
    expect(of({ ...decided(REQUESTS.ceiling), layers, rules: granted === undefined ? [] : [granted] })).toMatchObject({ policy: { name: 'agent:b' } });
    expect(of(decided(REQUESTS.parameters))).toMatchObject({ policy: { name: 'paying', type: 'user_policies' } });
    expect(of(decided({ ...REQUESTS.direct, operation: 'invoke' }))).toMatchObject({ activity_id: 99, activity_name: 'invoke', type_uid: 600399 });
    expect(of(decided(REQUESTS.direct, { traceparent: 'none', address: null }))).toMatchObject({ src_endpoint: { svc_name: 'caller:gateway' } });
  });

  it('has agents and the leaf of the log in 1.9 alone', () => {
    const entry = decided(REQUESTS.direct);
    const draft = of(entry, { schema: '1.9' });
    expect(draft).toMatchObject({
      metadata: { version: '1.9.0-dev' },
      ai_agent: { uid: 'worker' },
      attestation_list: [{ uid: 'polc.example/log#12', chain_uid: 'polc.example/log', fingerprint: { algorithm_id: 3, value: 'ab'.repeat(32) } }],
    });
    expect(Object.keys(of(entry))).not.toContain('ai_agent');
    expect(Object.keys(of(entry))).not.toContain('attestation_list');
    expect(Object.keys(of(entry, { schema: '1.9', place: null }))).not.toContain('attestation_list');
  });

  it.each([
    ['registered', 1, 'Create'],
    ['register', 1, 'Create'],
    ['created', 1, 'Create'],
    ['given', 1, 'Create'],
    ['updated', 3, 'Update'],
    ['changed', 3, 'Update'],
    ['rotated', 3, 'Update'],
    ['deleted', 4, 'Delete'],
    ['revoke', 4, 'Delete'],
    ['withdrawn', 4, 'Delete'],
    ['cancelled', 4, 'Delete'],
    ['suspended', 12, 'Suspend'],
    ['resumed', 13, 'Resume'],
    ['redeemed', 99, 'redeemed'],
    ['', 99, 'none'],
  ])('of a change by the word "%s" is activity %i', (action, id, name) => {
    expect(of(changed({ action }))).toMatchObject({
      class_uid: 3004,
      activity_id: id,
      activity_name: name,
      entity: { uid: 'worker', type: 'agent', type_id: 99 },
    });
  });

  it('of a grant that is issued assigns a privilege to a session, once it says which', () => {
    const body = { operation: 'read', path: 'secret/data/x' };
    expect(of(changed({ kind: 'grant', action: 'issued', subject: 'g', body }))).toMatchObject({
      ...{ class_uid: 3003, activity_id: 1, privileges: ['read secret/data/x'], user: { uid: 'worker' }, session: { uid: 'g' } },
    });
    expect(of(changed({ kind: 'grant', action: 'issued', body: null })).class_uid).toBe(3004);
    expect(of(changed({ kind: 'grant', action: 'revoked', body })).class_uid).toBe(3004);
    const refused = of(changed({ kind: 'grant', action: 'refuse', subject: '' }));
    expect(refused).toMatchObject({ status: 'Failure', activity_name: 'refuse', entity: { uid: 'unknown' } });
    expect(faultsOf(refused)).toEqual([]);
  });

  it('of an alert is a finding, and of the service what it did', () => {
    const entry = alerted();
    expect(of(entry)).toMatchObject({ class_uid: 2004, is_alert: true, finding_info: { uid: entry.id, related_events: [{ uid: entry.decision }] } });
    const classes = (['started', 'stopped', 'policies_refused', 'unauthenticated', 'forbidden'] as const).map((event) => of(happened(event)));
    expect(classes.map(({ class_uid, activity_id }) => [class_uid, activity_id])).toEqual([
      [6002, 3],
      [6002, 4],
      [6002, 8],
      [3002, 1],
      [6003, 99],
    ]);
  });
});
