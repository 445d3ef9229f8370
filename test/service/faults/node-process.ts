// A node of the service in a process of its own, that tests can kill, starve and trace: told what to be by its first message, asked things by those after.

import { createPrivateKey } from 'node:crypto';
import { join } from 'node:path';
import type { Request } from '@polc/runtime';
import { AuditLog, AuditSinks, COMMAND, logSink, openPostgres, openSqlite, type Registries, Service, type Store, signerOf, startServer } from '@polc/service';

export interface NodeSettings {
  /** A path, or postgres://… */
  readonly store: string;
  /** Base64. */
  readonly bundle: string;
  /** Folders, each a sink. */
  readonly audit: readonly string[];
  readonly segmentSize?: number;
  /** 32 bytes in hexadecimal, for whatever wants a secret. */
  readonly secret: string;
  /** PEM. */
  readonly grantKey: string;
  readonly name: string;
  readonly maxStaleness?: number;
  /** Makes a caller with the policy `polc-admin`. */
  readonly first?: boolean;
}

export type Asked =
  | { readonly ask: 'go'; readonly settings: NodeSettings }
  /** Bytes of the heap that are in use, once it was collected. */
  | { readonly ask: 'heap' }
  /** Asks in this process until that is the answer; answers with nanoseconds of the machine's monotonic clock. */
  | { readonly ask: 'until'; readonly allowed: boolean; readonly request: Request }
  /** Decides each of `requests` in turn in this process, `count` times in all, so many at once; answers with how many were allowed. */
  | { readonly ask: 'decide'; readonly requests: readonly Request[]; readonly count: number; readonly atOnce: number }
  /** Spends each grant once; answers with what came of each. */
  | { readonly ask: 'spend'; readonly grants: readonly string[] }
  | { readonly ask: 'end' };

export interface Started {
  readonly base: string;
  readonly key: string | null;
  /** Bytes that were put aside in the logs. */
  readonly recovered: number;
}

interface Running {
  readonly service: Service;
  readonly store: Store;
  readonly started: Started;
  end(): Promise<void>;
}

async function start(settings: NodeSettings): Promise<Running> {
  const { audit, name, segmentSize, maxStaleness } = settings;
  const secret = Buffer.from(settings.secret, 'hex');
  const logs: AuditLog[] = [];
  for (const folder of audit) {
    logs.push(
      await AuditLog.open(folder, { origin: `polc.test/${name}`, signer: signerOf(name, secret), ...(segmentSize === undefined ? {} : { segmentSize }) }),
    );
  }
  const store = settings.store.startsWith('postgres:') ? openPostgres(settings.store) : await openSqlite(settings.store);
  const service = await Service.open({
    ...{ store, bundle: Buffer.from(settings.bundle, 'base64'), auditSecret: secret, node: name, issuer: 'https://polc.test', audience: 'polc.test' },
    audit: new AuditSinks(logs.map((log, i) => logSink(String(i), log))),
    grantKey: createPrivateKey(settings.grantKey),
    ...(maxStaleness === undefined ? {} : { maxStaleness }),
  });
  const registries: Registries = service.registriesFor(COMMAND, 'create');
  const key = settings.first === true ? (await registries.callers.create({ id: 'admin', policies: ['polc-admin'] })).key : null;
  await service.settle();
  const server = await startServer(service, { auditFolder: join(audit[0] as string) });
  const recovered = logs.reduce((sum, log) => sum + (log.recovered?.bytes ?? 0), 0);
  return { service, store, started: { base: server.base, key, recovered }, end: () => server.close() };
}

function until({ current }: Service, request: Request, allowed: boolean): Promise<string> {
  return new Promise((resolve) => {
    const look = () => {
      if (current.engine.allows(request) !== allowed) setImmediate(look);
      else resolve(String(process.hrtime.bigint()));
    };
    look();
  });
}

async function decide({ point }: Service, requests: readonly Request[], count: number, atOnce: number): Promise<number> {
  let next = 0;
  let allowed = 0;
  const decideSome = async () => {
    while (next < count) {
      const request = { ...requests[next++ % requests.length] } as Request;
      const { decision } = await point.decide(request, { asking: COMMAND, api: 'native', vouched: null });
      if (decision.allowed) allowed++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, decideSome));
  return allowed;
}

let running: Running | null = null;

async function answer(asked: Asked): Promise<unknown> {
  if (asked.ask === 'go') {
    running = await start(asked.settings);
    return running.started;
  }
  if (asked.ask === 'heap') {
    for (let i = 0; i < 3; i++) {
      (globalThis as { gc?: () => void }).gc?.();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return process.memoryUsage().heapUsed;
  }
  if (running === null) throw new Error('it has not begun');
  const { service, store } = running;
  switch (asked.ask) {
    case 'until':
      return until(service, asked.request, asked.allowed);
    case 'decide':
      return decide(service, asked.requests, asked.count, asked.atOnce);
    case 'spend': {
      const answers: string[] = [];
      for (const id of asked.grants) answers.push(await store.spend(id, Date.now()));
      return answers;
    }
    case 'end':
      await running.end();
      return null;
  }
}

process.on('message', ({ id, asked }: { readonly id: number; readonly asked: Asked }) => {
  answer(asked).then(
    (value) => process.send?.({ id, value }),
    (error: unknown) => process.send?.({ id, error: error instanceof Error ? error.message : String(error) }),
  );
});
// Nobody is there any more who could ask.
process.on('disconnect', () => process.exit(0));
process.send?.({ id: 0, value: null });
