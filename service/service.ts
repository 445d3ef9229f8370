// The running service, put together: a store that is followed, the policies in force over it, the log, and what stands between them. No network here:
// http/server.ts opens the door.

import type { KeyObject } from 'node:crypto';
import { AgentRegistry } from './agents/agent-registry.js';
import { EntityRegistry } from './agents/entity-registry.js';
import { Approvals } from './approvals/approvals.js';
import { type AlertSettings, Alerts } from './audit/alerts.js';
import { auditKeys } from './audit/sealed.js';
import { type Asking, AuditTrail } from './audit/trail.js';
import { CallerRegistry } from './callers/caller-registry.js';
import { askingAs } from './callers/command.js';
import { KnownCallers } from './callers/known-callers.js';
import { DelegationRegistry } from './delegations/delegation-registry.js';
import { FollowedRecords } from './facts/followed-records.js';
import { type Called, Grants } from './grants/grants.js';
import { keyIdOf, publishedKeys, publishKey } from './grants/published-keys.js';
import { Metrics } from './observe/metrics.js';
import { CurrentEngine } from './pdp/current-engine.js';
import { DecisionPoint } from './pdp/decision-point.js';
import { PoliciesInForce, type Replaced } from './pdp/policies-in-force.js';
import { Rights } from './pdp/rights.js';
import { steadyClock } from './steady-clock.js';
import type { Store } from './stores/store.js';
import { witnessed } from './stores/witnessed-store.js';

export interface ServiceSettings {
  readonly store: Store;
  readonly bundle: Uint8Array;
  /** False: nobody knows which policies there will be, so that names are taken as they are, and deny where they are unknown. */
  readonly knowsPolicies?: boolean;
  /** Ed25519 public keys that bundles must be signed by; none: they need no signature. */
  readonly trust?: readonly KeyObject[];
  /** Where entries go: resolves once one is kept. */
  readonly audit: { append(entry: object): Promise<unknown>; close(): Promise<void> };
  /** 32 bytes, for keyed hashes and sealed requests. */
  readonly auditSecret: Uint8Array;
  /** Keep requests whole, sealed, so that they can be decided again. */
  readonly sealed?: boolean;
  /** Names the process in the log. */
  readonly node: string;
  readonly issuer: Called;
  /** Whom grants are for. */
  readonly audience: Called;
  /** Ed25519, private. */
  readonly grantKey: KeyObject;
  /** Seconds. */
  readonly maxStaleness?: number;
  readonly alerts?: AlertSettings;
  /** Milliseconds since the epoch, never fewer than before; absent: the machine's, kept from going back. */
  readonly clock?: () => number;
  /** Milliseconds between two looks for changes that nobody told of. */
  readonly interval?: number;
  /** Told of what goes wrong with nobody waiting for it. */
  readonly trouble?: (what: string, error: unknown) => void;
}

export type Registries = {
  readonly agents: AgentRegistry;
  readonly delegations: DelegationRegistry;
  readonly callers: CallerRegistry;
  readonly entities: EntityRegistry;
};

const MAX_STALENESS = 10;
const SWEEP = 60_000;
/** What ended is kept this long, for those who ask what became of it. */
const KEPT = 3_600_000;
/** Approvals, for those who ask who said what; the log has it for good. One that is in force for longer ends with it. */
const APPROVALS_KEPT = 90 * 86_400_000;

export class Service {
  readonly store: Store;
  readonly settings: ServiceSettings;
  /** Milliseconds since the epoch, never fewer than before: what all of the service goes by. */
  readonly clock: () => number;
  readonly followed: FollowedRecords;
  readonly policies: PoliciesInForce;
  readonly current: CurrentEngine;
  readonly trail: AuditTrail;
  readonly approvals: Approvals;
  readonly grants: Grants;
  readonly point: DecisionPoint;
  readonly rights: Rights;
  readonly known: KnownCallers;
  readonly metrics: Metrics;
  readonly alerts: Alerts;
  readonly #sweeping: NodeJS.Timeout;

  private constructor(settings: ServiceSettings, clock: () => number, followed: FollowedRecords, policies: PoliciesInForce, metrics: Metrics) {
    const { store, maxStaleness = MAX_STALENESS, alerts } = settings;
    const keys = auditKeys(settings.auditSecret);
    this.store = store;
    this.settings = settings;
    this.clock = clock;
    this.followed = followed;
    this.policies = policies;
    this.metrics = metrics;
    this.current = new CurrentEngine(policies.engine, followed, maxStaleness);
    this.known = new KnownCallers(clock);
    this.alerts = new Alerts(alerts);
    this.trail = new AuditTrail({
      append: (entry) => metrics.audited(() => settings.audit.append(entry)),
      hash: keys.hash,
      sealing: settings.sealed === false ? null : keys.sealing,
      node: settings.node,
      clock,
      alerts: this.alerts,
      alerted: ({ alert }) => metrics.alerted(alert),
    });
    this.approvals = new Approvals(store, {
      ...{ clock, groupsOf: (user: string) => this.#user(user)?.groups ?? [] },
      ...{ stands: (user: string) => this.#stands(user), knows: (user: string) => this.#user(user) !== undefined },
    });
    this.grants = new Grants(store, {
      ...{ issuer: settings.issuer, audience: settings.audience, key: settings.grantKey, keyId: keyIdOf(settings.grantKey), clock },
      others: () => publishedKeys(followed.records()),
    });
    this.point = new DecisionPoint({
      ...{ current: this.current, trail: this.trail, approvals: this.approvals, clock },
      decided: (decision, api, seconds) => metrics.decided(decision, api, seconds),
    });
    this.rights = new Rights(this.current, clock, (caller, right, path) =>
      this.trail.happened(askingAs(caller), 'forbidden', `${right} ${path}`, this.current.engine.revision),
    );
    this.#sweeping = setInterval(() => {
      const now = clock();
      Promise.all([store.sweep(now - KEPT), store.forgetApprovals(now - APPROVALS_KEPT)]).catch((error: unknown) =>
        settings.trouble?.('the store cannot be swept', error),
      );
    }, SWEEP).unref();
    this.#renewCallers();
  }

  /** Migrates the store, follows it, and takes the policies. @throws StoreError, ServiceError, RuntimeError */
  static async open(settings: ServiceSettings): Promise<Service> {
    const { store, bundle, trust, interval, trouble = () => undefined } = settings;
    const setBack = (by: number) => trouble('the clock was set back', new Error(`by ${Math.round(by / 1000)} s; here time goes on from where it was`));
    const clock = settings.clock ?? steadyClock({ setBack });
    await store.migrate();
    const policies = await PoliciesInForce.load(store, bundle, { ...(trust === undefined ? {} : { trust }), clock });
    await publishKey(store, settings.grantKey);
    let service: Service | null = null;
    const changed = () => {
      try {
        service?.renew();
      } catch (error) {
        trouble('the records of the store cannot be taken', error);
      }
    };
    const followed = await FollowedRecords.follow(store, changed, {
      ...(interval === undefined ? {} : { interval }),
      failed: (error) => trouble('the store cannot be read', error),
    });
    try {
      service = new Service(settings, clock, followed, policies, new Metrics(followed));
      return service;
    } catch (error) {
      followed.stop();
      throw error;
    }
  }

  /** After a change of the store or of the policies. @throws RuntimeError bad_facts; then everything is denied */
  renew(): void {
    this.#renewCallers();
    this.current.renew(this.policies.engine);
  }

  /** Other policies, from the next decision on; what is refused changes nothing. @throws ServiceError bad_policies, rolled_back, unaudited; StoreError */
  async replacePolicies(bundle: Uint8Array, asking: Asking): Promise<Replaced> {
    const answer = await this.policies.replace(bundle, async ({ engine: { revision }, serial }) => {
      await this.trail.changed(asking, { kind: 'policies', action: 'replace', subject: revision, body: { revision, serial } });
    });
    if (answer === 'replaced') this.renew();
    return answer;
  }

  /** For one who asks: what they change is written down with who it was, before it holds. */
  registriesFor(asking: Asking, action: string): Registries {
    const store = witnessed(this.store, (records) => this.trail.changedRecords(asking, action, records));
    const policies = () => (this.settings.knowsPolicies === false ? null : this.current.policies);
    return {
      agents: new AgentRegistry(store, policies),
      delegations: new DelegationRegistry(store, policies, this.clock),
      callers: new CallerRegistry(store, policies, this.clock),
      entities: new EntityRegistry(store, policies),
    };
  }

  /** One change by one who asks, until this node knows of it, too. @throws StoreError; whatever `work` throws */
  async change<T>(asking: Asking, action: string, work: (registries: Registries) => Promise<T>): Promise<T> {
    const answer = await work(this.registriesFor(asking, action));
    await this.settle();
    return answer;
  }

  /** Until this node knows what it has changed. @throws StoreError */
  settle(): Promise<void> {
    return this.followed.look();
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeping);
    this.followed.stop();
    await this.settings.audit.close();
    await this.store.close();
  }

  #user(id: string) {
    return this.current.engine.snapshot.users.get(id);
  }

  /** One whom only an identity provider knows stands by its word. */
  #stands(id: string): boolean {
    const user = this.#user(id);
    return user === undefined || (user.active && this.clock() < user.expires);
  }

  #renewCallers(): void {
    const { agents, users } = this.policies.engine.tables;
    this.known.renew(this.followed.records(), { agents: agents.all(), users: users.ids() });
  }
}
