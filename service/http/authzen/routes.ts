// The endpoints of the Authorization API 1.0.

import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Service } from '../../service.js';
import { askingOf } from '../door.js';
import { type EvaluationAnswer, evaluate, evaluateAll } from './evaluate.js';
import { find, type Sought } from './find.js';
import {
  ACTION_SEARCH,
  EVALUATION,
  EVALUATIONS,
  type Evaluation,
  type Evaluations,
  RESOURCE_SEARCH,
  type Search,
  SUBJECT_SEARCH,
} from './information-model.js';
import { metadataOf } from './metadata.js';

const DECISION = { type: 'object', properties: { decision: { type: 'boolean' }, context: { type: 'object' } }, required: ['decision'] } as const;
const DECISIONS = {
  anyOf: [DECISION, { type: 'object', properties: { evaluations: { type: 'array', items: DECISION } }, required: ['evaluations'] }],
} as const;
const RESULTS = {
  type: 'object',
  properties: { results: { type: 'array', items: { type: 'object' } }, page: { type: 'object', properties: { next_token: { type: 'string' } } } },
  required: ['results'],
} as const;

const SEARCHES: readonly (readonly [Sought, object])[] = [
  ['subject', SUBJECT_SEARCH],
  ['resource', RESOURCE_SEARCH],
  ['action', ACTION_SEARCH],
];

export function authzenRoutes(app: FastifyInstance, service: Service, baseOf: () => string): void {
  const tags = ['AuthZEN'];
  app.post('/access/v1/evaluation', { schema: { tags, summary: 'Access Evaluation', body: EVALUATION, response: { 200: DECISION } } }, async (request, reply) =>
    answer(reply, await evaluate(service, request.body as Evaluation, askingOf(request))),
  );
  app.post('/access/v1/evaluations', { schema: { tags, summary: 'Access Evaluations', body: EVALUATIONS, response: { 200: DECISIONS } } }, async (request) =>
    evaluateAll(service, request.body as Evaluations, askingOf(request)),
  );
  for (const [sought, body] of SEARCHES) {
    app.post(`/access/v1/search/${sought}`, { schema: { tags, summary: `Search for ${sought}s`, body, response: { 200: RESULTS } } }, async (request) =>
      find(sought, service, request.body as Search, askingOf(request)),
    );
  }
  app.get('/.well-known/authzen-configuration', { config: { open: true }, schema: { tags, summary: 'What this decision point is' } }, async () =>
    metadataOf(baseOf()),
  );
}

const ALLOWED = '{"decision":true}';
const DENIED = '{"decision":false}';

function answer(reply: FastifyReply, { decision, context }: EvaluationAnswer): FastifyReply {
  reply.header('content-type', 'application/json; charset=utf-8');
  return reply.send(context === undefined ? (decision ? ALLOWED : DENIED) : JSON.stringify({ decision, context }));
}
