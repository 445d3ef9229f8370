// The tests that a request passes, counted: beside the engine's own walks and programs, which must find the same.

import { compile } from '@polc/compiler';
import { loadBundle, type Request, TestCounter } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countProgram } from '../../runtime/count/program.js';
import { noTests } from '../../runtime/count/tests.js';
import { Clock } from '../../runtime/decide/clock.js';
import { ProgramRunner } from '../../runtime/quick/run-program.js';
import { LEAF, PROGRAM_SHIFT } from '../../runtime/tree/layout.js';
import { Walker } from '../../runtime/tree/walker.js';
import { makeView } from '../../runtime/view.js';
import { engineOf, engineOfText } from '../arbitraries/language/load-world.js';
import { requestOf } from '../arbitraries/language/requests.js';
import { tapes } from '../arbitraries/language/tape.js';
import { worlds } from '../arbitraries/language/worlds.js';
import { bench } from '../bench/modules.js';
import { runs } from '../runs.js';

const TEXT = `policy "p" {
  path "a/*" { capabilities = ["read"] }
  path "a/b" {
    capabilities = ["read"]
    allowed_parameters = { "repo" = ["x", "y"] "env" = [] }
  }
  path "a/+/c" {
    capabilities = ["read"]
    when { expr = context.mode == "x" && context.country == "DE" }
  }
  path "ä/*" { capabilities = ["deny"] }
}
policy "t" {
  path "t/{{agent.id}}/*" { capabilities = ["read"] }
}
policy "q" {
  path "a/*" { capabilities = ["read"] }
}
agent "x" { policies = ["p"] }
agent "y" { policies = ["q"] }
agent "z" { policies = ["p", "t"] }
`;

const counted = (request: object) => new TestCounter(engineOfText(TEXT)).count({ operation: 'read', path: 'a/b', ...request } as Request);

describe('counting tests', () => {
  it('counts nodes, characters and leaves of one pattern', () => {
    // The root forks by "a"; behind it, the label "/".
    expect(counted({ agent: 'y' })).toEqual({
      tests: { nodes: 2, characters: 2, leaves: 1, parameters: 0, conditions: 0 },
      short: { allows: true, decide: true },
      cause: null,
    });
    expect(counted({ agent: 'y', path: 'ab' }).tests).toEqual({ nodes: 2, characters: 2, leaves: 0, parameters: 0, conditions: 0 });
    expect(counted({ agent: 'y', path: 'a' }).tests).toEqual({ nodes: 2, characters: 1, leaves: 0, parameters: 0, conditions: 0 });
  });

  it('counts what the short way cannot say, and why', () => {
    expect(counted({ agent: 'z' })).toMatchObject({ short: { allows: false, decide: false }, cause: 'templates' });
    expect(counted({ agent: 'y', path: '/a/b' })).toMatchObject({ short: { allows: false, decide: false }, cause: 'path' });
    expect(counted({ agent: 'y', operation: 'reed' })).toMatchObject({ cause: 'operation', tests: { nodes: 0 } });
    expect(counted({ policies: ['root'] })).toMatchObject({ cause: 'root' });
    expect(counted({ agent: 'y', nobody: 1 })).toMatchObject({ cause: 'form' });
    for (const request of [null, 17, [], 'x']) expect(new TestCounter(engineOfText(TEXT)).count(request as never)).toMatchObject({ cause: 'form' });
  });

  it('counts parameters up to the one that is refused, and atoms up to the one that settles it', () => {
    const of = (path: string, request: object) => counted({ agent: 'x', path, ...request }).tests;
    expect(of('a/b', { parameters: { repo: 'x', env: 'z' } })).toMatchObject({ parameters: 2, conditions: 0 });
    expect(of('a/b', { parameters: { repo: 'z', env: 'z' } })).toMatchObject({ parameters: 1 });
    // What a program cannot tell is for the rule to judge, too.
    expect(of('a/b', { parameters: { repo: 'z,x', env: 'z' } })).toMatchObject({ parameters: 2 });
    expect(of('a/b', {})).toMatchObject({ parameters: 0 });
    expect(of('a/z/c', { context: { mode: 'x', country: 'DE' } })).toMatchObject({ conditions: 2 });
    expect(of('a/z/c', { context: { mode: 'y', country: 'DE' } })).toMatchObject({ conditions: 1 });
  });

  it('finds the leaf that the engine finds, over the whole language, and leaves the answers alone', () => {
    let walks = 0;
    fc.assert(
      fc.property(worlds({ templates: true }), fc.array(tapes, { minLength: 1, maxLength: 8, size: 'max' }), (world, asked) => {
        const engine = engineOf(world);
        const counter = new TestCounter(engineOf(world));
        const again = new TestCounter(engineOf(world));
        for (const tape of asked) {
          const request = requestOf(world, tape) as unknown as Request;
          const found = counter.count(request);
          expect(found.short.allows, JSON.stringify(request)).toBe(engine.quick.answer(request) !== -2);
          expect(found.short.decide).toBe(engine.quick.outcome(request) >= 0);
          expect(again.count(request)).toEqual(found);
        }
        // Other requests before make no difference.
        expect(asked.map((tape) => counter.count(requestOf(world, tape) as unknown as Request))).toEqual(
          asked.map((tape) => again.count(requestOf(world, tape) as unknown as Request)),
        );
        expect(counter.disagreements).toBe(0);
        walks += counter.walks;
      }),
      runs(60),
    );
    expect(walks).toBeGreaterThan(60);
  });
});

describe('counting tests of a workload', async () => {
  const { WORKLOADS, generate } = await bench('workload/generate.mjs');
  const { sourcesOf, polcRequest } = await bench('workload/to-polc.mjs');
  const workload = generate('w2', { size: { ...(WORKLOADS.w2 as NonNullable<typeof WORKLOADS.w2>), agents: 30 }, requests: 2_000, seedShift: 9 });
  const bundle = compile(sourcesOf(workload)).bundle as Uint8Array;
  const requests = workload.requests.map(polcRequest);

  it('goes the short way, disagrees with no walk, and answers as before', () => {
    const engine = loadBundle(bundle);
    const watched = loadBundle(bundle);
    const counter = new TestCounter(watched);
    const known = new Set(workload.agents.map(({ id }) => id));
    for (const request of requests) {
      const { short, tests } = counter.count(request);
      expect([short.allows, tests.nodes > 0]).toEqual([true, known.has(request.agent as string)]);
      expect(watched.allows(request)).toBe(engine.allows(request));
    }
    expect(counter.disagreements).toBe(0);
    expect(counter.walks).toBeGreaterThan(requests.length / 2);
  });

  it('comes with each program to what the runner comes to', () => {
    const { tables } = loadBundle(bundle);
    const runner = new ProgramRunner(tables.constants, new Clock(Date.now));
    const walker = new Walker();
    const tests = noTests();
    let programs = 0;
    for (const request of requests) {
      const view = makeView(tables, [tables.policyByName.get(request.agent as string) as number], null);
      walker.walk(view, request.path, request.path.length);
      if (walker.best < 0 || walker.word & LEAF.plain || walker.word >>> PROGRAM_SHIFT === 0) continue;
      programs++;
      const parameters = request.parameters ?? null;
      const code = runner.run(view.labels, walker.program * 4, view.constantsOf(walker.best), parameters, request);
      expect(countProgram(runner, view.labels, walker.program * 4, view.constantsOf(walker.best), parameters, request, tests)).toBe(code);
    }
    expect(programs).toBeGreaterThan(200);
    expect(Math.min(tests.parameters, tests.conditions)).toBeGreaterThan(100);
  });
});
