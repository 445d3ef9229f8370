// The blocks of a condition (spec.md §7.1), read for themselves: a second reading of what `polc fmt --expand` writes out as expressions.

import type { Body, Item, Value as Tree } from '@polc/grammar';
import { attribute, evaluate, type Finding, found, kleene } from './expressions.js';
import { inBlocks, withinHours, withinKm } from './functions.js';
import type { Condition } from './model.js';
import type { Situation } from './principals.js';
import { bodyOf, elementsOf, jsonOf, numberOf, textOf, textsOf, valueAt } from './read-values.js';
import { and, compare, durationOf, equals, isIn, isList, LONGEST_LIST, or, type Truth, timestampOf, UNKNOWN, type Value, valueOfJson } from './values.js';

/** "Inside … all members must be true". */
export function evaluateCondition(condition: Condition, situation: Situation): Finding {
  return all(condition.items.map((item) => evaluateMember(item, situation)));
}

/** "`when` may repeat; all must be true." */
export function evaluateAll(conditions: readonly Condition[], situation: Situation): Finding {
  return all(conditions.map((condition) => evaluateCondition(condition, situation)));
}

function all(findings: readonly Finding[]): Finding {
  return kleene(and(findings.map(({ value }) => value)), findings);
}

function evaluateMember({ keys, value }: Item, situation: Situation): Finding {
  const member = keys[0]?.value ?? '';
  switch (member) {
    case 'expr': {
      if (value.kind !== 'expression') throw new Error('expr is an expression');
      return evaluate(value.expression, situation);
    }
    case 'time':
      return evaluateTime(bodyOf(value), situation);
    case 'location':
      return evaluateLocation(bodyOf(value), situation);
    case 'agent':
      return each(bodyOf(value), (key, given) => oneOf(['agent', { types: 'type', ids: 'id', owners: 'owner' }[key] ?? key], listOf(given), situation));
    case 'user':
      return each(bodyOf(value), (key, given) => evaluateUser(key, given, situation));
    case 'delegation':
      return each(bodyOf(value), (key, given) => evaluateDelegation(key, given, situation));
    case 'purpose':
      return oneOf(['request', 'purpose'], listOf(value), situation);
    case 'target':
    case 'session':
    case 'context':
      // "a scalar is `==`".
      return each(bodyOf(value), (key, given) =>
        given.kind === 'list'
          ? oneOf([member, key], listOf(given), situation)
          : test([member, key], situation, (held) => equals(held, valueOfJson(jsonOf(given)))),
      );
    default:
      throw new Error(`a condition has no member ${member}`);
  }
}

function each(body: Body, judge: (key: string, value: Tree) => Finding): Finding {
  return all(body.items.map(({ keys, value }) => judge(keys[0]?.value ?? '', value)));
}

function test(path: readonly string[], situation: Situation, holds: (value: Value) => Truth): Finding {
  const finding = attribute(path, situation);
  return found(finding.value === UNKNOWN ? UNKNOWN : holds(finding.value), finding);
}

/** "a list is "any of""; a scalar stands for a list of one. */
function listOf(value: Tree): readonly Value[] {
  return elementsOf(value).map((element) => valueOfJson(jsonOf(element)));
}

function oneOf(path: readonly string[], values: readonly Value[], situation: Situation): Finding {
  return test(path, situation, (held) => isIn(held, values));
}

const WHOLE_WEEK = ['mon-sun'];

/** "`zone` is required"; `days` alone are whole days, `hours` alone are of every day; "`after` is inclusive, `before` exclusive". */
function evaluateTime(body: Body, situation: Situation): Finding {
  const zone = textOf(valueAt(body, 'zone')) ?? '';
  const days = valueAt(body, 'days');
  const hours = valueAt(body, 'hours');
  const findings: Finding[] = [];
  const time = (holds: (value: Value) => Truth): void => {
    findings.push(test(['context', 'time'], situation, holds));
  };
  if (days !== undefined || hours !== undefined) {
    time((now) => withinHours(now, zone, days === undefined ? WHOLE_WEEK : textsOf(days), hours === undefined ? null : textsOf(hours)));
  }
  for (const [key, holds] of [['after', (order: number) => order >= 0] as const, ['before', (order: number) => order < 0] as const]) {
    const bound = valueAt(body, key);
    if (bound === undefined) continue;
    time((now) => {
      const order = compare(now, timestampOf(jsonOf(bound)));
      return order === null ? UNKNOWN : holds(order);
    });
  }
  return all(findings);
}

function evaluateLocation(body: Body, situation: Situation): Finding {
  return each(body, (key, value) => {
    switch (key) {
      case 'cidrs':
        return test(['context', 'ip'], situation, (ip) => inBlocks(textsOf(value), ip));
      case 'countries':
        return oneOf(['context', 'country'], listOf(value), situation);
      case 'regions':
        return oneOf(['context', 'region'], listOf(value), situation);
      case 'within': {
        const [lat, lon, km] = ['lat', 'lon', 'km'].map((name) => numberOf(valueAt(bodyOf(value), name)) ?? Number.NaN);
        const [here, there] = [attribute(['context', 'lat'], situation), attribute(['context', 'lon'], situation)];
        return found(withinKm(here.value, there.value, lat as number, lon as number, km as number), here, there);
      }
      default:
        throw new Error(`location has no member ${key}`);
    }
  });
}

function evaluateUser(key: string, value: Tree, situation: Situation): Finding {
  switch (key) {
    case 'groups':
      return test(['user', 'groups'], situation, (groups) =>
        isList(groups) && groups.length <= LONGEST_LIST ? or(groups.map((group) => isIn(group, listOf(value)))) : UNKNOWN,
      );
    case 'ids':
      return oneOf(['user', 'id'], listOf(value), situation);
    case 'mfa':
      return test(['user', 'mfa'], situation, (mfa) => equals(mfa, valueOfJson(jsonOf(value))));
    default:
      throw new Error(`user has no member ${key}`);
  }
}

/** "`mode` and `consent` take lists too". */
function evaluateDelegation(key: string, value: Tree, situation: Situation): Finding {
  const atMost = (path: string, bound: Value): Finding =>
    test(['delegation', path], situation, (held) => {
      const order = compare(held, bound);
      return order === null ? UNKNOWN : order <= 0;
    });
  switch (key) {
    case 'mode':
    case 'consent':
      return oneOf(['delegation', key], listOf(value), situation);
    case 'max_depth':
      return atMost('depth', valueOfJson(jsonOf(value)));
    case 'max_consent_age':
      return atMost('consent_age', durationOf(jsonOf(value)));
    default:
      throw new Error(`delegation has no member ${key}`);
  }
}
