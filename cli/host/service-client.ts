// A service that a verb asks: one that runs elsewhere, or the same endpoints in this process on the store itself. What is not answered with a yes is a
// Failure (problem-failure.ts).

import { Failure } from '../failure.js';
import { DEFAULT_FOLDER } from './data-folder.js';

/** What a server is called that is told nothing else. */
export const DEFAULT_ISSUER = 'http://127.0.0.1:8420';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export interface Answer {
  readonly status: number;
  /** null where the answer has no body. */
  readonly json: unknown;
}

export interface ServiceClient {
  /** It is this process itself, which holds the store: no credential says who asks. */
  readonly isLocal: boolean;
  /** `path`: with its query. @throws Failure */
  call(method: Method, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  close(): Promise<void>;
}

/** The options of every verb that asks a service. */
export interface ServiceOptions {
  readonly server?: string;
  readonly keyFile?: string;
  readonly ca?: string;
  readonly clientCert?: string;
  readonly clientKey?: string;
  readonly allowHttp?: boolean;
  /** Seconds. */
  readonly timeout: number;
  readonly data?: string;
  readonly store?: string;
  readonly policies?: readonly string[];
}

/** What a verb wants of a service on the store. */
export interface LocalWants {
  /** It decides, and without policies everything would be denied. */
  readonly policies?: boolean;
  /** What the server of this store is called from outside, for grants. */
  readonly issuer?: string;
}

/** @throws Failure */
export async function openClient(options: ServiceOptions, wants: LocalWants = {}): Promise<ServiceClient> {
  const { POLC_SERVER, POLC_DATA, POLC_STORE } = process.env;
  const { server, data, store, policies } = options;
  const saysLocal = data !== undefined || store !== undefined || policies !== undefined;
  if (server !== undefined && saysLocal) {
    throw new Failure('usage', '--server stands alone: a running server has its own store and policies (--data, --store, -p)');
  }
  const url = server ?? (saysLocal || POLC_SERVER === '' ? undefined : POLC_SERVER);
  if (url !== undefined) {
    const { openRemote } = await import('./remote-service.js');
    return openRemote(url, options);
  }
  const { keyFile, ca, clientCert, clientKey, allowHttp } = options;
  if ([keyFile, ca, clientCert, clientKey, allowHttp].some((option) => option !== undefined)) {
    throw new Failure(
      'usage',
      '--key-file, --ca, --client-cert, --client-key and --allow-http are for a running server: name it with --server, or POLC_SERVER',
    );
  }
  const { openLocalClient } = await import('./local-service.js');
  const storeUrl = store ?? (POLC_STORE === '' ? undefined : POLC_STORE);
  const folder = data ?? (POLC_DATA === '' || POLC_DATA === undefined ? DEFAULT_FOLDER : POLC_DATA);
  return openLocalClient({ folder, policies: policies ?? null, timeout: options.timeout, ...(storeUrl === undefined ? {} : { store: storeUrl }) }, wants);
}

/** As JSON. Where one is expected there is one, though it says nothing. */
export function bodyText(method: Method, body: unknown): string | undefined {
  return body === undefined ? (method === 'POST' || method === 'PATCH' ? '{}' : undefined) : JSON.stringify(body);
}

/** Opens, asks, closes. @throws Failure */
export async function asking<T>(options: ServiceOptions, work: (client: ServiceClient) => Promise<T>, wants: LocalWants = {}): Promise<T> {
  const client = await openClient(options, wants);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}
