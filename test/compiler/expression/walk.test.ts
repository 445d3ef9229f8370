// What rules see in compiled expressions.

import { describe, expect, it } from 'vitest';
import { attributesOf, quantifiersOverEmpty, readsOf, visitAtoms } from '../../../compiler/expression/walk.js';
import { codeOf } from './texts.js';

describe('the attributes of an expression', () => {
  it('are those it reads and those it asks for, wherever they stand', () => {
    const code = codeOf(
      'has(context.risk) && context.risk < 70 && any(g, user.groups, g == agent.metadata["a b"]) && !glob(parameters.to[0], "a*") && within_km(context.lat, context.lon, 1, 2, 3) && cidr_contains("10.0.0.0/8", context.ip)',
    );
    expect(attributesOf(code)).toEqual(['agent.metadata.a b', 'context.ip', 'context.lat', 'context.lon', 'context.risk', 'parameters.to.0', 'user.groups']);
    expect(readsOf(code).slice(0, 2)).toEqual([
      { root: 'context', names: ['risk'], asked: true },
      { root: 'context', names: ['risk'], asked: false },
    ]);
  });

  it('have the polarity of their atom', () => {
    const seen: string[] = [];
    visitAtoms(codeOf('user.mfa && !(context.a || !context.b) && (context.c && context.d) == context.e && !all(x, context.l, !x)'), (atom, polarity) => {
      if (atom[0] === 'read' || atom[0] === 'var') seen.push(`${polarity} ${atom.slice(1).join('.')}`);
    });
    expect(seen).toEqual([
      ...['positive user.mfa', 'negative context.a', 'positive context.b', 'mixed context.c', 'mixed context.d', 'mixed context.e'],
      ...['negative context.l', 'positive 0'],
    ]);
  });
});

describe('a quantifier over a list that may be empty', () => {
  it.each([
    'all(x, parameters.to, x == 1)',
    'user.mfa && all(x, parameters.to, x == 1)',
    '!any(x, parameters.to, x == 1)',
    '!(user.mfa || any(x, parameters.to, x == 1))',
    'all(x, parameters.to, x == 1) || length(parameters.to) > 0',
    'length(parameters.cc) > 0 && all(x, parameters.to, x == 1)',
    'length(parameters.to) >= 0 && all(x, parameters.to, x == 1)',
    'length(parameters.to) < 5 && all(x, parameters.to, x == 1)',
    '!(length(parameters.to) > 0) && all(x, parameters.to, x == 1)',
    '!any(x, parameters.to, x == 2) && all(x, parameters.to, x == 1)',
    'all(x, parameters.to, x == 1) == true',
    'any(x, parameters.to, x == 1) == false',
  ])('opens: %s', (text) => {
    expect(quantifiersOverEmpty(codeOf(text)).map(({ list }) => list)).toContainEqual(['read', 'parameters', 'to']);
  });

  it.each([
    'any(x, parameters.to, x == 1)',
    '!all(x, parameters.to, x == 1)',
    'all(x, [1, 2], x == parameters.n)',
    'length(parameters.to) > 0 && all(x, parameters.to, x == 1)',
    'all(x, parameters.to, x == 1) && length(parameters.to) >= 1',
    '0 < length(parameters.to) && user.mfa && all(x, parameters.to, x == 1)',
    'length(parameters.to) != 0 && (user.mfa || all(x, parameters.to, x == 1))',
    'length(parameters.to) == 2 && !any(x, parameters.to, x == 1)',
    '!(length(parameters.to) == 0) && all(x, parameters.to, x == 1)',
    '!(length(parameters.to) < 1 || any(x, parameters.to, x == 1))',
    'any(x, parameters.to, x == 2) && all(x, parameters.to, x == 1)',
    '2 in parameters.to && all(x, parameters.to, x == 1)',
    'contains(parameters.to, 2) && all(x, parameters.to, x == 1)',
  ])('does not open: %s', (text) => {
    expect(quantifiersOverEmpty(codeOf(text))).toEqual([]);
  });

  it('opens by being false where false is what counts', () => {
    const code = codeOf('any(x, parameters.to, x == 1)');
    expect(quantifiersOverEmpty(code, false)).toEqual([{ quantifier: 'any', list: ['read', 'parameters', 'to'] }]);
    expect(quantifiersOverEmpty(codeOf('length(parameters.to) == 0 || any(x, parameters.to, x == 1)'), false)).toEqual([]);
  });
});
