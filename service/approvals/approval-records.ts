// Approvals as they lie in the store: read, followed by the clock, and changed from the state that was read, again and again until nobody comes between.

import { pageByPage } from '../stores/page-by-page.js';
import type { Store, StoredApproval } from '../stores/store.js';
import { StoreError } from '../stores/store-error.js';
import { type ApprovalBody, bodyOf, endOf, storedBody } from './approval-body.js';
import { ApprovalError } from './approval-error.js';

export type ApprovalFilter = { readonly action?: string; readonly state?: StoredApproval['state'] };

const PAGE = 200;
/** WHY there is an end: each time is somebody else's change, and an approval has few. */
const TRIES = 64;

export class ApprovalRecords {
  readonly #store: Store;
  readonly #clock: () => number;

  constructor(store: Store, clock: () => number) {
    this.#store = store;
    this.#clock = clock;
  }

  async find(id: string): Promise<StoredApproval | null> {
    const stored = await this.#store.approval(id);
    return stored === null ? null : this.settled(stored);
  }

  /** As they are stored, in the order of their ids. */
  stored(filter: ApprovalFilter, after = ''): AsyncGenerator<StoredApproval> {
    return pageByPage((page) => this.#store.approvals(filter, page), { after, limit: PAGE });
  }

  /** Of an action, by the digests of requirements, as they are stored. WHY no others: answers to two questions are never counted together. */
  async latest(action: string): Promise<ReadonlyMap<string, StoredApproval>> {
    const latest = new Map<string, StoredApproval>();
    for await (const approval of this.stored({ action })) {
      const before = latest.get(approval.requirement);
      if (before === undefined || bodyOf(before).turn < bodyOf(approval).turn) latest.set(approval.requirement, approval);
    }
    return latest;
  }

  /** As it is by the clock. WHY that is written down: what was once seen to be over stays so, whatever the clock says later. */
  settled(stored: StoredApproval): Promise<StoredApproval> {
    let known: StoredApproval | null = stored;
    return untilDone(stored.id, async () => {
      const approval = known ?? mustBeThere(await this.#store.approval(stored.id), stored.id);
      known = null;
      return isOver(approval, this.#clock()) ? this.update(approval, 'expired', bodyOf(approval)) : { ...approval, expires: endOf(approval) };
    });
  }

  /** null: somebody came between. */
  async update({ id, version }: StoredApproval, state: StoredApproval['state'], body: ApprovalBody): Promise<StoredApproval | null> {
    const next = await unlessConflict(this.#store.updateApproval(id, version, { state, body: storedBody(body) }));
    return next === null ? null : { ...next, expires: endOf(next) };
  }

  /** null: there is one of that id. */
  async open(approval: Omit<StoredApproval, 'version' | 'state'>): Promise<StoredApproval | null> {
    const opened = await unlessConflict(this.#store.openApproval(approval).then(() => true));
    return opened === null ? null : { ...approval, state: 'pending', version: 1 };
  }
}

/** Repeats it while it answers null. @throws StoreError conflict, and whatever the work throws */
export async function untilDone<T>(id: string, work: () => Promise<T | null>): Promise<T> {
  for (let i = 0; i < TRIES; i++) {
    const done = await work();
    if (done !== null) return done;
  }
  throw new StoreError('conflict', `others change the approval ${JSON.stringify(id)} all the time`);
}

/** WHY not the store's word: to whoever waits for an answer it is one of the ways in which none comes. @throws ApprovalError not_found */
export function mustBeThere(approval: StoredApproval | null, id: string): StoredApproval {
  if (approval === null) throw new ApprovalError('not_found', `there is no approval ${JSON.stringify(id)}`);
  return approval;
}

/** @throws ApprovalError */
export function mustBePending({ state }: StoredApproval): void {
  if (state === 'expired') throw new ApprovalError('expired', 'its time is over');
  if (state !== 'pending') throw new ApprovalError('already_answered', `it is ${state} already`);
}

function isOver(approval: StoredApproval, now: number): boolean {
  const isOpen = approval.state === 'pending' || (approval.state === 'approved' && bodyOf(approval).used_by === null);
  return isOpen && now >= endOf(approval);
}

async function unlessConflict<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StoreError && error.code === 'conflict') return null;
    throw error;
  }
}
