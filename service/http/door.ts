// What every request goes through before a route sees it: who asks, how much may be sent, what kind of body it is; and what is said where it ends there.

import rateLimit from '@fastify/rate-limit';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { shapeFault } from '../agents/check-shape.js';
import type { Asking } from '../audit/trail.js';
import { authenticate } from '../callers/authenticate.js';
import type { Caller } from '../callers/caller.js';
import type { Service } from '../service.js';
import { ServiceError } from '../service-error.js';
import { readJsonBody } from './json-body.js';
import { sendProblem } from './problem.js';
import type { RateLimit, ServerSettings } from './settings.js';
import { shownBy } from './shown-credentials.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** No credential is asked for. */
    readonly open?: boolean;
  }

  interface FastifyRequest {
    /** null: nobody was asked who he is. */
    asking: Asking | null;
  }
}

/** Who asks, and by what others find the request again. */
export function askingOf({ asking }: FastifyRequest): Asking {
  // INVARIANT: every route that is not open has come through the hook below.
  if (asking === null) throw new ServiceError('unauthenticated', 'a credential is needed');
  return asking;
}

/** What is known of the server only while it runs. */
export interface Standing {
  /** What it is called from outside; empty until it listens. */
  readonly base: string;
  /** It takes no more requests than those that it has. */
  readonly isEnding: boolean;
}

export async function installDoor(app: FastifyInstance, service: Service, settings: ServerSettings, standing: Standing): Promise<void> {
  const ajv = new Ajv2020({ strict: false, allErrors: false, unicodeRegExp: true });
  app.setValidatorCompiler(({ schema }) => ajv.compile(schema as object));
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  app.setSchemaErrorFormatter((errors, place) => {
    const { message, member } = shapeFault(errors, place === 'body' ? 'the body' : 'the query');
    return new ServiceError('invalid', message, member);
  });
  app.setNotFoundHandler((request, reply) => sendProblem(new ServiceError('not_found', 'there is nothing here'), request, reply));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => {
    try {
      done(null, readJsonBody(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  await app.register(rateLimit, { global: false });
  const { known, metrics } = service;
  const authentication = { known, door: settings.door ?? null, userIssuers: settings.userIssuers ?? [], anonymous: settings.anonymous ?? null };
  const { failureLimit = { requests: 60, seconds: 60 } } = settings;
  const failures = app.createRateLimit({
    max: failureLimit.requests,
    timeWindow: failureLimit.seconds * 1000,
    keyGenerator: (request) => `failed ${request.ip}`,
  });
  const admit = (request: FastifyRequest, caller: Caller) => {
    const { 'x-request-id': id, traceparent } = request.headers;
    request.asking = { caller, requestId: textOf(id), traceparent: textOf(traceparent) };
    checkNames('the path', request.params);
    checkNames('the query', request.query);
  };
  const refuse = async (request: FastifyRequest, reply: FastifyReply, error: unknown) => {
    // WHY not in the audit log: whoever has no credential could fill the disk.
    request.log.warn({ address: request.ip, reason: error instanceof Error ? error.message : null }, 'unauthenticated');
    refuseAbove(await failures(request), reply);
    throw error;
  };
  const authenticated = (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => {
    const refused = (error: unknown) => void refuse(request, reply, error).catch(done);
    if (standing.isEnding) return done(new ServiceError('unavailable', 'the server ends'));
    let found: Caller | Promise<Caller>;
    try {
      found = settings.as ?? authenticate(shownBy(request, standing.base), authentication);
    } catch (error) {
      return refused(error);
    }
    const admitted = (caller: Caller) => {
      try {
        admit(request, caller);
      } catch (error) {
        return done(error as Error);
      }
      done();
    };
    if (found instanceof Promise) found.then(admitted, refused);
    else admitted(found);
  };
  const limited = settings.rateLimit === undefined ? [] : [rateOf(app, settings.rateLimit)];
  app.decorateRequest('asking', null);
  app.addHook('onRequest', (request, reply, done) => {
    const { 'x-request-id': id } = request.headers;
    if (id !== undefined) reply.header('x-request-id', id);
    // INVARIANT: here, before a body is read: it could be sent by anybody.
    done(request.is404 ? new ServiceError('not_found', 'there is nothing here') : undefined);
  });
  // WHY by route: what a route is, is asked once here, and not with each request (bench/serve).
  app.addHook('onRoute', (route) => {
    const own = [route.onRequest ?? []].flat();
    if (route.config?.open !== true) route.onRequest = [authenticated, ...limited, ...own];
    const { url } = route;
    route.onResponse = [
      ...[route.onResponse ?? []].flat(),
      (_, reply, done) => {
        metrics.handled(url, reply.statusCode, reply.elapsedTime / 1000);
        done();
      },
    ];
  });
}

function rateOf(app: FastifyInstance, { requests, seconds }: RateLimit) {
  const calls = app.createRateLimit({ max: requests, timeWindow: seconds * 1000, keyGenerator: (request) => keyOf(request.asking, request.ip) });
  return async (request: FastifyRequest, reply: FastifyReply) => refuseAbove(await calls(request), reply);
}

/** WHY not the caller's id for whoever shows no credential: one of them would use up what all of them may. */
function keyOf(asking: Asking | null, address: string): string {
  return asking === null || asking.caller.credential === 'none' ? address : asking.caller.id;
}

function refuseAbove(answer: { readonly isAllowed: boolean; readonly isExceeded?: boolean; readonly ttl?: number }, reply: FastifyReply): void {
  if (answer.isAllowed || answer.isExceeded !== true) return;
  reply.header('retry-after', String(Math.max(1, Math.ceil((answer.ttl ?? 0) / 1000))));
  throw Object.assign(new Error('too many'), { statusCode: 429 });
}

/** WHY: nothing that is stored has such a name, and not every store can be asked for one. @throws ServiceError invalid */
function checkNames(what: string, names: unknown): void {
  for (const value of Object.values(names ?? {}).flat()) {
    if (/\p{Cc}/u.test(String(value))) throw new ServiceError('invalid', `${what} holds a control character`);
  }
}

/** Bounded: it goes into every entry of the log. */
function textOf(header: string | readonly string[] | undefined): string | null {
  return typeof header === 'string' ? header.slice(0, 256) : null;
}
