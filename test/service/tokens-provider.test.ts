// The token door and a real identity provider: what it issues is read and checked, and is nobody else's.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite, type Store } from '@polc/service';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Presented } from '../../service/tokens/presented.js';
import { principalOf } from '../../service/tokens/principal-of.js';
import { TokenDoor } from '../../service/tokens/token-door.js';
import { faultOf, makeSigner, proof, shown, thumbprint } from './token-kit.js';
import { CLIENTS, type IdentityProvider, RESOURCE, startIdentityProvider } from './token-provider.js';

const folder = mkdtempSync(join(tmpdir(), 'polc-tokens-'));
const stores: Store[] = [];
let provider: IdentityProvider;
let doors: readonly [TokenDoor, TokenDoor];
beforeAll(async () => {
  provider = await startIdentityProvider();
  const nodes = await Promise.all([0, 1].map(async () => openSqlite(join(folder, 'polc.db'))));
  stores.push(...nodes);
  await nodes[0]?.migrate();
  const { issuer, jwksUri } = provider;
  doors = nodes.map(
    (store) =>
      new TokenDoor({
        issuers: [{ issuer, audiences: [RESOURCE], keys: { uri: jwksUri } }],
        first: (use, id, expires, now) => store.first(use, id, expires, now),
      }),
  ) as unknown as [TokenDoor, TokenDoor];
});
afterAll(async () => {
  await provider.close();
  for (const store of stores) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const [WORKER, REPORTER] = CLIENTS;
const holder = makeSigner('ES256');
const DETAILS = [{ type: 'vault:path_access', path: 'secret/data/x', capabilities: ['read'] }];
const now = () => Math.floor(Date.now() / 1000);
/** For the provider itself, which binds the token that it issues to the key. */
const binding = () => ({ dpop: proof(holder, '', { htm: 'POST', htu: provider.tokenEndpoint, iat: now(), ath: undefined }) });
const fresh = (token: string) => proof(holder, token, { iat: now() });

describe('tokens of a real provider', () => {
  it('of an agent are its own', async () => {
    const token = await provider.own(WORKER);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', typ: 'at+jwt', kid: 'provider' });
    expect(await doors[0].present(shown(token))).toMatchObject({
      kind: 'at+jwt',
      issuer: provider.issuer,
      subject: WORKER,
      clientId: WORKER,
      actors: [],
      confirmation: null,
    });
  });

  it('of an agent that acts for a user say who, by whom, and for what', async () => {
    const token = await provider.delegated('alice', DETAILS);
    const presented = (await doors[0].present(shown(token))) as Presented;
    expect(presented).toEqual({
      ...{ kind: 'at+jwt', issuer: provider.issuer, subject: 'alice', clientId: WORKER, groups: ['eng'], authorizationDetails: DETAILS },
      actors: [
        { issuer: provider.issuer, subject: WORKER },
        { issuer: provider.issuer, subject: 'orchestrator' },
      ],
      ...{ purpose: null, txn: null, confirmation: null, jti: decodeJwt(token).jti, expires: (decodeJwt(token).exp ?? 0) * 1000 },
    });
    const agents: Readonly<Record<string, string>> = { worker: 'worker-1', orchestrator: 'planner-1' };
    const known = (issuer: string) => issuer === provider.issuer;
    const identities = {
      agentOf: (issuer: string, subject: string) => (known(issuer) ? (agents[subject] ?? null) : null),
      userOf: (issuer: string, subject: string) => (known(issuer) && subject === 'alice' ? 'alice' : null),
      agentOfSpiffe: () => null,
      agentOfCertificate: () => null,
    };
    expect(principalOf(presented, identities)).toEqual({
      ...{ agent: 'worker-1', delegation: { user: 'alice', chain: ['planner-1', 'worker-1'] }, authorization_details: DETAILS },
    });
  });

  it('that are bound by DPoP are good with the key, once for each proof, on all nodes together', async () => {
    const token = await provider.delegated('alice', DETAILS, binding());
    expect(decodeJwt(token).cnf).toEqual({ jkt: thumbprint(holder.jwk) });
    const bound = (dpop: string, door = doors[0]) => door.present(shown(token, { scheme: 'DPoP', dpop: [dpop] }));
    const once = fresh(token);
    expect(await bound(once)).toMatchObject({ subject: 'alice', confirmation: { jkt: thumbprint(holder.jwk) } });
    expect([await faultOf(bound(once, doors[1])), await faultOf(bound(once))]).toEqual(['replayed', 'replayed']);
    const raced = fresh(token);
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => faultOf(bound(raced, doors[i % 2]))));
    expect(answers.sort()).toEqual(['fine', ...Array(9).fill('replayed')]);
    expect(await faultOf(doors[0].present(shown(token)))).toBe('unbound');
    expect(await faultOf(bound(proof(makeSigner('ES256'), token, { iat: now() })))).toBe('unbound');
  });

  it('may be exchanged: the user’s and another agent’s', async () => {
    const subjectToken = await provider.delegated('alice', DETAILS);
    const actorToken = await provider.own(REPORTER, binding());
    const urn = 'urn:ietf:params:oauth:token-type:access_token';
    const given = { subjectToken, subjectTokenType: urn, actorToken, actorTokenType: urn, method: 'GET', url: shown('').url, certificate: null };
    expect(await doors[0].exchange({ ...given, dpop: [fresh(actorToken)] })).toMatchObject({
      ...{ subject: 'alice', clientId: REPORTER, authorizationDetails: DETAILS, confirmation: { jkt: thumbprint(holder.jwk) } },
      actors: [REPORTER, WORKER, 'orchestrator'].map((subject) => ({ issuer: provider.issuer, subject })),
    });
    expect(await faultOf(doors[0].exchange({ ...given, dpop: [] }))).toBe('unbound');
  });

  it('for others, or of a provider that is not known here, are refused', async () => {
    const { issuer, jwksUri: uri } = provider;
    const token = await provider.own(WORKER);
    const first = async () => true;
    const at = (more: object) => new TokenDoor({ issuers: [{ issuer, audiences: [RESOURCE], keys: { uri }, ...more }], first }).present(shown(token));
    expect(await faultOf(at({ audiences: ['https://other.example'] }))).toBe('wrong_audience');
    expect(await faultOf(at({ issuer: 'https://other.example' }))).toBe('unknown_issuer');
    expect(await faultOf(at({ algorithms: ['ES256'] }))).toBe('bad_signature');
    expect(await faultOf(at({ keys: { uri: `${issuer}/nothing` } }))).toBe('unavailable');
    expect(
      await faultOf(
        new TokenDoor({ issuers: [{ issuer, audiences: [RESOURCE], keys: { uri } }], first, clock: () => Date.now() + 70_000 }).present(shown(token)),
      ),
    ).toBe('expired');
  });
});
