// Whatever an endpoint lists, a page after another.

import { Failure } from '../failure.js';
import type { ServiceClient } from './service-client.js';

const PAGE = 1_000;

/** `path`: without a page; `member`: what holds the list in an answer. @throws Failure */
export async function listAll(client: ServiceClient, path: string, member: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const all: Readonly<Record<string, unknown>>[] = [];
  for (let after = ''; ; ) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(after === '' ? {} : { after }) });
    const { json } = await client.call('GET', `${path}${path.includes('?') ? '&' : '?'}${query}`);
    const page = (json as Readonly<Record<string, unknown>> | null)?.[member];
    if (!Array.isArray(page)) throw new Failure('server', `the answer has no ${member}: is it a polc server?`);
    all.push(...(page as Readonly<Record<string, unknown>>[]));
    const last = page.at(-1) as { readonly id?: unknown } | undefined;
    if (page.length < PAGE || typeof last?.id !== 'string') return all;
    after = last.id;
  }
}
