// The decisions of one log, decided again and counted. What differs is kept within a bound, the rest of it counted alone.

import type { AuditKeys, Difference, EngineFor, Impossible } from '@polc/service';
import type { PastEngines } from './audit-engines.js';
import { reading } from './audit-logs.js';
import type { Progress } from './progress.js';

export interface DifferentDecision {
  readonly index: number;
  readonly id: string;
  readonly differences: readonly Difference[];
}

export interface ImpossibleDecisions {
  /** `unknown_form`: the entry is of a later version of polc, or of another writer. */
  readonly why: Impossible | 'unknown_form';
  readonly count: number;
  /** Indices. */
  readonly first: number;
  readonly last: number;
}

export interface DecidedAgain {
  readonly same: number;
  readonly different: number;
  readonly impossible: number;
  /** Up to 100 of those that differ. */
  readonly differences: readonly DifferentDecision[];
  readonly causes: readonly ImpossibleDecisions[];
  /** Bundles that were wanted. */
  readonly missing_revisions: readonly string[];
}

/** Of the entries that were verified. */
export interface Verified {
  readonly folder: string;
  readonly from: number;
  readonly size: number;
}

const MOST_SHOWN = 100;

/** @throws Failure */
export function reExecuteLog({ folder, from, size }: Verified, keys: AuditKeys, engines: PastEngines, progress: Progress): Promise<DecidedAgain> {
  return reading(folder, async () => {
    const { queryLogs, reExecute } = await import('@polc/service');
    const counting = new Counting();
    const missing = new Set<string>();
    const engineFor: EngineFor = async (revision, ...more) => {
      const engine = await engines.engineFor(revision, ...more);
      if (engine === 'no_bundle') missing.add(revision);
      return engine;
    };
    const wanted = (index: number) => index >= from && index < size;
    function* entries() {
      const odd = ({ index }: { readonly index: number }) => {
        if (wanted(index)) counting.cannot(index, 'unknown_form');
      };
      for (const found of queryLogs([folder], { type: 'decision', odd })) if (wanted(found.index)) yield found;
    }
    for await (const again of reExecute(entries(), keys, engineFor)) {
      if (again.result === 'same') counting.same++;
      else if (again.result === 'different') counting.differs(again);
      else counting.cannot(again.index, again.why);
      progress.tick(() => `${folder}: decided again up to entry ${again.index} …`);
    }
    return { ...counting.counted(), missing_revisions: [...missing] };
  });
}

class Counting {
  same = 0;
  #different = 0;
  readonly #shown: DifferentDecision[] = [];
  readonly #causes = new Map<ImpossibleDecisions['why'], ImpossibleDecisions>();

  differs({ index, id, differences }: DifferentDecision): void {
    this.#different++;
    if (this.#shown.length < MOST_SHOWN) this.#shown.push({ index, id, differences });
  }

  cannot(index: number, why: ImpossibleDecisions['why']): void {
    const { count, first } = this.#causes.get(why) ?? { count: 0, first: index };
    this.#causes.set(why, { why, count: count + 1, first, last: index });
  }

  counted(): Omit<DecidedAgain, 'missing_revisions'> {
    const causes = [...this.#causes.values()].sort((a, b) => a.first - b.first);
    const impossible = causes.reduce((sum, { count }) => sum + count, 0);
    return { same: this.same, different: this.#different, impossible, differences: this.#shown, causes };
  }
}
