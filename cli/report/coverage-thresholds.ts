// `--coverage-threshold stanzas=100,atoms=90`: what share of each metric must be covered.

import { type CoverageReport, METRICS, type Metric, percentOf } from '@polc/testing';

export type Thresholds = ReadonlyMap<Metric, number>;

/** The words of a fault where it is none. */
export function readThresholds(text: string): Thresholds | string {
  const thresholds = new Map<Metric, number>();
  for (const part of text.split(',')) {
    const match = /^\s*([a-z]+)\s*=\s*([0-9]+(?:\.[0-9]+)?)\s*$/.exec(part);
    const metric = METRICS.find((each) => each === match?.[1]);
    const percent = Number(match?.[2]);
    if (match === null) return `${JSON.stringify(part)} is no threshold: write ${METRICS[0]}=100`;
    if (metric === undefined) return `there is no metric ${JSON.stringify(match[1])}: they are ${METRICS.join(', ')}`;
    if (percent > 100) return `a threshold is a percentage from 0 to 100, not ${match[2]}`;
    if (thresholds.has(metric)) return `the threshold of ${metric} is given twice`;
    thresholds.set(metric, percent);
  }
  return thresholds;
}

export interface Shortfall {
  readonly metric: Metric;
  readonly percent: number;
  readonly wanted: number;
}

/** In the order of the metrics. */
export function shortfalls({ shares }: CoverageReport, thresholds: Thresholds): Shortfall[] {
  return METRICS.flatMap((metric) => {
    const wanted = thresholds.get(metric);
    const percent = percentOf(shares[metric]);
    return wanted === undefined || percent >= wanted ? [] : [{ metric, percent, wanted }];
  });
}
