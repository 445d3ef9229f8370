// An emitted module decides as the bundle does that it was made of: the same answers, to the last member.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, type SourceText } from '@polc/compiler';
import { type Engine, type EngineOptions, type Facts, type JsonObject, loadBundle, type Request } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clock } from '../arbitraries/language/load-world.js';
import { requestOf } from '../arbitraries/language/requests.js';
import { tapes } from '../arbitraries/language/tape.js';
import { type World, worldFacts, worldText } from '../arbitraries/language/world.js';
import { worlds } from '../arbitraries/language/worlds.js';
import { bench } from '../bench/modules.js';
import { type DecisionCase, decisionCases, delegationCases, randomCases } from '../conformance/vault-cases.js';
import { runs } from '../runs.js';
import { type Deciding, type Emitted, load, moduleOf, ROOT, standaloneText } from './load-module.js';

function bundleOf(sources: readonly SourceText[]): Uint8Array {
  const { bundle, diagnostics } = compile(sources);
  if (bundle === undefined) throw new Error(diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  return bundle;
}

/** Beside the bundle's engine, that of a module: both are asked alike. */
function expectAlike(bundle: Engine, emitted: Deciding, requests: readonly Request[]): void {
  for (const request of requests) {
    // First, before anything else has met the request.
    const allows = emitted.allows(request);
    const [expected, answer] = [bundle, emitted].map((engine) => JSON.stringify(engine.decide(request)));
    expect(answer, JSON.stringify(request)).toBe(expected);
    expect(allows, JSON.stringify(request)).toBe(bundle.allows(request));
    // Again, when all that is kept between requests has been filled.
    expect(emitted.allows(request), JSON.stringify(request)).toBe(allows);
  }
}

async function bothOf(sources: readonly SourceText[], options: EngineOptions, emit: (bundle: Uint8Array) => Promise<Emitted>): Promise<[Engine, Deciding]> {
  const bundle = bundleOf(sources);
  return [loadBundle(bundle, options), (await emit(bundle)).makeEngine(options)];
}

const standalone = async (bundle: Uint8Array) => load(await standaloneText(bundle));

/** An agent for each list of the requests: such lists get selectors. */
function agentsWith(requests: readonly Request[], known: ReadonlySet<string>): string {
  const lists = new Set(requests.map(({ policies = [] }) => JSON.stringify(policies.filter((name) => known.has(name)))));
  return [...lists].map((list, i) => `agent "a${i}" { policies = ${list} }\n`).join('');
}

describe('an emitted module decides as its bundle', () => {
  const folders = readdirSync(join(ROOT, 'policies'));

  it.each(folders)('the requests of policies/%s', async (folder) => {
    const at = join(ROOT, 'policies', folder);
    const sources = readdirSync(at)
      .filter((name) => (name.endsWith('.hcl') && !name.endsWith('.test.hcl')) || name.endsWith('.tools.json'))
      .map((name) => ({ file: name, text: readFileSync(join(at, name), 'utf8') }));
    const facts = existsSync(join(at, 'facts.json')) ? { facts: JSON.parse(readFileSync(join(at, 'facts.json'), 'utf8')) as Facts } : {};
    const requests = readFileSync(join(at, 'requests.jsonl'), 'utf8').trimEnd().split('\n');
    const [bundle, emitted] = await bothOf(sources, { ...facts, clock: () => 1_000 }, standalone);
    expectAlike(
      bundle,
      emitted,
      requests.map((line) => (JSON.parse(line) as { request: Request }).request),
    );
  });

  it.each(['w1', 'w2'])('the requests of the workload %s', async (name) => {
    const { generate } = await bench('workload/generate.mjs');
    const { sourcesOf, polcRequest } = await bench('workload/to-polc.mjs');
    const workload = generate(name);
    const [bundle, emitted] = await bothOf(sourcesOf(workload), {}, standalone);
    const requests = JSON.parse(JSON.stringify(workload.requests.map(polcRequest))) as Request[];
    expectAlike(bundle, emitted, requests);
    expect(requests.map((request) => emitted.allows(request))).toEqual(workload.requests.map((request) => request.expect));
    // Other requests for the same policies: by the policies' names, with what is not said, and at the edges of paths.
    const others = requests.slice(0, 2_000).flatMap(({ agent, ...request }): Request[] => {
      const { context, path, ...bare } = request;
      return [
        { ...bare, path, policies: [agent as string] },
        { ...bare, path: `${path}/`, agent: agent as string },
        { ...bare, path: `/${path}`, agent: agent as string },
        { ...bare, path: path.slice(0, -1), agent: agent as string, context: { ...(context as JsonObject), ip: 'nowhere', time: 'never' } },
        { ...request, operation: 'list', path: path.slice(0, path.lastIndexOf('/') + 1), agent: agent as string },
      ];
    });
    expectAlike(bundle, emitted, others);
  });

  it("Vault's own cases", async () => {
    const halves = delegationCases().flatMap(({ subject, ceiling }) => [subject, ceiling]);
    const byPolicies = new Map<DecisionCase['policies'], Request[]>();
    for (const { policies, request } of [...decisionCases(), ...randomCases(), ...halves]) {
      byPolicies.set(policies, [...(byPolicies.get(policies) ?? []), request]);
    }
    expect(byPolicies.size).toBeGreaterThan(100);
    for (const [policies, requests] of byPolicies) {
      const sources = Object.entries(policies).flatMap(([name, text]) => (text === null ? [] : [{ file: `${name}.hcl`, name, text }]));
      sources.push({ file: 'agents.polc.hcl', name: 'agents', text: agentsWith(requests, new Set(sources.map(({ name }) => name))) });
      const [bundle, emitted] = await bothOf(sources, { allowRoot: true }, moduleOf);
      expectAlike(bundle, emitted, requests);
    }
  });

  it('any requests at any policies', async () => {
    await fc.assert(
      fc.asyncProperty(worlds(), fc.array(tapes, { minLength: 1, maxLength: 8, size: 'max' }), async (world: World, asked) => {
        const options = { clock, facts: worldFacts(world) };
        const [bundle, emitted] = await bothOf([{ file: 'world.hcl', text: worldText(world) }], options, moduleOf);
        expectAlike(
          bundle,
          emitted,
          asked.map((tape) => requestOf(world, tape) as unknown as Request),
        );
      }),
      runs(100, 1_600),
    );
  });
});
