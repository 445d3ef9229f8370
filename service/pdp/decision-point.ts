// One decision: asked of the engine of now, with the approvals that were given for it, and written down before anybody hears of it.

import { randomUUID } from 'node:crypto';
import type { Decision, JsonObject, Outcome, Request } from '@polc/runtime';
import type { Approvals } from '../approvals/approvals.js';
import { neededApprovals } from '../approvals/needed-approvals.js';
import type { DecisionEntry } from '../audit/audit-entry.js';
import type { AskedBy, AuditTrail } from '../audit/trail.js';
import { isObject } from '../is-object.js';
import { traced } from '../observe/tracing.js';
import type { CurrentEngine } from './current-engine.js';

export interface Decided {
  /** Of its entry in the log. */
  readonly id: string;
  readonly decision: Decision;
  /** As it was decided: with the time and the approvals. */
  readonly request: Request;
}

export interface DecisionPointSettings {
  readonly current: CurrentEngine;
  readonly trail: AuditTrail;
  readonly approvals: Approvals;
  readonly clock?: () => number;
  /** Told of each decision. */
  readonly decided?: (decision: Decision, api: DecisionEntry['api'], seconds: number) => void;
}

/** What is denied for who the principals are, before anything that they ask for is looked at (grammar/spec.md §10.2). */
const STANDING: ReadonlySet<Outcome> = new Set<Outcome>([
  ...(['unknown_principal', 'suspended', 'expired', 'consent_missing', 'delegation_too_deep', 'purpose_not_allowed', 'session_not_allowed'] as const),
  ...(['stale_facts', 'malformed_request', 'internal'] as const),
]);

export class DecisionPoint {
  readonly #settings: Required<DecisionPointSettings>;

  constructor(settings: DecisionPointSettings) {
    this.#settings = { clock: Date.now, decided: () => undefined, ...settings };
  }

  /** `asked` is the point's own from then on. @throws ServiceError unaudited; StoreError where approvals cannot be looked up */
  decide(asked: Request, by: AskedBy): Promise<Decided> {
    return traced(by.asking.traceparent, () => this.#decide(asked, by));
  }

  async #decide(asked: Request, by: AskedBy): Promise<Decided> {
    const { current, trail, decided } = this.#settings;
    const began = performance.now();
    const id = randomUUID();
    let request = this.#timed(asked);
    let decision: Decision = current.engine.decide(request);
    if (decision.outcome === 'approval_required' && by.spends !== false) {
      const approved = await this.#withApprovals(request, decision, id);
      if (approved !== null) ({ request, decision } = approved);
    }
    decided(decision, by.api, (performance.now() - began) / 1000);
    await trail.decided(id, by, request, decision);
    return { id, decision, request };
  }

  /** Decided and told to nobody but the one who asks why: what it leads to is written down by whoever does it. */
  explain(asked: Request) {
    const { engine } = this.#settings.current;
    return engine.explain(this.#timed(asked));
  }

  /** Why the principals of a request do not stand any more; null where they do. WHY by this clock alone: it is now that is asked about. */
  standingFault(asked: Request): Outcome | null {
    const { outcome } = this.#settings.current.engine.decide({ ...asked, context: { time: this.#settings.clock() } });
    return STANDING.has(outcome) ? outcome : null;
  }

  /** WHY the time in the request: so what is written down can be decided again. */
  #timed(request: Request): Request {
    if (typeof request !== 'object' || request === null) return request;
    const { context } = request;
    const isTimed = context !== undefined && (!isObject(context) || Object.hasOwn(context, 'time'));
    if (isTimed) return request;
    // WHY in place: the request was made for this decision, and a copy by spreading takes several times as long to decide (bench/serve).
    return Object.assign(request, { context: { ...context, time: this.#settings.clock() } });
  }

  /** null where nobody has approved. An approval that allows is used up by it. */
  async #withApprovals(request: Request, { obligations }: Decision, id: string): Promise<{ readonly request: Request; readonly decision: Decision } | null> {
    const { approvals, current, clock } = this.#settings;
    const wanted = obligations.approval;
    if (wanted === null) return null;
    const given = await approvals.factsFor(wanted.action, clock());
    if (given.length === 0) return null;
    const { engine } = current;
    const bringing = (facts: readonly JsonObject[]) => ({ ...request, approvals: [...(request.approvals ?? []), ...facts] });
    const needed = neededApprovals(given, (facts) => engine.decide(bringing(facts)).allowed);
    const approved = bringing(needed ?? given);
    const decision = engine.decide(approved);
    if (needed === null || !decision.allowed) return { request: approved, decision };
    // Of several who come with the same action one goes on.
    return (await approvals.use(idsOf(needed), id)) === null ? { request: approved, decision } : null;
  }
}

function idsOf(facts: readonly JsonObject[]): readonly string[] {
  return facts.map(({ id }) => String(id));
}
