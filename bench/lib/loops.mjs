// The loops that are timed, one for each way to decide. WHY so many copies: the engine underneath optimises a loop for what was called in it, and one loop
// for all would make every call in it slow. Each answers how many of the requests `from` up to `to` it allowed.

/** `engine.allows`. */
export const allowsLoop = (engine, requests) => (from, to) => {
  let allowed = 0;
  for (let i = from; i < to; i++) if (engine.allows(requests[i])) allowed++;
  return allowed;
};

/** `engine.decide`, with what everybody reads of the answer. */
export const decideLoop = (engine, requests) => (from, to) => {
  let allowed = 0;
  for (let i = from; i < to; i++) {
    const decision = engine.decide(requests[i]);
    if (decision.allowed && decision.outcome === 'allowed') allowed++;
  }
  return allowed;
};

/** `engine.decide`, and the whole answer written down. */
export const decideJsonLoop = (engine, requests) => (from, to) => {
  let allowed = 0;
  for (let i = from; i < to; i++) {
    const decision = engine.decide(requests[i]);
    if (JSON.stringify(decision).length > 2 && decision.allowed) allowed++;
  }
  return allowed;
};

export const floorLoop = (decide, requests) => (from, to) => {
  let allowed = 0;
  for (let i = from; i < to; i++) if (decide(requests[i])) allowed++;
  return allowed;
};

export const floorWithFormLoop = (hasForm, decide, requests) => (from, to) => {
  let allowed = 0;
  for (let i = from; i < to; i++) {
    const request = requests[i];
    if (hasForm(request) && decide(request)) allowed++;
  }
  return allowed;
};

export const handLoop = (decide, requests) => (from, to) => {
  let allowed = 0;
  for (let i = from; i < to; i++) if (decide(requests[i])) allowed++;
  return allowed;
};

export const tunedLoop = (decide, requests) => (from, to) => {
  let allowed = 0;
  for (let i = from; i < to; i++) if (decide(requests[i])) allowed++;
  return allowed;
};

export const tunedWithFormLoop = (hasForm, decide, requests) => (from, to) => {
  let allowed = 0;
  for (let i = from; i < to; i++) {
    const request = requests[i];
    if (hasForm(request) && decide(request)) allowed++;
  }
  return allowed;
};

/** The engine of another build. */
export const otherAllowsLoop = (engine, requests) => (from, to) => {
  let allowed = 0;
  for (let i = from; i < to; i++) if (engine.allows(requests[i])) allowed++;
  return allowed;
};

export const otherDecideLoop = (engine, requests) => (from, to) => {
  let allowed = 0;
  for (let i = from; i < to; i++) {
    const decision = engine.decide(requests[i]);
    if (decision.allowed && decision.outcome === 'allowed') allowed++;
  }
  return allowed;
};

/** Any engine of others. */
export const peerLoop = (decide, requests) => (from, to) => {
  let allowed = 0;
  for (let i = from; i < to; i++) if (decide(requests[i])) allowed++;
  return allowed;
};
