// A service over its data folder: store, keys, logs and policies put together, for the server and for commands that have the store themselves.

import type { KeyObject } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import type { AlertSettings, AuditSink, Service, ServiceSettings, Store } from '@polc/service';
import { Failure } from '../failure.js';
import type { DataFolder } from './data-folder.js';
import { learnReach } from './learn-reach.js';
import { demandStoreUrl, openStore } from './open-store.js';
import { note } from './output.js';

export interface OpenOptions {
  readonly data: DataFolder;
  /** URL; that of the data folder when absent. */
  readonly store?: string;
  readonly bundle: Uint8Array;
  /** Where it was read, for what is wrong with it. */
  readonly bundleFile?: string;
  readonly knowsPolicies?: boolean;
  readonly trust?: readonly KeyObject[];
  /** Names the process, its logs and their signer. */
  readonly node: string;
  /** `file:FOLDER`; one folder of the data folder when empty. */
  readonly audit?: readonly string[];
  readonly issuer: ServiceSettings['issuer'];
  readonly audience?: string;
  readonly maxStaleness?: number;
  readonly alerts?: AlertSettings;
  readonly sealed?: boolean;
}

export interface OpenedService {
  readonly service: Service;
  /** Of the first log. */
  readonly auditFolder: string;
}

/** @throws Failure */
export async function openService(options: OpenOptions): Promise<OpenedService> {
  const { data, bundle, node, trust, maxStaleness, alerts, knowsPolicies, sealed } = options;
  const { Service } = await import('@polc/service');
  const storeUrl = options.store ?? data.storeUrl;
  demandStoreUrl(storeUrl);
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(node)) throw new Failure('usage', `--node ${node}: letters, digits, ".", "_" and "-"`);
  const keys = data.keys();
  const folders = options.audit === undefined || options.audit.length === 0 ? [join(data.auditFolder, node)] : options.audit.map(folderOf);
  let store: Store | null = null;
  const sinks = await openLogs(folders, node, keys.logSeed, data);
  try {
    store = await openStore(storeUrl);
    const service = await Service.open({
      ...{ store, bundle, audit: sinks, auditSecret: keys.audit, node, issuer: options.issuer, audience: options.audience ?? options.issuer },
      ...{ grantKey: keys.grants, trouble },
      ...(trust === undefined ? {} : { trust }),
      ...(maxStaleness === undefined ? {} : { maxStaleness }),
      ...(alerts === undefined ? {} : { alerts }),
      ...(knowsPolicies === undefined ? {} : { knowsPolicies }),
      ...(sealed === undefined ? {} : { sealed }),
    });
    const [auditFolder] = folders as [string];
    // Where nothing is decided, nothing is told of.
    if (knowsPolicies !== false) await learnReach(service.alerts, auditFolder);
    return { service, auditFolder };
  } catch (error) {
    await sinks.close();
    await store?.close();
    throw await asFailure(error, options.bundleFile);
  }
}

async function openLogs(folders: readonly string[], node: string, seed: Uint8Array, data: DataFolder) {
  const { AuditError, AuditLog, AuditSinks, logSink, signerOf, verifierText } = await import('@polc/service');
  const { writeLasting } = await import('./write-file.js');
  const signer = signerOf(node, seed);
  const sinks: AuditSink[] = [];
  try {
    for (const [i, folder] of folders.entries()) {
      // WHY names of their own: once one has missed an entry, a checkpoint of the other says something else of the same index.
      const origin = i === 0 ? `polc/${node}` : `polc/${node}/${basename(folder)}`;
      const log = await AuditLog.open(folder, { origin, signer });
      if (log.recovered !== null) note(`polc: ${folder}: ${log.recovered.bytes} bytes that nobody was told of are put aside in ${log.recovered.file}`);
      sinks.push(logSink(folder, log));
      writeLasting(join(folder, 'log.pub'), `${verifierText(signer)}\n`);
    }
  } catch (error) {
    for (const sink of sinks) await sink.close();
    if (!(error instanceof AuditError)) throw error;
    throw new Failure('log', error.code === 'held' ? `${error.message}; --node or --audit gives a server another` : error.message, error);
  }
  data.make();
  return new AuditSinks(sinks, {
    report: ({ sink, state, error }) =>
      note(`polc: the log ${sink} ${state === 'failing' ? `takes no entries: ${error instanceof Error ? error.message : ''}` : 'takes entries again'}`),
  });
}

function folderOf(url: string): string {
  const [, folder] = /^file:(.+)$/s.exec(url) ?? [];
  if (folder === undefined) throw new Failure('usage', `--audit ${url}: a log is file:FOLDER`);
  return resolve(folder);
}

function trouble(what: string, error: unknown): void {
  note(`polc: ${what}: ${error instanceof Error ? error.message : String(error)}`);
}

/** An error of the service, of the bundle in `bundleFile` where it is that, as one of the command; whatever else it is stays what it is. */
export async function asFailure(error: unknown, bundleFile?: string): Promise<unknown> {
  const { AuditError, RegistryError, ServiceError, StoreError } = await import('@polc/service');
  if (error instanceof StoreError) return new Failure(error.code === 'conflict' || error.code === 'not_found' ? 'refused' : 'store', error.message, error);
  if (error instanceof AuditError) return new Failure('log', error.message, error);
  if (error instanceof ServiceError) {
    if (error.code === 'bad_policies' || error.code === 'rolled_back') {
      const isUnverified = error.code === 'rolled_back' || isFault(error.cause, 'unsigned', 'bad_signature');
      return new Failure(isUnverified ? 'unverified' : 'bad_bundle', bundleFile === undefined ? error.message : `${bundleFile}: ${error.message}`, error);
    }
    return new Failure(error.code === 'unaudited' ? 'log' : 'refused', error.message, error);
  }
  return error instanceof RegistryError ? new Failure('refused', error.message, error) : error;
}

function isFault(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
