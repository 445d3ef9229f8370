// What expressions come to as code (grammar/spec.md §7.4).

import { describe, expect, it } from 'vitest';
import { codeOf, vocabularyOf } from './texts.js';

const read = (...names: (string | number)[]) => ['read', ...names];
const CLOCK = ['timestamp', read('context', 'time')];
const NEW_YEAR = ['const', Date.UTC(2026, 0, 1)];
const WEEKDAYS = [540, 1020, 1980, 2460, 3420, 3900, 4860, 5340, 6300, 6780];

const CASES: readonly (readonly [text: string, code: unknown])[] = [
  ['true', ['const', true]],
  ['user.mfa', read('user', 'mfa')],
  ['context.flag', read('context', 'flag')],
  ['!user.mfa', ['not', read('user', 'mfa')]],
  ['context.risk < 70', ['lt', read('context', 'risk'), ['const', 70]]],
  ['context.lat == -1.5', ['eq', read('context', 'lat'), ['const', -1.5]]],
  ['context.lat == -0', ['eq', read('context', 'lat'), ['const', 0]]],
  ['-context.lat == 1', ['eq', ['neg', read('context', 'lat')], ['const', 1]]],
  ['user.id != agent.owner', ['ne', read('user', 'id'), read('agent', 'owner')]],
  ['context.a >= context.b', ['ge', read('context', 'a'), read('context', 'b')]],
  ['user.mfa && context.a && !context.b', ['and', read('user', 'mfa'), read('context', 'a'), ['not', read('context', 'b')]]],
  ['user.mfa && (context.a && context.b)', ['and', read('user', 'mfa'), read('context', 'a'), read('context', 'b')]],
  ['user.mfa || context.a && context.b', ['or', read('user', 'mfa'), ['and', read('context', 'a'), read('context', 'b')]]],
  ['parameters["content-type"] == "a"', ['eq', read('parameters', 'content-type'), ['const', 'a']]],
  ['parameters.to[0].name == parameters["to"][0]["name"]', ['eq', read('parameters', 'to', 0, 'name'), read('parameters', 'to', 0, 'name')]],
  ['agent.metadata.team == "a"', ['eq', read('agent', 'metadata', 'team'), ['const', 'a']]],
  ['user.groups[0] == "a"', ['eq', read('user', 'groups', 0), ['const', 'a']]],
  ['user.id in ["a", "b"]', ['in', read('user', 'id'), ['const', ['a', 'b']]]],
  ['user.id in [agent.owner, "b"]', ['or', ['eq', read('user', 'id'), read('agent', 'owner')], ['eq', read('user', 'id'), ['const', 'b']]]],
  ['user.id in [agent.owner]', ['eq', read('user', 'id'), read('agent', 'owner')]],
  ['"hr" in user.groups', ['in', ['const', 'hr'], read('user', 'groups')]],
  ['contains(user.groups, "hr")', ['in', ['const', 'hr'], read('user', 'groups')]],
  ['contains(["a"], user.id)', ['in', read('user', 'id'), ['const', ['a']]]],
  ['contains(user.id, "hr")', ['contains', read('user', 'id'), ['const', 'hr']]],
  ['contains(parameters.x, "hr")', ['contains', read('parameters', 'x'), ['const', 'hr']]],
  ['user.groups == ["a"]', ['eq', read('user', 'groups'), ['const', ['a']]]],
  ['parameters.m == { a = 1, "__proto__" = [true] }', ['eq', read('parameters', 'm'), ['const', JSON.parse('{"a":1,"__proto__":[true]}')]]],
  [
    'context.risk + 1 * 2 - delegation.depth > 3',
    ['gt', ['sub', ['add', read('context', 'risk'), ['mul', ['const', 1], ['const', 2]]], read('delegation', 'depth')], ['const', 3]],
  ],
  ['startswith(request.path, "a")', ['startswith', read('request', 'path'), ['const', 'a']]],
  ['endswith(lower(request.path), "a")', ['endswith', ['lower', read('request', 'path')], ['const', 'a']]],
  ['length(parameters.to) <= 3', ['le', ['length', read('parameters', 'to')], ['const', 3]]],
  ['has(context.risk)', ['has', 'context', 'risk']],
  ['has(parameters["a b"].c)', ['has', 'parameters', 'a b', 'c']],
  ['glob(context.host, "*.x")', ['glob', read('context', 'host'), '*.x']],
  ['matches(context.host, ["a+", "b"])', ['matches', read('context', 'host'), 'a+', 'b']],
  ['any(g, user.groups, g == "hr")', ['any', 0, read('user', 'groups'), ['eq', ['var', 0], ['const', 'hr']]]],
  [
    'all(r, parameters.to, endswith(r.mail, "x") && r[0] != 1)',
    ['all', 0, read('parameters', 'to'), ['and', ['endswith', ['var', 0, 'mail'], ['const', 'x']], ['ne', ['var', 0, 0], ['const', 1]]]],
  ],
  ['all(x, ["a"], x != user.id)', ['all', 0, ['const', ['a']], ['ne', ['var', 0], read('user', 'id')]]],
  ['cidr_contains("10.0.0.0/8", context.ip)', ['cidr', read('context', 'ip'), '10.0.0.0/8']],
  ['cidr_contains(["10.1.2.3", "2001:DB8:0::/32"], context.ip)', ['cidr', read('context', 'ip'), '10.1.2.3/32', '2001:db8::/32']],
  ['within_km(context.lat, context.lon, -33.8, 151.2, 50)', ['near', read('context', 'lat'), read('context', 'lon'), -33.8, 151.2, 50]],
  ['within_hours(context.time, "Europe/Berlin", ["mon-fri"], ["09:00-17:00"])', ['hours', CLOCK, 'Europe/Berlin', ...WEEKDAYS]],
  ['within_hours(context.time, "UTC", "sun", "23:00-01:00")', ['hours', CLOCK, 'UTC', 0, 60, 10020, 10080]],
  ['within_hours(context.time, "UTC", ["mon"])', ['hours', CLOCK, 'UTC', 0, 1440]],
  ['within_hours(context.then, "UTC", ["mon"])', ['hours', ['timestamp', read('context', 'then')], 'UTC', 0, 1440]],
];

describe('an expression comes to its code', () => {
  it.each(CASES)('%s', (text, code) => {
    expect(codeOf(text)).toEqual(code);
  });
});

describe('times are numbers of milliseconds', () => {
  it.each([
    ['context.time < timestamp("2026-01-01T00:00:00Z")', ['lt', CLOCK, NEW_YEAR]],
    ['timestamp(context.time) < timestamp(1767225600000)', ['lt', CLOCK, NEW_YEAR]],
    ['context.time < context.until', ['lt', CLOCK, ['timestamp', read('context', 'until')]]],
    ['context.until >= context.time', ['ge', ['timestamp', read('context', 'until')], CLOCK]],
    ['duration("1h30m") == duration(5400)', ['eq', ['const', 5_400_000], ['const', 5_400_000]]],
    ['delegation.consent_age <= duration("1d")', ['le', ['duration', read('delegation', 'consent_age')], ['const', 86_400_000]]],
    ['delegation.consent_age <= user.limit', ['le', ['duration', read('delegation', 'consent_age')], ['duration', read('user', 'limit')]]],
    ['context.time - timestamp(context.start) < duration(60)', ['lt', ['sub', CLOCK, ['timestamp', read('context', 'start')]], ['const', 60_000]]],
    ['context.time + duration("1h") > context.end', ['gt', ['add', CLOCK, ['const', 3_600_000]], ['timestamp', read('context', 'end')]]],
    ['context.time + user.grace > context.time', ['gt', ['add', CLOCK, ['duration', read('user', 'grace')]], CLOCK]],
    ['context.seen in [timestamp("2026-01-01T00:00:00Z")]', ['in', ['timestamp', read('context', 'seen')], ['const', [NEW_YEAR[1]]]]],
    ['context.time in [context.a, timestamp("2026-01-01T00:00:00Z")]', ['or', ['eq', CLOCK, ['timestamp', read('context', 'a')]], ['eq', CLOCK, NEW_YEAR]]],
    ['any(t, [timestamp("2026-01-01T00:00:00Z")], context.time < t)', ['any', 0, ['const', [NEW_YEAR[1]]], ['lt', CLOCK, ['var', 0]]]],
    ['any(t, context.dates, context.time < t)', ['any', 0, read('context', 'dates'), ['lt', CLOCK, ['timestamp', ['var', 0]]]]],
  ])('%s', (text, code) => {
    expect(codeOf(text)).toEqual(code);
  });

  it('where the schema declares one it is converted when it is read, not when it is asked for', () => {
    const vocabulary = vocabularyOf({ declared: { 'session.start': 'timestamp', 'user.grace': 'duration', 'user.limit': 'number' } });
    expect(codeOf('session.start == session.start', vocabulary)).toEqual([
      'eq',
      ['timestamp', read('session', 'start')],
      ['timestamp', read('session', 'start')],
    ]);
    expect(codeOf('user.grace > duration(1)', vocabulary)).toEqual(['gt', ['duration', read('user', 'grace')], ['const', 1000]]);
    expect(codeOf('has(session.start)', vocabulary)).toEqual(['has', 'session', 'start']);
  });
});

describe('a named condition', () => {
  it('stands for what it says, brackets and all', () => {
    const vocabulary = vocabularyOf({
      conditions: {
        office: 'purpose = "a"\nexpr = user.mfa',
        'change-window': 'expr = context.a || context.b',
        both: 'expr = condition.office && condition["change-window"]',
      },
    });
    expect(codeOf('condition.both && context.c', vocabulary)).toEqual([
      ...['and', ['eq', read('request', 'purpose'), ['const', 'a']], read('user', 'mfa')],
      ...[['or', read('context', 'a'), read('context', 'b')], read('context', 'c')],
    ]);
    expect(codeOf('!condition.office', vocabulary)).toEqual(['not', ['and', ['eq', read('request', 'purpose'), ['const', 'a']], read('user', 'mfa')]]);
  });

  it('may be one of ten thousand in a row', () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `c${i}`);
    const vocabulary = vocabularyOf({
      conditions: Object.fromEntries(names.map((name, i) => [name, i === 0 ? 'expr = user.mfa' : `expr = condition.c${i - 1}`])),
    });
    expect(codeOf('condition.c9999', vocabulary)).toEqual(read('user', 'mfa'));
  });
});
