// Approvals (grammar/spec.md §5.2, §10.5): verified facts of the request, each bound to the digest of the action and to that of the requirement.

import { digestOf } from '../canonical.js';
import { isList } from '../expression/value.js';
import type { Requirement } from '../facts/blocks.js';
import { instantOf } from '../match/instant.js';
import type { JsonObject, JsonValue, Request } from '../request.js';
import type { Case } from './case.js';

/** The digest of an action, once it was asked for. WHY apart: every way in which a request can stand is the same action, and it may be a megabyte. */
export interface KnownDigest {
  digest: string | null;
}

/** What is approved, by its digest; made when it is first asked for. */
export class Action {
  readonly #case: Case;
  readonly #known: KnownDigest;

  constructor(one: Case, known: KnownDigest = { digest: null }) {
    this.#case = one;
    this.#known = known;
  }

  /** Throws where a request of bare policies holds what is no JSON. */
  get digest(): string {
    this.settle();
    return this.#known.digest as string;
  }

  /** Makes the digest. */
  settle(): void {
    this.#known.digest ??= digestOf(actionOf(this.#case));
  }

  isApproved(requirement: Requirement): boolean {
    const { approvals } = this.#case.request;
    if (approvals === undefined || approvals.length === 0) return requirement.count === 0;
    const approvers = new Set<string>();
    for (const approval of approvals) if (this.#counts(approval, requirement)) approvers.add(idOf(approval.by as string));
    return approvers.size >= requirement.count;
  }

  #counts(approval: JsonObject, { digest, by, within, self }: Requirement): boolean {
    if (approval.requirement !== digest || approval.action !== this.digest || typeof approval.by !== 'string') return false;
    const approver = idOf(approval.by);
    if (!this.#inForce(approval, within)) return false;
    if (by.includes('requester') && approver === this.#case.parties.user?.id) return true;
    const groups = isList(approval.groups ?? null) ? (approval.groups as readonly JsonValue[]) : [];
    const named = by.includes(`user:${approver}`) || groups.some((group) => by.includes(`group:${String(group)}`));
    return named && (self || !this.#isOwn(approver, [...groups, ...this.#case.registeredGroups(approver)]));
  }

  #inForce(approval: JsonObject, within: number | null): boolean {
    const { now } = this.#case;
    const granted = instantOf(approval.granted_at);
    const expires = instantOf(approval.expires);
    return now !== null && granted !== null && expires !== null && granted <= now && now < expires && (within === null || now < granted + within * 1000);
  }

  /** The requesting user, an agent of the chain, or one who owns such an agent: nobody approves what is his own. */
  #isOwn(approver: string, groups: readonly JsonValue[]): boolean {
    const { user, chain } = this.#case.parties;
    if (approver === user?.id) return true;
    return chain.some(({ id, owner }) => {
      if (id === approver || `agent:${id}` === approver) return true;
      return (
        owner !== null && (owner === approver || owner === `user:${approver}` || groups.some((group) => owner === group || owner === `group:${String(group)}`))
      );
    });
  }
}

/** `user:carol` is `carol`; what approves as an agent keeps its `agent:`. */
function idOf(by: string): string {
  return by.startsWith('user:') ? by.slice(5) : by;
}

/** Members that the request does not have are null. */
function actionOf({ request, asked, parties }: Case): JsonObject {
  const { policies, purpose = null, session = null } = request satisfies Request;
  return {
    chain: parties.chain.length === 0 ? null : parties.chain.map(({ id }) => id),
    operation: asked.word,
    parameters: asked.parameters,
    path: asked.path,
    policies: policies ?? null,
    purpose,
    session,
    user: parties.user?.id ?? null,
  };
}
