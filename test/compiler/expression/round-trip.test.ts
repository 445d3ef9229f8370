// Random well-typed expressions: all compile, cheaply enough, and printing changes nothing of what they come to.

import { type BinaryOperator, type Expression, makeSource, print, type Span } from '@polc/grammar';
import type { Code } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileWhole } from '../../../compiler/expression/compile-expression.js';
import { MAX_CODE_DEPTH, MAX_COST } from '../../../compiler/expression/typed.js';
import { operandsOf, quantifiersOverEmpty, readsOf } from '../../../compiler/expression/walk.js';
import { Reporter } from '../../../compiler/model/report.js';
import { expressions as anyExpressions } from '../../arbitraries/expression.js';
import { NOWHERE } from '../../arbitraries/spans.js';
import { runs } from '../../runs.js';
import { compileMembers, vocabularyOf } from './texts.js';

const span: Span = NOWHERE;
const literal = (value: string | number | boolean): Expression => ({ kind: 'literal', value, span });
const reference = (...names: string[]): Expression => ({ kind: 'reference', names, span });
const binary = (left: Expression, operator: BinaryOperator, right: Expression): Expression => ({ kind: 'binary', operator, left, right, span });
const unary = (operator: '!' | '-', operand: Expression): Expression => ({ kind: 'unary', operator, operand, span });
const call = (name: string, ...values: Expression[]): Expression => ({
  ...{ kind: 'call', name, nameSpan: span, span },
  arguments: values.map((value) => ({ name: null, value })),
});
const list = (elements: readonly Expression[]): Expression => ({ kind: 'list', elements, span });

const texts = fc.constantFrom('a', 'hr', 'x*y', '${', 'größe', '');
const anyAttribute = fc.constantFrom(reference('parameters', 'x'), reference('context', 'flag'), {
  ...{ kind: 'index', target: reference('parameters', 'to'), index: 0, span },
} as Expression);

const typed = fc.letrec<Record<'string' | 'number' | 'boolean' | 'timestamp' | 'duration' | 'strings', Expression>>((tie) => ({
  string: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    texts.map(literal),
    fc.constantFrom(reference('user', 'id'), reference('request', 'path')),
    anyAttribute,
    tie('string').map((text) => call('lower', text)),
  ),
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.nat(1e6).map(literal),
    fc.constantFrom(reference('context', 'risk'), reference('delegation', 'depth')),
    anyAttribute,
    fc.tuple(tie('number'), fc.constantFrom('+' as const, '-' as const, '*' as const), tie('number')).map(([a, operator, b]) => binary(a, operator, b)),
    tie('number').map((value) => unary('-', value)),
    fc.oneof(tie('string'), tie('strings')).map((value) => call('length', value)),
  ),
  timestamp: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(reference('context', 'time'), call('timestamp', literal('2026-01-01T00:00:00Z'))),
    fc
      .oneof(tie('string'), tie('number'))
      .filter(({ kind }) => kind === 'reference')
      .map((value) => call('timestamp', value)),
    fc.tuple(tie('timestamp'), fc.constantFrom('+' as const, '-' as const), tie('duration')).map(([a, operator, b]) => binary(a, operator, b)),
  ),
  duration: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(reference('delegation', 'consent_age'), call('duration', literal('1h30m')), call('duration', literal(60))),
    fc.tuple(tie('timestamp'), tie('timestamp')).map(([a, b]) => binary(a, '-', b)),
  ),
  strings: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(reference('user', 'groups'), reference('delegation', 'scopes')),
    fc.array(texts.map(literal), { minLength: 1, maxLength: 3 }).map(list),
  ),
  boolean: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(literal(true), reference('user', 'mfa'), call('has', reference('context', 'risk'))),
    anyAttribute,
    tie('boolean').map((value) => unary('!', value)),
    fc.tuple(tie('boolean'), fc.constantFrom('&&' as const, '||' as const), tie('boolean')).map(([a, operator, b]) => binary(a, operator, b)),
    ...(['string', 'number', 'timestamp', 'duration'] as const).map((type) =>
      fc.tuple(tie(type), fc.constantFrom<BinaryOperator>('==', '!=', '<', '<=', '>', '>='), tie(type)).map(([a, operator, b]) => binary(a, operator, b)),
    ),
    fc.tuple(tie('string'), tie('strings')).map(([a, b]) => binary(a, 'in', b)),
    fc.tuple(tie('string'), fc.array(tie('string'), { minLength: 1, maxLength: 3 })).map(([a, b]) => binary(a, 'in', list(b))),
    fc.tuple(fc.constantFrom('startswith', 'endswith', 'contains'), tie('string'), tie('string')).map(([name, a, b]) => call(name, a, b)),
    tie('string').map((text) => call('glob', text, literal('a*?'))),
    tie('string').map((text) => call('matches', text, list([literal('[a-z]+'), literal('')]))),
    tie('timestamp').map((at) => call('within_hours', at, literal('Europe/Berlin'), list([literal('fri-mon')]), list([literal('22:00-06:00')]))),
    fc
      .tuple(fc.constantFrom('all', 'any'), tie('strings'), fc.constantFrom<BinaryOperator>('==', '<'), texts)
      .map(([name, of, operator, text]) => call(name, reference('v'), of, binary(reference('v'), operator, literal(text)))),
  ),
}));

const VOCABULARY = vocabularyOf();
const compile = (expression: Expression) => {
  const report = new Reporter('p.hcl');
  const compiled = compileWhole(expression, VOCABULARY, () => null, report);
  return { compiled, diagnostics: report.diagnostics };
};

/** The text of an expression as `polc fmt` prints it. */
function textOf(expression: Expression): string {
  const at = { span, spaced: false, leading: [], trailing: null };
  const key = { value: 'expr', text: 'expr', quoted: false, span };
  const item = { kind: 'item' as const, keys: [key], assigned: true, value: { kind: 'expression' as const, expression, span }, ...at };
  const printed = print({ kind: 'document', file: makeSource('p.hcl', '').file, syntax: 'hcl', body: { items: [item], dangling: [], span } });
  return printed.trimEnd();
}

const size = (code: Code): number => operandsOf(code).reduce((sum, operand) => sum + size(operand), 1);

describe('a well-typed expression', () => {
  it('compiles, or is dear', () => {
    fc.assert(
      fc.property(typed.boolean, (expression) => {
        const { compiled, diagnostics } = compile(expression);
        if (compiled === null) expect(diagnostics.map(({ code }) => code)).toEqual(['cost-exceeded']);
        else {
          expect(diagnostics).toEqual([]);
          expect(compiled.cost).toBeLessThanOrEqual(MAX_COST);
          expect(compiled.depth).toBeLessThanOrEqual(MAX_CODE_DEPTH);
          expect(compiled.cost).toBeGreaterThanOrEqual(size(compiled.code));
          expect(JSON.parse(JSON.stringify(compiled.code))).toEqual(compiled.code);
        }
      }),
      runs(300),
    );
  });

  it('comes to the same code from its own text', () => {
    fc.assert(
      fc.property(typed.boolean, (expression) => {
        const { compiled } = compile(expression);
        const again = compileMembers(textOf(expression), VOCABULARY);
        expect(again.code).toEqual(compiled?.code ?? null);
      }),
      runs(200),
    );
  });
});

describe('an expression of any kind', () => {
  it('compiles or is told why not', () => {
    fc.assert(
      fc.property(anyExpressions, (expression) => {
        const { compiled, diagnostics } = compile(expression);
        if (compiled === null) expect(diagnostics.length).toBeGreaterThan(0);
        else {
          expect(readsOf(compiled.code)).toBeDefined();
          expect(quantifiersOverEmpty(compiled.code)).toBeDefined();
        }
      }),
      runs(300),
    );
  });
});
