// What matchers are about: an engine, or a policy for which one is made.

import type { Answer, Explanation, Request } from '@polc/runtime';
import { engineOf } from '../engine-of.js';
import type { TestedPolicy } from '../policy.js';

/** An engine as far as matchers need one; `explain` makes their messages say why. */
export interface Judge {
  decide(request: Request): Pick<Answer, 'allowed' | 'outcome' | 'message' | 'layers' | 'obligations'> & { toJSON?(): object };
  explain?(request: Request): Explanation;
}

/** @throws TypeError for what is neither */
export function judgeOf(received: unknown): Judge {
  if (typeof received === 'object' && received !== null) {
    if ('decide' in received && typeof received.decide === 'function') return received as Judge;
    if ('bundle' in received && 'model' in received) return engineOf(received as TestedPolicy);
  }
  throw new TypeError('polc\u2019s matchers are for an engine (loadBundle) or a policy ({ bundle, model, facts })');
}
