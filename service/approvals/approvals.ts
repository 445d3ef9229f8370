// Approvals: what a decision wants becomes a question to people, bound to the digests of the action and of the requirement. An answer allows nothing by
// itself: the request is decided again with what `factsFor` finds, and what it then stands on is spent.

import { randomUUID } from 'node:crypto';
import { digestOf, type JsonObject, type WantedApproval } from '@polc/runtime';
import { MAX_PAGE, type Page, type Store, type StoredApproval } from '../stores/store.js';
import { type ApprovalAnswer, type ApprovalBody, type ApprovalParties, after, bodyOf, codeFor, storedBody } from './approval-body.js';
import { ApprovalError } from './approval-error.js';
import { type ApprovalFilter, ApprovalRecords, mustBePending, mustBeThere, untilDone } from './approval-records.js';
import { approverId, refusalOf } from './may-approve.js';

/** Of a decision whose outcome is `approval_required`. */
export interface ApprovalRequest {
  /** Its id. */
  readonly decision: string;
  readonly revision: string;
  /** Digest. */
  readonly action: string;
  readonly requirements: readonly WantedApproval[];
  /** What an approver is shown of the action, in plain: agent, user, chain, operation, path, parameters, purpose, session. */
  readonly shown: JsonObject;
  /** Who asked for the decision: a caller's id. */
  readonly requestedBy: string;
  readonly parties: ApprovalParties;
  /** Ids of approvals that the decision had before it, and that were not enough. */
  readonly brought?: readonly string[];
}

export interface ApprovalSettings {
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  /** Seconds that one waits for answers, never longer than its requirement's `within`; and that an answer is good for where that says nothing. 600. */
  readonly ttl?: number;
  /** All that a user is registered in, with those that these belong to. */
  readonly groupsOf: (user: string) => readonly string[];
  /** False for a user who is suspended: he answers nothing, and what he approved counts no more. */
  readonly stands?: (user: string) => boolean;
  /** Whether there is a user of that id, whatever his status. */
  readonly knows?: (user: string) => boolean;
}

export type UseRefusal =
  /** There is none of that id. */
  | 'unknown'
  /** Pending, denied or cancelled. */
  | 'not_approved'
  /** Its time is over, or has not come by this clock. */
  | 'not_in_force'
  /** By another decision. */
  | 'used_already';

const TTL = 600;

export class Approvals {
  readonly #records: ApprovalRecords;
  readonly #settings: Required<ApprovalSettings>;

  constructor(store: Store, settings: ApprovalSettings) {
    this.#settings = { clock: Date.now, ttl: TTL, stands: () => true, knows: () => false, ...settings };
    this.#records = new ApprovalRecords(store, this.#settings.clock);
  }

  /**
   * One for each requirement that is outstanding: the one that waits already, or was approved and not used yet, or a new one. A denial stands for as long as
   * the question would have waited: who is asked again at once gives in. @throws StoreError
   */
  async open(request: ApprovalRequest): Promise<StoredApproval[]> {
    const wanted = new Map(request.requirements.map((one) => [one.requirement, one]));
    const opened: StoredApproval[] = [];
    for (const one of wanted.values()) opened.push(await untilDone(one.requirement, () => this.#findOrOpen(request, one)));
    return opened;
  }

  /**
   * `by`: `user:ID`; `groups`: those that his credential vouches for; registered ones count beside them. One denial ends it; as many approvals as the
   * requirement counts grant it. `via`: how the answer came in. @throws ApprovalError, StoreError
   */
  answer(
    id: string,
    by: string,
    groups: readonly string[],
    answer: ApprovalAnswer['answer'],
    reason: string | null = null,
    via = 'direct',
  ): Promise<StoredApproval> {
    return this.#change(id, (approval, body) => {
      const registered = this.#mustBeApprover(by, groups, body);
      mustBePending(approval);
      if (body.answers.some((one) => one.by === by)) throw new ApprovalError('already_answered', `${by} has approved it already`);
      const at = this.#settings.clock();
      const answers = [
        ...body.answers,
        { by, groups: [...groups], registered: [...registered], known: this.#settings.knows(approverId(by) ?? ''), at, answer, reason, via },
      ];
      if (answer === 'deny') return ['denied', { ...body, answers }];
      // Who may approve no longer does not count, though he did when he could.
      const counted = this.#counted({ ...body, answers });
      if (counted.length < body.requirement.count) return ['pending', { ...body, answers }];
      return ['approved', { ...body, answers, granted_until: Math.min(...counted.map((one) => after(one.at, body.lasts))) }];
    });
  }

  /** Takes back a question, or an approval that was not used yet. `by`: whoever may, which the caller has judged. @throws ApprovalError, StoreError */
  cancel(id: string, by: string): Promise<StoredApproval> {
    return this.#change(id, (approval, body) => {
      if (approval.state === 'cancelled') return null;
      if (body.used_by !== null) throw new ApprovalError('already_answered', 'it was used already');
      if (approval.state !== 'approved') mustBePending(approval);
      return ['cancelled', { ...body, cancelled_by: by, cancelled_at: this.#settings.clock() }];
    });
  }

  /** `expires` is when it ends as it stands: the question, or what was granted. @throws StoreError */
  get(id: string): Promise<StoredApproval | null> {
    return this.#records.find(id);
  }

  /** @throws StoreError */
  async list(filter: ApprovalFilter, page: Page): Promise<readonly StoredApproval[]> {
    const { state, ...rest } = filter;
    const found: StoredApproval[] = [];
    // One that has expired may still be stored as what it was when somebody looked at it last.
    for await (const stored of this.#records.stored(state === 'expired' ? rest : filter, page.after)) {
      if (found.length >= Math.min(page.limit, MAX_PAGE)) break;
      const approval = await this.#records.settled(stored);
      if (state === undefined || approval.state === state) found.push(approval);
    }
    return found;
  }

  /**
   * What was approved of an action, as requests bring it (spec §9): answers in force at `now`, of approvals that are not used yet; also of those that want
   * more answers. Whoever asks for the same action may bring them: the digest holds its principals. @throws StoreError
   */
  async factsFor(action: string, now: number = this.#settings.clock()): Promise<readonly JsonObject[]> {
    const facts: JsonObject[] = [];
    for (const stored of (await this.#records.latest(action)).values()) {
      const { id, state, requirement, body } = await this.#records.settled(stored).then((one) => ({ ...one, body: bodyOf(one) }));
      if ((state !== 'approved' && state !== 'pending') || body.used_by !== null) continue;
      for (const answer of this.#counted(body)) {
        const end = after(answer.at, body.lasts);
        if (answer.at > now || now >= end) continue;
        const times = { granted_at: new Date(answer.at).toISOString(), expires: new Date(end).toISOString() };
        facts.push({ id, by: answer.by, groups: this.#groupsOf(answer), action, requirement, ...times });
      }
    }
    return facts;
  }

  /**
   * Spends what an allowed request stands on, all or none, by one of all who try at once; null: it did. Otherwise the request is not allowed after all.
   * `decision`: the id of the one that it is spent on. @throws StoreError
   */
  async use(ids: readonly string[], decision: string): Promise<UseRefusal | null> {
    const taken: StoredApproval[] = [];
    // INVARIANT: everybody takes them in one order, so that of two who want the same ones the first to take the first gets all.
    for (const id of [...new Set(ids)].sort()) {
      const answer = await untilDone(id, () => this.#take(id, decision));
      if (typeof answer !== 'string') {
        taken.push(answer);
        continue;
      }
      for (const one of taken) await this.#records.update(one, 'approved', { ...bodyOf(one), used_by: null, used_at: null });
      return answer;
    }
    return null;
  }

  async #take(id: string, decision: string): Promise<StoredApproval | UseRefusal | null> {
    const approval = await this.#records.find(id);
    if (approval === null) return 'unknown';
    const body = bodyOf(approval);
    const now = this.#settings.clock();
    if (body.used_by !== null) return 'used_already';
    if (approval.state === 'expired') return 'not_in_force';
    if (approval.state !== 'approved') return 'not_approved';
    if (body.answers.some(({ at }) => at > now)) return 'not_in_force';
    return this.#records.update(approval, 'approved', { ...body, used_by: decision, used_at: now });
  }

  async #findOrOpen(request: ApprovalRequest, { requirement, ...content }: WantedApproval): Promise<StoredApproval | null> {
    const { clock, ttl } = this.#settings;
    const { action, brought = [] } = request;
    const stored = (await this.#records.latest(action)).get(requirement);
    const latest = stored === undefined ? null : await this.#records.settled(stored);
    if (latest !== null && this.#stillAnswers(latest, brought)) return latest;
    const now = clock();
    const turn = latest === null ? 0 : bodyOf(latest).turn + 1;
    // INVARIANT: whoever asks the same for the same time makes the same id, so that of several nodes one opens it and the others find it.
    const id = digestOf({ action, requirement, turn }).slice('sha256:'.length, 39);
    const body: ApprovalBody = {
      ...{ requirement: content, shown: request.shown, code: codeFor(action, requirement, randomUUID()) },
      ...{ decision: request.decision, revision: request.revision, requested_by: request.requestedBy, parties: request.parties },
      ...{ turn, lasts: content.within ?? ttl, answers: [], granted_until: null },
      ...{ used_by: null, used_at: null, cancelled_by: null, cancelled_at: null },
    };
    const expires = after(now, Math.min(ttl, content.within ?? ttl));
    return this.#records.open({ id, action, requirement, body: storedBody(body), createdAt: now, expires });
  }

  #stillAnswers(approval: StoredApproval, brought: readonly string[]): boolean {
    const body = bodyOf(approval);
    if (approval.state === 'denied') return this.#settings.clock() < approval.expires;
    if (approval.state !== 'approved') return approval.state === 'pending';
    return body.used_by === null && !brought.includes(approval.id) && this.#counted(body).length >= body.requirement.count;
  }

  /** `work` answers null to leave it as it is. */
  #change(
    id: string,
    work: (approval: StoredApproval, body: ApprovalBody) => readonly [StoredApproval['state'], ApprovalBody] | null,
  ): Promise<StoredApproval> {
    return untilDone(id, async () => {
      const approval = mustBeThere(await this.#records.find(id), id);
      const next = work(approval, bodyOf(approval));
      return next === null ? approval : this.#records.update(approval, ...next);
    });
  }

  /** Returns the groups that he is registered in. */
  #mustBeApprover(by: string, groups: readonly string[], { requirement, parties }: ApprovalBody): readonly string[] {
    const id = approverId(by);
    const registered = id === null ? [] : this.#settings.groupsOf(id);
    const refusal =
      id === null || !this.#settings.stands(id)
        ? 'not_yours'
        : refusalOf({ id, groups: [...groups, ...registered] }, requirement.by, requirement.self, parties);
    if (refusal === 'not_yours') throw new ApprovalError(refusal, `${by} is none of those who may answer it`);
    if (refusal === 'own_action') throw new ApprovalError(refusal, `${by} may not answer for an action of his own`);
    return registered;
  }

  /** Approvals by those who may still approve. */
  #counted({ answers, requirement, parties }: ApprovalBody): readonly ApprovalAnswer[] {
    return answers.filter((answer) => {
      const id = approverId(answer.by);
      if (answer.answer !== 'approve' || id === null || !this.#settings.stands(id)) return false;
      if (answer.known === true && !this.#settings.knows(id)) return false;
      return refusalOf({ id, groups: this.#groupsOf(answer) }, requirement.by, requirement.self, parties) === null;
    });
  }

  /** Those that his credential vouched for when he answered, and those that he is registered in now. */
  #groupsOf({ by, groups }: ApprovalAnswer): readonly string[] {
    return [...new Set([...groups, ...this.#settings.groupsOf(approverId(by) ?? '')])];
  }
}
