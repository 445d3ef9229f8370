// For those who run it: is it alive, may it be asked, what are its numbers, what can it be asked.

import type { FastifyInstance } from 'fastify';
import type { Service } from '../service.js';
import { askingOf, type Standing } from './door.js';

export function operationRoutes(app: FastifyInstance, service: Service, standing: Standing): void {
  const tags = ['Operations'];
  app.get('/health/live', { config: { open: true }, schema: { tags, summary: 'It runs' } }, async () => ({ status: 'alive' }));
  app.get('/health/ready', { config: { open: true }, schema: { tags, summary: 'It may be asked: it knows the facts, and does not end' } }, async (_, reply) => {
    const why = standing.isEnding ? 'ending' : service.current.isStale ? 'stale_facts' : null;
    return why === null ? { status: 'ready' } : reply.code(503).send({ status: why });
  });
  app.get('/metrics', { schema: { tags, summary: 'For Prometheus' } }, async (request, reply) => {
    await service.rights.demand(askingOf(request).caller, 'read', 'metrics');
    const { type, text } = await service.metrics.text();
    return reply.header('content-type', type).send(text);
  });
  app.get('/openapi.json', { config: { open: true }, schema: { tags, summary: 'This description (OpenAPI 3.1)' } }, async () => app.swagger());
}
