// The blocks of a condition, each to its expressions (the table of grammar/spec.md §7.1).

import type { Expression, Item, Span } from '@polc/grammar';
import type { Reporter } from '../../model/report.js';
import { attribute, binary, call, equals, list, literal } from './build.js';
import { type Members, readMembers } from './members.js';
import { scalarOf, valuesOf, type Wanted } from './values.js';

/** `span` is the clause's keyword. Faults are reported, and what can still be made of the rest is made. */
type Clause = (items: readonly Item[], span: Span, report: Reporter) => Expression[];

/** What a member of a clause comes to. */
type Member = (item: Item, report: Reporter) => Expression | null;

const keySpan = (item: Item): Span => item.keys[0]?.span ?? item.span;

/** `name = value` or `name = [value, …]`. */
const among =
  (root: string, name: string, wanted: Wanted = 'string'): Member =>
  (item, report) => {
    const values = valuesOf(item.value, keyName(item), wanted, report);
    return values === null ? null : equals(attribute(root, name, keySpan(item)), values, item.span);
  };

const keyName = (item: Item): string => item.keys[0]?.value ?? '';

/** A clause whose members stand for themselves, in source order. */
const clauseOf =
  (name: string, table: Readonly<Record<string, Member>>): Clause =>
  (items, span, report) => {
    const members = readMembers(name, items, Object.keys(table), span, report);
    return [...members].flatMap(([key, item]) => table[key]?.(item, report) ?? []);
  };

/** Any name is an attribute of the root. */
const openClause =
  (root: string): Clause =>
  (items, span, report) => {
    const members = readMembers(root, items, null, span, report);
    return [...members].flatMap(([key, item]) => among(root, key, 'scalar')(item, report) ?? []);
  };

const groups: Member = (item, report) => {
  const values = valuesOf(item.value, 'groups', 'string', report);
  if (values === null) return null;
  const at = keySpan(item);
  const variable: Expression = { kind: 'reference', names: ['g'], span: at };
  const all = values.kind === 'list' ? values : list([values], values.span);
  return call('any', [variable, attribute('user', 'groups', at), binary(variable, 'in', all, item.span)], item.span);
};

const mfa: Member = (item, report) => {
  const value = scalarOf(item.value, 'mfa', 'boolean', report);
  return value === null ? null : binary(attribute('user', 'mfa', keySpan(item)), '==', value, item.span);
};

const maxDepth: Member = (item, report) => {
  const value = scalarOf(item.value, 'max_depth', 'number', report);
  return value === null ? null : binary(attribute('delegation', 'depth', keySpan(item)), '<=', value, item.span);
};

const maxConsentAge: Member = (item, report) => {
  const value = scalarOf(item.value, 'max_consent_age', 'duration', report);
  return value === null ? null : binary(attribute('delegation', 'consent_age', keySpan(item)), '<=', call('duration', [value], value.span), item.span);
};

const cidrs: Member = (item, report) => {
  const values = valuesOf(item.value, 'cidrs', 'string', report);
  return values === null ? null : call('cidr_contains', [values, attribute('context', 'ip', keySpan(item))], item.span);
};

const within: Member = (item, report) => {
  const at = keySpan(item);
  if (item.value.kind !== 'object') {
    report.error('wrong-type', item.value.span, 'within must be a circle', 'write within = { lat = 52.52, lon = 13.4, km = 50 }');
    return null;
  }
  const names = ['lat', 'lon', 'km'];
  const members = readMembers('within', item.value.body.items, names, at, report);
  if (members.size === 0) return null;
  const missing = names.filter((name) => !members.has(name));
  if (missing.length > 0) {
    report.error('incomplete-clause', at, `within has no ${missing.join(' and no ')}`, 'write within = { lat = 52.52, lon = 13.4, km = 50 }');
    return null;
  }
  const numbers = names.map((name) => scalarOf((members.get(name) as Item).value, name, 'number', report));
  const whole = numbers.filter((each) => each !== null);
  if (whole.length < names.length) return null;
  return call('within_km', [attribute('context', 'lat', at), attribute('context', 'lon', at), ...whole], item.span);
};

const INSTANTS = { after: '>=', before: '<' } as const;

const time: Clause = (items, span, report) => {
  const members = readMembers('time', items, ['zone', 'days', 'hours', 'after', 'before'], span, report);
  const zone = members.get('zone');
  if (members.size === 0) return [];
  if (zone === undefined) {
    report.error('incomplete-clause', span, 'time has no zone', 'whose clock is meant? write zone = "Europe/Berlin", or zone = "UTC"');
  } else if (members.size === 1) {
    report.error('empty-condition', span, 'time has a zone and nothing else', 'add days, hours, after or before');
  }
  const name = zone === undefined ? null : scalarOf(zone.value, 'zone', 'string', report);
  const found: Expression[] = [];
  const hours = withinHours(members, name, span, report);
  if (hours !== null) found.push(hours);
  for (const key of ['after', 'before'] as const) {
    const item = members.get(key);
    const value = item === undefined ? null : scalarOf(item.value, key, 'string', report);
    if (item === undefined || value === null) continue;
    found.push(binary(attribute('context', 'time', keySpan(item)), INSTANTS[key], call('timestamp', [value], value.span), item.span));
  }
  return found;
};

function withinHours(members: Members, zone: Expression | null, span: Span, report: Reporter): Expression | null {
  const written = (key: string) => {
    const item = members.get(key);
    return item === undefined ? undefined : valuesOf(item.value, key, 'string', report);
  };
  const days = written('days');
  const hours = written('hours');
  if (zone === null || days === null || hours === null || (days === undefined && hours === undefined)) return null;
  const week = days ?? list([literal('mon-sun', span)], span);
  return call('within_hours', [attribute('context', 'time', span), zone, week, ...(hours === undefined ? [] : [hours])], span);
}

const CLAUSES: ReadonlyMap<string, Clause> = new Map([
  ['time', time],
  ['location', clauseOf('location', { cidrs, countries: among('context', 'country'), regions: among('context', 'region'), within })],
  ['agent', clauseOf('agent', { types: among('agent', 'type'), ids: among('agent', 'id'), owners: among('agent', 'owner') })],
  ['user', clauseOf('user', { groups, ids: among('user', 'id'), mfa })],
  [
    'delegation',
    clauseOf('delegation', {
      ...{ mode: among('delegation', 'mode'), consent: among('delegation', 'consent'), max_depth: maxDepth, max_consent_age: maxConsentAge },
    }),
  ],
  ['target', openClause('target')],
  ['session', openClause('session')],
  ['context', openClause('context')],
]);

export const CLAUSE_NAMES: readonly string[] = [...CLAUSES.keys()];

/** A member of a condition that must be a block. */
export function writeClause(item: Item, report: Reporter): Expression[] {
  const name = keyName(item);
  if (item.value.kind !== 'object') {
    report.error('wrong-type', item.value.span, `${name} must be a block`, `write ${name} { … }`);
    return [];
  }
  return CLAUSES.get(name)?.(item.value.body.items, keySpan(item), report) ?? [];
}

export function writePurpose(item: Item, report: Reporter): Expression[] {
  const written = among('request', 'purpose')(item, report);
  return written === null ? [] : [written];
}
