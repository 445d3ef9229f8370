// casbin: an enforcer for each agent, since it walks all policies on every call. Lists, segments and conditions are beyond its matchers and come as
// functions of ours, with everything compiled at load.

import { newEnforcer, newModelFromString } from 'casbin';
import { matchesPieces, piecesOf } from './hand.mjs';
import { testOfContext, testOfParameters } from './hand-conditions.mjs';

export const lacks = 'paths, parameters and conditions are functions of ours';

const MODEL = `
[request_definition]
r = path, operation, parameters, context

[policy_definition]
p = rule, eft

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = hasCapability(p.rule, r.operation) && matchesPath(p.rule, r.path) && listsParameters(p.rule, r.parameters) && holds(p.rule, r.context)
`;

export async function load({ agents, requests }) {
  const enforcers = new Map();
  for (const { id, rules } of agents) enforcers.set(id, await enforcerOf(rules));
  return {
    requests: () => requests,
    decide: ({ agent, operation, path, parameters, context }) => enforcers.get(agent)?.enforceSync(path, operation, parameters, context) ?? false,
  };
}

async function enforcerOf(rules) {
  const enforcer = await newEnforcer(newModelFromString(MODEL));
  const tests = new Map(rules.map((rule) => [rule.id, testsOf(rule)]));
  enforcer.addFunction('hasCapability', (id, operation) => tests.get(id).caps.includes(operation));
  enforcer.addFunction('matchesPath', (id, path) => tests.get(id).path(path));
  enforcer.addFunction('listsParameters', (id, parameters) => tests.get(id).parameters?.(parameters) ?? true);
  enforcer.addFunction('holds', (id, context) => tests.get(id).context?.(context) ?? true);
  await enforcer.addPolicies(rules.map(({ id, effect }) => [id, effect]));
  return enforcer;
}

function testsOf({ path, caps, params, when }) {
  return { caps, path: pathTest(path), parameters: testOfParameters(params), context: testOfContext(when) };
}

function pathTest(pattern) {
  if (pattern.endsWith('/*')) {
    const start = pattern.slice(0, -1);
    return (path) => path.length > start.length && path.startsWith(start);
  }
  if (!pattern.includes('+')) return (path) => path === pattern;
  const pieces = piecesOf(pattern);
  return (path) => matchesPieces(pieces, path);
}
