// Random bodies of `when`, `require`, `forbid` and `condition`: every member of the sugar, and expressions.

import fc from 'fast-check';
import { BLOCKS, CIRCLES, HOURS, INSTANTS } from './atoms.js';
import { type Expressions, textOf } from './expressions.js';

const list = (...texts: readonly string[]) => fc.subarray([...texts], { minLength: 1 }).map((some) => JSON.stringify(some));
const member = (key: string, value: fc.Arbitrary<string>) => value.map((text) => `${key} = ${text}`);
const inside = (key: string, ...members: readonly fc.Arbitrary<string>[]) =>
  fc.subarray([...members], { minLength: 1, maxLength: 2 }).chain((some) => fc.tuple(...some).map((texts) => `${key} { ${texts.join('  ')} }`));
const oneOrList = (...texts: readonly string[]) =>
  fc.oneof(
    fc.constantFrom(...texts).map((text) => JSON.stringify(text)),
    list(...texts),
  );

const bounds = fc.constantFrom(...INSTANTS).chain(({ text }) => fc.constantFrom(`after = "${text}"`, `before = "${text}"`));
const time = fc.oneof(
  fc.constantFrom(...HOURS).map(({ text }) => `time { ${text} }`),
  bounds.map((bound) => `time { zone = "Etc/UTC"  ${bound} }`),
  fc.tuple(fc.constantFrom(...HOURS), bounds).map(([{ text }, bound]) => `time { ${text}  ${bound} }`),
);
const location = inside(
  'location',
  member('cidrs', list(...BLOCKS.map(({ text }) => text))),
  member('countries', list('DE', 'x')),
  member('regions', list('y', 'high')),
  fc.constantFrom(...CIRCLES).map(({ text }) => `within = { ${text} }`),
);
const agent = inside('agent', member('types', list('t0', 't1')), member('ids', list('a0', 'a1')), member('owners', list('user:u1', 'group:g1')));
const user = inside('user', member('groups', list('g0', 'g1', 'g2', 'eng')), member('ids', list('u0', 'u1')), fc.constant('mfa = true'));
const delegation = inside(
  'delegation',
  member('mode', oneOrList('direct', 'on-behalf-of', 'agent-to-agent')),
  member('consent', oneOrList('explicit', 'implied')),
  fc.constantFrom('max_depth = 0', 'max_depth = 1'),
  fc.constantFrom('max_consent_age = "1m"', 'max_consent_age = "1h"'),
);
const plain = fc.oneof(
  list('review', 'audit').map((texts) => `purpose = ${texts}`),
  inside('target', member('sensitivity', oneOrList('high', 'x')), fc.constant('tier = 10')),
  inside('session', member('tenant', oneOrList('x', 'y')), member('id', oneOrList('x', 's1'))),
  inside('context', member('tag', oneOrList('x', 'xy')), fc.constant('ok = true')),
);

/** `without` names roots that may not be spoken of. */
export function conditionBodies({ booleans }: Expressions, without: readonly string[] = []): fc.Arbitrary<string> {
  const expr = booleans.map((pieces) => `expr = ${textOf(pieces)}`);
  const sugar = fc.oneof(time, time, location, location, agent, user, ...(without.includes('delegation') ? [] : [delegation]), plain, plain);
  return fc.oneof(
    { weight: 4, arbitrary: expr },
    { weight: 4, arbitrary: sugar },
    // Two members of one name are one too many.
    { weight: 1, arbitrary: fc.tuple(sugar, expr).map(([a, b]) => `${a}\n${b}`) },
  );
}
