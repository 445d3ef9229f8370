// Changes, alerts and the service's own events as OCSF events.
// WHY changes are Entity Management (3004): it takes agents, delegations, consents and keys as well as users, and has words for suspending and resuming.
// Account Change (3001) and User Access Management (3005) take users only, and are deprecated from 1.9 on.

import type { JsonObject } from '@polc/runtime';
import type { AlertEntry, ChangeEntry, ServiceEntry } from '../audit-entry.js';
import { isRefusal, principalOf, told } from './export-options.js';
import type { OcsfEvent } from './ocsf.js';
import { API_ACTIVITY, APPLICATION, sourceOf } from './ocsf-decision.js';

const IAM = [3, 'Identity & Access Management'] as const;

/** By the words of `action`; any other is activity 99 under its own name. */
const ACTIVITIES: ReadonlyMap<string, OcsfEvent['activity']> = new Map<string, OcsfEvent['activity']>(
  (
    [
      [1, 'Create', ['create', 'register', 'add', 'give', 'issue', 'open', 'request', 'declare']],
      [3, 'Update', ['update', 'change', 'replace', 'rotate', 'load']],
      [4, 'Delete', ['delete', 'remove', 'revoke', 'withdraw', 'retire', 'cancel']],
      [12, 'Suspend', ['suspend']],
      [13, 'Resume', ['resume', 'activate', 'reactivate']],
    ] as const
  ).flatMap(([id, name, words]) => words.map((word): [string, OcsfEvent['activity']] => [word, [id, name]])),
);

/** `registered`, `register` and `registers` are one word here. */
function activityOf(action: string): OcsfEvent['activity'] {
  const word = action.toLowerCase();
  const forms = [word, word.replace(/s$/, ''), word.replace(/ed$/, ''), word.replace(/d$/, ''), word.replace(/(.)\1ed$/, '$1')];
  const irregular: { readonly [form: string]: string } = { given: 'give', withdrawn: 'withdraw' };
  const found = [...forms, irregular[word] ?? ''].map((form) => ACTIVITIES.get(form)).find((activity) => activity !== undefined);
  return found ?? [99, action === '' ? 'none' : action];
}

/** OCSF's own types of managed entities. */
const ENTITIES: { readonly [kind: string]: readonly [id: number, name: string] } = { user: [2, 'User'], group: [3, 'Group'], policies: [5, 'Policy'] };

export function changeEvent(entry: ChangeEntry): OcsfEvent {
  const { kind, action, subject, body, agent, user } = entry;
  const activity = activityOf(action);
  const issued = kind === 'grant' && activity[0] === 1 ? privilegeOf(entry) : null;
  const [typeId, type] = ENTITIES[kind] ?? [99, kind];
  const common = {
    ...({ category: IAM, severity: 'Informational', profiles: [], message: `${entry.caller}: ${kind} ${subject}: ${action}` } as const),
    unmapped: told({ kind, action, agent, user, facts_revision: entry.facts_revision, body: issued === null ? null : body }),
  };
  const status = isRefusal(entry) ? { status_id: 2, status: 'Failure' } : { status_id: 1, status: 'Success' };
  const parties = { actor: actorFor(entry.caller), src_endpoint: sourceOf(entry), ...status };
  // A grant is a session's privileges, for once.
  if (issued !== null) {
    const holder = agent ?? user ?? subject;
    const attributes = {
      ...parties,
      user: { uid: holder, name: holder, ...(agent === null ? { type_id: 1, type: 'User' } : { type_id: 4, type: 'Service' }) },
      ...{ privileges: [issued], session: { uid: subject } },
    };
    return { ...common, class: [3, 'Authorize Session'], activity: [1, 'Assign Privileges'], attributes };
  }
  const name = subject === '' ? 'unknown' : subject;
  const entity = told({ uid: name, name, type_id: typeId, type, data: body });
  return { ...common, class: [4, 'Entity Management'], activity, attributes: { ...parties, entity } };
}

/** null where the entry does not say what was granted. */
function privilegeOf({ body }: ChangeEntry): string | null {
  return typeof body?.operation === 'string' && typeof body.path === 'string' ? `${body.operation} ${body.path}` : null;
}

/** Who a caller is, as an actor. */
function actorFor(caller: string): JsonObject {
  const { kind, id } = principalOf(caller);
  if (kind === 'user') return { user: { uid: id, name: id, type_id: 1, type: 'User' } };
  return kind === 'agent' ? { app_uid: id, app_name: id } : { app_name: caller };
}

const TITLES: { readonly [alert in AlertEntry['alert']]: string } = {
  repeated_denials: 'Repeated denials',
  sensitive_path: 'Sensitive path',
  first_reach: 'First reach',
};

export function alertEvent(entry: AlertEntry): OcsfEvent {
  const { alert, agent, user, path, message, decision } = entry;
  const title = TITLES[alert] ?? alert;
  const actor = told({ user: user === null ? null : { uid: user, name: user }, app_uid: agent, app_name: agent ?? entry.caller });
  return {
    ...{ category: [2, 'Findings'], class: [4, 'Detection Finding'], activity: [1, 'Create'] },
    ...{ severity: 'Medium', message, profiles: [] },
    attributes: told({
      ...{ status_id: 1, status: 'New', is_alert: true },
      finding_info: told({
        ...{ uid: entry.id, title, desc: message, types: [alert], analytic: { name: title, uid: alert, type_id: 1, type: 'Rule' } },
        related_events: decision === null ? null : [{ uid: decision, type: 'API Activity' }],
      }),
      evidences: [{ actor, src_endpoint: sourceOf(entry) }],
      resources: path === null ? null : [{ uid: path, name: path, type: 'path' }],
    }),
    unmapped: told({ alert, agent, user, decision }),
  };
}

export function serviceEvent(entry: ServiceEntry, version: string): OcsfEvent {
  const { event, message, revision, node, caller } = entry;
  const unmapped = told({ event, node, revision });
  const source = sourceOf(entry);
  const failed = { status_id: 2, status: 'Failure', status_code: event, status_detail: message };
  if (event === 'unauthenticated') {
    const attributes = { ...failed, user: { name: caller, type_id: 0, type: 'Unknown' }, service: { name: 'polc', uid: node, version }, src_endpoint: source };
    return { category: IAM, class: [2, 'Authentication'], activity: [1, 'Logon'], severity: 'Low', message, profiles: [], attributes, unmapped };
  }
  if (event === 'forbidden') {
    const api = { operation: message, service: { name: 'polc', uid: node, version } };
    const attributes = {
      ...{ ...failed, action_id: 2, action: 'Denied', disposition_id: 2, disposition: 'Blocked' },
      ...{ actor: actorFor(caller), api, src_endpoint: source },
    };
    const activity = [99, 'forbidden'] as const;
    return { category: APPLICATION, class: API_ACTIVITY, activity, severity: 'Low', message, profiles: ['security_control'], attributes, unmapped };
  }
  const refused = event === 'policies_refused';
  const activity: OcsfEvent['activity'] = refused ? [8, 'Update'] : event === 'started' ? [3, 'Start'] : [4, 'Stop'];
  const attributes = { ...(refused ? failed : { status_id: 1, status: 'Success' }), app: { name: 'polc', vendor_name: 'polc', version, uid: node } };
  const severity = refused ? 'High' : 'Informational';
  return { category: APPLICATION, class: [2, 'Application Lifecycle'], activity, severity, message, profiles: [], attributes, unmapped };
}
