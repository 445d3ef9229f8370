// The loops that are timed. WHY each for itself: the engine underneath optimises a loop for what was called in it, and one loop for both ways to ask
// would make every call in it slow.

import type { Engine, Request } from '@polc/runtime';
import type { Laps } from './laps.js';

/** Decides requests one after the other, from the first again after the last, and goes on where it stopped. */
export interface Loop {
  /** `count` decisions, each timed by itself. */
  single(count: number, laps: Laps): void;
  /** `count` decisions in a row; how many were allowed. */
  batch(count: number): number;
}

export function allowsLoop(engine: Engine, requests: readonly Request[]): Loop {
  let next = 0;
  let place = 0;
  return {
    single(count, laps) {
      for (let i = 0; i < count; i++) {
        const request = requests[next] as Request;
        const start = performance.now();
        engine.allows(request);
        laps.add(performance.now() - start);
        if (++next === requests.length) next = 0;
      }
    },
    batch(count) {
      let allowed = 0;
      for (let i = 0; i < count; i++) {
        if (engine.allows(requests[place] as Request)) allowed++;
        if (++place === requests.length) place = 0;
      }
      return allowed;
    },
  };
}

/** With what everybody reads of the answer. */
export function decideLoop(engine: Engine, requests: readonly Request[]): Loop {
  let next = 0;
  let place = 0;
  return {
    single(count, laps) {
      for (let i = 0; i < count; i++) {
        const request = requests[next] as Request;
        const start = performance.now();
        const { allowed, outcome } = engine.decide(request);
        laps.add(performance.now() - start);
        if (allowed !== (outcome === 'allowed')) throw new Error('an answer contradicts itself');
        if (++next === requests.length) next = 0;
      }
    },
    batch(count) {
      let allowed = 0;
      for (let i = 0; i < count; i++) {
        const answer = engine.decide(requests[place] as Request);
        if (answer.allowed && answer.outcome === 'allowed') allowed++;
        if (++place === requests.length) place = 0;
      }
      return allowed;
    },
  };
}

/** What the clock says of nothing. */
export function clockLoop(count: number, laps: Laps): void {
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    laps.add(performance.now() - start);
  }
}
