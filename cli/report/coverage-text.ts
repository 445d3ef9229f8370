// Coverage for people: shares by metric and file, then what was not shown, each with a request that would.

import { type CoverageReport, type FileCoverage, type Goal, METRICS, type Metric, percentOf, type Share, type Uncovered } from '@polc/testing';
import type { Colours } from './colours.js';
import { counted, withCommas } from './counted.js';
import type { Shortfall } from './coverage-thresholds.js';
import { visible } from './visible.js';

/** `uncovered` null: nobody asked for them; `most`: of them so many are listed. Ends in a line end. */
export function coverageText(
  report: CoverageReport,
  uncovered: readonly Uncovered[] | null,
  missed: readonly Shortfall[],
  colours: Colours,
  most = Number.POSITIVE_INFINITY,
): string {
  const rows = [
    ['', ...METRICS],
    ...report.files.filter(hasGoals).map(({ file, shares }) => [visible(file), ...METRICS.map((metric) => shown(shares[metric]))]),
    ['all', ...METRICS.map((metric) => shown(report.shares[metric]))],
  ];
  const lines = [`coverage of ${counted(report.requests, 'request')}`, '', ...table(rows)];
  if (uncovered !== null && uncovered.length > 0) {
    lines.push('', `not shown by any test (${uncovered.length}):`);
    for (const { goal, requests, searched } of uncovered.slice(0, most)) {
      lines.push(`  ${visible(`${goal.file}:${goal.line}`)}  ${goalText(goal)}`);
      for (const request of requests ?? []) lines.push(colours.dim(`    ${visible(JSON.stringify(request))}`));
      if (requests === null) lines.push(colours.dim(`    ${noRequest(searched)}`));
    }
    if (uncovered.length > most) lines.push(`  … and ${withCommas(uncovered.length - most)} more: --coverage-missing ${uncovered.length} lists them`);
  }
  if (missed.length > 0) lines.push('');
  for (const { metric, percent, wanted } of missed) lines.push(colours.red(`${metric}: ${percent}% is covered, ${wanted}% is wanted`));
  return `${lines.join('\n')}\n`;
}

/** Why there is none. */
export function noRequest(searched: boolean): string {
  return searched ? 'no request was found that would show it' : 'no request was searched: too much is missing before it';
}

function hasGoals({ shares }: FileCoverage): boolean {
  return METRICS.some((metric) => shares[metric].total > 0);
}

function shown(share: Share): string {
  return share.total === 0 ? '-' : `${percentOf(share)}% (${share.covered}/${share.total})`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

const WANTS: Readonly<Record<Metric, Readonly<Record<string, string>>>> = {
  stanzas: { selected: 'is never selected', allowed: 'never allows', denied: 'never denies' },
  guardrails: { asked: 'is never asked', objected: 'never objects', passed: 'never lets anything pass' },
  layers: { allowed: 'never allows', denied: 'never denies' },
  delegations: { used: 'is never used' },
  atoms: { true: 'is never true', false: 'is never false' },
  mcdc: { mcdc: 'never turns its condition by itself' },
};

/** Of a goal that is not covered. */
export function goalText({ metric, want, of }: Pick<Goal, 'metric' | 'want' | 'of'>): string {
  return `${visible(of)} ${WANTS[metric][want] ?? want}`;
}
