// Decision diagrams of conditions against Kleene's tables, by brute force over every truth of every atom.

import type { Code } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildDiagram, type DiagramNode, type Truth } from '../../compiler/tree/diagram.js';
import { runs } from '../runs.js';
import { stopwatch } from '../stopwatch.js';

const ATOMS = 5;
const atom = (number: number): Code => ['eq', ['read', 'context', `a${number}`], ['const', 'x']];
const numberOf = (code: Code) => (code[0] === 'eq' ? Number(String((code[1] as readonly unknown[])[2]).slice(1)) : null);

const { code: CODES } = fc.letrec<{ code: Code }>((tie) => ({
  code: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.nat(ATOMS - 1).map(atom),
    fc.nat(ATOMS - 1).map((number): Code => ['ne', ...(atom(number).slice(1) as [Code, Code])]),
    fc.boolean().map((value): Code => ['const', value]),
    tie('code').map((one): Code => ['not', one]),
    fc.tuple(fc.constantFrom('and', 'or'), fc.array(tie('code'), { minLength: 1, maxLength: 4 })).map(([op, all]) => [op, ...all] as unknown as Code),
  ),
}));

const not = (truth: Truth): Truth => (truth === 'true' ? 'false' : truth === 'false' ? 'true' : 'unknown');

/** As the specification's table has it (§7.4), leaf by leaf. */
function truthOf(code: Code, truths: readonly Truth[]): Truth {
  switch (code[0]) {
    case 'const':
      return code[1] === true ? 'true' : 'false';
    case 'not':
      return not(truthOf(code[1], truths));
    case 'and':
    case 'or': {
      const all = (code.slice(1) as Code[]).map((one) => truthOf(one, truths));
      const settling = code[0] === 'and' ? 'false' : 'true';
      return all.includes(settling) ? settling : all.includes('unknown') ? 'unknown' : not(settling);
    }
    case 'ne':
      return not(truths[numberOf(['eq', code[1], code[2]]) as number] as Truth);
    default:
      return truths[numberOf(code) as number] as Truth;
  }
}

const TRUTHS: readonly Truth[] = ['true', 'false', 'unknown'];
const ALL = Array.from({ length: 3 ** ATOMS }, (_, row) => Array.from({ length: ATOMS }, (_, i) => TRUTHS[Math.floor(row / 3 ** i) % 3] as Truth));

/** Where a way through ends, and how often it asked each atom. */
function follow(root: DiagramNode<number> | Truth, truths: readonly Truth[]): { readonly end: Truth; readonly asked: readonly number[] } {
  const asked: number[] = [];
  let at = root;
  while (typeof at !== 'string') {
    asked.push(at.atom);
    at = at.on[truths[at.atom] as Truth];
  }
  return { end: at, asked };
}

describe('a decision diagram', () => {
  it('ends where its condition does, and asks each atom at most once, cheap ones first', () => {
    let built = 0;
    fc.assert(
      fc.property(CODES, (code) => {
        const diagram = buildDiagram(code, numberOf);
        if (diagram === null) return;
        built++;
        for (const truths of ALL) {
          const { end, asked } = follow(diagram.root, truths);
          expect(end).toBe(truthOf(code, truths));
          expect(asked).toEqual([...new Set(asked)].sort((a, b) => a - b));
        }
      }),
      runs(600),
    );
    expect(built).toBeGreaterThan(500);
  });

  it('has no two equal nodes, none that leads to one place only, and each behind all that lead to it', () => {
    fc.assert(
      fc.property(CODES, (code) => {
        const { nodes } = buildDiagram(code, numberOf) ?? { nodes: [] as readonly DiagramNode<number>[] };
        const place = (next: DiagramNode<number> | Truth) => (typeof next === 'string' ? next : nodes.indexOf(next));
        const keys = nodes.map(({ atom: number, on }) => JSON.stringify([number, ...TRUTHS.map((truth) => place(on[truth]))]));
        expect(new Set(keys).size).toBe(keys.length);
        nodes.forEach(({ on }, i) => {
          const next = TRUTHS.map((truth) => place(on[truth]));
          expect(new Set(next).size).toBeGreaterThan(1);
          for (const one of next) if (typeof one === 'number') expect(one).toBeGreaterThan(i);
        });
      }),
      runs(600),
    );
  });

  it('is not built where it would double with each atom, nor of what cannot be tested', () => {
    const pairs = (count: number): Code => ['or', ...Array.from({ length: count }, (_, i): Code => ['and', atom(i), atom(count + i)])] as unknown as Code;
    expect(buildDiagram(pairs(2), numberOf)).not.toBeNull();
    const elapsed = stopwatch();
    expect(buildDiagram(pairs(12), numberOf)).toBeNull();
    let shared = atom(0);
    for (let i = 0; i < 40; i++) shared = ['and', shared, shared];
    expect(buildDiagram(shared, numberOf)?.nodes.length).toBe(1);
    expect(elapsed()).toBeLessThan(500);
    expect(buildDiagram(['and', atom(0), ['has', 'context', 'x']], numberOf)).toBeNull();
  });
});
