// What Prometheus is told (text format 0.0.4): decisions and why, how long they took, what the log and the store take, how old the facts are.

import type { Decision } from '@polc/runtime';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { FollowedRecords } from '../facts/followed-records.js';

/** Seconds. */
const SHORT = [0.000_005, 0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.01];
const LONG = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

export class Metrics {
  readonly #registry = new Registry();
  readonly #decisions: Counter<'api' | 'outcome'>;
  readonly #deciding: Histogram;
  readonly #audit: Histogram;
  readonly #unaudited: Counter;
  readonly #requests: Counter<'route' | 'status'>;
  readonly #handling: Histogram<'route'>;
  readonly #alerts: Counter<'alert'>;
  readonly #grants: Counter<'event'>;

  constructor(followed: Pick<FollowedRecords, 'age' | 'version'>) {
    const registers = [this.#registry];
    this.#decisions = new Counter({ name: 'polc_decisions_total', help: 'Decisions, by door and outcome', labelNames: ['api', 'outcome'], registers });
    this.#deciding = new Histogram({ name: 'polc_decision_seconds', help: 'Time of a decision, without writing it down', buckets: SHORT, registers });
    this.#audit = new Histogram({ name: 'polc_audit_append_seconds', help: 'Time until an entry was kept', buckets: LONG, registers });
    this.#unaudited = new Counter({ name: 'polc_audit_failures_total', help: 'Entries that no log could keep; what they were of was refused', registers });
    this.#requests = new Counter({ name: 'polc_http_requests_total', help: 'Requests, by route and status', labelNames: ['route', 'status'], registers });
    this.#handling = new Histogram({ name: 'polc_http_request_seconds', help: 'Time of a request, by route', labelNames: ['route'], buckets: LONG, registers });
    this.#alerts = new Counter({ name: 'polc_alerts_total', help: 'Alerts, by kind', labelNames: ['alert'], registers });
    this.#grants = new Counter({ name: 'polc_grants_total', help: 'Grants issued, redeemed, refused, revoked', labelNames: ['event'], registers });
    new Gauge({
      ...{ name: 'polc_facts_age_seconds', help: 'Since the facts were known to be what the store holds', registers },
      collect() {
        this.set(followed.age / 1000);
      },
    });
    new Gauge({
      ...{ name: 'polc_store_version', help: 'Of the last change of a record that is known here', registers },
      collect() {
        this.set(followed.version);
      },
    });
  }

  decided({ outcome }: Decision, api: string, seconds: number): void {
    this.#decisions.inc({ api, outcome });
    this.#deciding.observe(seconds);
  }

  async audited<T>(append: () => Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await append();
    } catch (error) {
      this.#unaudited.inc();
      throw error;
    } finally {
      this.#audit.observe((performance.now() - began) / 1000);
    }
  }

  handled(route: string, status: number, seconds: number): void {
    this.#requests.inc({ route, status: String(status) });
    this.#handling.observe({ route }, seconds);
  }

  alerted(alert: string): void {
    this.#alerts.inc({ alert });
  }

  granted(event: string): void {
    this.#grants.inc({ event });
  }

  /** The text that Prometheus reads, and its media type. */
  async text(): Promise<{ readonly type: string; readonly text: string }> {
    return { type: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}
