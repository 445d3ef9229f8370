// Nodes in this process that share one store, each with a log and a server of its own; a caller of one is a caller of all.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AuditLog, COMMAND, type RunningServer, readEntries, Service, type ServiceSettings, type Store, signerOf, startServer, verifyLog } from '@polc/service';
import { ADMIN, type Answered, bundleOf, call, ed25519 } from '../running.js';

export interface SharingNode {
  readonly service: Service;
  readonly server: RunningServer;
  /** `as`: the key of another caller. */
  call(method: string, path: string, body?: unknown, as?: string): Promise<Answered>;
  /** Ids of the entries of its log, which verifies. */
  entries(): ReadonlyMap<unknown, { readonly [member: string]: unknown }>;
  end(): Promise<void>;
}

const signer = signerOf('shared', Buffer.alloc(32, 3));

/** As many as there are stores. `folder`: for their logs. */
export async function startNodes(
  stores: readonly Store[],
  policies: string,
  folder: string,
  more: Partial<ServiceSettings> = {},
): Promise<readonly SharingNode[]> {
  const bundle = bundleOf(ADMIN, policies);
  const nodes: SharingNode[] = [];
  let key: string | null = null;
  for (const [i, store] of stores.entries()) {
    const path = join(folder, `audit-${i}`);
    mkdirSync(path, { recursive: true });
    const audit = await AuditLog.open(path, { origin: `shared/${i}`, signer });
    const service = await Service.open({
      ...{ store, bundle, audit, auditSecret: Buffer.alloc(32, 4), node: `node-${i}`, issuer: 'https://polc.test', audience: 'polc.test' },
      ...{ grantKey: ed25519(), ...more },
    });
    key ??= (await service.registriesFor(COMMAND, 'create').callers.create({ id: 'admin', policies: ['polc-admin'] })).key;
    await service.settle();
    const server = await startServer(service, { auditFolder: path });
    nodes.push({
      ...{ service, server, call: (method, url, body, as) => call(server.base, as ?? key, method, url, body), end: () => server.close() },
      entries: () => {
        const { faults } = verifyLog(path, { verifier: signer });
        if (faults.length > 0) throw new Error(JSON.stringify(faults));
        return new Map([...readEntries(path)].map(({ entry }) => [entry.id, entry]));
      },
    });
  }
  return nodes;
}

/** Of numbers in any order. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
