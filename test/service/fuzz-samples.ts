// A good body for each endpoint that takes one: what bad ones are made of.

import type { JsonObject } from '@polc/runtime';
import { EXACT, type FuzzScene, type Operation, WANTING } from './fuzz-scene.js';

const EVALUATION = {
  subject: { type: 'agent', id: 'worker', properties: { team: 'a' } },
  action: { name: 'read', properties: { kind: 'one' } },
  resource: { type: 'secret', id: 'exact', properties: { system: 'x' } },
  context: { polc: { purpose: 'review', session: { id: 'S' }, reasons: true, authorization_details: [], delegation: { chain: ['worker'] } }, ip: '10.0.0.1' },
};
const PAGE = { page: { limit: 2, token: '' } };
const CREDENTIAL = { scheme: 'Bearer', token: 'a.b.c', dpop: ['d'], method: 'GET', url: 'https://polc.example/', certificate: 'AA==' };
const REGISTRATION = {
  ...{ id: 'registration', display_name: 'existing', entity_id: 'registered', description: 'd', owner: 'o', ceiling_policies: ['nothing'] },
  ...{ no_default_ceiling_policy: true, optional_authorization_details: false },
};
const SHA256 = 'a'.repeat(64);
const JWT = { issuer: 'https://issuer.example', subject: 'x' };

/** By method and path of the description. Where nothing stands an empty object is good. */
export function samplesFor({ ids }: Pick<FuzzScene, 'ids'>): Readonly<Record<string, readonly JsonObject[]>> {
  const context = { ip: '10.0.0.1' };
  const asked = { ...EXACT, context, target: { system: 'x' }, attributes: { team: 'a' }, authorization_details: [], approvals: [] };
  const requests = [
    asked,
    { ...WANTING, context },
    { user: { id: 'existing', team: 'a' }, operation: 'read', path: 'a' },
    { policies: ['nothing'], path: 'nothing' },
  ];
  const behalf = { agent: 'existing', delegation: { user: 'existing', chain: ['existing'] }, operation: 'read', path: 'a', credential: CREDENTIAL };
  return {
    'POST /access/v1/evaluation': [EVALUATION],
    'POST /access/v1/evaluations': [
      { ...EVALUATION, evaluations: [{ resource: { type: 'secret', id: 'other' } }], options: { evaluations_semantic: 'execute_all' } },
    ],
    'POST /access/v1/search/subject': [{ ...EVALUATION, ...PAGE, subject: { type: 'agent' } }],
    'POST /access/v1/search/resource': [{ ...EVALUATION, ...PAGE, resource: { type: 'secret' } }],
    'POST /access/v1/search/action': [{ subject: EVALUATION.subject, resource: EVALUATION.resource, context: EVALUATION.context, ...PAGE }],
    'POST /v1/decide': [...requests, behalf],
    'POST /v1/explain': [asked, behalf],
    'POST /v1/agents': [
      {
        ...{
          id: 'made',
          type: 'worker',
          instance: 'i',
          owner: 'user:existing',
          description: 'd',
          display_name: 'n',
          entity_id: 'e',
          expires: '2099-01-01T00:00:00Z',
        },
        ...{ optional_authorization_details: true, metadata: { a: 'b' }, identity: { spiffe: 'spiffe://example.org/made', x509_sha256: SHA256, jwt: JWT } },
        ...{ policies: ['nothing'], ceiling: { policies: ['nothing'], direct: true }, ephemeral: { max_ttl: '5m', uses: 1 }, status: 'active' },
      },
    ],
    'PATCH /v1/agents/{id}': [{ owner: 'x', metadata: { a: 'b' }, policies: ['nothing'], expires: '2099-01-01T00:00:00Z' }],
    'POST /v1/users': [{ id: 'made', groups: ['leads'], policies: ['nothing'], attributes: { a: 1 }, status: 'active', expires: 4_070_908_800_000 }],
    'PATCH /v1/users/{id}': [{ groups: ['leads'], attributes: { a: [1] } }],
    'POST /v1/groups': [{ id: 'made', policies: ['nothing'], groups: ['leads'] }],
    'PATCH /v1/groups/{id}': [{ policies: ['nothing'] }],
    'POST /v1/delegations': [
      {
        ...{ id: 'made', from: 'user:existing', to: 'worker', scopes: ['one'], purposes: ['review'], sessions: ['S'], consent: 'explicit' },
        ...{ expires: '2099-01-01T00:00:00Z', max_depth: 1, status: 'active' },
      },
    ],
    'POST /v1/consents': [{ delegation: 'existing', scopes: ['one'], expires: '2099-01-01T00:00:00Z', text: 't', method: 'form', by: 'user:existing' }],
    'POST /v1/consents/{id}/withdraw': [{ by: 'user:existing' }],
    'POST /v1/grants': [
      { ...asked, holder: { jkt: 'A'.repeat(43) } },
      { ...WANTING, holder: { 'x5t#S256': 'A'.repeat(43) } },
    ],
    'POST /v1/grants/redeem': [{ token: ids.token, action: { ...EXACT, parameters: { kind: 'two' } }, holder: { jkt: 'A'.repeat(43) } }],
    'POST /v1/approvals': [{ ...WANTING, parameters: { a: 1 }, purpose: 'p', session: { id: 'S' } }],
    'POST /v1/approvals/{id}/answer': [{ answer: 'deny', reason: 'r', by: 'user:existing' }],
    'POST /v1/approvals/{id}/ask': [{ user: 'existing' }],
    'POST /v1/callers': [
      {
        id: 'made',
        description: 'd',
        policies: ['nothing'],
        x509_sha256: SHA256,
        spiffe: 'spiffe://example.org/caller',
        jwt: JWT,
        status: 'active',
        expires: 4_070_908_800_000,
      },
      { id: 'made', user: 'existing' },
    ],
    'POST /v1/callers/{id}/rotate': [{ overlap: 0 }],
    'POST /v1/identity/entity': [{ id: 'made', name: 'made', metadata: { a: 'b' }, policies: ['nothing'] }],
    'POST /v1/agent-registry/register': [{ ...REGISTRATION, id: 'registered', display_name: 'registered', entity_id: 'existing' }],
    'POST /v1/agent-registry/registration/id/{name}': [REGISTRATION],
    'POST /v1/agent-registry/registration/display-name/{name}': [REGISTRATION],
  };
}

/** What an endpoint takes, to be asked with. */
export function goodBody(scene: FuzzScene, { method, path, schema }: Operation): { readonly body?: string } {
  if (schema === null) return {};
  const [sample = {}] = samplesFor(scene)[`${method} ${path}`] ?? [];
  return { body: JSON.stringify(sample) };
}
