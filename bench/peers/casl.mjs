// CASL: an ability for each agent, mounts as subjects, so that it looks at the rules of one mount only. It has no alternatives among conditions, so a
// rule with two networks becomes two.

import { createMongoAbility } from '@casl/ability';
import { boundsOf, easeRequests, kindOf, mountOf, parameterNames, valuesOf } from './eased.mjs';

export const lacks = 'zones and addresses worked out for it';

export function load(workload) {
  const names = parameterNames(workload.requests);
  const options = { detectSubjectType: (subject) => subject.mount };
  const abilities = new Map(workload.agents.map(({ id, rules }) => [id, createMongoAbility(rulesOf(rules, workload.zones, names), options)]));
  return {
    requests: () => easeRequests(workload),
    decide: (request) => abilities.get(request.agent)?.can(request.operation, request) ?? false,
  };
}

/** Later rules have the last word: denies come last. */
function rulesOf(rules, zones, names) {
  const sorted = [...rules.filter(({ effect }) => effect === 'allow'), ...rules.filter(({ effect }) => effect === 'deny')];
  return sorted.flatMap((rule) => {
    const common = { action: rule.caps, subject: mountOf(rule.path), inverted: rule.effect === 'deny' };
    const conditions = { path: pathCondition(rule.path), ...parameterConditions(rule, names), ...contextConditions(rule.when ?? {}, zones) };
    const blocks = rule.when?.cidr?.map(boundsOf);
    if (blocks === undefined) return [{ ...common, conditions }];
    return blocks.map(([first, end]) => ({ ...common, conditions: { ...conditions, address: { $gte: first, $lt: end } } }));
  });
}

function pathCondition(path) {
  if (kindOf(path) === 'exact') return path;
  const escaped = path.replace(/[.\\^$*()[\]{}|?]/g, '\\$&').replaceAll('+', '[^/]+');
  return { $regex: kindOf(path) === 'prefix' ? new RegExp(`^${escaped.slice(0, -2)}.`) : new RegExp(`^${escaped}$`) };
}

function parameterConditions(rule, names) {
  const wanted = names.map((name) => [`filled.${name}`, valuesOf(rule, name)]).filter(([, values]) => values !== null);
  return Object.fromEntries(wanted.map(([field, values]) => [field, { $in: values }]));
}

function contextConditions({ hours, countries, delegation }, zones) {
  const local = hours === undefined ? '' : `local.${zones.indexOf(hours.tz)}`;
  return {
    ...(delegation && { mode: delegation.mode, scopes: { $all: [delegation.scope] } }),
    ...(countries && { country: { $in: countries } }),
    ...(hours && { [`${local}.minute`]: { $gte: hours.start, $lt: hours.end }, [`${local}.day`]: { $in: hours.days } }),
  };
}
