// The data folder of a service that has decided and changed a few things, as `polc serve` leaves it, made in this process.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject, Request } from '@polc/runtime';
import { AuditLog, type AuditLogOptions, COMMAND, type NoteSigner, type Service, signerOf, verifierText } from '@polc/service';
import { DataFolder } from '../../cli/host/data-folder.js';
import { openService } from '../../cli/host/open-service.js';
import { readServicePolicies } from '../../cli/host/service-policies.js';

export const POLICIES = `
policy "reviewing" {
  path "secret/data/code/*" {
    capabilities       = ["read"]
    allowed_parameters = { "repo" = [] }
  }
}
agent "reviewer" { policies = ["reviewing"] }
`;

export const READ: Request = { agent: 'reviewer', operation: 'read', path: 'secret/data/code/web', parameters: { repo: 'frontend' } };

const GATEWAY = { ...COMMAND, caller: { ...COMMAND.caller, id: 'caller:gateway', credential: 'api_key' as const, address: '10.1.2.3' } };

export interface AuditScene {
  readonly folder: string;
  /** Policies, as `polc serve -p` takes them. */
  readonly policies: string;
  readonly data: string;
  /** Of the one log. */
  readonly log: string;
  file(name: string, content?: string | Uint8Array): string;
  /** Of a log, the first. */
  fileOf(log: string): string;
  /** The log elsewhere, so that it can be changed. */
  copied(): string;
  /** The same, with lines of its file changed. */
  changed(change: (lines: string[]) => readonly string[]): string;
  /** Another log, by a stranger unless told otherwise. */
  written(entries: readonly JsonObject[], options?: Partial<AuditLogOptions>): Promise<string>;
  /** That signs the log. */
  signer(): NoteSigner;
  end(): void;
}

/** A signer of the same name, with another key. */
export const stranger = signerOf('server', Buffer.alloc(32, 9));

/** Eight entries: four decisions, two of them allowed; an agent registered; two alerts; the end. */
export async function openAuditScene(): Promise<AuditScene> {
  const folder = mkdtempSync(join(tmpdir(), 'polc-audit-verbs-'));
  const file = (name: string, content?: string | Uint8Array) => {
    if (content !== undefined) writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const policies = file('set.hcl', POLICIES);
  const data = join(folder, 'data');
  mkdirSync(data);
  await serving({ data, policies }, async (service) => {
    await decide(service, READ);
    await decide(service, { ...READ, path: 'secret/data/payroll' });
    await decide(service, { agent: 'helper', operation: 'read', path: 'secret/data/code/web' });
    await service.change(GATEWAY, 'register', ({ agents }) => agents.register('agent', { id: 'helper', owner: 'team-a', policies: ['reviewing'] }));
    await decide(service, { agent: 'helper', operation: 'read', path: 'secret/data/code/api', parameters: { repo: 'backend' } });
    await service.trail.happened(COMMAND, 'stopped', 'SIGTERM');
  });
  const log = join(data, 'audit', 'server');
  const fileOf = (path: string) => join(path, readdirSync(path).find((name) => name.endsWith('.jsonl')) as string);
  let count = 0;
  const copied = () => {
    const path = file(`copy-${count++}`);
    cpSync(log, path, { recursive: true });
    return path;
  };
  return {
    ...{ folder, policies, data, log, file, fileOf, copied },
    changed: (change) => {
      const path = copied();
      writeFileSync(fileOf(path), change(readFileSync(fileOf(path), 'utf8').split('\n')).join('\n'));
      return path;
    },
    written: async (entries, options = {}) => {
      const path = file(`log-${count++}`);
      const { signer = stranger } = options;
      const made = await AuditLog.open(path, { origin: 'polc/server', signer, ...options });
      for (const entry of entries) await made.append(entry);
      await made.close();
      writeFileSync(join(path, 'log.pub'), verifierText(signer));
      return path;
    },
    signer: () => signerOf('server', new DataFolder(data).keys().logSeed),
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface Serving {
  readonly data: string;
  readonly policies: string;
  readonly node?: string;
}

/** As a server does, from its start to its end. */
export async function serving({ data, policies, node = 'server' }: Serving, work: (service: Service) => Promise<void>): Promise<void> {
  const bundle = await readServicePolicies([policies]);
  const { service } = await openService({ data: new DataFolder(data), bundle, node, issuer: 'http://127.0.0.1:8420' });
  try {
    await work(service);
  } finally {
    await service.close();
  }
}

export function decide(service: Service, request: Request) {
  return service.point.decide(request, { asking: GATEWAY, api: 'native', vouched: null });
}
