// `polc test --coverage`: what the cases have shown of the policies, counted while they run; reports of it.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeSource } from '@polc/grammar';
import type { Facts } from '@polc/runtime';
import type { Asked, Coverage, CoverageReport, Uncovered } from '@polc/testing';
import { Failure, fileFailure } from '../failure.js';
import type { Progress } from '../host/progress.js';
import { breathe } from '../host/signals.js';
import { writeAllWhole } from '../host/write-file.js';
import type { Shortfall, Thresholds } from '../report/coverage-thresholds.js';
import type { CompiledTests } from './compile-tests.js';

export interface CoverageSettings {
  readonly thresholds: Thresholds;
  /** Things not shown that are listed. */
  readonly most: number;
  /** All of them are wanted, with requests. */
  readonly isWhole: boolean;
  readonly lcov?: string | undefined;
  readonly html?: string | undefined;
  readonly json?: string | undefined;
}

export interface Covered {
  readonly report: CoverageReport;
  readonly uncovered: readonly Uncovered[];
  readonly missed: readonly Shortfall[];
}

/** For so many things a request is searched where all are wanted. */
const MOST_SEARCHED = 1_000;

export class Cover {
  readonly #coverage: Coverage;
  readonly #compiled: CompiledTests;

  private constructor(coverage: Coverage, compiled: CompiledTests) {
    this.#coverage = coverage;
    this.#compiled = compiled;
  }

  static async of(compiled: CompiledTests, facts: Facts | undefined): Promise<Cover> {
    const { Coverage } = await import('@polc/testing');
    const { bundle, model, sources } = compiled;
    const policies = sources.filter(({ role }) => role !== 'tests');
    return new Cover(new Coverage({ bundle, model, ...(facts === undefined ? {} : { facts }) }, policies), compiled);
  }

  readonly add = ({ engine, request }: Asked): void => {
    this.#coverage.add(request, { engine });
  };

  /** Writes what is to be written. */
  async finish({ thresholds, most, isWhole, ...to }: CoverageSettings, progress: Progress): Promise<Covered> {
    const { shortfalls } = await import('../report/coverage-thresholds.js');
    await breathe();
    progress.tick(() => 'searching requests for what no test shows …');
    const wanted = isWhole || to.html !== undefined || to.json !== undefined ? Math.max(most, MOST_SEARCHED) : most;
    const report = this.#coverage.report();
    const covered = { report, uncovered: this.#coverage.uncovered({ most: wanted }), missed: shortfalls(report, thresholds) };
    await this.#write(covered, to);
    return covered;
  }

  async #write({ report, uncovered, missed }: Covered, { lcov, html, json }: Pick<CoverageSettings, 'lcov' | 'html' | 'json'>): Promise<void> {
    const files: [file: string, content: string][] = [];
    if (lcov !== undefined) files.push([lcov, (await import('../report/coverage-lcov.js')).coverageLcov(report)]);
    if (json !== undefined) files.push([json, (await import('../report/coverage-json.js')).coverageJson(report, uncovered, missed)]);
    if (html !== undefined) {
      const { coveragePages } = await import('../report/coverage-html.js');
      const texts = new Map(this.#compiled.files.map(({ file, bytes }) => [file, makeSource(file, bytes).text]));
      makeFolder(html);
      for (const { name, html: page } of coveragePages(report, texts, uncovered)) files.push([join(html, name), page]);
    }
    writeAllWhole(files);
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fileFailure(folder, error, 'unwritable');
  }
}

export async function readCoverageThresholds(text: string | undefined): Promise<Thresholds> {
  if (text === undefined) return new Map();
  const { readThresholds } = await import('../report/coverage-thresholds.js');
  const thresholds = readThresholds(text);
  if (typeof thresholds === 'string') throw new Failure('usage', `--coverage-threshold: ${thresholds}`);
  return thresholds;
}
