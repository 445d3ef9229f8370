// The workloads: agents with rules, and requests drawn close to the edges of those rules. The same bytes for the same seed. bench/README.md
// has the format; reference.mjs decides what each request must get.

import { requestsFor } from './draw-requests.mjs';
import { CAPABILITIES, codeReviewRules, drawRules, PARAMETERS, ZONES } from './draw-rules.mjs';
import { Random } from './random.mjs';

/** `allowed`: the share of requests meant to be allowed. */
export const WORKLOADS = {
  w1: { seed: 20261101, agents: 1, rulesOf: codeReviewRules, allowed: 0.59 },
  w2: { seed: 20261102, agents: 100, rulesOf: drawRules(10), allowed: 0.495 },
  w3: { seed: 20261103, agents: 1_000, rulesOf: drawRules(10), allowed: 0.495 },
  w4: { seed: 20261104, agents: 10_000, rulesOf: drawRules(10), allowed: 0.495 },
};

/** `size` is one of WORKLOADS or one's own; `seedShift` gives other policies and requests of the same kind. */
export function generate(name, { size = WORKLOADS[name], requests = 10_000, seedShift = 0 } = {}) {
  const seed = size.seed + seedShift;
  const random = new Random(seed);
  const agents = drawAgents(random, size);
  return {
    name,
    seed,
    zones: ZONES,
    caps: CAPABILITIES,
    paramNames: Object.keys(PARAMETERS),
    agents,
    requests: requestsFor(agents, { random, count: requests, allowed: size.allowed }),
  };
}

export function drawAgents(random, { agents: count, rulesOf }) {
  const agents = [];
  let rules = 0;
  for (let i = 0; i < count; i++) {
    const own = rulesOf(random).map((rule) => ({ id: `r${rules++}`, ...rule }));
    agents.push({ id: `agent-${i.toString(36).padStart(4, '0')}`, rules: own });
  }
  return agents;
}
