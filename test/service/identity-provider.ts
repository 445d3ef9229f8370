// A real OpenID provider with CIBA for tests, on loopback, whose people answer when a test lets them. Between it and its callers a test may stand.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import type { AllClientMetadata, KoaContextWithOIDC } from 'oidc-provider';

type Middleware = (context: KoaContextWithOIDC, next: () => Promise<void>) => Promise<void>;

export interface AskedOnDevice {
  /** Of whoever is asked. */
  readonly sub: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  approve(): Promise<void>;
  deny(): Promise<void>;
}

export interface IdentityProvider {
  readonly issuer: string;
  /** All that people were asked, in order. */
  readonly asked: AskedOnDevice[];
  /** Calls of its endpoints: `POST /token`. */
  readonly calls: string[];
  /** Stands between it and its callers; null for nobody. */
  between: Middleware | null;
  /** An ID token by its own key. */
  sign(claims: JWTPayload, header?: object): Promise<string>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export interface ProviderPeople {
  /** By `sub`. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** `login_hint` to `sub`. */
  readonly hints: Readonly<Record<string, string>>;
}

export const SECRET_CLIENT = { id: 'polc', secret: 'a secret: with + and % in it' } as const;
export const KEY_CLIENT = 'polc-with-key';

/** `publicKey`: of the client that authenticates with a signature, ES256. */
export async function startIdentityProvider({ groups, hints }: ProviderPeople, publicKey: JWK): Promise<IdentityProvider> {
  const quiet = silence();
  const { default: Provider, errors } = await import('oidc-provider');
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: 'provider-1', alg: 'ES256', use: 'sig' };
  const server = createServer();
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const asked: AskedOnDevice[] = [];
  const common: AllClientMetadata & { authorization_details_types: readonly string[] } = {
    ...{ grant_types: ['urn:openid:params:grant-type:ciba'], response_types: [], redirect_uris: [] },
    ...{ backchannel_token_delivery_mode: 'poll', id_token_signed_response_alg: 'ES256', authorization_details_types: ['polc_approval'] },
  };
  const provider = new Provider(issuer, {
    clients: [
      { ...common, client_id: SECRET_CLIENT.id, client_secret: SECRET_CLIENT.secret, token_endpoint_auth_method: 'client_secret_basic' },
      {
        ...{ ...common, client_id: KEY_CLIENT, token_endpoint_auth_method: 'private_key_jwt' },
        ...{ token_endpoint_auth_signing_alg: 'ES256', jwks: { keys: [publicKey] } },
      },
    ],
    clientAuthMethods: ['client_secret_basic', 'private_key_jwt'],
    jwks: { keys: [key] },
    claims: { openid: ['sub', 'groups'] },
    cookies: { keys: ['unused'] },
    findAccount: (_, id) => (id in groups ? { accountId: id, claims: () => ({ sub: id, groups: groups[id] }) } : undefined),
    ttl: { BackchannelAuthenticationRequest: (context) => Number(context.oidc.params?.requested_expiry ?? 600), IdToken: 300, AccessToken: 300, Grant: 300 },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: { enabled: true, getResourceServerInfo: () => ({ scope: '' }), useGrantedResource: () => true },
      richAuthorizationRequests: {
        enabled: true,
        types: { polc_approval: { validate: () => undefined } },
        authorizationDetailsForGrantSource: () => undefined,
        authorizationDetailsForAccessToken: () => undefined,
      },
      ciba: {
        enabled: true,
        deliveryModes: ['poll'],
        processLoginHint: async (_, hint) => (hint === undefined ? undefined : hints[hint]),
        processLoginHintToken: async () => undefined,
        verifyUserCode: async () => undefined,
        validateRequestContext: async () => undefined,
        validateBindingMessage: async (_, message) => {
          if (!/^[a-zA-Z0-9-._+/!?#]{1,20}$/.test(message ?? '')) throw new errors.InvalidBindingMessage('not the characters that devices show');
        },
        triggerAuthenticationDevice: async (_, request, account, client) => {
          asked.push({
            sub: account.accountId,
            parameters: { ...(request as unknown as { params: object }).params },
            approve: async () => {
              const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
              grant.addOIDCScope('openid');
              // The request finds a grant by its id only: it must be there first.
              await grant.save();
              await provider.backchannelResult(request, grant, { acr: 'device', amr: ['face'] });
            },
            deny: () => provider.backchannelResult(request, new errors.AccessDenied('no')),
          });
        },
      },
    },
  });
  const calls: string[] = [];
  const self: IdentityProvider = {
    ...{ issuer, asked, calls, between: null },
    sign: (claims, header = {}) => new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'provider-1', ...header }).sign(privateKey),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    start: () => listen(server, port),
  };
  provider.use((context, next) => {
    calls.push(`${context.method} ${context.path}`);
    return self.between === null ? next() : self.between(context as KoaContextWithOIDC, next);
  });
  server.on('request', provider.callback());
  quiet();
  return self;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

/** WHY: it warns of what a test does on purpose, and of the runtime. */
function silence(): () => void {
  const { warn, info } = console;
  console.warn = () => undefined;
  console.info = () => undefined;
  return () => {
    console.warn = warn;
    console.info = info;
  };
}
