// Random expressions, as trees that the grammar can say: operators in any shape, so that printing has parentheses to find.

import type { Argument, BinaryOperator, Expression, MapEntry } from '@polc/grammar';
import fc from 'fast-check';
import { NOWHERE } from './spans.js';
import { expressionStrings } from './text.js';

const OPERATORS: readonly BinaryOperator[] = ['||', '&&', '==', '!=', '<', '<=', '>', '>=', 'in', '+', '-', '*'];

const words = fc.constantFrom('a', 'agent', 'user', 'x1', '_', 'größe', 'inner', 'trueish', 'constructor', '__proto__');
/** Behind a dot keywords are names too. */
const names = fc.oneof({ weight: 4, arbitrary: words }, fc.constantFrom('in', 'true', 'false'));
const texts = fc.oneof(names, fc.constantFrom('b c', 'content-type', '', '0'), expressionStrings);

const numbers = fc.oneof(
  fc.nat(20),
  fc.maxSafeNat(),
  fc.double({ min: 0, max: Number.MAX_SAFE_INTEGER, noNaN: true }).filter((value) => !Object.is(value, -0)),
);

const literals = fc.oneof(numbers, expressionStrings, fc.boolean()).map((value): Expression => ({ kind: 'literal', value, span: NOWHERE }));

const references = fc
  .tuple(words, fc.array(names, { maxLength: 2 }))
  .map(([first, rest]): Expression => ({ kind: 'reference', names: [first, ...rest], span: NOWHERE }));

export const expressions: fc.Arbitrary<Expression> = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    references,
    literals,
    fc.record({
      kind: fc.constant('unary' as const),
      operator: fc.constantFrom('!' as const, '-' as const),
      operand: tie('expression'),
      span: fc.constant(NOWHERE),
    }),
    fc.record({
      kind: fc.constant('binary' as const),
      operator: fc.constantFrom(...OPERATORS),
      left: tie('expression'),
      right: tie('expression'),
      span: fc.constant(NOWHERE),
    }),
    fc.record({
      kind: fc.constant('index' as const),
      target: tie('expression'),
      index: fc.oneof(texts, fc.nat(9)),
      span: fc.constant(NOWHERE),
    }),
    fc.tuple(words, fc.array(fc.tuple(fc.option(words), tie('expression')), { maxLength: 2 })).map(
      ([name, given]): Expression => ({
        kind: 'call',
        name,
        nameSpan: NOWHERE,
        arguments: given.map(([label, value]): Argument => ({ name: label, value })),
        span: NOWHERE,
      }),
    ),
    fc.array(tie('expression'), { maxLength: 2 }).map((elements): Expression => ({ kind: 'list', elements, span: NOWHERE })),
    fc
      .uniqueArray(fc.tuple(texts, tie('expression')), { maxLength: 2, selector: ([key]) => key })
      .map((entries): Expression => ({ kind: 'map', entries: entries.map(([key, value]): MapEntry => ({ key, keySpan: NOWHERE, value })), span: NOWHERE })),
  ),
})).expression;
