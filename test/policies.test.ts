// The worked examples of policies/: every request of theirs gets the answer written beside it, from the engine and from the oracle, every test of
// theirs passes, and check has nothing to say about the policies.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { baseName, check, compile, RULES, type SourceText } from '@polc/compiler';
import { makeSource, parse } from '@polc/grammar';
import { type Facts, loadBundle, type Request } from '@polc/runtime';
import { runTests } from '@polc/testing';
import { describe, expect, it } from 'vitest';
import { oracleDecide, oracleJudge, readTexts } from './oracle/index.js';

const POLICIES = fileURLToPath(new URL('../policies/', import.meta.url));

interface Expected extends Readonly<Record<string, unknown>> {
  readonly allowed: boolean;
  readonly outcome: string;
}

interface Example {
  readonly request: Request;
  readonly expect: Expected;
  readonly why: string;
}

function foldersOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

const isTests = (name: string): boolean => name.endsWith('.test.hcl');
const isPolicy = (name: string): boolean => name.endsWith('.hcl') && !isTests(name);

/** The policies, and the tools they name. */
function sourcesOf(folder: string): SourceText[] {
  const names = readdirSync(`${POLICIES}${folder}`).filter((name) => isPolicy(name) || name.endsWith('.tools.json'));
  return names.map((name) => ({ file: `policies/${folder}/${name}`, text: readFileSync(`${POLICIES}${folder}/${name}`, 'utf8') }));
}

function testsOf(folder: string): SourceText[] {
  const names = readdirSync(`${POLICIES}${folder}`).filter(isTests);
  return names.map((name) => ({ file: `policies/${folder}/${name}`, text: readFileSync(`${POLICIES}${folder}/${name}`, 'utf8'), role: 'tests' }));
}

function examplesOf(folder: string): Example[] {
  const lines = readFileSync(`${POLICIES}${folder}/requests.jsonl`, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Example);
}

/** Who exists beside the files, where the folder says so. */
function factsOf(folder: string): Facts | undefined {
  const file = `${POLICIES}${folder}/facts.json`;
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Facts) : undefined;
}

const FOLDERS = foldersOf(POLICIES);

it('there are examples', () => {
  const sets = ['agent-calls-agent', 'banking', 'ci-runner', 'code-review-agent', 'kv2-team', 'office-hours-and-place'];
  expect(FOLDERS).toEqual(expect.arrayContaining([...sets, 'decision-server', 'privileged-actions', 'support-chatbot', 'transit-user', 'workspace']));
});

describe.each(FOLDERS)('%s', (folder) => {
  const sources = sourcesOf(folder);
  const examples = examplesOf(folder);
  const facts = factsOf(folder);
  const { bundle, model } = compile(sources);
  const engine = loadBundle(bundle ?? new Uint8Array(), facts === undefined ? {} : { facts });
  const texts = sources.filter(({ file }) => isPolicy(file));
  const reading = readTexts(texts);
  const documents = new Map(texts.map(({ file, text }) => [baseName(file), parse(makeSource(file, text)).value]));
  const names = new Set(model.policies.map(({ name }) => name));

  it('has requests that are allowed, requests that are not, and names only policies of its own', () => {
    expect(new Set(examples.map(({ expect: { allowed } }) => allowed))).toEqual(new Set([true, false]));
    const unknown = examples.flatMap(({ request }) => request.policies ?? []).filter((name) => !names.has(name));
    expect(unknown).toEqual([]);
  });

  it('has every agent, user, delegation and guardrail of its files in some request or answer', () => {
    const { agents, users, delegations, guardrails } = model.blocks;
    const ids = [...agents, ...users, ...delegations].map(({ record }) => record.id);
    const named = examples.map(({ request, expect: expected }) => JSON.stringify([request, expected])).join('\n');
    expect([...ids, ...guardrails.map(({ record }) => record.name)].filter((id) => !named.includes(id))).toEqual([]);
  });

  it.each(examples)('$request.operation $request.path: $why', ({ request, expect: expected }) => {
    const decision = JSON.parse(JSON.stringify(engine.decide(request))) as object;
    expect(decision).toMatchObject(expected);
    expect(engine.allows(request)).toBe(expected.allowed);
    if ('errors' in reading) throw new Error(reading.errors.join('; '));
    const { missing, ...answer } = oracleJudge(reading.model, facts, request);
    const whole = { ...answer, missing: missing.map((attribute) => ({ attribute })), ...vaultOf(request) };
    expect(Object.keys(whole)).toEqual(expect.arrayContaining(Object.keys(expected)));
    expect(whole).toMatchObject(expected);
  });

  it('passes its own tests, which say both yes and no, of every agent, user, policy and guardrail', () => {
    const load = (reference: string) => readFileSync(`${POLICIES}${folder}/${reference}`, 'utf8');
    const tested = compile([...sources, ...testsOf(folder)], { load });
    expect(tested.diagnostics).toEqual([]);
    // Tests are no part of what is built.
    expect(Buffer.from(tested.bundle as Uint8Array).equals(bundle as Uint8Array)).toBe(true);
    const { tests } = tested.model.tests;
    const results = runTests(tested.bundle as Uint8Array, tests);
    expect(results.filter(({ passed }) => !passed).map(({ name, mismatches }) => [name, mismatches])).toEqual([]);
    expect(results.length).toBeGreaterThan(40);
    const expected = JSON.stringify(tests.map(({ cases }) => cases.map((one) => one.expect)));
    expect(expected).toContain('"allow');
    expect(expected).toMatch(/"(?:deny|ceiling|capability_missing)"/);
    const texts = testsOf(folder)
      .map(({ text }) => text as string)
      .join('\n');
    const { agents, users, guardrails } = model.blocks;
    const named = [...agents.map(({ record }) => record.id), ...users.map(({ record }) => record.id), ...guardrails.map(({ record }) => record.name)];
    expect(named.filter((name) => !texts.includes(`"${name}"`))).toEqual([]);
  });

  /** What Vault itself would say, and the oracle that is Vault's only. */
  function vaultOf(request: Request): object {
    if (request.policies === undefined || !request.policies.every((name) => documents.has(name))) return {};
    const { allowed: _, outcome: __, capabilities, ...vault } = oracleDecide(documents, request);
    return { capabilities, vault };
  }
});

it('check finds nothing to say about them, each folder by itself and all together', () => {
  expect(RULES.length).toBeGreaterThan(0);
  const folders = FOLDERS.map(sourcesOf);
  for (const sources of [...folders, folders.flat()]) expect(check(sources).diagnostics).toEqual([]);
});
