// A store by its URL: sqlite:FILE, or postgres://…

import type { Store } from '@polc/service';
import { Failure } from '../failure.js';

/** Not yet asked for anything. @throws Failure */
export async function openStore(url: string): Promise<Store> {
  const { openPostgres, openSqlite, StoreError } = await import('@polc/service');
  const [, file] = /^sqlite:(.+)$/s.exec(url) ?? [];
  if (file === undefined && !/^postgres(?:ql)?:\/\//.test(url))
    throw new Failure('usage', `--store ${withoutPassword(url)}: a store is sqlite:FILE or postgres://…`);
  try {
    return file === undefined ? openPostgres(url) : await openSqlite(file);
  } catch (error) {
    if (error instanceof StoreError) throw new Failure('store', `--store ${withoutPassword(url)}: ${error.message}`, error);
    throw error;
  }
}

/** For people: what stands before the `@` is nobody's business. */
export function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//…@');
}
