// A store by its URL: sqlite:FILE, or postgres://…

import type { Store } from '@polc/service';
import { Failure, fileFailure, systemCode } from '../failure.js';

/** Not yet asked for anything. @throws Failure */
export async function openStore(url: string): Promise<Store> {
  const { openPostgres, openSqlite, StoreError } = await import('@polc/service');
  demandStoreUrl(url);
  const file = fileOf(url);
  try {
    return file === undefined ? openPostgres(url) : await openSqlite(file);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (file !== undefined && systemCode(error.cause) !== null) throw fileFailure(file, error.cause, 'unreadable');
    // That of a file says of which one.
    throw new Failure('store', file === undefined ? `--store ${withoutPassword(url)}: ${error.message}` : error.message, error);
  }
}

/** @throws Failure usage */
export function demandStoreUrl(url: string): void {
  if (fileOf(url) !== undefined || /^postgres(?:ql)?:\/\//.test(url)) return;
  throw new Failure('usage', `--store ${withoutPassword(url)}: a store is sqlite:FILE or postgres://…`);
}

const fileOf = (url: string) => /^sqlite:(.+)$/s.exec(url)?.[1];

/** For people: what stands before the `@` is nobody's business. */
export function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//…@');
}
