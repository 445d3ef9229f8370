// The Common Expression Language: one expression for each agent, parsed ahead. Finding the agent is ours; addresses and local time come as numbers.

import { Environment } from '@marcbachmann/cel-js';
import { boundsOf, easeRequests, kindOf, parameterNames, valuesOf } from './eased.mjs';

export const lacks = 'conditions only; no zones, no addresses';

const VARIABLES = {
  operation: 'string',
  path: 'string',
  depth: 'double',
  segments: 'list<string>',
  parameters: 'map<string, string>',
  mode: 'string',
  scopes: 'list<string>',
  country: 'string',
  address: 'double',
  minutes: 'list<double>',
  days: 'list<double>',
};

export function load(workload) {
  const environment = new Environment({ limits: { maxAstNodes: 100_000 } });
  for (const [name, type] of Object.entries(VARIABLES)) environment.registerVariable(name, type);
  const names = parameterNames(workload.requests);
  const expressions = new Map(workload.agents.map(({ id, rules }) => [id, environment.parse(expressionOf(rules, workload.zones, names))]));
  return {
    requests: () => easeRequests(workload).map(variablesOf),
    decide: ({ agent, variables }) => expressions.get(agent)?.(variables) ?? false,
  };
}

function variablesOf({ agent, operation, path, segments, filled, mode, scopes, country, address, local }) {
  const time = { minutes: local.map(({ minute }) => minute), days: local.map(({ day }) => day) };
  return { agent, variables: { operation, path, depth: segments.length, segments, parameters: filled, mode, scopes, country, address, ...time } };
}

function expressionOf(rules, zones, names) {
  const [allows, denies] = ['allow', 'deny'].map((effect) => rules.filter((rule) => rule.effect === effect).map((rule) => termOf(rule, zones, names)));
  const allowed = `(${allows.join(' || ')})`;
  return denies.length === 0 ? allowed : `${allowed} && !(${denies.join(' || ')})`;
}

const quoted = (text) => JSON.stringify(text);
const list = (texts) => `[${texts.map(quoted).join(', ')}]`;
const double = (number) => number.toFixed(1);

function termOf({ effect, path, caps, params, when = {} }, zones, names) {
  const terms = [...pathTerms(path), ...(effect === 'deny' ? [] : [`operation in ${list(caps)}`])];
  for (const name of names) {
    const values = valuesOf({ params }, name);
    if (values !== null) terms.push(`parameters.${name} in ${list(values)}`);
  }
  return `(${[...terms, ...contextTerms(when, zones)].join(' && ')})`;
}

function pathTerms(path) {
  if (kindOf(path) === 'exact') return [`path == ${quoted(path)}`];
  if (kindOf(path) === 'prefix') return [`path.startsWith(${quoted(path.slice(0, -1))})`, `path != ${quoted(path.slice(0, -1))}`];
  const start = path.slice(0, path.indexOf('+'));
  const segments = path.split('/');
  const behind = segments.flatMap((segment, i) => (segment === '+' || i < start.split('/').length ? [] : [`segments[${i}] == ${quoted(segment)}`]));
  return [`path.startsWith(${quoted(start)})`, `depth == ${double(segments.length)}`, ...behind];
}

function contextTerms({ hours, cidr, countries, delegation }, zones) {
  const terms = [];
  if (delegation !== undefined) terms.push(`mode == ${quoted(delegation.mode)}`, `${quoted(delegation.scope)} in scopes`);
  if (countries !== undefined) terms.push(`country in ${list(countries)}`);
  if (cidr !== undefined) {
    const within = cidr.map(boundsOf).map(([first, end]) => `(address >= ${double(first)} && address < ${double(end)})`);
    terms.push(`(${within.join(' || ')})`);
  }
  if (hours !== undefined) {
    const zone = zones.indexOf(hours.tz);
    const days = hours.days.map(double).join(', ');
    terms.push(`minutes[${zone}] >= ${double(hours.start)}`, `minutes[${zone}] < ${double(hours.end)}`, `days[${zone}] in [${days}]`);
  }
  return terms;
}
