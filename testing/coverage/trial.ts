// Whether a request shows a goal: it is added to a coverage that has seen nothing of it, and what is found is confirmed on top of what
// was seen.

import type { Request } from '@polc/runtime';
import { hangsOn } from './ask.js';
import type { Coverage } from './coverage.js';
import { FALSE, TRUE, type Truth, UNKNOWN } from './plan.js';
import { type Goal, goalsOf } from './report.js';
import type { SortOf } from './solve.js';
import type { Tally } from './tally.js';

export class Trial {
  readonly #coverage: Coverage;
  /** Of the same policy; of the goal it has seen nothing. */
  readonly #alone: Coverage;
  readonly #goal: Goal;
  #found: readonly Request[] = [];
  /** For MC/DC: requests by what they show of the atom. */
  readonly #halves = new Map<number, Request>();

  constructor(coverage: Coverage, alone: Coverage, goal: Goal) {
    this.#coverage = coverage;
    this.#alone = alone;
    this.#goal = goal;
  }

  /** How what conditions came to may serve the goal, which is about an atom; for MC/DC the two halves are told apart. */
  readonly sortOf: SortOf = (came) => {
    const { subject, want } = this.#goal;
    if (subject.kind !== 'atom') return null;
    for (const { number, plan, values, truth } of came) {
      if (number !== subject.condition) continue;
      const own = values[subject.atom] as Truth;
      if (want !== 'mcdc') {
        if (own === (want === 'true' ? TRUE : FALSE)) return want;
      } else if (own !== UNKNOWN && hangsOn(plan, values)[subject.atom] === true) return `${own} ${truth}`;
    }
    return null;
  };

  /** Alone, or for MC/DC with what was seen before, or with one that was tried before. */
  shows(request: Request): boolean {
    const { subject, want } = this.#goal;
    if (want !== 'mcdc') return this.#covers([request], null);
    if (subject.kind !== 'atom') return false;
    const known = (this.#coverage.tallies[subject.condition] as Tally).copy();
    this.#covers([request], null);
    const bits = (this.#alone.tallies[subject.condition] as Tally).shownOf(subject.atom);
    if (bits === 0 || this.#halves.has(bits)) return false;
    this.#halves.set(bits, request);
    if (this.#covers([request], known)) return true;
    return [...this.#halves.values()].some((other) => this.#covers([other, request], null));
  }

  /** What `shows` said last, on top of all that was seen. null where that is not so: then nothing was found. */
  confirmed(): readonly Request[] | null {
    const { subject } = this.#goal;
    const known = subject.kind === 'atom' ? (this.#coverage.tallies[subject.condition] as Tally).copy() : null;
    const found = this.#found;
    return this.#covers(found, known) ? found : null;
  }

  #covers(requests: readonly Request[], known: Tally | null): boolean {
    const { subject } = this.#goal;
    this.#alone.forget(subject);
    if (known !== null && subject.kind === 'atom') this.#alone.tallies[subject.condition] = known;
    for (const request of requests) this.#alone.add(request);
    this.#found = requests;
    return isCovered(this.#alone, this.#goal);
  }
}

function isCovered(coverage: Coverage, { subject, want }: Goal): boolean {
  switch (subject.kind) {
    case 'stanza':
      return (coverage.stanzas[subject.number]?.[want as 'selected'] ?? 0) > 0;
    case 'atom': {
      const tally = coverage.tallies[subject.condition] as Tally;
      if (want === 'mcdc') return tally.showed(subject.atom);
      return (tally.atoms[subject.atom]?.[want === 'true' ? TRUE : FALSE] ?? 0) > 0;
    }
    case 'guardrail':
      return (coverage.guardrails.get(subject.name)?.[want as 'asked'] ?? 0) > 0;
    case 'layer':
      return (coverage.layers.get(subject.name)?.[want as 'allowed'] ?? 0) > 0;
    case 'delegation':
      return (coverage.delegations.get(subject.name) ?? 0) > 0;
    case 'scope':
      return (coverage.scopes.get(subject.name) ?? 0) > 0;
  }
}

/** In the order of the report. */
export function openGoals(coverage: Coverage): Goal[] {
  return coverage.report().files.flatMap((file) => goalsOf(file).filter(({ covered }) => !covered));
}
