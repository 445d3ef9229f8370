// The compiled tree and the oracle agree over the whole language, layer by layer and to the last digest. Neither has seen a line of the other.

import { type Engine, OUTCOMES, type Request } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clock, engineOf } from '../arbitraries/language/load-world.js';
import { type Asked, approvalsFor, requestOf, type Wanted } from '../arbitraries/language/requests.js';
import { type Tape, tapes } from '../arbitraries/language/tape.js';
import { type World, worldFacts, worldText } from '../arbitraries/language/world.js';
import { worlds } from '../arbitraries/language/worlds.js';
import { type Model, oracleJudge, readTexts } from '../oracle/index.js';
import { runs } from '../runs.js';
import { answerOf, comparable } from './comparable-answers.js';

interface Judges {
  readonly engine: Engine;
  readonly model: Model;
  readonly facts: object;
}

function judgesOf(world: World): Judges {
  const reading = readTexts([{ file: 'world.hcl', text: worldText(world) }]);
  if ('errors' in reading) throw new Error(`the oracle refuses it: ${reading.errors.join('; ')}`);
  return { engine: engineOf(world), model: reading.model, facts: worldFacts(world) };
}

const seen = new Map<string, number>();

/** Both decide, and say the same; whether an approval is wanted. */
function agree({ engine, model, facts }: Judges, asked: Asked): Wanted | null {
  const request = asked as unknown as Request;
  const expected = oracleJudge(model, facts, request, { clock });
  const answer = answerOf(engine, request);
  expect(comparable(answer), JSON.stringify(request)).toEqual(comparable(expected));
  expect(engine.allows(request), JSON.stringify(request)).toBe(answer.allowed);
  seen.set(answer.outcome, (seen.get(answer.outcome) ?? 0) + 1);
  return answer.obligations.approval;
}

function agreeOn([world, asked]: readonly [World, readonly Tape[]]): void {
  const judges = judgesOf(world);
  for (const tape of asked) {
    const request = requestOf(world, tape);
    const wanted = agree(judges, request);
    if (wanted !== null) agree(judges, { ...request, approvals: approvalsFor(wanted, tape) });
  }
}

describe('the engine', () => {
  it('decides as the oracle does, over the whole language', () => {
    fc.assert(fc.property(fc.tuple(worlds(), fc.array(tapes, { minLength: 1, maxLength: 8, size: 'max' })), agreeOn), runs(500, 8_000));
    const total = [...seen.values()].reduce((sum, each) => sum + each, 0);
    const shares = [...seen].sort(([, a], [, b]) => b - a).map(([outcome, times]) => `${outcome} ${((100 * times) / total).toFixed(2)} %`);
    console.info(`${total} requests: ${shares.join(', ')}`);
    expect(OUTCOMES.filter((outcome) => outcome !== 'internal' && !seen.has(outcome))).toEqual([]);
    expect(seen.get('allowed') ?? 0).toBeGreaterThan(total / 20);
  });
});
