// The decision server: the service behind HTTP.

import { constants } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { COMMAND } from '../callers/command.js';
import type { Service } from '../service.js';
import { authzenRoutes } from './authzen/routes.js';
import { answerClientError } from './client-error.js';
import { installDoor, type Standing } from './door.js';
import { Connections } from './drain.js';
import { approvalRoutes } from './native/approval-routes.js';
import { askRoutes } from './native/ask-routes.js';
import { auditRoutes } from './native/audit-routes.js';
import { callerRoutes } from './native/caller-routes.js';
import { decideRoutes } from './native/decide-routes.js';
import { delegationRoutes } from './native/delegation-routes.js';
import { exchangeRoutes } from './native/exchange-routes.js';
import { grantRoutes } from './native/grant-routes.js';
import { policyRoutes } from './native/policy-routes.js';
import { registryRoutes } from './native/registry-routes.js';
import { vaultRoutes } from './native/vault-routes.js';
import { operationRoutes } from './operations.js';
import { sendProblem } from './problem.js';
import type { ServerSettings } from './settings.js';

export interface RunningServer {
  /** What it is called from outside. */
  readonly base: string;
  readonly port: number;
  /** No new requests; those under way are answered first, as long as they have. Ends the service, too. */
  close(): Promise<void>;
}

/** WHY never: the types of the package end with OpenAPI 3.0. */
const MUTUAL_TLS = { type: 'mutualTLS' } as never;
const BODY_LIMIT = 2 << 20;
/** Seconds. */
const GRACE = 10;
const PATIENCE = 30;

/** Listens. Throws what node:net throws where it cannot. */
export async function startServer(service: Service, settings: ServerSettings = {}): Promise<RunningServer> {
  const standing = { base: settings.base?.replace(/\/$/, '') ?? '', isEnding: false };
  const app = await assemble(service, settings, standing);
  const connections = new Connections(app.server);
  const { host = '127.0.0.1', port: wanted = 0 } = settings;
  await app.listen({ host, port: wanted });
  const { port } = app.server.address() as AddressInfo;
  if (standing.base === '') standing.base = `${settings.tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    base: standing.base,
    port,
    close: async () => {
      standing.isEnding = true;
      await connections.drain(() => app.close(), settings.grace ?? GRACE);
      await service.close();
    },
  };
}

/** What a call was answered with. */
export interface LocalAnswer {
  readonly status: number;
  readonly text: string;
}

/** The same endpoints without a network, for a command that has the store itself. */
export interface LocalService {
  /** `body`: JSON. */
  call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: string, headers?: Readonly<Record<string, string>>): Promise<LocalAnswer>;
  close(): Promise<void>;
}

export async function openLocal(service: Service, settings: Pick<ServerSettings, 'auditFolder'> = {}): Promise<LocalService> {
  const app = await assemble(service, { ...settings, as: COMMAND.caller }, { base: '', isEnding: false });
  return {
    call: async (method, url, body, more = {}) => {
      const headers = { ...more, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
      const { statusCode, payload } = await app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) });
      return { status: statusCode, text: payload };
    },
    close: async () => {
      await app.close();
      await service.close();
    },
  };
}

async function assemble(service: Service, settings: ServerSettings, standing: Standing): Promise<FastifyInstance> {
  const app = makeApp(settings);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'polc', description: 'Decisions, registry, delegation, grants, approvals and audit for AI agents', version: '1' },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' }, dpop: { type: 'http', scheme: 'DPoP' }, mtls: MUTUAL_TLS } },
      security: [{ key: [] }, { dpop: [] }, { mtls: [] }],
    },
    transform: ({ schema, url, route }) => ({ schema: route.config?.open === true ? { ...schema, security: [] } : schema, url }),
  });
  await installDoor(app, service, settings, standing);
  authzenRoutes(app, service, () => standing.base);
  decideRoutes(app, service, settings);
  registryRoutes(app, service);
  delegationRoutes(app, service);
  grantRoutes(app, service, settings);
  exchangeRoutes(app, service, settings, standing);
  approvalRoutes(app, service, settings);
  askRoutes(app, service, settings);
  callerRoutes(app, service);
  policyRoutes(app, service, settings);
  vaultRoutes(app, service);
  if (settings.auditFolder !== undefined) auditRoutes(app, service, settings.auditFolder);
  operationRoutes(app, service, standing);
  return app;
}

function makeApp({ bodyLimit = BODY_LIMIT, patience = PATIENCE, trustProxy, tls, log, logLevel = 'info' }: ServerSettings): FastifyInstance {
  const time = patience * 1000;
  const times = { requestTimeout: time, headersTimeout: time, connectionsCheckingInterval: Math.ceil(time / 4) };
  const options = {
    logController: new LogController({ disableRequestLogging: true }),
    ...{ bodyLimit, requestTimeout: time, keepAliveTimeout: 65_000, forceCloseConnections: 'idle' as const, return503OnClosing: false },
    ...{
      trustProxy: trustProxy === undefined ? false : [...trustProxy],
      routerOptions: { ignoreTrailingSlash: false, caseSensitive: true, maxParamLength: 1_024 },
    },
    frameworkErrors: sendProblem,
    clientErrorHandler: answerClientError,
    logger: log === undefined ? false : { level: logLevel, stream: { write: (line: string) => log.write(line) } },
  };
  if (tls === undefined) return Fastify({ ...options, http: times });
  const { key, cert, clientCa } = tls;
  const asksForCertificates = clientCa !== undefined || tls.takesSvids === true;
  const https = {
    ...times,
    key: asBuffer(key),
    cert: asBuffer(cert),
    ...(clientCa === undefined ? {} : { ca: asBuffer(clientCa) }),
    requestCert: asksForCertificates,
    // WHY: a session that is taken up again brings the caller's certificate without those above it, and as good as it was when the session began.
    ...(asksForCertificates ? { secureOptions: constants.SSL_OP_NO_TICKET } : {}),
    rejectUnauthorized: false,
  };
  // WHY any: with TLS the types of the server differ, which no route here looks at.
  return Fastify({ ...options, https }) as unknown as FastifyInstance;
}

const asBuffer = (bytes: string | Uint8Array) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes));
