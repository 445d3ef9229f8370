// Coverage as one JSON document: the report as it is, percentages, and what was not shown.

import { type CoverageReport, METRICS, percentOf, type Uncovered } from '@polc/testing';
import type { Shortfall } from './coverage-thresholds.js';

export function coverageJson(report: CoverageReport, uncovered: readonly Uncovered[] | null, missed: readonly Shortfall[]): string {
  return `${JSON.stringify(coverageDocument(report, uncovered, missed), null, 2)}\n`;
}

export function coverageDocument(report: CoverageReport, uncovered: readonly Uncovered[] | null, missed: readonly Shortfall[]): object {
  return {
    revision: report.revision,
    requests: report.requests,
    shares: Object.fromEntries(METRICS.map((metric) => [metric, { ...report.shares[metric], percent: percentOf(report.shares[metric]) }])),
    thresholds_missed: missed,
    files: report.files,
    merged: report.merged,
    ...(uncovered === null
      ? {}
      : {
          uncovered: uncovered.map(({ goal: { file, line, span, metric, of, want }, requests, searched }) => ({
            file,
            line,
            span,
            metric,
            of,
            want,
            requests,
            searched,
          })),
        }),
  };
}
