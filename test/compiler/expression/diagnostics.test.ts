// Every fault of a condition: its code, the very text that is underlined, and that its help says what to do.

import { describe, expect, it } from 'vitest';
import { compileConditionBlock } from '../../../compiler/expression/compile-condition.js';
import { Reporter } from '../../../compiler/model/report.js';
import { compileMembers, vocabularyOf, type Words } from './texts.js';

type Case = readonly [text: string, code: string, at: string, help: RegExp | null, words?: Words];

const DECLARED: Words = { declared: { 'context.ticket': 'string', 'user.limit': 'number', 'user.grace': 'duration', 'agent.team': 'string' } };
const deep = (depth: number) => `${'!'.repeat(depth)}user.mfa`;
const many = (count: number) => `[${Array.from({ length: count }, (_, i) => i).join(', ')}]`;

const EXPRESSIONS: readonly Case[] = [
  ['agent.nmae == "a"', 'unknown-attribute', 'nmae', /schema \{ agent/, DECLARED],
  ['agent.tema == "a"', 'unknown-attribute', 'tema', /did you mean team\?/, DECLARED],
  ['request.tool == "a"', 'unknown-attribute', 'tool', /operation, path, purpose/],
  ['delegation.mod == "a"', 'unknown-attribute', 'mod', /did you mean mode\?/],
  ['context.rsik < 7', 'unknown-attribute', 'rsik', /did you mean risk\?/],
  ['context["Risk"] < 7', 'unknown-attribute', '["Risk"]', /did you mean risk\?/],
  ['has(user.group)', 'unknown-attribute', 'group', /did you mean groups\?/],
  ['context.tickte == "a"', 'unknown-attribute', 'tickte', /did you mean ticket\?/, DECLARED],
  ['user == "a"', 'unknown-attribute', 'user', /user\.id/],
  ['parameters[0] == "a"', 'unknown-attribute', '[0]', /parameters\.name/],
  ['usr.id == "a"', 'unknown-root', 'usr', /did you mean user\?/],
  ['identity.entity.id == "a"', 'unknown-root', 'identity', /agent, user/],
  ['user.id == alice', 'unknown-root', 'alice', /quotes: "alice"/],
  ['user.id == users', 'unknown-root', 'users', /quotes: "users"/],
  ['user.id != null', 'unknown-root', 'null', /has\(/],
  ['any(item, user.groups, itme == "a")', 'unknown-root', 'itme', /did you mean item\?/],
  ['condition.ofice', 'unknown-condition', 'ofice', /did you mean office\?/, { conditions: { office: 'expr = user.mfa' } }],
  ['condition.office', 'unknown-condition', 'office', /condition "office"/],
  ['condition', 'unknown-condition', 'condition', /condition\.name/],
  ['condition.a-b', 'unknown-condition', 'condition.a-b', /condition\["a-b"\]/],
  [
    'user.mfa && !condition.in-office-2',
    'unknown-condition',
    '!condition.in-office-2',
    /condition\["in-office-2"\]/,
    { conditions: { in: 'expr = user.mfa' } },
  ],
  ['context.change-window == "open"', 'unknown-attribute', 'context.change-window', /context\["change-window"\]/],
  ['context.a - b == 1', 'unknown-root', 'b', /quotes/],
  ['condition.office.x', 'type-mismatch', 'x', /brackets|\["a\.b"\]/, { conditions: { office: 'expr = user.mfa' } }],
  ['startwith(user.id, "a")', 'unknown-function', 'startwith', /did you mean startswith\?/],
  ['len(user.id) > 1', 'unknown-function', 'len', /did you mean length\?/],
  ['string(user.id)', 'unknown-function', 'string', /parameters \{/],
  ['frobnicate(user.id)', 'unknown-function', 'frobnicate', /within_km/],
  ['startswith(user.id)', 'wrong-arguments', 'startswith', /startswith\(text/],
  ['length(user.id, 1) > 1', 'wrong-arguments', 'length(user.id, 1)', /length\(/],
  ['glob(user.id, pattern: "a")', 'wrong-arguments', '"a"', /glob\(text/],
  ['has(1)', 'wrong-arguments', '1', /has\(context\.risk\)/],
  ['any(user.id, user.groups, true)', 'wrong-arguments', 'user.id', /any\(x/],
  ['context.time < "2026-01-01"', 'type-mismatch', '"2026-01-01"', /timestamp\("/],
  ['7 > delegation.consent_age', 'type-mismatch', '7', /duration\("/],
  ['user.id == context.risk', 'type-mismatch', 'user.id == context.risk', /one type/],
  ['user.id == 7', 'type-mismatch', '7', /one type/],
  ['user.groups == "a"', 'type-mismatch', '"a"', /one type/],
  ['user.groups == [1]', 'type-mismatch', '[1]', /one type/],
  ['user.mfa < true', 'type-mismatch', 'user.mfa', /order/],
  ['1 && true', 'type-mismatch', '1', /compare/],
  ['!user.id', 'type-mismatch', 'user.id', /compare/],
  ['user.mfa || user.groups', 'type-mismatch', 'user.groups', /element/],
  ['all(x, user.groups, x)', 'type-mismatch', 'x', /compare/],
  ['all(x, user.id, x == "a")', 'type-mismatch', 'user.id', null],
  ['any(x, user.groups, x > 3)', 'type-mismatch', '3', /one type/],
  ['"a" in user.id', 'type-mismatch', 'user.id', /contains/],
  ['"a" in agent.metadata', 'type-mismatch', 'agent.metadata', /has\(/],
  ['7 in user.groups', 'type-mismatch', '7', null],
  ['user.id in ["a", 7]', 'type-mismatch', '7', /one type/],
  ['context.time in context.dates', 'type-mismatch', 'context.time', /any\(x/],
  ['contains(context.dates, context.time)', 'type-mismatch', 'context.time', /any\(x/],
  ['contains(user.id, 7)', 'type-mismatch', '7', null],
  ['user.id + "a" == "b"', 'type-mismatch', 'user.id + "a"', /not joined/],
  ['context.time * 2 == 2', 'type-mismatch', 'context.time * 2', /numbers/],
  ['context.time - context.start < duration(1)', 'type-mismatch', 'context.time - context.start', /say which/],
  ['duration(1) + context.time > context.time', 'type-mismatch', 'duration(1) + context.time', /first/],
  ['-user.id == 1', 'type-mismatch', 'user.id', null],
  ['length(context.risk) == 1', 'type-mismatch', 'context.risk', null],
  ['lower(user.mfa) == "a"', 'type-mismatch', 'user.mfa', null],
  ['timestamp(user.mfa) == context.time', 'type-mismatch', 'user.mfa', null],
  ['user.id.name == "a"', 'type-mismatch', 'name', null],
  ['user.groups.length > 1', 'type-mismatch', 'length', /length\(…\)/],
  ['user.groups.first == "a"', 'type-mismatch', 'first', /\[0\]/],
  ['agent.metadata[0] == "a"', 'type-mismatch', '[0]', /names/],
  ['lower(user.id)[0] == "a"', 'type-mismatch', 'lower(user.id)[0]', /attribute itself/],
  ['context.x == [duration(1), 2]', 'type-mismatch', '[duration(1), 2]', /one type/],
  ['context.x == { a = duration(1) }', 'type-mismatch', 'duration(1)', /one by one/],
  ['user.id in []', 'empty-list', '[]', /write its elements/],
  ['all(x, [], x == 1)', 'empty-list', '[]', /write its elements/],
  ['glob(user.id, [])', 'empty-list', '[]', /write its elements/],
  [`context.n in ${many(1001)}`, 'list-too-long', many(1001), /divide/],
  ['user.groups == [user.id]', 'not-a-literal', 'user.id', /behind "in"/],
  ['glob(user.id, agent.id)', 'not-a-literal', 'agent.id', /part of the policy/],
  ['matches(user.id, ["a", 7])', 'not-a-literal', '7', /part of the policy/],
  ['cidr_contains(context.net, context.ip)', 'not-a-literal', 'context.net', /part of the policy/],
  ['within_hours(context.time, user.zone, ["mon"])', 'not-a-literal', 'user.zone', /part of the policy/],
  ['within_km(context.lat, context.lon, 1, 2, context.km)', 'not-a-literal', 'context.km', /part of the policy/],
  ['matches(user.id, "a(b")', 'invalid-regex', '(', null],
  ['matches(user.id, "(a{1000}){1000}")', 'automaton-too-large', '"(a{1000}){1000}"'.slice(1, -1), /smaller/],
  [`glob(user.id, "${'a'.repeat(1001)}")`, 'automaton-too-large', 'a', null],
  ['cidr_contains("10.0.0.0/33", context.ip)', 'invalid-cidr', '"10.0.0.0/33"', /32 bits/],
  ['within_hours(context.time, "Europe/Belrin", ["mon"])', 'unknown-time-zone', '"Europe/Belrin"', /did you mean "Europe\/Berlin"\?/],
  ['within_hours(context.time, "Mars", ["mon"])', 'unknown-time-zone', '"Mars"', /./],
  ['within_hours(context.time, "UTC", ["mon"], ["25:00-26:00"])', 'invalid-hours', '"25:00-26:00"', /00:00/],
  ['within_hours(context.time, "UTC", ["mon-fry"])', 'invalid-days', '"mon-fry"', /days are/],
  ['within_hours(user.mfa, "UTC", ["mon"])', 'type-mismatch', 'user.mfa', /timestamp\("/],
  ['context.time < timestamp("2026-02-30T00:00:00Z")', 'invalid-timestamp', '"2026-02-30T00:00:00Z"', /RFC 3339/],
  ['delegation.consent_age < duration("2d12h")', 'invalid-duration', '"2d12h"', /1h30m/],
  ['delegation.consent_age < duration("")', 'invalid-duration', '""', /1h30m/],
  ['within_km(context.lat, context.lon, 91, 2, 3)', 'invalid-position', '91', /-90 to 90/],
  ['within_km(context.lat, context.lon, 1, -181, 3)', 'invalid-position', '-181', /-180 to 180/],
  ['within_km(context.lat, context.lon, 1, 2, 0)', 'invalid-position', '0', /above 0/],
  ['any(user, user.groups, true)', 'variable-shadows', 'user', /another name/],
  ['any(x, user.groups, any(x, user.groups, x == "a"))', 'variable-shadows', 'x', /another name/],
  ['any(x, user.groups, any(y, context.l, x == y))', 'cost-exceeded', 'any(x, user.groups, any(y, context.l, x == y))', /1,000 times/],
  [
    `any(x, user.groups, x == "a"${' || x == "b"'.repeat(40)})`,
    'cost-exceeded',
    `any(x, user.groups, x == "a"${' || x == "b"'.repeat(40)})`,
    /1,000 times its body/,
  ],
  [deep(501), 'nesting-too-deep', deep(501), /conditions of their own/],
  ['context.risk', 'condition-not-boolean', 'context.risk', /compare/],
  ['"context.risk < 7"', 'condition-not-boolean', '"context.risk < 7"', /without quotes/],
  ['user.groups', 'condition-not-boolean', 'user.groups', /element/],
];

const MEMBERS: readonly Case[] = [
  ['', 'empty-condition', 'when', /fill it/],
  ['time {}', 'empty-condition', 'time', /fill it/],
  ['time { zone = "UTC" }', 'empty-condition', 'time', /days, hours/],
  ['time { days = ["mon"] }', 'incomplete-clause', 'time', /zone = "Europe/],
  ['time { timezone = "UTC" }', 'unknown-key', 'timezone', /zone/],
  ['unless { purpose = ["a"] }', 'unknown-key', 'unless', /expr = !/],
  ['tmie { zone = "UTC" }', 'unknown-key', 'tmie', /did you mean time\?/],
  ['agent { type = "a" }', 'unknown-key', 'type', /did you mean types\?/],
  ['user { group = ["a"] }', 'unknown-key', 'group', /did you mean groups\?/],
  ['user { groups = [] }', 'empty-list', '[]', /write its elements/],
  ['purpose = []', 'empty-list', '[]', /write its elements/],
  ['target { sensitivity = { a = 1 } }', 'wrong-type', '{ a = 1 }', null],
  ['user { mfa = "yes" }', 'wrong-type', '"yes"', null],
  ['user { mfa = [true] }', 'wrong-type', '[true]', null],
  ['delegation { max_depth = "1" }', 'wrong-type', '"1"', null],
  ['agent { ids = [7] }', 'wrong-type', '7', null],
  ['agent = "a"', 'wrong-type', '"a"', /agent \{/],
  ['agent "a" { ids = ["a"] }', 'extra-label', '"a"', /agent \{/],
  ['target { n = 99999999999999999999 }', 'number-out-of-range', '99999999999999999999', /quotes/],
  ['agent { ids = ["a"] }\nagent { types = ["b"] }', 'duplicate-attribute', 'agent', /join/],
  ['agent {\n ids = ["a"]\n "ids" = ["b"] }', 'duplicate-attribute', '"ids"', /join/],
  ['location { within = { lat = 1, km = 5 } }', 'incomplete-clause', 'within', /lon = 13/],
  ['location { within = 5 }', 'wrong-type', '5', /within = \{/],
  ['location { within = { lat = 91, lon = 1, km = 5 } }', 'invalid-position', '91', /-90/],
  ['location { cidrs = ["10.0.0.0/33"] }', 'invalid-cidr', '"10.0.0.0/33"', /32 bits/],
  ['time { zone = "Europe/Belrin", days = ["mon"] }', 'unknown-time-zone', '"Europe/Belrin"', /did you mean/],
  ['time { zone = "UTC", hours = ["25:00-26:00"] }', 'invalid-hours', '"25:00-26:00"', /00:00/],
  ['time { zone = "UTC", after = "today" }', 'invalid-timestamp', '"today"', /RFC 3339/],
  ['delegation { max_consent_age = "soon" }', 'invalid-duration', '"soon"', /1h30m/],
  ['target { sesnitivity = "low" }', 'unknown-attribute', 'sesnitivity', /did you mean sensitivity\?/],
  ['context { time = "2026-01-01T00:00:00Z" }', 'type-mismatch', '"2026-01-01T00:00:00Z"', /timestamp\("/],
];

const judge = ([text, code, at, help, words]: Case) => {
  const { diagnostics, underlined, code: compiled } = compileMembers(text, vocabularyOf(words));
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  expect(errors.map((each) => each.code)).toEqual([code]);
  expect(underlined[0]).toBe(at);
  if (help === null) expect(errors[0]?.help ?? '').not.toMatch(/^did you mean/);
  else expect(errors[0]?.help).toMatch(help);
  expect(errors[0]?.message).toMatch(/^(?![A-Z][a-z]).*[^.]$/s);
  expect(compiled).toBeNull();
};

describe('a refused expression', () => {
  it.each(EXPRESSIONS.map(([text, ...rest]): Case => [`expr = ${text}`, ...rest]))('%s: %s', (...each) => judge(each as unknown as Case));
});

describe('a refused member of a condition', () => {
  it.each(MEMBERS)('%s: %s', (...each) => judge(each as unknown as Case));
});

describe('a condition', () => {
  it('is told of all its faults at once', () => {
    const { diagnostics } = compileMembers('expr = user.ids == alice && 1 && glob(user.id, agent.id)\nagent { type = "a" }');
    expect(diagnostics.map(({ code }) => code)).toEqual(['unknown-key']);
    const { diagnostics: inner } = compileMembers('expr = user.grups == alice && 1 && glob(user.id, agent.id)');
    expect(inner.map(({ code }) => code)).toEqual(['unknown-attribute', 'unknown-root', 'type-mismatch', 'not-a-literal']);
  });

  it('with bits beyond a prefix is sound, and told of the block that is meant', () => {
    const { diagnostics, underlined, code } = compileMembers('location { cidrs = ["10.1.2.3/8"] }');
    expect(diagnostics.map((each) => [each.code, each.severity, each.help])).toEqual([['cidr-host-bits', 'warning', 'the block is "10.0.0.0/8"']]);
    expect(underlined).toEqual(['"10.1.2.3/8"']);
    expect(code).toEqual(['cidr', ['read', 'context', 'ip'], '10.0.0.0/8']);
  });

  it("knows the tool's parameters where there is a tool", () => {
    const tool = vocabularyOf({ parameters: (names) => (names[0] === 'amount' ? 'number' : null), conditions: { small: 'expr = parameters.amount == "a"' } });
    expect(compileMembers('expr = parameters.amuont < 7', tool)).toMatchObject({ diagnostics: [{ code: 'unknown-tool-parameter' }], underlined: ['amuont'] });
    expect(compileMembers('expr = parameters.amount < "a"', tool).diagnostics.map(({ code }) => code)).toEqual(['type-mismatch']);
    const named = compileMembers('expr = condition.small', tool);
    expect(named).toMatchObject({ code: null, diagnostics: [{ code: 'type-mismatch', related: [{ file: 'small.hcl' }] }], underlined: ['condition.small'] });
    expect(compileMembers('expr = condition.small', { ...tool, parameters: null }).diagnostics).toEqual([]);
  });
});

describe('an attribute of known values', () => {
  const told = (expression: string, words?: Words) => {
    const { diagnostics, underlined } = compileMembers(expression, vocabularyOf(words));
    return diagnostics.map(({ code, severity, help }, i) => [code, severity, underlined[i], help]);
  };

  it.each([
    ['expr = delegation.mode == "on_behalf_of"', '"on_behalf_of"', 'did you mean "on-behalf-of"?'],
    ['expr = "implict" != delegation.consent', '"implict"', 'did you mean "implied"?'],
    ['delegation { mode = ["direct", "agent"] }', '"agent"', 'its values are direct, on-behalf-of, agent-to-agent'],
    ['expr = request.operation in ["read", "raed"]', '"raed"', 'did you mean "read"?'],
  ])('is compared with none of them: %s', (expression, at, help) => {
    expect(told(expression)).toEqual([['impossible-comparison', 'warning', at, help]]);
  });

  it('is compared with one of them, or with what only a request can tell', () => {
    expect(told('delegation { mode = "on-behalf-of"  consent = "explicit" }')).toEqual([]);
    expect(told('expr = request.operation == context.wanted && context.mode == "x" && request.purpose == "y"')).toEqual([]);
  });
});

describe('conditions that name each other', () => {
  const told = (conditions: Readonly<Record<string, string>>) => {
    const vocabulary = vocabularyOf({ conditions });
    return [...vocabulary.conditions.values()].flatMap((block) => {
      const report = new Reporter(block.file);
      compileConditionBlock(block, vocabulary, report);
      return report.diagnostics.map(({ code, file, message }) => `${file} ${code} ${/: (.*)/.exec(message)?.[1] ?? ''}`);
    });
  };

  it('in a circle are told of it once, where it starts', () => {
    expect(
      told({ z: 'expr = condition.a', a: 'expr = condition.b', b: 'expr = user.mfa && condition.c', c: 'expr = condition.a', d: 'expr = condition.d' }),
    ).toEqual(['a.hcl condition-cycle "a" → "b" → "c" → "a"', 'd.hcl condition-cycle "d" → "d"']);
  });

  it('leave what names them without code, and without a second diagnostic', () => {
    const vocabulary = vocabularyOf({ conditions: { a: 'expr = condition.b', b: 'expr = condition.a', c: 'expr = frob()' } });
    expect(compileMembers('expr = condition.a', vocabulary)).toMatchObject({ code: null, diagnostics: [] });
    expect(compileMembers('expr = condition.c', vocabulary)).toMatchObject({ code: null, diagnostics: [] });
  });

  it('cost what they hold', () => {
    const conditions: Record<string, string> = { c0: 'expr = any(x, user.groups, x == "a")' };
    for (let i = 1; i < 8; i++) conditions[`c${i}`] = `expr = condition.c${i - 1} || !condition.c${i - 1}`;
    expect(told(conditions)).toEqual(['c6.hcl cost-exceeded ']);
  });
});
