// What tests of approvals share: a store of their own, people in groups, and a clock that goes when it is told to.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite, type Store, type StoredApproval } from '@polc/service';
import { afterAll, afterEach, beforeEach } from 'vitest';
import type { ApprovalBody } from '../../service/approvals/approval-body.js';
import { type ApprovalRequest, Approvals } from '../../service/approvals/approvals.js';
import { requestFor, wanted } from './approval-request.js';

export const START = Date.parse('2026-05-04T10:00:00Z');
export const GROUPS: Readonly<Record<string, readonly string[]>> = {
  carol: ['finance'],
  dave: ['finance', 'audit'],
  erin: ['finance', 'platform'],
  alice: ['finance'],
};
export const REQUEST = requestFor([wanted()]);

export class ApprovalScene {
  now = START;
  groups = GROUPS;
  suspended: readonly string[] = [];
  store = undefined as unknown as Store;
  approvals = undefined as unknown as Approvals;

  constructor() {
    const folder = mkdtempSync(join(tmpdir(), 'polc-approvals-'));
    let count = 0;
    beforeEach(async () => {
      this.now = START;
      this.groups = GROUPS;
      this.suspended = [];
      this.store = await openSqlite(join(folder, `${count++}.db`));
      await this.store.migrate();
      this.approvals = new Approvals(this.store, {
        clock: () => this.now,
        groupsOf: (user) => this.groups[user] ?? [],
        stands: (user) => !this.suspended.includes(user),
      });
    });
    afterEach(() => this.store.close());
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
  }

  async open(request: ApprovalRequest = REQUEST): Promise<StoredApproval> {
    return (await this.approvals.open(request))[0] as StoredApproval;
  }

  approve(id: string, by = 'user:carol', groups: readonly string[] = []): Promise<StoredApproval> {
    return this.approvals.answer(id, by, groups, 'approve');
  }

  deny(id: string, by = 'user:carol'): Promise<StoredApproval> {
    return this.approvals.answer(id, by, [], 'deny');
  }

  facts(action = REQUEST.action, now?: number) {
    return this.approvals.factsFor(action, now);
  }
}

/** Of one that must be there. */
export function bodyOf(approval: StoredApproval | null): ApprovalBody {
  return approval?.body as unknown as ApprovalBody;
}

/** The word of the ApprovalError that it ends with. */
export function refusalOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'done',
    (error: { name: string; code: string }) => (error.name === 'ApprovalError' ? error.code : error),
  );
}
