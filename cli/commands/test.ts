// `polc test`: runs the test and property blocks of policies, once or after each change; says what they have shown, and what they would not notice.

import { randomInt } from 'node:crypto';
import type { Command } from 'commander';
import { EXIT, Failure } from '../failure.js';
import { note, print, printJson } from '../host/output.js';
import { engineOf } from '../host/policy-set.js';
import { Progress } from '../host/progress.js';
import { type GivenFacts, readFacts } from '../host/read-facts.js';
import { coloursOf, PLAIN } from '../report/colours.js';
import { Places } from '../report/places.js';
import { testJson } from '../report/test/test-json.js';
import { testJunit } from '../report/test/test-junit.js';
import { hasFailed, type TestRun } from '../report/test/test-run.js';
import { testText } from '../report/test/test-text.js';
import { type CompiledTests, compileTests, openWorkspace, readTestSet } from '../test/compile-tests.js';
import { Cover, type CoverageSettings, type Covered, readCoverageThresholds } from '../test/cover.js';
import { type Filtered, filterTests } from '../test/filter.js';
import { type MutationSettings, mutate, readMutantKinds } from '../test/mutate.js';
import { type Results, runWork } from '../test/run.js';
import { watch } from '../test/watch.js';
import { defineTestOptions, type TestOptions } from './test-options.js';

export function defineTest(command: Command): void {
  defineTestOptions(command);
  command.action(async (paths: string[], options: TestOptions) => {
    process.exitCode = await runTest(paths, options);
  });
}

interface Plan {
  readonly options: TestOptions;
  readonly facts: GivenFacts | undefined;
  /** null: not asked for. */
  readonly coverage: CoverageSettings | null;
  readonly mutation: MutationSettings | null;
}

async function runTest(paths: readonly string[], options: TestOptions): Promise<number> {
  const plan = await planOf(options);
  const read = readTestSet(paths);
  const workspace = await openWorkspace(read.sources, plan.facts);
  if (options.watch === true) return watch(paths, read.sources, workspace, (compiled) => runOnce(compiled, plan));
  return runOnce(await compileTests(workspace, read), plan);
}

/** What is wrong with the command line is said before anything is read. */
async function planOf(options: TestOptions): Promise<Plan> {
  const { format, coverageThreshold, coverageLcov: lcov, coverageHtml: html, coverageJson: json, coverageProperties } = options;
  const { mutateThreshold, mutateMax: max, mutateKinds, mutateSeed: seed } = options;
  const isMutated = options.mutate === true || [mutateThreshold, max, mutateKinds].some((each) => each !== undefined);
  const isCovered = options.coverage === true || [coverageThreshold, lcov, html, json, coverageProperties].some((each) => each !== undefined);
  if (options.watch === true && format !== 'text') throw new Failure('usage', '--watch prints text: a document would never end');
  if (options.watch === true && isMutated)
    throw new Failure('usage', '--mutate is for one run, not for --watch: it takes too long to be waited for at each change');
  const thresholds = await readCoverageThresholds(coverageThreshold);
  const kinds = await readMutantKinds(mutateKinds);
  return {
    options,
    facts: options.facts === undefined ? undefined : await readFacts(options.facts),
    coverage: isCovered ? { thresholds, most: options.coverageMissing, isWhole: format === 'json', lcov, html, json } : null,
    mutation: isMutated ? { max, seed, kinds } : null,
  };
}

async function runOnce(compiled: CompiledTests, plan: Plan): Promise<number> {
  const { options, facts: given, coverage, mutation } = plan;
  const { bundle, model, files } = compiled;
  // For its refusal of facts, in the command's words.
  if (given !== undefined) engineOf(bundle, null, { facts: given });
  const facts = given?.facts;
  const { filter: name, file } = options;
  const chosen = filterTests(model.tests, { ...(name === undefined ? {} : { name }), ...(file === undefined ? {} : { file }) });
  const progress = new Progress();
  const cover = coverage === null ? null : await Cover.of(compiled, facts);
  const results = await runChosen(chosen, compiled, cover, plan, progress);
  const failed = hasFailed(results);
  const covered = cover === null || coverage === null ? null : await cover.finish(coverage, progress);
  const isRun = results.cases.length + results.properties.length > 0;
  const mutants = mutation === null || failed || chosen.tests.length === 0 ? null : await mutate(compiled, chosen, facts, mutation, progress);
  progress.end();
  const { bail = false, mutateThreshold = 0 } = options;
  const run: TestRun = { ...results, places: new Places(files), invariants: model.tests.invariants, bailed: bail && failed, covered, mutants };
  await report(run, options);
  if (mutation !== null && mutants === null) note(`polc: no mutants were tried: ${failed ? 'tests fail without any' : 'there is no case to notice them'}`);
  if (!isRun) {
    const filtered = model.tests.tests.length + model.tests.properties.length > 0;
    note(`polc: ${filtered ? 'no test is left by --filter or --file' : 'there are no test blocks'}`);
    return options.failOnEmpty ? EXIT.no : EXIT.fine;
  }
  const isMissed = (covered?.missed.length ?? 0) > 0 || (mutateThreshold > 0 && (mutants?.score ?? 0) * 100 < mutateThreshold);
  return failed || isMissed ? EXIT.no : EXIT.fine;
}

async function runChosen(chosen: Filtered, { bundle, model }: CompiledTests, cover: Cover | null, plan: Plan, progress: Progress): Promise<Results> {
  const { facts, options } = plan;
  const { bail = false, parallel: threads, runs, seed = randomInt(2 ** 31), coverageProperties = false } = options;
  if (cover !== null && (threads ?? 1) > 1) note('polc: coverage is counted in one thread; --parallel is left out');
  return runWork(
    { ...chosen, bundle, model, seed, ...(runs === undefined ? {} : { runs }), ...(facts === undefined ? {} : { facts: facts.facts }) },
    { bail, threads, progress, onCase: cover?.add, onRequest: coverageProperties ? cover?.add : undefined },
  );
}

/** Where standard output is for one document of another kind, the rest is for people. */
async function report(run: TestRun, { format, coverageMissing, mutateThreshold }: TestOptions): Promise<void> {
  if (format === 'json') {
    printJson(await testJson(run));
    return;
  }
  const say = format === 'junit' ? note : print;
  const colours = format === 'junit' ? PLAIN : coloursOf(process.stdout);
  print(format === 'junit' ? testJunit(run) : testText(run, colours));
  if (run.covered !== null) {
    const { coverageText } = await import('../report/coverage-text.js');
    const { report: counted, uncovered, missed }: Covered = run.covered;
    say(`\n${coverageText(counted, uncovered, missed, colours, coverageMissing).trimEnd()}`);
  }
  if (run.mutants !== null) {
    const { mutantsText } = await import('../report/mutants-text.js');
    say(`\n${mutantsText(run.mutants, colours, mutateThreshold).trimEnd()}`);
  }
}
