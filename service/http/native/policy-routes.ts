// The policies in force: which they are, and how others take their place.

import type { FastifyInstance } from 'fastify';
import type { Asking } from '../../audit/trail.js';
import type { Service } from '../../service.js';
import { ServiceError } from '../../service-error.js';
import type { ServerSettings } from '../settings.js';
import { route } from './route.js';

const LARGEST = 256 << 20;
const tag = 'Policies';
const BUNDLE = { content: { 'application/octet-stream': { schema: {} } } } as const;

export function policyRoutes(app: FastifyInstance, service: Service, { reload }: ServerSettings): void {
  const { rights, policies, followed, current } = service;
  const shown = () => ({ revision: policies.engine.revision, serial: policies.serial, facts_revision: String(followed.version), stale: current.isStale });
  route(app, 'GET', '/v1/policies', { summary: 'Which policies decide', tag }, async ({ asking }) => {
    await rights.demand(asking.caller, 'read', 'policies');
    return shown();
  });
  route(app, 'POST', '/v1/policies/reload', { summary: 'Read the policies again from where they came', tag }, async ({ asking }) => {
    await rights.demand(asking.caller, 'update', 'policies');
    if (reload === undefined) throw new ServiceError('invalid', 'this server has nothing to read them from');
    return { answer: await service.replacePolicies(await reload(), asking), ...shown() };
  });
  // WHY in a scope of its own: nowhere else may a body be that large.
  app.register(async (scope) => {
    scope.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: LARGEST }, (_, body, done) => done(null, body));
    const first = ({ caller }: Asking) => rights.demand(caller, 'update', 'policies');
    route(scope, 'PUT', '/v1/policies', { summary: 'Another bundle, from the next decision on', tag, body: BUNDLE, first }, async ({ asking, request }) => {
      if (!Buffer.isBuffer(request.body)) throw new ServiceError('invalid', 'a bundle comes as application/octet-stream');
      return { answer: await service.replacePolicies(request.body, asking), ...shown() };
    });
  });
}
