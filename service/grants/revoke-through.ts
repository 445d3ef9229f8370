// Grants that rest on what was just taken back: a delegation, an agent, a user. Whoever checks a grant with the server is refused by its standing already;
// this is for those who ask which were revoked.

import { pageByPage } from '../stores/page-by-page.js';
import type { Store, StoredGrant } from '../stores/store.js';

/** A hop of a chain (`from` is `user:ID` or `agent:ID`), or whatever an agent or a user takes part in. */
export type Link = { readonly from: string; readonly to: string } | { readonly agent: string } | { readonly user: string };

/** Ids of the grants that were revoked. @throws StoreError */
export async function revokeThrough(store: Store, link: Link, now: number): Promise<readonly string[]> {
  const revoked: string[] = [];
  for await (const grant of pageByPage((page) => store.grants(null, page))) {
    const isOver = grant.revokedAt !== null || grant.expires <= now;
    if (!isOver && restsOn(grant, link) && (await store.revoke(grant.id, now))) revoked.push(grant.id);
  }
  return revoked;
}

function restsOn({ agent, body }: StoredGrant, link: Link): boolean {
  const user = typeof body.user === 'string' ? body.user : null;
  const chain = Array.isArray(body.chain) && body.chain.length > 0 ? (body.chain as readonly string[]) : [agent];
  if ('agent' in link) return chain.includes(link.agent);
  if ('user' in link) return user === link.user;
  const actors = [...(user === null ? [] : [`user:${user}`]), ...chain.map((id) => `agent:${id}`)];
  return actors.some((actor, i) => actor === link.from && actors[i + 1] === `agent:${link.to}`);
}
