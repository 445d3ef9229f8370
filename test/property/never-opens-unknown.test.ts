// Kleene, leaf by leaf: an expression of which one leaf is not known is as it was, or unknown itself. On the engine, by a stanza for each leaf.

import type { JsonObject, Outcome, Request } from '@polc/runtime';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expressions, leafCount, textOf } from '../arbitraries/language/expressions.js';
import { engineOfText } from '../arbitraries/language/load-world.js';
import { requestOf } from '../arbitraries/language/requests.js';
import { tapes } from '../arbitraries/language/tape.js';
import type { World } from '../arbitraries/language/world.js';
import { block, expr, stanza } from '../language/language-case.js';
import { runs } from '../runs.js';

const USER = block('user', 'u0', 'policies = ["p"]', 'groups = ["eng"]', 'attributes = { dept = "x", level = 10 }') + block('group', 'eng', '');
const EMPTY: World = { policies: [], scopes: [], types: [], agents: [], users: [], groups: [], delegations: [], consents: [], age: {}, blocks: [] };

const { booleans } = expressions({ has: false, conditions: [], without: [] });
const several = fc.array(tapes, { minLength: 1, maxLength: 8, size: 'max' });

it('a leaf that is not known moves the value of an expression to unknown, or nowhere', () => {
  const moved = new Map<string, number>();
  fc.assert(
    fc.property(booleans, several, (pieces, asked) => {
      const texts = [textOf(pieces), ...Array.from({ length: leafCount(pieces) }, (_, leaf) => textOf(pieces, leaf))];
      const all = texts.map((text, i) => stanza(`a/${i}`, 'read', expr(text))).join('');
      const engine = engineOfText(block('policy', 'p', all) + USER);
      // The atoms of the text are what requests are near to.
      const world: World = { ...EMPTY, blocks: [all] };
      for (const tape of asked) {
        const drawn = requestOf(world, tape, { forms: ['user'], malformed: false, details: false });
        const request = { ...drawn, user: { ...(drawn.user as JsonObject), id: 'u0' }, operation: 'read' };
        const outcomes = texts.map((_, i): Outcome => engine.decide({ ...request, path: `a/${i}` } as unknown as Request).outcome);
        const [whole, ...blurred] = outcomes as [Outcome, ...Outcome[]];
        expect(['allowed', 'condition_false', 'condition_unknown']).toContain(whole);
        blurred.forEach((outcome, leaf) => {
          expect([whole, 'condition_unknown'], `${whole} became ${outcome}: ${texts[leaf + 1]}, ${JSON.stringify(request)}`).toContain(outcome);
          moved.set(`${whole} to ${outcome}`, (moved.get(`${whole} to ${outcome}`) ?? 0) + 1);
        });
      }
    }),
    runs(800, 16_000),
  );
  expect([...moved.keys()].sort()).toEqual(
    [
      'allowed to allowed',
      'allowed to condition_unknown',
      'condition_false to condition_false',
      'condition_false to condition_unknown',
      'condition_unknown to condition_unknown',
    ].sort(),
  );
});
