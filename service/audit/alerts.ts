// What somebody should look at, seen in decisions as they are written down: an agent that is denied again and again, a path that is watched, an agent where
// it never was. Each decision costs a few look-ups, and what is remembered is bounded.

import { type Classified, classifyPattern, matchesPattern, type Outcome } from '@polc/runtime';
import { askedPath } from './asked-path.js';
import type { AlertEntry, AskedEntry, DecisionEntry } from './audit-entry.js';
import { Recent } from './recent.js';

export interface AlertSettings {
  /** So many denials of one principal within so many seconds; told of once in that time. */
  readonly denials?: { readonly count?: number; readonly seconds?: number };
  /** Patterns as Vault has them; every decision on such a path is told of. */
  readonly sensitive?: readonly string[];
  /** Whether an agent is told of where it is allowed for the first time. */
  readonly firstReach?: boolean;
  /** Principals, and agents, that are remembered; those that were not seen for longest are forgotten. */
  readonly mostPrincipals?: number;
  /** Areas that are remembered of each agent. */
  readonly mostAreas?: number;
  /** Monotonic milliseconds. WHY not the time of day: it can be set back. */
  readonly ticks?: () => number;
}

/** An AlertEntry without its head. */
export type RaisedAlert = Pick<AlertEntry, 'alert' | 'agent' | 'user' | 'path' | 'message' | 'decision'>;

/** How many were forgotten for want of room, since the start. */
export interface Forgotten {
  /** With their denials. */
  readonly principals: number;
  /** With all their areas. */
  readonly agents: number;
  readonly areas: number;
}

/** What of a decision tells where its agent was. */
export interface Learnt {
  readonly allowed: boolean;
  readonly asked: Pick<AskedEntry, 'agent' | 'path'>;
}

interface Denials {
  /** Of the last ones, in a ring. */
  readonly times: Float64Array;
  next: number;
  silentUntil: number;
}

interface Reach {
  readonly areas: Set<string>;
  forgotten: number;
}

/** What an enforcement point is to do next, or what the service itself lacks: no agent has tried what it may not. */
const NO_OFFENCE: ReadonlySet<Outcome> = new Set<Outcome>(['approval_required', 'mfa_required', 'stale_facts', 'internal']);
/** Whose principals are not known. WHY: a name that anybody can make up says nothing; who sent it does. */
const UNKNOWN: ReadonlySet<Outcome> = new Set<Outcome>(['unknown_principal', 'malformed_request']);
const NONE: readonly RaisedAlert[] = Object.freeze([]);
/** Of a segment: what is longer is told apart by its beginning alone. */
const LONGEST = 256;

export class Alerts {
  readonly #count: number;
  readonly #window: number;
  readonly #sensitive: readonly { readonly written: string; readonly pattern: Classified }[];
  readonly #firstReach: boolean;
  readonly #mostAreas: number;
  readonly #ticks: () => number;
  readonly #denied: Recent<Denials>;
  readonly #reached: Recent<Reach>;
  #areasForgotten = 0;

  /** @throws RangeError for a pattern that is none, and counts that are no whole numbers above zero */
  constructor(settings: AlertSettings = {}) {
    const { denials = {}, sensitive = [], firstReach = true, mostPrincipals = 10_000, mostAreas = 1_000, ticks = () => performance.now() } = settings;
    const { count = 5, seconds = 60 } = denials;
    if (![count, mostPrincipals, mostAreas].every((number) => Number.isSafeInteger(number) && number > 0) || !(seconds > 0)) {
      throw new RangeError('counts of alerts are whole numbers above zero, and their seconds more than none');
    }
    this.#count = count;
    this.#window = seconds * 1000;
    this.#sensitive = sensitive.map((written) => {
      const pattern = classifyPattern(askedPath(written));
      if (pattern === null) throw new RangeError(`${JSON.stringify(written)} is no pattern: "+*" is none`);
      return { written, pattern };
    });
    this.#firstReach = firstReach;
    this.#mostAreas = mostAreas;
    this.#ticks = ticks;
    this.#denied = new Recent(mostPrincipals, () => ({
      times: new Float64Array(count).fill(Number.NEGATIVE_INFINITY),
      next: 0,
      silentUntil: Number.NEGATIVE_INFINITY,
    }));
    this.#reached = new Recent(mostPrincipals, () => ({ areas: new Set(), forgotten: 0 }));
  }

  get forgotten(): Forgotten {
    return { principals: this.#denied.forgotten, agents: this.#reached.forgotten, areas: this.#areasForgotten };
  }

  /** A decision of the log, before the start: where agents were is known from it. The oldest first, so that it is forgotten first. */
  learn({ allowed, asked: { agent, path } }: Learnt): void {
    if (allowed && agent !== null) this.#reach(agent, areaOf(path));
  }

  see(entry: DecisionEntry): readonly RaisedAlert[] {
    const { allowed, outcome, asked } = entry;
    let raised: RaisedAlert[] | null = null;
    const raise = (alert: RaisedAlert['alert'], message: string) => {
      raised ??= [];
      raised.push({ alert, agent: asked.agent, user: asked.user, path: asked.path, message, decision: entry.id });
    };
    if (!allowed && !NO_OFFENCE.has(outcome)) {
      const who = principalOf(entry);
      if (this.#isRepeated(who)) raise('repeated_denials', `${who}: ${this.#count} denials within ${this.#window / 1000} s, the last of them ${outcome}`);
    }
    if (this.#sensitive.length > 0) {
      const path = askedPath(asked.path);
      const watched = this.#sensitive.find(({ pattern }) => matchesPattern(pattern, path));
      if (watched !== undefined) raise('sensitive_path', `${principalOf(entry)} was ${allowed ? 'allowed' : 'denied'} on a path of ${watched.written}`);
    }
    if (allowed && this.#firstReach && asked.agent !== null) {
      const area = areaOf(asked.path);
      const words = this.#reach(asked.agent, area);
      if (words !== null) raise('first_reach', `agent:${asked.agent} was allowed in ${area}, where it was not seen before${words}`);
    }
    return raised ?? NONE;
  }

  #isRepeated(who: string): boolean {
    const now = this.#ticks();
    const denials = this.#denied.of(who);
    denials.times[denials.next] = now;
    denials.next = (denials.next + 1) % this.#count;
    // What is written over next is the first of so many, this one among them.
    const first = denials.times[denials.next] as number;
    if (now - first >= this.#window || now < denials.silentUntil) return false;
    denials.silentUntil = now + this.#window;
    return true;
  }

  /** null where it was before; else what is to be said of what is not remembered. */
  #reach(agent: string, area: string): string | null {
    const isNew = !this.#reached.has(agent);
    const reach = this.#reached.of(agent);
    if (reach.areas.delete(area)) {
      reach.areas.add(area);
      return null;
    }
    reach.areas.add(area);
    if (reach.areas.size > this.#mostAreas) {
      reach.areas.delete(reach.areas.values().next().value as string);
      reach.forgotten++;
      this.#areasForgotten++;
    }
    if (reach.forgotten > 0) return `, as far as is remembered: ${reach.forgotten} of its areas were forgotten`;
    return isNew && this.#reached.forgotten > 0 ? `, as far as is remembered: ${this.#reached.forgotten} agents were forgotten` : '';
  }
}

function principalOf({ outcome, caller, asked: { agent, user } }: DecisionEntry): string {
  if (UNKNOWN.has(outcome)) return caller;
  return agent !== null ? `agent:${agent}` : user !== null ? `user:${user}` : caller;
}

/** The first two segments of a path. */
function areaOf(path: string): string {
  const text = askedPath(path);
  const first = text.indexOf('/');
  const second = first < 0 ? -1 : text.indexOf('/', first + 1);
  const area = second < 0 ? text : text.slice(0, second);
  return area.length <= LONGEST ? area : area.slice(0, LONGEST);
}
