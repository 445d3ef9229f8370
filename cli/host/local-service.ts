// The endpoints of the service in this process, on the store of a data folder: for whoever has the folder, or may write the store.

import { existsSync } from 'node:fs';
import type { LocalService } from '@polc/service';
import { Failure } from '../failure.js';
import { DataFolder } from './data-folder.js';
import { type OpenedService, type OpenOptions, openService } from './open-service.js';
import { note } from './output.js';
import { demandYes, isProblem } from './problem-failure.js';
import { bodyText, DEFAULT_ISSUER, type LocalWants, type ServiceClient } from './service-client.js';
import { noPolicies, readServicePolicies } from './service-policies.js';

export interface LocalPlace {
  readonly folder: string;
  readonly store?: string;
  /** null: which ones there will be is not known. */
  readonly policies: readonly string[] | null;
  /** Seconds. */
  readonly timeout: number;
}

/** Names this process in the logs: a folder of its own, beside the servers'. */
const NODE = 'command';
/** Seconds that another command may hold the log. */
const PATIENCE = 5;
const PAUSE = 50;

/** @throws Failure */
export async function openLocalClient(place: LocalPlace, { policies: wantsPolicies = false, issuer }: LocalWants): Promise<ServiceClient> {
  const { folder, store, policies, timeout } = place;
  if (wantsPolicies && policies === null) throw new Failure('usage', 'on a store this is decided by policies: name them with -p, or a server with --server');
  const bundle = policies === null ? await noPolicies() : await readServicePolicies(policies);
  const data = new DataFolder(folder);
  const isNew = !existsSync(data.path);
  const { service, auditFolder } = await openPatiently(
    {
      ...{ data, bundle, knowsPolicies: policies !== null, node: NODE, issuer: issuer ?? DEFAULT_ISSUER },
      ...(store === undefined ? {} : { store }),
    },
    Math.min(timeout, PATIENCE),
  );
  if (isNew) note(`polc: ${store === undefined ? 'a new store, with its keys and its log,' : 'new keys, and a new log,'} in ${data.path}`);
  const { openLocal } = await import('@polc/service');
  const local = await openLocal(service, { auditFolder });
  return clientOf(local, policies !== null);
}

function clientOf(local: LocalService, knowsPolicies: boolean): ServiceClient {
  return {
    isLocal: true,
    call: async (method, path, body, headers) => {
      const { status, text } = await local.call(method, path, bodyText(method, body), headers);
      const answer = { status, json: text === '' ? null : (JSON.parse(text) as unknown) };
      const isUnknown = (code: string) => code === 'not_found' && method !== 'GET' && !knowsPolicies;
      demandYes(answer, (code) => (isUnknown(code) ? ' in the store; what files of policies declare is known with -p' : ''));
      return answer;
    },
    close: () => local.close(),
  };
}

/** One process at a time writes a log. */
async function openPatiently(options: OpenOptions, patience: number): Promise<OpenedService> {
  for (const end = performance.now() + patience * 1000; ; ) {
    try {
      return await openService(options);
    } catch (error) {
      if (!isProblem(error, 'held')) throw error;
      if (performance.now() > end) throw new Failure('log', `${options.data.path}: another command has been writing its log for ${patience} seconds`, error);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
