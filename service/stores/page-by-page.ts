// All that a store lists, page by page.

import { MAX_PAGE, type Page } from './store.js';

/** In the order of ids, from where `after` says. What is changed while it runs counts as it is when its page is read. */
export async function* pageByPage<T extends { readonly id: string }>(
  list: (page: Page) => Promise<readonly T[]>,
  { after = '', limit = MAX_PAGE }: Partial<Page> = {},
): AsyncGenerator<T> {
  for (let last = after; ; ) {
    const page = await list({ after: last, limit });
    yield* page;
    if (page.length < limit) return;
    last = (page.at(-1) as T).id;
  }
}
