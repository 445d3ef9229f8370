// A workspace says after each change what a compilation of all its sources says, and keeps what was made of files that stay.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CompileOptions, type CompileResult, compile, type SourceText, Workspace } from '@polc/compiler';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Edit, type History, histories } from '../arbitraries/source-edits.js';
import { runs } from '../runs.js';

const RUNS = 90;
const POLICIES = fileURLToPath(new URL('../../policies/', import.meta.url));
const EXAMPLES = readdirSync(POLICIES, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:hcl|tools\.json)$/.test(file))
  .sort()
  .map((file): SourceText => ({ file, text: readFileSync(`${POLICIES}${file}`, 'utf8') }));

/** What an update is said to do, one source after the other. */
function edited(sources: readonly SourceText[], { set, remove }: Edit): readonly SourceText[] {
  const now = sources.filter(({ file }) => !remove.includes(file));
  for (const next of set) {
    const at = now.findIndex(({ file }) => file === next.file);
    const others = now.splice(0).flatMap((old, i) => (i === at ? [next] : old.file === next.file ? [] : [old]));
    now.push(...others, ...(at < 0 ? [next] : []));
  }
  return now;
}

function expectSame(found: CompileResult, fresh: CompileResult): void {
  expect(found.diagnostics).toEqual(fresh.diagnostics);
  expect(found.bundle === undefined ? null : Buffer.from(found.bundle).toString('hex')).toBe(
    fresh.bundle === undefined ? null : Buffer.from(fresh.bundle).toString('hex'),
  );
  expect(found.model).toEqual(fresh.model);
}

/** How often a set compiled, and how often it did not: a property that saw one of them only would say little. */
class Seen {
  sound = 0;
  faulty = 0;

  replay({ sources, edits }: History, options: CompileOptions): void {
    const workspace = new Workspace(sources, options);
    let now = sources;
    expectSame(workspace.compile(), compile(now, options));
    for (const edit of edits) {
      workspace.update(edit);
      now = edited(now, edit);
      const fresh = compile(now, options);
      expectSame(workspace.compile(), fresh);
      if (fresh.bundle === undefined) this.faulty++;
      else this.sound++;
    }
  }
}

const TOOLS = (type: string) => `{"tools": [{"name": "t", "inputSchema": {"type": "object", "properties": {"n": {"type": "${type}"}}}}]}`;
const load = (reference: string) => (reference === 'beyond.json' ? TOOLS('number') : null);

describe('a workspace', () => {
  it.each<readonly [string, CompileOptions]>([
    ['without lint', { load }],
    ['with lint', { load, lint: true }],
  ])('compiles as all its sources do, whatever happens to them, %s', (_, options) => {
    const seen = new Seen();
    fc.assert(
      fc.property(histories(), (history) => seen.replay(history, options)),
      runs(RUNS),
    );
    expect(seen.sound).toBeGreaterThan(5);
    expect(seen.faulty).toBeGreaterThan(5);
  });

  it('compiles as all its sources do, whatever happens to the worked examples', () => {
    const seen = new Seen();
    const folders = [...new Set(EXAMPLES.map(({ file }) => file.split('/')[0] as string))];
    const sets = fc.constantFrom(...folders).chain((folder) => histories(EXAMPLES.filter(({ file }) => file.startsWith(`${folder}/`))));
    fc.assert(
      fc.property(sets, (history) => seen.replay(history, {})),
      runs(RUNS / 2),
    );
    expect(seen.sound).toBeGreaterThan(5);
    expect(seen.faulty).toBeGreaterThan(5);
  });

  const NAMES = ['one', 'two', 'three', 'four'];
  const vault = (name: string, capability = 'read'): SourceText => ({
    file: `${name}.hcl`,
    text: `path "secret/${name}" { capabilities = ["${capability}"]  when { expr = context.risk < 5 } }\npath "a" { capabilities = ["deny"] }\n`,
  });
  const agents = { file: 'agents.hcl', text: NAMES.map((name) => `agent "${name}" { policies = ["${name}"] }\n`).join('') };

  it('keeps the policies, stanzas and records of files that stay as they are', () => {
    const workspace = new Workspace([...NAMES.map((name) => vault(name)), agents]);
    const before = workspace.compile().model;
    workspace.update({ set: [vault('two', 'update'), vault('three')], remove: ['four.hcl'] });
    const { model, diagnostics } = workspace.compile();
    expect(diagnostics.map(({ message }) => message)).toEqual(['no policy is called "four"']);
    expect(model.policies.map((policy, i) => [policy.name, policy === before.policies[i]])).toEqual([
      ['one', true],
      ['two', false],
      ['three', true],
    ]);
    expect(model.policies[0]?.stanzas.every((stanza, i) => stanza === before.policies[0]?.stanzas[i])).toBe(true);
    expect(model.blocks.agents.map((agent, i) => agent === before.blocks.agents[i] && agent.record === before.blocks.agents[i]?.record)).toEqual(
      NAMES.map(() => true),
    );
  });

  it('keeps them while others come to words that nobody else may speak of', () => {
    const workspace = new Workspace([...NAMES.map((name) => vault(name)), agents]);
    const before = workspace.compile().model;
    workspace.update({ set: [{ file: 'five.hcl', text: 'path "schema/condition/tools" { capabilities = ["read"] } # no schema { }, no condition' }] });
    expect(
      workspace
        .compile()
        .model.policies.slice(0, 4)
        .every((policy, i) => policy === before.policies[i]),
    ).toBe(true);
  });

  it('checks all files anew once a word means something else, and after it is gone', () => {
    const speaks: SourceText = { file: 'p.hcl', text: 'path "a" { capabilities = ["read"]  when { expr = condition.calm } }\n' };
    const means = (expr: string): SourceText => ({ file: 'words.hcl', text: `condition "calm" { expr = ${expr} }\n` });
    const workspace = new Workspace([speaks]);
    const codes = () => workspace.compile().diagnostics.map(({ code }) => code);
    const condition = () => JSON.stringify(workspace.compile().model.policies[0]?.stanzas[0]?.when[0]?.code);
    expect(codes()).toEqual(['unknown-condition']);
    workspace.update({ set: [means('context.risk < 5')] });
    expect(codes()).toEqual([]);
    const calm = condition();
    workspace.update({ set: [means('context.risk < 6')] });
    expect(condition()).toBe(calm.replace('5', '6'));
    workspace.update({ set: [means('nope')] });
    expect(codes()).toEqual(['unknown-root']);
    workspace.update({ remove: ['words.hcl'] });
    expect(codes()).toEqual(['unknown-condition']);
  });

  it('asks again for what its files name beyond the sources', () => {
    let type = 'number';
    const options: CompileOptions = { load: (reference) => (reference === 's.json' ? new TextEncoder().encode(TOOLS(type)) : null) };
    const sources: SourceText[] = [
      { file: 'server.hcl', text: 'tools "s" { schema = "s.json" }\n' },
      { file: 'p.hcl', text: 'path "mcp/s/t" { capabilities = ["invoke"]  when { expr = parameters.n > 5 } }\n' },
    ];
    const workspace = new Workspace(sources, options);
    for (const next of ['number', 'boolean', 'boolean', 'number']) {
      type = next;
      expectSame(workspace.compile(), compile(sources, options));
    }
    type = 'boolean';
    expect(workspace.compile().diagnostics.map(({ code }) => code)).toEqual(['type-mismatch']);
  });

  it('says the same after a loader that failed', () => {
    let fails = true;
    const options: CompileOptions = {
      load: () => {
        if (fails) throw new Error('the disk is gone');
        return null;
      },
    };
    const sources: SourceText[] = [
      { file: 'words.hcl', text: 'schema { context { risk = "nothing" } }\n' },
      { file: 'server.hcl', text: 'tools "s" { schema = "s.json" }\n' },
    ];
    const workspace = new Workspace(sources, options);
    expect(() => workspace.compile()).toThrow('the disk is gone');
    fails = false;
    expectSame(workspace.compile(), compile(sources, options));
  });

  it('takes a source of one name in the place of all that had it, and refuses what is no text without a change', () => {
    const named = (name: string): SourceText => ({ file: 'same.hcl', text: 'path "a" { capabilities = ["read"] }', name });
    const workspace = new Workspace([named('p'), vault('one'), named('q')]);
    const names = () => workspace.compile().model.policies.map(({ name }) => name);
    expect(names()).toEqual(['p', 'one', 'q']);
    workspace.update({ set: [named('r')] });
    expect(names()).toEqual(['r', 'one']);
    expect(() => workspace.update({ set: [vault('two'), { file: 'x', text: 5 as unknown as string }], remove: ['one.hcl'] })).toThrow(TypeError);
    expect(names()).toEqual(['r', 'one']);
    workspace.update({ set: [vault('one', 'list')], remove: ['one.hcl', 'same.hcl'] });
    expect(names()).toEqual(['one']);
  });
});
