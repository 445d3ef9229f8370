// Trees as people are shown them: what stands in them, and which leaf wins.

import { compile } from '@polc/compiler';
import { type Engine, loadBundle, type ShownLeaf, type ShownTree, treesOf } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worldFacts, worldText } from '../arbitraries/language/world.js';
import { worlds } from '../arbitraries/language/worlds.js';
import { scenario } from '../arbitraries/request.js';
import { runs } from '../runs.js';

function engineOf(policies: Readonly<Record<string, string>>): Engine {
  const { bundle, diagnostics } = compile(Object.entries(policies).map(([name, text]) => ({ file: `${name}.hcl`, text, name })));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return loadBundle(bundle as Uint8Array);
}

const leavesOf = ({ nodes }: ShownTree): readonly ShownLeaf[] => nodes.flatMap(({ leaves }) => leaves);
const written = ({ pattern: { kind, text } }: ShownLeaf) => (kind === 'prefix' ? `${text}*` : text);
const linesOf = ({ alternatives }: { readonly alternatives: ShownLeaf['alternatives'] }) =>
  alternatives.flatMap(({ stanzas }) => stanzas.map(({ file, line }) => `${file}:${line}`));

/** The one tree of a policy `p`. */
function treeOf(text: string, path: string | null = null): ShownTree {
  const [tree] = treesOf(engineOf({ p: text }), { policies: ['p'] }, path) ?? [];
  if (tree === undefined) throw new Error('no tree');
  return tree;
}

/** Pattern and stanzas of what a tree says wins: a leaf, or templates. */
function winnerOf(tree: ShownTree): { readonly pattern: string | null; readonly stanzas: readonly string[] } | null {
  const winners = leavesOf(tree).filter(({ wins }) => wins);
  const templates = tree.templated.filter(({ wins }) => wins);
  expect(winners.length).toBeLessThanOrEqual(1);
  const [leaf] = winners;
  if (leaf === undefined && templates.length === 0) return null;
  return {
    pattern: leaf === undefined ? null : `${leaf.pattern.kind} ${leaf.pattern.text}`,
    stanzas: [...new Set([...winners, ...templates].flatMap(linesOf))].sort(),
  };
}

/** Each layer's rule, as a decision has found it, is what its tree says wins. */
function expectSameWinners(engine: Engine, owner: NonNullable<Parameters<typeof treesOf>[1]>, path: string): number {
  const trees = treesOf(engine, owner, path);
  expect(trees).not.toBeNull();
  const { layers } = engine.groundsOf({ ...owner, operation: 'read', path }).verdict;
  let found = 0;
  for (const { layer, principal, lists, rule } of layers) {
    const numbers = lists?.[0]?.view.policies.map((number) => engine.tables.policies[number]?.name).join();
    const tree = trees?.find((each) => each.policies.join() === numbers && each.layers.some((one) => one.layer === layer && one.principal === principal));
    if (tree === undefined) throw new Error(`no tree of ${layer}`);
    const winner = winnerOf(tree);
    expect(winner === null).toBe(rule === null);
    if (rule === null || winner === null) continue;
    found++;
    if (winner.pattern !== null) expect(winner.pattern).toBe(`${rule.kind} ${rule.text}`);
    expect(winner.stanzas).toEqual([...new Set(rule.stanzas.map(({ file, line }) => `${file}:${line}`))].sort());
  }
  return found;
}

describe('the trees of an engine', () => {
  it('hold each stanza once, in the leaf of its pattern', () => {
    fc.assert(
      fc.property(scenario(1), ({ policies }) => {
        const engine = engineOf(Object.fromEntries(policies));
        const trees = treesOf(engine, null) ?? [];
        expect(trees.map(({ policies: [name] }) => name)).toEqual(engine.contents.policies.map(({ name }) => name));
        engine.contents.policies.forEach(({ stanzas }, i) => {
          const tree = trees[i] as ShownTree;
          const expected = stanzas.map(({ stanza, pattern }) => `${pattern === null ? stanza.written : pattern.text} ${stanza.line}`);
          const shown = [
            ...leavesOf(tree).flatMap((leaf) => leaf.alternatives.flatMap(({ stanzas }) => stanzas.map(({ line }) => `${leaf.pattern.text} ${line}`))),
            ...tree.templated.flatMap((each) => each.alternatives.flatMap(({ stanzas }) => stanzas.map(({ line }) => `${each.template} ${line}`))),
          ];
          expect(shown.sort()).toEqual(expected.sort());
        });
      }),
      runs(200),
    );
  });

  it('say of every path what a decision says of bare policies', () => {
    let found = 0;
    fc.assert(
      fc.property(scenario(), ({ policies, requests }) => {
        const engine = engineOf(Object.fromEntries(policies));
        for (const { path } of requests) found += expectSameWinners(engine, { policies: [...policies.keys()] }, path);
      }),
      runs(300),
    );
    expect(found).toBeGreaterThan(300);
  });

  it('say of every path what a decision says of agents and users, layer by layer', () => {
    let found = 0;
    fc.assert(
      fc.property(worlds(), fc.array(fc.constantFrom('a', 'a/', 'a/b', 'b/a', 'a/b/c', 'b', 'x'), { maxLength: 3 }), (world, paths) => {
        const { bundle } = compile([{ file: 'w.hcl', text: worldText(world) }]);
        fc.pre(bundle !== undefined);
        const engine = loadBundle(bundle as Uint8Array, { facts: worldFacts(world) });
        for (const { kind, id } of engine.contents.principals) {
          for (const path of paths) found += expectSameWinners(engine, kind === 'agent' ? { agent: id } : { user: { id } }, path);
        }
      }),
      runs(100),
    );
    expect(found).toBeGreaterThan(10);
  });

  it('keep on a walk only what it comes to', () => {
    const text = ['a/*', 'a/+/c', 'a/b', 'a/bcd', 'x', '+/b'].map((path) => `path "${path}" { capabilities = ["read"] }`).join('\n');
    const { nodes } = treeOf(text, 'a/b');
    expect(nodes.flatMap(({ leaves }) => leaves.map(written)).sort()).toEqual(['+/b', 'a/*', 'a/b']);
    expect(nodes.filter(({ reached }) => !reached).map(({ edge }) => edge)).toEqual([]);
    expect(
      treeOf(text, 'a/bce')
        .nodes.filter(({ reached }) => !reached)
        .map(({ edge }) => edge),
    ).toEqual(['cd']);
  });

  it('have a node for each text that leads on, whatever it is', () => {
    const { nodes } = treeOf('path "😀/é" { capabilities = ["read"] }\npath "😁/é" { capabilities = ["list"] }');
    expect(nodes.map(({ parent, edge }) => [parent, edge])).toEqual([
      [-1, ''],
      [0, '\ud83d'],
      [1, '\ude00/é'],
      [1, '\ude01/é'],
    ]);
  });

  it('read patterns that nest as deep as they are many', () => {
    const paths = Array.from({ length: 3000 }, (_, i) => 'a/'.repeat(i + 1));
    const { nodes } = treeOf(paths.map((path) => `path "${path}*" { capabilities = ["read"] }`).join('\n'));
    expect(nodes.flatMap(({ leaves }) => leaves.map(written)).sort()).toEqual(paths.map((path) => `${path}*`).sort());
  });

  it('show a program as what it tests, in the words of an author', () => {
    const when = (expr: string) => `path "x" {\n  capabilities = ["read"]\n  allowed_parameters = { "a" = ["1", "2"], "b" = [] }\n  when { expr = ${expr} }\n}`;
    const programOf = (expr: string) => leavesOf(treeOf(when(expr)))[0]?.program;
    expect(programOf('context.a == "x"')).toEqual({
      parameters: [
        { name: 'a', values: ['1', '2'] },
        { name: 'b', values: [] },
      ],
      tests: [{ test: 'equals', condition: 'context.a == "x"', type: null, true: 'allowed', false: 'condition_false', unknown: 'condition_unknown' }],
    });
    const conditionsOf = (expr: string) => programOf(expr)?.tests.map(({ condition }) => condition);
    for (const expr of [
      'context.a in ["x", "y"]',
      '"x" in context.a',
      'contains(context.a, "x")',
      'cidr_contains(["10.0.0.0/8", "2001:db8::/32", "::/0", "1:0:0:2::/64", "1:2:3:4:5:6:7:8/128"], context.ip)',
      'within_hours(context.time, "Europe/Berlin", ["mon-fri"], ["09:00-17:00"])',
    ]) {
      expect(conditionsOf(expr)).toEqual([expr]);
    }
    expect(programOf('context.a == "x" || !(context.b == "y")')?.tests).toMatchObject([
      { condition: 'context.a == "x"', true: 'allowed', false: 3, unknown: 2 },
      { condition: 'context.b == "y"', true: 'condition_unknown', false: 'allowed', unknown: 'condition_unknown' },
      { condition: 'context.b == "y"', true: 'condition_false', false: 'allowed', unknown: 'condition_unknown' },
    ]);
  });

  it('show programs of several policies together, each with its own constants', () => {
    const when = (path: string, country: string) => `path "${path}" {\n  capabilities = ["read"]\n  when { expr = context.country == "${country}" }\n}`;
    const engine = engineOf({ p: when('a', 'DE'), q: `${when('b', 'FR')}\n${when('c', 'DE')}`, r: when('c', 'IT') });
    const [tree] = treesOf(engine, { policies: ['p', 'q', 'r'] }) ?? [];
    const shown = leavesOf(tree as ShownTree).map((leaf) => [
      leaf.pattern.text,
      leaf.program?.tests.map(({ condition }) => condition) ?? leaf.alternatives.map(({ conditions }) => conditions),
    ]);
    expect(shown).toEqual([
      ['a', ['context.country == "DE"']],
      ['b', ['context.country == "FR"']],
      ['c', [['context.country == "DE"'], ['context.country == "IT"']]],
    ]);
  });

  it('show everything else as an author would write it', () => {
    const [leaf] = leavesOf(
      treeOf(`path "x" {
        capabilities = ["read"]
        parameters {
          n = integer(min: 1)
        }
        max_ttl      = "10m"
        when { expr = context.n > 3 }
        approval { by = ["group:ops"] }
      }`),
    );
    expect(leaf?.program).toBeNull();
    expect(leaf?.alternatives).toMatchObject([
      { conditions: ['context.n > 3'], shape: 'object({ n = integer(min: 1) })', own: { maxTtl: 600, approval: { by: ['group:ops'] } } },
    ]);
  });

  it('are none of a principal that does not exist, and say where a list names a policy that does not', () => {
    const engine = engineOf({ p: 'path "a" { capabilities = ["read"] }' });
    expect(treesOf(engine, { agent: 'nobody' })).toBeNull();
    expect(treesOf(engine, { user: { id: 'nobody' } })).toBeNull();
    expect(treesOf(engine, { policies: ['p', 'gone'] }, 'a')).toMatchObject([{ unknown: 'gone', policies: ['p'], nodes: [{}, { leaves: [{ wins: false }] }] }]);
  });
});
