// Cedar in WebAssembly: a policy set for each agent, parsed ahead, since all policies of a set are walked on every call. It has neither segments nor zones:
// depth and local time come as attributes. Its whole context is converted on every call, which is most of what it costs.

import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import { boundsOf, easeRequests, kindOf } from './eased.mjs';

export const lacks = 'no segments, no zones';

export function load(workload) {
  const known = new Set();
  for (const { id, rules } of workload.agents) {
    const answer = preparsePolicySet(id, { staticPolicies: rules.map((rule) => policyText(rule, workload.zones)).join('\n') });
    if (answer.type !== 'success') throw new Error(answer.errors[0].message);
    known.add(id);
  }
  return {
    requests: () => easeRequests(workload).map(callOf),
    decide: (call) => {
      if (!known.has(call.preparsedPolicySetId)) return false;
      const answer = statefulIsAuthorized(call);
      if (answer.type !== 'success') throw new Error(answer.errors[0].message);
      return answer.response.decision === 'allow';
    },
  };
}

function callOf({ agent, operation, path, parameters, mode, scopes, country, address, segments, local }) {
  const times = Object.fromEntries(
    local.flatMap(({ minute, day }, i) => [
      [`minute${i}`, minute],
      [`day${i}`, day],
    ]),
  );
  return {
    principal: { type: 'Agent', id: agent },
    action: { type: 'Action', id: operation },
    resource: { type: 'Path', id: 'path' },
    context: { path, depth: segments.length, parameters, names: Object.keys(parameters), mode, scopes, country, address, ...times },
    entities: [],
    preparsedPolicySetId: agent,
  };
}

const quoted = (text) => JSON.stringify(text);
const list = (texts) => `[${texts.map(quoted).join(', ')}]`;

function policyText({ effect, path, caps, params, when = {} }, zones) {
  const actions = caps.map((capability) => `Action::${quoted(capability)}`).join(', ');
  const wanted = [...pathTerms(path), ...parameterTerms(params), ...contextTerms(when, zones)];
  return `${effect === 'deny' ? 'forbid' : 'permit'}(principal, action in [${actions}], resource) when { ${wanted.join(' && ')} };`;
}

function pathTerms(path) {
  switch (kindOf(path)) {
    case 'exact':
      return [`context.path == ${quoted(path)}`];
    case 'prefix':
      return [`context.path like ${quoted(path)}`, `context.path != ${quoted(path.slice(0, -1))}`];
    default:
      return [`context.depth == ${path.split('/').length}`, `context.path like ${quoted(path.replaceAll('+', '*'))}`];
  }
}

function parameterTerms(params) {
  if (params === undefined) return [];
  const valued = Object.entries(params).filter(([, values]) => values.length > 0);
  return [
    `${list(Object.keys(params))}.containsAll(context.names)`,
    ...valued.map(([name, values]) => `(!(context.parameters has ${name}) || ${list(values)}.contains(context.parameters.${name}))`),
  ];
}

function contextTerms({ hours, cidr, countries, delegation }, zones) {
  const terms = [];
  if (delegation !== undefined) terms.push(`context.mode == ${quoted(delegation.mode)}`, `context.scopes.contains(${quoted(delegation.scope)})`);
  if (countries !== undefined) terms.push(`${list(countries)}.contains(context.country)`);
  if (cidr !== undefined) {
    const within = cidr.map(boundsOf).map(([first, end]) => `(context.address >= ${first} && context.address < ${end})`);
    terms.push(`(${within.join(' || ')})`);
  }
  if (hours !== undefined) {
    const zone = zones.indexOf(hours.tz);
    terms.push(`context.minute${zone} >= ${hours.start}`, `context.minute${zone} < ${hours.end}`, `[${hours.days.join(', ')}].contains(context.day${zone})`);
  }
  return terms;
}
