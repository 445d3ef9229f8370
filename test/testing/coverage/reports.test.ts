// Reports of coverage and of mutants: what a reader of LCOV, of a page, of JSON and of a terminal gets.

import { type CoverageReport, type MutationResult, runMutants } from '@polc/testing';
import { describe, expect, it } from 'vitest';
import { PLAIN } from '../../../cli/report/colours.js';
import { coveragePages } from '../../../cli/report/coverage-html.js';
import { coverageJson } from '../../../cli/report/coverage-json.js';
import { coverageLcov } from '../../../cli/report/coverage-lcov.js';
import { coverageText } from '../../../cli/report/coverage-text.js';
import { readThresholds, shortfalls, type Thresholds } from '../../../cli/report/coverage-thresholds.js';
import { mutantsJson } from '../../../cli/report/mutants-json.js';
import { mutantsText } from '../../../cli/report/mutants-text.js';
import { bare, measured } from './measured.js';

const FILES = {
  'p.hcl': `policy "p" {
  path "x" {
    capabilities = ["read"]
    when {
      expr = (context.a == 1
        && context.b == 2)
    }
  }
  path "never" { capabilities = ["deny"] }
  path "<b>" { capabilities = ["read"]  when { expr = true } }
}
`,
  'team/c.hcl': 'user "alice" { policies = ["p"] }\n',
};
const { coverage } = measured(FILES);
for (const context of [{ a: 1, b: 2 }, { a: 1, b: 3 }, { a: 1 }]) coverage.add(bare({ context }));
const report = coverage.report();
const uncovered = coverage.uncovered();
const texts = new Map(Object.entries(FILES));

describe('LCOV', () => {
  const lcov = coverageLcov(report);

  it('has the lines of stanzas, conditions and atoms, and atoms as branches', () => {
    expect(lcov.split('\n')).toEqual([
      'TN:',
      'SF:p.hcl',
      ...['BRDA:5,0,0,3', 'BRDA:5,0,1,0', 'BRDA:6,0,2,1', 'BRDA:6,0,3,1', 'BRDA:10,1,0,-', 'BRDA:10,1,1,-', 'BRF:6', 'BRH:3'],
      ...['DA:2,3', 'DA:4,3', 'DA:5,3', 'DA:6,3', 'DA:9,0', 'DA:10,0', 'LF:6', 'LH:4'],
      'end_of_record',
      ...['TN:', 'SF:team/c.hcl', 'BRF:0', 'BRH:0', 'DA:1,0', 'LF:1', 'LH:0'],
      'end_of_record',
      '',
    ]);
  });

  it('is what geninfo describes: known records, each line once, branches on lines that are there, sums that are right', () => {
    for (const record of lcov.split('end_of_record\n').slice(0, -1)) {
      const fields = record.trim().split('\n');
      expect(fields.every((field) => /^(?:TN:|SF:.+|BRDA:\d+,\d+,\d+,(?:-|\d+)|DA:\d+,\d+|(?:BRF|BRH|LF|LH):\d+)$/.test(field))).toBe(true);
      const lines = fields.filter((field) => field.startsWith('DA:')).map((field) => field.slice(3).split(',').map(Number) as [number, number]);
      expect(new Set(lines.map(([line]) => line)).size).toBe(lines.length);
      const branches = fields.filter((field) => field.startsWith('BRDA:')).map((field) => field.slice(5).split(','));
      for (const [line] of branches) expect(lines.some(([there]) => there === Number(line))).toBe(true);
      const sum = (name: string) => Number(fields.find((field) => field.startsWith(`${name}:`))?.slice(name.length + 1));
      expect([sum('LF'), sum('LH')]).toEqual([lines.length, lines.filter(([, hits]) => hits > 0).length]);
      expect([sum('BRF'), sum('BRH')]).toEqual([branches.length, branches.filter(([, , , taken]) => Number(taken) > 0).length]);
    }
  });
});

describe('a page', () => {
  const pages = coveragePages(report, texts, uncovered);
  const page = pages[0]?.html ?? '';

  it('is one for each folder, complete in itself', () => {
    expect(pages.map(({ folder, name }) => [folder, name])).toEqual([
      ['.', 'coverage-policies.html'],
      ['team', 'coverage-team.html'],
    ]);
    for (const { html } of pages) {
      expect(html).not.toMatch(/<script|<link|<img|@import|url\(|\bon[a-z]+=|https?:/i);
      expect(html).toContain('<html lang="en">');
      expect(html).toContain('prefers-color-scheme: dark');
    }
  });

  it('has every line of the source with its mark in words, and nothing of a source as markup', () => {
    const row = (line: number) => page.split('\n').find((text) => text.includes(`id="file-1-line-${line}"`)) ?? '';
    const marks = [1, 2, 5, 6, 9, 10].map((line) => /<span class="hidden">([a-z ]+)<\/span>/.exec(row(line))?.[1] ?? null);
    expect(marks).toEqual([null, 'covered', 'partly covered', 'covered', 'not covered', 'not covered']);
    expect(row(6)).toContain('&amp;&amp; context.b == 2');
    expect(page).not.toContain('<b>');
    expect([...page.matchAll(/id="file-1-line-/g)].length).toBe(11);
  });

  it('is balanced, and every cell of a table has a head', () => {
    for (const { html } of pages) {
      const open: string[] = [];
      for (const [, close, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
        if (name === 'meta') continue;
        if (close === '') open.push(name);
        else expect(open.pop()).toBe(name);
      }
      expect(open).toEqual([]);
      expect(html.match(/<th(?! scope=)[ >]/)).toBeNull();
    }
  });

  it('shows a request for what is missing, and says where none was found', () => {
    expect(page).toContain('a request that shows it');
    expect(page).toContain('no request was found that would show it');
  });
});

describe('JSON', () => {
  it('is one document with shares, files and what was not shown', () => {
    const thresholds = readThresholds('atoms=100') as Thresholds;
    const document = JSON.parse(coverageJson(report, uncovered, shortfalls(report, thresholds)));
    expect(document.shares.atoms).toEqual({ covered: 3, total: 6, percent: 50 });
    expect(document.thresholds_missed).toEqual([{ metric: 'atoms', percent: 50, wanted: 100 }]);
    expect(document.uncovered.length).toBe(uncovered.length);
    expect(document.uncovered[0]).toMatchObject({ file: 'p.hcl', line: 9, metric: 'stanzas', want: 'selected', requests: [{ path: 'never' }] });
    expect(JSON.parse(coverageJson(report, null, []))).not.toHaveProperty('uncovered');
  });
});

describe('text', () => {
  it('is a table, then what no test shows, then thresholds that are missed', () => {
    const thresholds = readThresholds('stanzas=50, mcdc=100') as Thresholds;
    const lines = coverageText(report, uncovered, shortfalls(report, thresholds), PLAIN).split('\n');
    expect(lines.slice(0, 6)).toEqual([
      'coverage of 3 requests',
      '',
      '                stanzas  guardrails    layers  delegations      atoms         mcdc',
      'p.hcl       33.3% (2/6)           -         -            -  50% (3/6)  33.3% (1/3)',
      'team/c.hcl            -           -  0% (0/2)            -          -            -',
      'all         33.3% (2/6)           -  0% (0/2)            -  50% (3/6)  33.3% (1/3)',
    ]);
    expect(lines).toContain('  p.hcl:9  policy "p", "never" never denies');
    expect(lines).toContain('  p.hcl:10  true in when of policy "p", "<b>" is never false');
    expect(lines[lines.indexOf('  p.hcl:10  true in when of policy "p", "<b>" is never false') + 1]).toBe('    no request was found that would show it');
    expect(lines.slice(-3)).toEqual(['stanzas: 33.3% is covered, 50% is wanted', 'mcdc: 33.3% is covered, 100% is wanted', '']);
  });

  it('is the same for the same requests', () => {
    const again = measured(FILES).coverage;
    for (const context of [{ a: 1, b: 3 }, { a: 1 }, { a: 1, b: 2 }]) again.add(bare({ context }));
    expect(coverageText(again.report(), null, [], PLAIN)).toBe(coverageText(report, null, [], PLAIN));
    expect(coverageLcov(again.report())).toBe(coverageLcov(report));
    expect(coveragePages(again.report(), texts, null)).toEqual(coveragePages(report, texts, null));
  });
});

describe('a threshold', () => {
  it('names metrics, each once, with a percentage', () => {
    expect(readThresholds('stanzas=100,atoms=90.5')).toEqual(
      new Map([
        ['stanzas', 100],
        ['atoms', 90.5],
      ]),
    );
    expect(readThresholds('lines=10')).toBe('there is no metric "lines": they are stanzas, guardrails, layers, delegations, atoms, mcdc');
    expect(readThresholds('atoms=101')).toBe('a threshold is a percentage from 0 to 100, not 101');
    expect(readThresholds('atoms=1,atoms=2')).toBe('the threshold of atoms is given twice');
    for (const text of ['', 'atoms', 'atoms=x', 'atoms=1,', 'atoms=-1']) expect(typeof readThresholds(text)).toBe('string');
  });

  it('of 100 is met by nothing less', () => {
    const almost = { shares: { ...report.shares, atoms: { covered: 9_999, total: 10_000 } } } as unknown as CoverageReport;
    expect(shortfalls(almost, new Map([['atoms', 100]]))).toEqual([{ metric: 'atoms', percent: 99.9, wanted: 100 }]);
    expect(shortfalls(almost, new Map([['guardrails', 100]]))).toEqual([]);
  });
});

describe('mutants', () => {
  const source = { file: 'p.hcl', text: FILES['p.hcl'] };
  const result = runMutants([source], [{ name: 'allows', passes: (_, engine) => engine.allows(bare({ context: { a: 1, b: 2 } })) }], {
    kinds: ['drop-deny', 'swap-logic', 'atom-false', 'flip-effect'],
    isEquivalent: ({ kind }) =>
      kind === 'swap-logic'
        ? { equivalence: 'undecided', request: null }
        : { equivalence: 'different', request: { policies: ['p'], operation: 'read', path: 'x' } },
  });

  it('that survive are told as small diffs, with the score', () => {
    const lines = mutantsText(result, PLAIN).split('\n');
    expect(lines.slice(0, 12)).toEqual([
      'p.hcl:6  && becomes ||: no test notices (it may be the same policy)  [swap-logic]',
      ...['--- p.hcl', '+++ p.hcl', '@@ -6,1 +6,1 @@', '-        && context.b == 2)', '+        || context.b == 2)', ''],
      'p.hcl:9  the deny on never is gone: no test notices  [drop-deny]',
      ...['--- p.hcl', '+++ p.hcl', '@@ -9,1 +8,0 @@', '-  path "never" { capabilities = ["deny"] }'],
    ]);
    expect(lines[12]).toBe('# a test of this would: {"policies":["p"],"operation":"read","path":"x"}');
    expect(lines).toContain('7 mutants: 3 noticed, 4 not; score 42.8%');
    expect(mutantsText(result, PLAIN, 50)).toContain('\n42.8% is noticed, 50% is wanted\n');
    const leaving = mutantsText({ ...result, discarded: { invalid: 1, same: 2, duplicate: 3 } }, PLAIN);
    expect(leaving).toContain('left out: 5 the same bundle as the policy or as another mutant, 1 not compiling\n');
  });

  it('are told as JSON, with what they were and are', () => {
    const document = JSON.parse(mutantsJson(result));
    expect(document.summary).toEqual({ killed: 3, survived: 4, equivalent: 0, invalid: 0, same: 0, duplicate: 0, candidates: 7, score: 3 / 7, partial: false });
    expect(document.survivors[0]).toMatchObject({
      id: 'p.hcl:6:9 swap-logic',
      equivalence: 'undecided',
      request: null,
      diff: { line: 6, before: '        && context.b == 2)', after: '        || context.b == 2)' },
    });
    expect(document.kinds).toContainEqual({ kind: 'drop-deny', killed: 0, survived: 1 });
  });

  it('that were not reached in time are said to be', () => {
    const partial: MutationResult = { ...result, isPartial: true };
    expect(mutantsText(partial, PLAIN)).toContain('the time was over before all mutants were tried');
  });
});
