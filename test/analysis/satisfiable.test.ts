// What can be true, what is always true and what follows, against counting: values that show it are judged so by the engine and by the oracle, and where
// there are none, no request over many values finds any.

import { compile, literalsOf } from '@polc/compiler';
import { loadBundle, type Request } from '@polc/runtime';
import { freeReader } from '@polc/runtime/anatomy';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, type Assignment, canBeTrue, implies, isAlwaysTrue } from '../../compiler/analysis/satisfiable.js';
import { oracleJudge, readTexts } from '../oracle/index.js';
import { runs } from '../runs.js';
import { ATOMS, attributesIn, expression, RELATED, SHAPES, VALUES, withAttribute } from './small-worlds.js';

const BASE: Request = { user: { id: 'u' }, operation: 'read', path: 'a/b', context: { time: '2026-01-05T12:00:00Z' } };

function readOf(expressions: readonly string[], shape: string | null = null) {
  const whens = expressions.map((each) => `  when { expr = ${each} }\n`).join('');
  const parameters = shape === null ? '' : `  parameters { p = ${shape}, "*" = any() }\n`;
  const text = `schema { user { level = "number"  mfa = "boolean" } }\nuser "u" { policies = ["p"] }\npolicy "p" {\npath "*" {\n  capabilities = ["read"]\n${parameters}${whens}}\n}\n`;
  const { bundle, diagnostics, model } = compile([{ file: 'world.hcl', text }]);
  if (bundle === undefined) throw new Error(`${diagnostics.map(({ message }) => message).join('\n')}\n${text}`);
  const oracle = readTexts([{ file: 'world.hcl', text }]);
  if ('errors' in oracle) throw new Error(oracle.errors.join('; '));
  const [stanza] = model.policies[0]?.stanzas ?? [];
  const codes = (stanza?.when ?? []).map(({ code }) => code);
  const shapes = stanza?.parameters ? [stanza.parameters.shape] : [];
  const reader = freeReader(literalsOf(codes, model.blocks.schema, shapes));
  const engine = loadBundle(bundle, { clock: () => Date.parse('2026-01-05T12:00:00Z') });
  /** All conditions true, and the parameters of their shape. */
  const allows = (request: Request) => {
    const { allowed } = engine.decide(request);
    if (oracleJudge(oracle.model, undefined, request).allowed !== allowed) expect.fail(`the oracle says otherwise: ${text}\n${JSON.stringify(request)}`);
    return allowed;
  };
  return { text, exprs: codes.map((code) => reader.condition(code)), shape: shapes[0] === undefined ? null : reader.shape(shapes[0]), allows };
}

const MOST = 4_000;

/** Every request over the values, as long as there are not too many. */
function* requestsFor(text: string): Generator<Request> {
  const attributes = attributesIn(text);
  const size = attributes.reduce((product, name) => product * (VALUES[name]?.length ?? 1), 1);
  if (size > MOST) return;
  yield* assigned(BASE, attributes);
}

function* assigned(base: Request, attributes: readonly string[]): Generator<Request> {
  const [first, ...rest] = attributes;
  if (first === undefined) yield base;
  else for (const value of VALUES[first] ?? []) yield* assigned(withAttribute(base, first, value), rest);
}

/** null where it speaks of what the request of a user cannot choose. */
function requestOf(witness: Assignment): Request | null {
  let request = BASE;
  for (const [name, value] of witness) {
    if (name === 'request.path' || name === 'request.operation') {
      const member = name.slice('request.'.length);
      if (typeof value !== 'string' || !/^[a-z]+(?:\/[a-z]+)*$/.test(value) || (member === 'operation' && value !== 'read')) return null;
      request = { ...request, [member]: value };
    } else if (name === 'request.purpose') request = typeof value === 'string' ? { ...request, purpose: value } : request;
    else request = withAttribute(request, name, value);
  }
  return request;
}

interface Seen {
  yes: number;
  no: number;
  undecided: number;
}

/** Of all answers the undecided ones. */
const shareOf = ({ yes, no, undecided }: Seen) => undecided / (yes + no + undecided);

const counted = (seen: Seen, { told }: Answer) => {
  seen[told]++;
};

describe('what conditions can be', () => {
  it('true together: as values show, or as no request is', () => {
    const seen: Seen = { yes: 0, no: 0, undecided: 0 };
    fc.assert(
      fc.property(fc.array(expression, { minLength: 1, maxLength: 3 }), fc.option(fc.constantFrom(...SHAPES), { freq: 4 }), (expressions, shape) => {
        const { text, exprs, shape: read, allows } = readOf(expressions, shape);
        const answer = canBeTrue(exprs, read);
        counted(seen, answer);
        const request = answer.witness === null ? null : requestOf(answer.witness);
        if (request !== null) expect(allows(request), `${text}\n${JSON.stringify(request)}`).toBe(true);
        if (answer.told !== 'no') return;
        for (const each of requestsFor(text)) if (allows(each)) expect.fail(`${text}\n${JSON.stringify(each)}`);
      }),
      runs(150, 2_400),
    );
    expect(seen.no).toBeGreaterThan(0);
    expect(shareOf(seen)).toBeLessThan(0.1);
  });

  it('true together where they relate attributes to one another: as values show, or as no request is', () => {
    const seen: Seen = { yes: 0, no: 0, undecided: 0 };
    const one = fc.tuple(fc.constantFrom(...RELATED), fc.boolean()).map(([text, plain]) => (plain ? text : `!(${text})`));
    fc.assert(
      fc.property(fc.array(one, { minLength: 2, maxLength: 4 }), (expressions) => {
        const { text, exprs, allows } = readOf(expressions);
        const answer = canBeTrue(exprs);
        counted(seen, answer);
        const request = answer.witness === null ? null : requestOf(answer.witness);
        if (request !== null) expect(allows(request), `${text}\n${JSON.stringify(request)}`).toBe(true);
        if (answer.told !== 'no') return;
        for (const each of requestsFor(text)) if (allows(each)) expect.fail(`${text}\n${JSON.stringify(each)}`);
      }),
      runs(50, 640),
    );
    expect(shareOf(seen)).toBeLessThan(0.25);
  });

  it('implied by another: no request makes the first true alone, or values show one that does', () => {
    const seen: Seen = { yes: 0, no: 0, undecided: 0 };
    fc.assert(
      fc.property(fc.constantFrom(...ATOMS), expression, (first, second) => {
        const { exprs } = readOf([first, second]);
        const answer = implies(exprs[0] as never, exprs[1] as never);
        counted(seen, answer);
        const [one, both] = [readOf([first]), readOf([first, second])];
        const request = answer.witness === null ? null : requestOf(answer.witness);
        if (request !== null) expect([one.allows(request), both.allows(request)]).toEqual([true, false]);
        if (answer.told !== 'yes') return;
        for (const each of requestsFor(both.text)) if (both.allows(each) !== one.allows(each)) expect.fail(`${both.text}\n${JSON.stringify(each)}`);
      }),
      runs(100, 1_600),
    );
    expect(seen.yes).toBeGreaterThan(0);
    expect(shareOf(seen)).toBeLessThan(0.1);
  });

  it.each([
    ['has(context.s) || !has(context.s)', 'yes'],
    ['context.n < 2 || context.n >= 2', 'no'],
    ['context.s == "a"', 'no'],
    ['!(context.s == "a" && context.s == "b" && has(context.s))', 'no'],
    ['!(has(context.s) && !has(context.s))', 'yes'],
  ] as const)('%s is always true: %s', (text, told) => {
    expect(isAlwaysTrue(readOf([text]).exprs[0] as never).told).toBe(told);
  });

  it.each([
    [['context.n < 1', 'context.n > 2'], null, 'no'],
    [['context.n < 1 || context.m < 1', 'context.n > 2'], null, 'yes'],
    [['parameters.p > 3'], 'number(max: 2)', 'no'],
    [['parameters.p > 1'], 'number(max: 2)', 'yes'],
    [['parameters.p > 1'], 'number(min: 1, max: 1)', 'no'],
    [['startswith(context.s, "a")', 'endswith(context.s, "b")', 'length(context.s) == 1'], null, 'no'],
    [['context.time < timestamp("2026-01-01T00:00:00Z")', 'context.time >= timestamp("2026-06-01T00:00:00Z")'], null, 'no'],
    [['within_hours(context.time, "UTC", ["mon-fri"], ["09:00-17:00"])', 'within_hours(context.time, "UTC", ["sat-sun"], ["09:00-17:00"])'], null, 'no'],
    [['cidr_contains("10.0.0.0/8", context.ip)', 'cidr_contains("11.0.0.0/8", context.ip)'], null, 'no'],
    [['timestamp(context.s) < timestamp(context.t)', 'timestamp(context.s) > timestamp("2030-01-01T00:00:00Z")'], null, 'yes'],
    [['duration(context.s) < duration(context.t)', 'duration(context.s) > duration("90m")'], null, 'yes'],
    [['timestamp(context.s) < context.time', 'context.time < timestamp("2030-01-01T00:00:00Z")'], null, 'yes'],
    [['cidr_contains("10.0.0.1/32", context.ip)', 'context.ip != "10.0.0.1"'], null, 'yes'],
    [['context.s == context.t', 'context.s == "a"', 'context.t == "b"'], null, 'no'],
  ] as const)('%j with %s can be true: %s', (texts, shape, told) => {
    const { exprs, shape: read } = readOf(texts, shape);
    expect(canBeTrue(exprs, read).told).toBe(told);
  });
});
