// What the service writes down, and when: a decision before it is answered, a change before it holds. What cannot be written down does not happen.

import { randomUUID } from 'node:crypto';
import type { Decision, JsonObject, JsonValue, Request } from '@polc/runtime';
import type { Caller } from '../callers/caller.js';
import { ServiceError } from '../service-error.js';
import type { StoredRecord } from '../stores/store.js';
import type { Alerts } from './alerts.js';
import type { AlertEntry, AuditEntry, ChangeEntry, DecisionEntry, ServiceEntry, VouchedEntry } from './audit-entry.js';
import { askedOf, decisionPart } from './entry-of.js';
import type { KeyedHash } from './keyed-hash.js';
import type { Sealing } from './sealed.js';

/** Who asks, and what the request brought that others join logs by. */
export interface Asking {
  readonly caller: Caller;
  readonly requestId: string | null;
  readonly traceparent: string | null;
}

/** How a decision was asked for. */
export interface AskedBy {
  readonly asking: Asking;
  readonly api: DecisionEntry['api'];
  /** The token that vouches for its principals. */
  readonly vouched: VouchedEntry | null;
  /** False: what was approved is not looked for, since nothing will be done with the answer. */
  readonly spends?: boolean;
}

export interface TrailSettings {
  /** Resolves once the entry is kept. */
  readonly append: (entry: JsonObject) => Promise<unknown>;
  readonly hash: KeyedHash;
  /** null: requests are not kept whole, and cannot be decided again. */
  readonly sealing: Sealing | null;
  /** Names the process. */
  readonly node: string;
  readonly clock?: () => number;
  readonly alerts?: Alerts;
  /** Told of each alert, once it is written down. */
  readonly alerted?: (entry: AlertEntry) => void;
}

export type Changed = Pick<ChangeEntry, 'kind' | 'action' | 'subject'> & Partial<Pick<ChangeEntry, 'agent' | 'user' | 'body' | 'facts_revision'>>;

/** Members that say nothing secret: names of polc's own, and when. Every other string is hashed. */
const PLAIN: ReadonlySet<string> = new Set([
  ...['id', 'type', 'owner', 'instance', 'policies', 'ceiling', 'ephemeral', 'status', 'expires', 'groups', 'from', 'to', 'scopes', 'purposes', 'sessions'],
  ...['consent', 'max_depth', 'delegation', 'given_by', 'given_at', 'withdrawn_by', 'withdrawn_at', 'method', 'text_digest', 'identity', 'entity_id'],
  ...[
    'display_name',
    'decision',
    'operation',
    'path',
    'chain',
    'user',
    'agent',
    'uses',
    'requirement',
    'action',
    'requested_by',
    'answer',
    'by',
    'serial',
    'revision',
  ],
]);

/** What is nobody's to read, hashed or not. */
const LEFT_OUT: ReadonlySet<string> = new Set(['keys']);

export class AuditTrail {
  readonly #settings: Required<Omit<TrailSettings, 'alerts'>> & { readonly alerts: Alerts | null };

  #instant = Number.NaN;
  #time = '';

  constructor(settings: TrailSettings) {
    this.#settings = { clock: Date.now, alerted: () => undefined, ...settings, alerts: settings.alerts ?? null };
  }

  /** `id`: of the decision. Resolves once it is kept. @throws ServiceError unaudited */
  async decided(id: string, { asking, api, vouched }: AskedBy, request: Request, decision: Decision): Promise<void> {
    const { hash, sealing, alerts } = this.#settings;
    const part = decisionPart(decision);
    const { v, time, node, caller, credential, address, request_id, traceparent } = this.#head(asking, id);
    const { allowed, outcome, layers, rules, obligations, advice, missing, revision, facts_revision } = part;
    // WHY member by member: spreading so many takes longer than all the rest of it (bench/serve).
    const entry: DecisionEntry = {
      v,
      id,
      time,
      node,
      caller,
      credential,
      address,
      request_id,
      traceparent,
      type: 'decision',
      api,
      asked: askedOf(request, hash, layers),
      vouched,
      allowed,
      outcome,
      layers,
      rules,
      obligations,
      advice,
      missing,
      revision,
      facts_revision,
      sealed: sealing === null ? null : sealing.seal(wholeText(request), id),
    };
    await this.#write(entry);
    for (const alert of alerts?.see(entry) ?? []) {
      const written: AlertEntry = { ...this.#head(asking), type: 'alert', ...alert };
      await this.#write(written);
      this.#settings.alerted(written);
    }
  }

  /** @throws ServiceError unaudited */
  async changed(asking: Asking, { kind, action, subject, agent = null, user = null, body = null, facts_revision = null }: Changed): Promise<string> {
    const head = this.#head(asking);
    const entry: ChangeEntry = { ...head, type: 'change', kind, action, subject, agent, user, body: body === null ? null : this.#shown(body), facts_revision };
    await this.#write(entry);
    return head.id;
  }

  /** The records that one action makes anew or takes out. @throws ServiceError unaudited */
  async changedRecords(asking: Asking, action: string, records: readonly StoredRecord[]): Promise<void> {
    for (const { kind, id, body, deleted, version } of records) {
      await this.changed(asking, {
        ...{ kind, action, subject: id, body: deleted ? null : body, facts_revision: String(version) },
        ...partiesOf(kind, id, body),
      });
    }
  }

  /** @throws ServiceError unaudited */
  async happened(asking: Asking, event: ServiceEntry['event'], message: string, revision: string | null = null): Promise<void> {
    await this.#write({ ...this.#head(asking), type: 'service', event, message, revision });
  }

  #head({ caller, requestId, traceparent }: Asking, id: string = randomUUID()) {
    const { node, clock } = this.#settings;
    const { id: name, credential, address } = caller;
    return { v: 1 as const, id, time: this.#timeOf(clock()), node, caller: name, credential, address, request_id: requestId, traceparent };
  }

  /** WHY kept: within a millisecond come several, and to write one takes as long as to decide (bench/serve). */
  #timeOf(instant: number): string {
    if (instant !== this.#instant) {
      this.#instant = instant;
      this.#time = new Date(instant).toISOString();
    }
    return this.#time;
  }

  async #write(entry: AuditEntry): Promise<void> {
    try {
      await this.#settings.append(entry as unknown as JsonObject);
    } catch (error) {
      throw new ServiceError('unaudited', 'no audit log can be written', null, error);
    }
  }

  #shown(body: JsonObject): JsonObject {
    const members = Object.entries(body).filter(([name]) => !LEFT_OUT.has(name));
    return Object.fromEntries(members.map(([name, value]): [string, JsonValue] => [name, PLAIN.has(name) ? value : this.#settings.hash.value(value)]));
  }
}

/** @throws ServiceError unaudited */
function wholeText(request: Request): string {
  try {
    return JSON.stringify(request) ?? 'null';
  } catch (error) {
    throw new ServiceError('unaudited', 'the request cannot be written down', null, error);
  }
}

function partiesOf(kind: StoredRecord['kind'], id: string, body: JsonObject): { readonly agent: string | null; readonly user: string | null } {
  const from = typeof body.from === 'string' ? body.from : typeof body.given_by === 'string' ? body.given_by : '';
  const user = from.startsWith('user:') ? from.slice(5) : null;
  switch (kind) {
    case 'agent':
      return { agent: id, user: null };
    case 'user':
      return { agent: null, user: id };
    case 'delegation':
      return { agent: typeof body.to === 'string' ? body.to : null, user };
    default:
      return { agent: null, user };
  }
}
