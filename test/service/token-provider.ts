// A real OpenID provider for tests, on this machine: agents get tokens of their own, and users' by CIBA, as RFC 9068 tokens with actors and details, bound
// by DPoP where a proof is sent.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KoaContextWithOIDC, default as ProviderClass } from 'oidc-provider';
import { base64url, makeSigner } from './token-kit.js';

export const RESOURCE = 'https://polc.example';
const CIBA = 'urn:openid:params:grant-type:ciba';
const DETAILS = 'vault:path_access';

export interface IdentityProvider {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly tokenEndpoint: string;
  /** An agent's own access token. */
  own(client: string, headers?: Readonly<Record<string, string>>): Promise<string>;
  /** One in which the first agent acts for a user, who has said yes to it. */
  delegated(user: string, details: readonly object[], headers?: Readonly<Record<string, string>>): Promise<string>;
  close(): Promise<void>;
}

export const CLIENTS = ['worker', 'reporter'] as const;
const [WORKER] = CLIENTS;

export async function startIdentityProvider(): Promise<IdentityProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = await quietly(async () => makeProvider(issuer, (await import('oidc-provider')).Provider));
  server.on('request', provider.callback());
  const post = async (client: string, path: string, body: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) => {
    const authorization = `Basic ${Buffer.from(`${client}:secret`).toString('base64')}`;
    const response = await fetch(`${issuer}${path}`, { method: 'POST', body: new URLSearchParams(body), headers: { ...headers, authorization } });
    const answer = (await response.json()) as Readonly<Record<string, string>>;
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
  return {
    issuer,
    jwksUri: `${issuer}/jwks`,
    tokenEndpoint: `${issuer}/token`,
    own: async (client, headers) => {
      const { access_token } = await post(client, '/token', { grant_type: 'client_credentials', resource: RESOURCE }, headers);
      return access_token as string;
    },
    delegated: async (user, details, headers) => {
      const authorization_details = JSON.stringify(details);
      const { auth_req_id = '' } = await post(WORKER, '/backchannel', { scope: 'openid', login_hint: user, resource: RESOURCE, authorization_details });
      await sayYes(provider, auth_req_id, user);
      const { access_token } = await post(WORKER, '/token', { grant_type: CIBA, auth_req_id, resource: RESOURCE, authorization_details }, headers);
      return access_token as string;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function sayYes(provider: ProviderClass, id: string, user: string): Promise<void> {
  const grant = new provider.Grant({ accountId: user, clientId: WORKER });
  grant.addOIDCScope('openid');
  grant.addResourceScope(RESOURCE, 'act');
  // Without this the provider waits for ever.
  await grant.save();
  await provider.backchannelResult(id, grant);
}

/** It has opinions on where it runs, and says them once. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { warn, info } = console;
  Object.assign(console, { warn: () => undefined, info: () => undefined });
  try {
    return await work();
  } finally {
    Object.assign(console, { warn, info });
  }
}

function makeProvider(issuer: string, Provider: typeof ProviderClass): ProviderClass {
  const { key } = makeSigner('RS256');
  return new Provider(issuer, {
    clients: CLIENTS.map((client_id) => ({
      ...{ client_id, client_secret: 'secret', grant_types: ['client_credentials', CIBA], response_types: [], redirect_uris: [] },
      ...{ backchannel_token_delivery_mode: 'poll', authorization_details_types: [DETAILS] },
    })),
    ttl: { AccessToken: 60, BackchannelAuthenticationRequest: 60, ClientCredentials: 60, Grant: 60, IdToken: 60 },
    jwks: { keys: [{ ...(key.export({ format: 'jwk' }) as object), kid: 'provider', use: 'sig', alg: 'RS256' }] } as never,
    cookies: { keys: [base64url('cookies')] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    // The client acts for the user, and an orchestrator did before.
    extraTokenClaims: (_, token) =>
      token.kind === 'AccessToken' ? { act: { sub: WORKER, iss: issuer, act: { sub: 'orchestrator' } }, groups: ['eng'] } : undefined,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      dPoP: { enabled: true },
      ciba: {
        enabled: true,
        deliveryModes: ['poll'],
        processLoginHint: (_, hint) => hint,
        validateRequestContext: () => undefined,
        validateBindingMessage: () => undefined,
        verifyUserCode: () => undefined,
        triggerAuthenticationDevice: () => undefined,
      },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({ scope: 'act', audience: RESOURCE, accessTokenFormat: 'jwt', accessTokenTTL: 60, jwt: { sign: { alg: 'RS256' } } }),
      },
      richAuthorizationRequests: {
        enabled: true,
        types: { [DETAILS]: { validate: () => undefined } },
        authorizationDetailsForGrantSource: (ctx) => requested(ctx),
        authorizationDetailsForAccessToken: (ctx) => requested(ctx),
        authorizationDetailsForIntrospection: (_, token) => token.rar,
      },
    },
  } as ConstructorParameters<typeof ProviderClass>[1]);
}

/** As it was asked for: what of it is granted is nothing to these tests. */
function requested({ oidc: { params } }: KoaContextWithOIDC) {
  const text = params?.authorization_details;
  return typeof text === 'string' ? JSON.parse(text) : undefined;
}
