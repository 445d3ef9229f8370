// `polc test`: runs the test blocks of policies, once or after each change.

import { type Command, InvalidArgumentError, Option } from 'commander';
import { EXIT, Failure } from '../failure.js';
import { note, print, printJson } from '../host/output.js';
import { engineOf } from '../host/policy-set.js';
import { Progress } from '../host/progress.js';
import { type GivenFacts, readFacts } from '../host/read-facts.js';
import { coloursOf } from '../report/colours.js';
import { Places } from '../report/places.js';
import { testJson } from '../report/test/test-json.js';
import { testJunit } from '../report/test/test-junit.js';
import type { TestRun } from '../report/test/test-run.js';
import { testText } from '../report/test/test-text.js';
import { type CompiledTests, compileTests, openWorkspace, readTestSet } from '../test/compile-tests.js';
import { filterTests } from '../test/filter.js';
import { runWork } from '../test/run.js';
import { watch } from '../test/watch.js';
import { examples, factsOption, formatOption } from './options.js';

interface TestOptions {
  readonly format: 'text' | 'json' | 'junit';
  readonly facts?: string;
  readonly filter?: string;
  readonly file?: string;
  readonly watch?: boolean;
  readonly parallel?: number;
  readonly failOnEmpty: boolean;
  readonly bail?: boolean;
  readonly seed?: number;
  readonly runs?: number;
}

export function defineTest(command: Command): void {
  command
    .description('Run the tests of policies: test blocks of *.test.hcl and *.test.polc.json files, and of the policy files themselves.')
    .argument('<path...>', 'policies and their tests: folders, and files')
    .addOption(factsOption())
    .option('--filter <text>', 'only cases whose name contains this; /…/ is a regular expression')
    .option('--file <glob>', 'only tests of files whose name (with a slash: whose path) is this; * ** ? match')
    .addOption(formatOption(['junit']))
    .option('--watch', 'run again whenever a file changes, until Ctrl-C')
    .addOption(new Option('--parallel <threads>', 'run test files in this many threads; many cases get some by themselves').argParser(count('threads', 1, 256)))
    .option('--bail', 'stop at the first failure')
    .option('--fail-on-empty', 'exit 1 when there is no test to run (the default)', true)
    .option('--no-fail-on-empty', 'exit 0 when there is no test to run')
    .addOption(new Option('--seed <number>', 'where the random requests of properties start').argParser(count('a seed', 0, 2 ** 31 - 1)))
    .addOption(new Option('--runs <number>', 'how many requests to try for a property that does not say').argParser(count('runs', 1, 10_000_000)))
    .action(async (paths: string[], options: TestOptions) => {
      process.exitCode = await runTest(paths, options);
    });
  examples(
    command,
    'Exits 1 when a test fails, or there is none. The clock stands still: at what a',
    "test's given says, or on 2026-01-05 at noon, UTC.",
    '',
    'Examples:',
    '  $ polc test policies',
    "  $ polc test policies --filter 'payroll' --bail",
    '  $ polc test policies --format junit > tests.xml',
  );
}

async function runTest(paths: readonly string[], options: TestOptions): Promise<number> {
  if (options.watch === true && options.format !== 'text') throw new Failure('usage', '--watch prints text: a document would never end');
  const facts = options.facts === undefined ? undefined : await readFacts(options.facts);
  const { files, sources } = readTestSet(paths);
  const workspace = await openWorkspace(sources, facts);
  if (options.watch === true) return watch(paths, sources, workspace, (compiled) => runOnce(compiled, facts, options));
  return runOnce(await compileTests(workspace, files), facts, options);
}

async function runOnce({ bundle, tests: all, files }: CompiledTests, facts: GivenFacts | undefined, options: TestOptions): Promise<number> {
  // For its refusal of facts, in the command's words.
  if (facts !== undefined) engineOf(bundle, null, { facts });
  const { filter: name, file, bail = false, parallel, failOnEmpty } = options;
  const tests = filterTests(all.tests, { ...(name === undefined ? {} : { name }), ...(file === undefined ? {} : { file }) });
  const progress = new Progress();
  const results = await runWork({ bundle, tests, bail, ...(facts === undefined ? {} : { facts: facts.facts }) }, parallel, progress);
  progress.end();
  const { properties, invariants } = all;
  const failed = results.some(({ passed }) => !passed);
  report({ results, places: new Places(files), properties, invariants, bailed: bail && failed }, options.format);
  if (results.length > 0) return failed ? EXIT.no : EXIT.fine;
  const filtered = all.tests.length > 0;
  note(`polc: ${filtered ? 'no test is left by --filter or --file' : 'there are no test blocks'}`);
  return failOnEmpty ? EXIT.no : EXIT.fine;
}

function report(run: TestRun, format: TestOptions['format']): void {
  if (format === 'json') printJson(testJson(run));
  else print(format === 'junit' ? testJunit(run) : testText(run, coloursOf(process.stdout)));
}

function count(what: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (!(number >= least && number <= most)) throw new InvalidArgumentError(`It is a whole number of ${what} from ${least} to ${most}.`);
    return number;
  };
}
