// Requests at the edges of the rules: each is made to fit a rule, and most refused ones miss it by one thing. The reference has the last word.

import { CAPABILITIES, COUNTRIES, drawName, PARAMETERS, SCOPES } from './draw-rules.mjs';
import { addressText, blockBounds, holds, referenceOf } from './reference.mjs';

/** Five weeks in which Europe's and America's clocks change, not on one day. */
const FIRST = Date.UTC(2026, 9, 5);
const LAST = Date.UTC(2026, 10, 9);

/** So many tries for a request of the wanted answer; whatever comes last is taken, with the answer it has. */
const TRIES = 200;

export function requestsFor(agents, { random, count, allowed }) {
  const reference = referenceOf(agents);
  return Array.from({ length: count }, () => {
    const wanted = random.chance(allowed);
    let request;
    for (let i = 0; i < TRIES; i++) {
      request = drawRequest(random, agents, wanted);
      if (reference(request) === wanted) break;
    }
    return { ...request, expect: reference(request) };
  });
}

function drawRequest(random, agents, wanted) {
  const agent = random.pick(agents);
  const rule = random.pick(agent.rules);
  const fitting = fitTo(random, agent, rule);
  return wanted ? fitting : spoil(random, fitting, rule, agents);
}

/** Vault's ACL does not look at parameters of list and delete, others would: such requests have none. */
const carriesParameters = (action) => action !== 'list' && action !== 'delete';

/** Fits the rule in all it asks for. */
export function fitTo(random, agent, rule) {
  const action = random.pick(rule.caps);
  const path = fillPattern(random, rule.path);
  // A rule that lists parameters is mostly asked with them, any other seldom.
  const params = carriesParameters(action) && random.chance(rule.params === undefined ? 0.25 : 0.75) ? fitParameters(random, rule.params) : undefined;
  return { agent: agent.id, action, path, ...(params && { params }), ctx: drawContext(random, rule.when ?? {}) };
}

function fillPattern(random, pattern) {
  if (!pattern.endsWith('/*')) return pattern.replaceAll('+', () => drawName(random));
  const below = Array.from({ length: 1 + random.below(3) }, () => drawName(random));
  return pattern.slice(0, -1) + below.join('/');
}

function fitParameters(random, listed) {
  const names = random.some(Object.keys(listed ?? PARAMETERS), 1 + random.below(2));
  return Object.fromEntries(names.map((name) => [name, random.pick(listed?.[name]?.length > 0 ? listed[name] : PARAMETERS[name])]));
}

function drawContext(random, when) {
  let context;
  for (let i = 0; i < TRIES; i++) {
    context = {
      time: FIRST + random.below(LAST - FIRST),
      ip: when.cidr === undefined ? addressText(random.below(2 ** 32)) : drawAddress(random, random.pick(when.cidr)),
      country: random.pick(when.countries ?? COUNTRIES),
      delegation: { mode: when.delegation?.mode ?? random.pick(['obo', 'direct']), scopes: drawScopes(random, when.delegation?.scope) },
    };
    if (holds(when, context)) break;
  }
  return context;
}

function drawAddress(random, block) {
  const { first, size } = blockBounds(block);
  return addressText(first + random.below(size));
}

function drawScopes(random, needed) {
  const others = random.some(SCOPES, random.below(3)).filter((scope) => scope !== needed);
  return needed === undefined ? others : random.shuffled([needed, ...others]);
}

/** One thing wrong. */
export function spoil(random, request, rule, agents) {
  switch (random.below(6)) {
    case 0:
      return withAction(request, random.pick(CAPABILITIES.filter((action) => !rule.caps.includes(action)).concat(rule.caps)));
    case 1:
      return { ...request, path: missPath(random, request.path, rule.path) };
    case 2:
      if (!carriesParameters(request.action)) return request;
      return { ...request, params: { ...request.params, [random.pick(['repo', 'owner', 'force'])]: random.pick(['billing', 'frontends', 'Backend']) } };
    case 3:
      return { ...request, ctx: drawContext(random, {}) };
    case 4:
      return { ...request, agent: random.chance(0.5) ? random.pick(agents).id : `nobody-${random.below(50)}` };
    default:
      return { ...request, path: `${random.pick(['sys/policies/acl', 'auth/token', 'secret/metadata', 'identity/entity/id'])}/${drawName(random)}` };
  }
}

function withAction({ params, ...request }, action) {
  return { ...request, action, ...(params && carriesParameters(action) && { params }) };
}

/** Off by a character, a segment or a letter's case. */
function missPath(random, path, pattern) {
  const fixed = pattern.endsWith('/*') ? pattern.slice(0, -2) : path;
  switch (random.below(4)) {
    case 0:
      return fixed;
    case 1:
      return `${fixed}s`;
    case 2:
      return `${path.replace(fixed, fixed.slice(0, -1))}`;
    default:
      return path.replace(
        fixed,
        fixed.replace(/[a-z](?=[^a-z]*$)/, (letter) => letter.toUpperCase()),
      );
  }
}
