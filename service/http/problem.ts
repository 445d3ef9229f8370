// Every error as HTTP has it: one place for statuses, and for what is said. Of what went wrong inside nothing is.

import type { FastifyReply, FastifyRequest } from 'fastify';
import { RegistryError } from '../agents/registry-error.js';
import { ApprovalError } from '../approvals/approval-error.js';
import { AuditError } from '../audit/audit-error.js';
import { ServiceError } from '../service-error.js';
import { StoreError } from '../stores/store-error.js';

export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly member: string | null;
}

const STATUS: Readonly<Record<string, number>> = {
  ...{ invalid: 400, unknown_name: 400, bad_policies: 400, unauthenticated: 401, forbidden: 403, not_found: 404 },
  ...{ conflict: 409, owned_by_files: 409, rolled_back: 409, already_answered: 409, expired: 410 },
  ...{ not_yours: 403, own_action: 403 },
  ...{ busy: 503, unavailable: 503, unaudited: 503, too_new: 503, unwritable: 503, held: 503, damaged: 503, closed: 503 },
};

export function problemOf(error: unknown): Problem {
  if (error instanceof ServiceError || error instanceof RegistryError) {
    return { status: statusOf(error.code), code: error.code, detail: error.message, member: error.member };
  }
  if (error instanceof ApprovalError) return { status: statusOf(error.code), code: error.code, detail: error.message, member: null };
  if (error instanceof StoreError) {
    const isOurs = error.code === 'not_found' || error.code === 'conflict';
    return { status: statusOf(error.code), code: error.code, detail: isOurs ? error.message : 'the store cannot be reached', member: null };
  }
  if (error instanceof AuditError) return { status: 503, code: 'unaudited', detail: 'no audit log can be written', member: null };
  return fastifyProblem(error);
}

function statusOf(code: string): number {
  return STATUS[code] ?? 500;
}

/** What the server itself refuses: a body that is too large, a header that is none. */
function fastifyProblem(error: unknown): Problem {
  const { statusCode } = (typeof error === 'object' && error !== null ? error : {}) as { readonly statusCode?: unknown };
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    // INVARIANT: the error's own words are the server's, and are told to nobody.
    const detail = WORDS[statusCode] ?? 'the request is not understood';
    return { status: statusCode, code: statusCode === 429 ? 'too_many_requests' : 'invalid', detail, member: null };
  }
  return { status: 500, code: 'internal', detail: 'something went wrong inside', member: null };
}

const WORDS: Readonly<Record<number, string>> = {
  413: 'the body is too large',
  414: 'the URL is too long',
  415: 'the body is not application/json',
  429: 'too many requests',
};

/** The Authorization API answers an error with a text (AuthZEN 1.0 §10.1.2), and with 400 where others have 415; everything else with RFC 9457. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error);
  if (problem.status >= 500) request.log.error({ err: error, code: problem.code }, 'refused');
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer, DPoP algs="ES256 EdDSA"');
  if (problem.status === 503) reply.header('retry-after', '1');
  // WHY: closed while a body still comes, the connection would be lost, and this answer with it. What comes is read, for a time, and kept nowhere.
  if (!reply.raw.hasHeader('connection')) reply.removeHeader('connection');
  const id = request.headers['x-request-id'];
  if (id !== undefined) reply.header('x-request-id', id);
  // By the route, where there is one: its path can be written in several ways.
  if (/^(?:https?:\/\/[^/]*)?\/access\/v1\//i.test(request.routeOptions.url || request.url)) {
    reply
      .code(problem.status === 415 ? 400 : problem.status)
      .type('text/plain; charset=utf-8')
      .send(problem.detail);
    return;
  }
  const { status, code, detail, member } = problem;
  reply
    .code(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', status, title: TITLES[status] ?? 'Error', code, detail, ...(member === null ? {} : { member }) }));
}

const TITLES: Readonly<Record<number, string>> = {
  ...{ 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 409: 'Conflict', 410: 'Gone' },
  ...{
    413: 'Content Too Large',
    414: 'URI Too Long',
    415: 'Unsupported Media Type',
    429: 'Too Many Requests',
    500: 'Internal Server Error',
    503: 'Service Unavailable',
  },
};
