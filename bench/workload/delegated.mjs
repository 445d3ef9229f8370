// Workload w5: the agents of w3, with users behind them. Users hand scopes to agents, agents hand on to one more agent, consents stand in the facts;
// every fourth link or so has a flaw. What each request must get is for the oracle of the tests to say: its answer is part of the workload.

import { drawLinks } from './draw-links.mjs';
import { fitTo, spoil } from './draw-requests.mjs';
import { MOUNTS } from './draw-rules.mjs';
import { drawAgents, WORKLOADS } from './generate.mjs';
import { Random } from './random.mjs';
import { agentSource, block, contextOf, list } from './to-polc.mjs';

/** Of requests: how many come through two agents, and how many are meant to be allowed. */
const SHARES = { twoHops: 0.4, allowed: 0.3 };

/** The name of the policy that lets an agent hand on what it holds. */
const HANDING_ON = 'handing-on';

/** `{ name, seed, agents, links, facts, requests }`; the requests are in polc's form and without an expectation. */
export function generateDelegated({ size = WORKLOADS.w3, requests = 10_000, seedShift = 0 } = {}) {
  const seed = size.seed + seedShift;
  // The agents are drawn as w3 draws them, from the same seed; all else from another.
  const agents = drawAgents(new Random(seed), size);
  const random = new Random(seed + 5_000_000);
  const links = drawLinks(random, agents);
  const made = { agents, links, facts: factsOf(links) };
  return { name: 'w5', seed, ...made, requests: Array.from({ length: requests }, () => drawRequest(random, made)) };
}

function drawRequest(random, { agents, links }) {
  const meant = random.chance(SHARES.allowed);
  const second = random.chance(SHARES.twoHops);
  const all = second ? links.onward : links.first;
  let link;
  let rule;
  // What is meant to be allowed takes a chain without a flaw, and a rule that its scopes cover.
  for (let i = 0; i < 200; i++) {
    link = random.pick(all);
    rule = random.pick(link.agent.rules);
    if (!meant || (link.sound && rule.effect === 'allow' && link.covers(rule))) break;
  }
  const fitting = fitTo(random, link.agent, rule);
  const drawn = meant || random.chance(0.5) ? fitting : spoil(random, fitting, rule, agents);
  const { agent, action, path, params, ctx } = drawn;
  const chain = [...link.before.map(({ id }) => id), agent];
  // An agent never follows itself: the form would forbid it, and there would be nothing to decide.
  const unique = chain.filter((id, place) => chain.lastIndexOf(id) === place);
  return { agent, delegation: { user: link.user.id, chain: unique }, operation: action, path, parameters: params ?? {}, context: contextOf(ctx) };
}

function factsOf({ consents }) {
  return { revision: 'w5', consents };
}

export function delegatedSources({ agents, links }) {
  return [
    ...agents.map(agentSource),
    { file: 'agents.hcl', text: agents.map((agent) => agentBlock(agent, links.handsOn.get(agent.id))).join('\n') },
    { file: 'people.hcl', text: [...staffPolicies(), ...scopes(), ...links.users.map(userBlock)].join('\n') },
    { file: 'delegations.hcl', text: links.delegations.map(({ id, ...rest }) => block('delegation', id, rest)).join('\n') },
  ];
}

/** Whoever hands on is bound by its own ceiling in what the other does, so that one holds the other's policies too. */
function agentBlock({ id }, handing) {
  if (handing === undefined) return block('agent', id, { policies: [id] });
  const policies = handing.may ? [id, HANDING_ON] : [id];
  const ceiling = handing.wide ? [...policies, handing.to] : policies;
  return block('agent', id, { policies }, `  ceiling {\n    policies = ${list(ceiling)}\n  }\n`);
}

const EVERYTHING = ['create', 'read', 'update', 'delete', 'list'];
const named = (word, mount) => `${word}-${mount.replace('/', '-')}`;
const stanzaOf = (path, capabilities) => `  path "${path}" {\n    capabilities = ${list(capabilities)}\n  }\n`;

function staffPolicies() {
  return [
    block('policy', HANDING_ON, {}, stanzaOf('agents/+', ['delegate'])),
    ...MOUNTS.map((mount) => block('policy', named('staff', mount), {}, stanzaOf(`${mount}/*`, EVERYTHING))),
  ];
}

/** For each mount one that covers everything and one that covers reading. */
function scopes() {
  return MOUNTS.flatMap((mount) => [
    block('scope', named('use', mount), {}, stanzaOf(`${mount}/*`, EVERYTHING)),
    block('scope', named('view', mount), {}, stanzaOf(`${mount}/*`, ['read', 'list'])),
  ]);
}

function userBlock({ id, mounts, agents }) {
  return block('user', id, { policies: mounts === null ? agents : mounts.map((mount) => named('staff', mount)) });
}
