// The compiled tree and the oracle agree over the whole language, layer by layer and to the last digest. Neither has seen a line of the other.

import { compile } from '@polc/compiler';
import { type Decision, type Engine, loadBundle, OUTCOMES, type Request } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approvalsFor, type Asked, requestOf, type Wanted } from '../arbitraries/language/requests.js';
import { type Tape, tapes } from '../arbitraries/language/tape.js';
import { type World, worldFacts, worldText } from '../arbitraries/language/world.js';
import { worlds } from '../arbitraries/language/worlds.js';
import { NOW } from '../language/language-case.js';
import { type Model, oracleJudge, readTexts } from '../oracle/index.js';
import { runs } from '../runs.js';

const clock = () => NOW;

interface Judges {
  readonly engine: Engine;
  readonly model: Model;
  readonly facts: object;
}

function judgesOf(world: World): Judges {
  const text = worldText(world);
  const facts = worldFacts(world);
  const { bundle, diagnostics } = compile([{ file: 'world.hcl', text }]);
  if (bundle === undefined) throw new Error(diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  const reading = readTexts([{ file: 'world.hcl', text }]);
  if ('errors' in reading) throw new Error(`the oracle refuses it: ${reading.errors.join('; ')}`);
  return { engine: loadBundle(bundle, { clock, facts }), model: reading.model, facts };
}

/** What both answer in, by the engine's decision. Of a layer that allows, the stanzas it allows by; handing on shows the first of its lists only. */
function ofEngine({ allowed, outcome, layers, rules, obligations, advice, missing }: Decision) {
  const allowing = new Set(layers.flatMap((layer) => (layer.allowed ? [layer.layer] : [])));
  const chosen = rules
    .filter(({ layer }) => allowing.has(layer) && layer !== 'delegate' && layer !== 'rar')
    .map(({ layer, policy, path, line }) => ({ layer, policy, path, line }));
  return { allowed, outcome, layers, chosen, obligations, advice, missing: missing.map(({ attribute }) => attribute) };
}

type Answers = ReturnType<typeof ofEngine>;

function agree({ engine, model, facts }: Judges, request: Asked): Answers {
  const asked = request as unknown as Request;
  const decision = engine.decide(asked);
  const { chosen, ...expected } = oracleJudge(model, facts, asked, { clock });
  const answer = ofEngine(decision);
  expect(answer, JSON.stringify(request)).toEqual({ ...expected, chosen: chosen.filter(({ layer }) => layer !== 'delegate') });
  expect(engine.allows(asked), JSON.stringify(request)).toBe(decision.allowed);
  return answer;
}

const REQUESTS = 6;
const seen = new Map<string, number>();

function agreeOn([world, asked]: readonly [World, readonly Tape[]]): void {
  const judges = judgesOf(world);
  for (const tape of asked) {
    const request = requestOf(world, tape);
    const answer = agree(judges, request);
    count(answer.outcome);
    const wanted = answer.obligations.approval as Wanted | null;
    if (wanted !== null) count(agree(judges, { ...request, approvals: approvalsFor(wanted, tape) }).outcome);
  }
}

function count(outcome: string): void {
  seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
}

describe('the engine', () => {
  it('decides as the oracle does, over the whole language', () => {
    const usual = runs(3_000);
    fc.assert(fc.property(fc.tuple(worlds(), fc.array(tapes, { minLength: 1, maxLength: REQUESTS, size: 'max' })), agreeOn), usual);
    const total = [...seen.values()].reduce((sum, each) => sum + each, 0);
    const shares = [...seen].sort(([, a], [, b]) => b - a).map(([outcome, times]) => `${outcome} ${((100 * times) / total).toFixed(2)} %`);
    console.info(`${total} requests: ${shares.join(', ')}`);
    expect(OUTCOMES.filter((outcome) => outcome !== 'internal' && !seen.has(outcome))).toEqual([]);
    expect(seen.get('allowed') ?? 0).toBeGreaterThan(total / 20);
  });
});
