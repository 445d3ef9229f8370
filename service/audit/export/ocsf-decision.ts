// A decision as OCSF API Activity (class 6003) under the profile security_control: somebody called an operation, and an access control answered. WHY not
// Authorize Session (3003): that tells of privileges that a new session is given, not of one request.

import type { JsonObject, JsonValue, Outcome } from '@polc/runtime';
import type { DecisionEntry } from '../audit-entry.js';
import { asJson, decidedBy, told } from './export-options.js';
import type { OcsfEvent } from './ocsf.js';

export const APPLICATION = [6, 'Application Activity'] as const;
export const API_ACTIVITY = [3, 'API Activity'] as const;

const ACTIVITIES: ReadonlyMap<string, OcsfEvent['activity']> = new Map([
  ['create', [1, 'Create']],
  ['read', [2, 'Read']],
  ['list', [2, 'Read']],
  ['update', [3, 'Update']],
  ['patch', [3, 'Update']],
  ['delete', [4, 'Delete']],
] as const);

/** The service cannot do its work. */
const TROUBLE: ReadonlySet<Outcome> = new Set<Outcome>(['internal', 'stale_facts']);

/** `trace`: a trace's id. */
export function decisionEvent(entry: DecisionEntry, draft: boolean, version: string, trace: string | null): OcsfEvent {
  const { asked, allowed, outcome, layers, revision } = entry;
  const who = asked.agent ?? asked.user ?? asked.policies?.join(', ') ?? 'nobody';
  const denying = layers.filter((layer) => !layer.allowed).map(({ layer, principal }) => `${layer} of ${principal}`);
  return {
    ...{ category: APPLICATION, class: API_ACTIVITY },
    // The words of other operations are the tools' own.
    activity: ACTIVITIES.get(asked.operation) ?? [99, asked.operation === '' ? 'none' : asked.operation],
    severity: allowed ? 'Informational' : TROUBLE.has(outcome) ? 'High' : 'Low',
    message: `${who} ${allowed ? 'may' : 'may not'} ${asked.operation} ${asked.path}: ${outcome}`,
    profiles: ['security_control', ...(trace === null ? [] : ['trace']), ...(draft && asked.agent !== null ? ['ai_operation'] : [])],
    attributes: told({
      ...{ status_id: allowed ? 1 : 2, status: allowed ? 'Success' : 'Failure', status_code: outcome },
      status_detail: denying.length === 0 ? null : denying.join('; '),
      ...{ action_id: allowed ? 1 : 2, action: allowed ? 'Allowed' : 'Denied', disposition_id: allowed ? 1 : 2, disposition: allowed ? 'Allowed' : 'Blocked' },
      policy: policyOf(entry),
      actor: actorOf(entry),
      ai_agent: draft && asked.agent !== null ? { uid: asked.agent, name: asked.agent } : null,
      api: {
        operation: asked.operation,
        service: { name: 'polc', uid: entry.node, version },
        request: { uid: entry.request_id ?? entry.id, data: dataOf(entry) },
      },
      resources: [{ uid: asked.path, name: asked.path, type: 'path', role_id: 1, role: 'Target' }],
      src_endpoint: sourceOf(entry),
      dst_endpoint: { svc_name: 'polc', name: entry.node },
      trace: trace === null ? null : { uid: trace },
    }),
    unmapped: told({
      ...{ api: entry.api, delegation: asked.delegation, chain: asked.chain.length === 0 ? null : asked.chain, purpose: asked.purpose },
      ...{ vouched: entry.vouched === null ? null : asJson(entry.vouched), rules: entry.rules.map(asJson), obligations: asJson(entry.obligations) },
      ...{ advice: entry.advice, missing: entry.missing, revision, facts_revision: entry.facts_revision, approvals: asked.approvals },
    }),
  };
}

/** Strings in it are keyed hashes, as in the entry. */
function dataOf({ asked: { parameters, context, target, attributes } }: DecisionEntry): JsonValue {
  return told({ parameters, context, target, attributes });
}

function policyOf(entry: DecisionEntry): JsonObject | null {
  const by = decidedBy(entry);
  if (by === null) return null;
  const { name, layer, rule } = by;
  const place = rule === null ? null : { uid: `${rule.file}:${rule.line}`, desc: rule.path };
  return { name, type: layer, version: entry.revision, is_applied: true, ...place };
}

/**
 * The user whose authority it is; the agent is the application that acts for him, which is what there is of agents before 1.9. Each layer is an
 * authorization of its own.
 */
function actorOf({ asked, caller, layers, rules, revision, vouched }: DecisionEntry): JsonObject {
  return told({
    user: asked.user === null ? null : { uid: asked.user, name: asked.user, type_id: 1, type: 'User' },
    session: asked.session === null ? null : { uid: asked.session },
    app_uid: asked.agent,
    app_name: asked.agent ?? caller,
    idp: vouched === null ? null : { uid: vouched.issuer, issuer: vouched.issuer },
    authorizations: layers.map(({ layer, principal, outcome }) => {
      // Of two layers of one kind, rules do not say whose they are.
      const isOnly = layers.filter((other) => other.layer === layer).length === 1;
      const rule = isOnly ? rules.find((one) => one.layer === layer) : undefined;
      return { decision: outcome, policy: { uid: principal, name: rule?.policy ?? principal, type: layer, version: revision, is_applied: true } };
    }),
  });
}

/** WHY the caller beside the address: an endpoint is required, and a command on the machine has no address. */
export function sourceOf({ address, caller }: { readonly address: string | null; readonly caller: string }): JsonObject {
  return told({ ip: address, svc_name: caller });
}
