// Those who are registered with the scene of credentials, their certificates, and what tests ask of them.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type AuditEntry, readEntries } from '@polc/service';
import { expect } from 'vitest';
import { type CredentialAnswer, type CredentialScene, MACHINES, openCredentialScene, type Shown } from './credential-scene.js';
import type { Authority } from './token-certificates.js';
import { ISSUER } from './token-kit.js';

export const READ = { operation: 'read', path: 'secret/data/x' };
export const WRITE = { operation: 'update', path: 'secret/data/x' };
export const hexOf = ({ der }: Authority) => createHash('sha256').update(der).digest('hex');
export const x5tOf = ({ der }: Authority) => createHash('sha256').update(der).digest('base64url');
export const expectRefused = ({ status, json }: CredentialAnswer) => expect([status, json.code]).toEqual([401, 'unauthenticated']);

export interface Cast {
  readonly scene: CredentialScene;
  /** By the caller or the agent that they are of; `bound` is of nobody. */
  readonly certificates: Readonly<Record<'gateway' | 'robot' | 'bound', Authority>>;
  /** By whoever may everything. */
  must(path: string, body: object): Promise<unknown>;
  listing(shown: Shown): Promise<CredentialAnswer>;
  deciding(shown: Shown, request?: object): Promise<CredentialAnswer>;
  /** Of the log: in whose name the last decision was asked, and for whom it was decided. */
  lastDecision(): { readonly caller: string };
}

export async function openCast(): Promise<Cast> {
  const scene = await openCredentialScene();
  const must = async (path: string, body: object) => {
    const answer = await scene.ask('POST', path, { authorization: `Bearer ${scene.running.key}` }, body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
    return answer.json;
  };
  const leaf = (subject: string) => scene.leaf(scene.callers, { subject: `CN=${subject}`, uris: [] });
  const certificates = { gateway: await leaf('gateway'), robot: await leaf('robot'), bound: await leaf('bound') };
  const agent = (id: string, identity: object) => must('/v1/agents', { id, policies: ['asks-for-itself', 'code'], identity });
  await must('/v1/users', { id: 'alice', policies: ['code', 'asks-for-users', 'lists-users'] });
  await agent('worker', { spiffe: 'spiffe://example.org/worker' });
  await agent('robot', { x509_sha256: hexOf(certificates.robot) });
  await agent('machine', { jwt: { issuer: MACHINES, subject: 'machine-1' } });
  await must('/v1/agents', { id: 'plain', policies: ['code'] });
  await must('/v1/delegations', { id: 'alice-machine', from: 'user:alice', to: 'machine', scopes: ['reads'], consent: 'implied' });
  const caller = (entry: object) => must('/v1/callers', { policies: ['lists-agents', 'enforcement'], ...entry });
  await caller({ id: 'gateway', x509_sha256: hexOf(certificates.gateway) });
  await caller({ id: 'mesh', spiffe: 'spiffe://example.org/mesh' });
  await caller({ id: 'service', jwt: { issuer: MACHINES, subject: 'service-1' } });
  await caller({ id: 'suspended', jwt: { issuer: ISSUER, subject: 'mallory' }, status: 'suspended' });
  await caller({ id: 'expired', jwt: { issuer: MACHINES, subject: 'expired-1' }, expires: '2020-01-01T00:00:00Z' });
  await must('/v1/callers', { id: 'acts', agent: 'machine', jwt: { issuer: MACHINES, subject: 'acts-1' } });
  await must('/v1/users', { id: 'mallory', policies: ['lists-agents', 'asks-for-users'] });
  return {
    ...{ scene, certificates, must },
    listing: (shown) => scene.ask('GET', '/v1/agents', shown),
    deciding: (shown, request = READ) => scene.ask('POST', '/v1/decide', shown, request),
    lastDecision: () => {
      const entries = [...readEntries(join(scene.running.folder, 'audit'))].map(({ entry }) => entry as unknown as AuditEntry);
      const entry = entries.findLast(({ type }) => type === 'decision');
      if (entry?.type !== 'decision') throw new Error('there is none');
      const { caller, credential, asked, vouched } = entry;
      return { caller, credential, agent: asked.agent, user: asked.user, chain: asked.chain, vouched };
    },
  };
}
