// The worked examples of policies/: every request of theirs gets the answer written beside it, from the engine and from the oracle, and check has
// nothing to say about the policies.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { baseName, check, compile, RULES, type SourceText } from '@polc/compiler';
import { makeSource, parse } from '@polc/grammar';
import { loadBundle, type Request } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { oracleDecide } from './oracle/index.js';

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

function sourcesOf(folder: string): SourceText[] {
  const names = readdirSync(`${POLICIES}${folder}`).filter((name) => name.endsWith('.hcl') && !name.endsWith('.test.hcl'));
  return names.map((name) => ({ file: `policies/${folder}/${name}`, text: readFileSync(`${POLICIES}${folder}/${name}`, 'utf8') }));
}

function examplesOf(folder: string): Example[] {
  const lines = readFileSync(`${POLICIES}${folder}/requests.jsonl`, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Example);
}

const FOLDERS = foldersOf(POLICIES);

it('there are examples', () => {
  expect(FOLDERS).toEqual(expect.arrayContaining(['ci-runner', 'code-review-agent', 'kv2-team', 'transit-user']));
});

describe.each(FOLDERS)('%s', (folder) => {
  const sources = sourcesOf(folder);
  const examples = examplesOf(folder);
  const { bundle } = compile(sources);
  const engine = loadBundle(bundle ?? new Uint8Array());
  const documents = new Map(sources.map(({ file, text }) => [baseName(file), parse(makeSource(file, text)).value]));

  it('has requests that are allowed, requests that are not, and names only policies of its own', () => {
    expect(new Set(examples.map(({ expect: { allowed } }) => allowed))).toEqual(new Set([true, false]));
    const unknown = examples.flatMap(({ request }) => request.policies ?? []).filter((name) => !documents.has(name));
    expect(unknown).toEqual([]);
  });

  it.each(examples)('$request.operation $request.path: $why', ({ request, expect: expected }) => {
    expect(engine.decide(request)).toMatchObject(expected);
    expect(engine.allows(request)).toBe(expected.allowed);
    const { allowed, outcome, capabilities, ...vault } = oracleDecide(documents, request);
    const known = { allowed, outcome, capabilities, vault };
    expect(Object.keys(known)).toEqual(expect.arrayContaining(Object.keys(expected)));
    expect(known).toMatchObject(expected);
  });
});

it('check finds nothing to say about them, each folder by itself and all together', () => {
  expect(RULES.length).toBeGreaterThan(0);
  const folders = FOLDERS.map(sourcesOf);
  for (const sources of [...folders, folders.flat()]) expect(check(sources).diagnostics).toEqual([]);
});
