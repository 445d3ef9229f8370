// Routes of polc's own endpoints, said in one line each: what is asked, what it may hold, and what is answered.

import type { JsonObject } from '@polc/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Asking } from '../../audit/trail.js';
import type { Caller } from '../../callers/caller.js';
import { isObject } from '../../is-object.js';
import type { Right, Rights } from '../../pdp/rights.js';
import { ServiceError } from '../../service-error.js';
import { MAX_PAGE, type StoredRecord } from '../../stores/store.js';
import { askingOf } from '../door.js';

export interface Called {
  readonly asking: Asking;
  readonly body: JsonObject;
  readonly params: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: unknown };
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export interface RouteWords {
  readonly summary: string;
  readonly tag: string;
  readonly body?: object;
  readonly query?: object;
  /** 200 when absent. */
  readonly status?: number;
  /** Looked at before the body is read, which not everybody may send. */
  readonly first?: (asking: Asking) => Promise<void>;
}

/**
 * The right on something that was looked up by another name than the one that rights go by. WHY in words of its own: whoever may not is told of what was
 * asked for, never of what was found by it, or whether anything was. @throws ServiceError forbidden, unaudited
 */
export async function demandFound(
  rights: Rights,
  caller: Caller,
  right: Right,
  folder: string,
  asked: string,
  found: string | null,
  sent: JsonObject = {},
): Promise<void> {
  try {
    await rights.demandWith(sent, caller, right, folder, found ?? asked);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'forbidden') throw error;
    throw new ServiceError('forbidden', `${caller.id} may not ${right} what ${JSON.stringify(asked)} is of ${folder}`, null, error);
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What says nothing of its body may come without one. @throws ServiceError invalid */
function bodyOf({ body }: FastifyRequest): JsonObject {
  if (body === undefined || body === null) return {};
  if (!isObject(body)) throw new ServiceError('invalid', 'the body is an object');
  return body;
}

export function route(app: FastifyInstance, method: Method, url: string, words: RouteWords, handle: (called: Called) => Promise<unknown>): void {
  const { summary, tag, body, query, status = 200, first } = words;
  const takesBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
  app.route({
    ...{ method, url },
    schema: { summary, tags: [tag], ...(takesBody && body !== undefined ? { body } : {}), ...(query === undefined ? {} : { querystring: query }) },
    ...(first === undefined ? {} : { onRequest: (request: FastifyRequest) => first(askingOf(request)) }),
    handler: async (request, reply) => {
      const called: Called = {
        ...{ asking: askingOf(request), body: bodyOf(request), params: request.params as Called['params'] },
        ...{ query: (request.query ?? {}) as Called['query'], request, reply },
      };
      const answer = await handle(called);
      // What the handler has said of it stands.
      if (reply.statusCode === 200) reply.code(answer === undefined ? 204 : status);
      return answer;
    },
  });
}

/** As it is shown: its body, and what the store knows of it. Instants as RFC 3339. */
export function shownRecord({ id, body, version, createdAt, changedAt }: StoredRecord): JsonObject {
  return { ...body, id, version, created_at: new Date(createdAt).toISOString(), changed_at: new Date(changedAt).toISOString() };
}

export const PAGE_QUERY = {
  type: 'object',
  properties: { after: { type: 'string', maxLength: 512 }, limit: { type: 'string', pattern: '^[1-9][0-9]{0,3}$' } },
} as const;

export function pageOf({ after, limit }: Called['query']): { readonly after?: string; readonly limit: number } {
  return { ...(typeof after === 'string' ? { after } : {}), limit: typeof limit === 'string' ? Math.min(Number(limit), MAX_PAGE) : 100 };
}
