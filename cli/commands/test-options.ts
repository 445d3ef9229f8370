// The options of `polc test`.

import { type Command, InvalidArgumentError, Option } from 'commander';
import { examples, factsOption, formatOption } from './options.js';

export interface TestOptions {
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
  readonly coverage?: boolean;
  readonly coverageThreshold?: string;
  readonly coverageMissing: number;
  readonly coverageProperties?: boolean;
  readonly coverageLcov?: string;
  readonly coverageHtml?: string;
  readonly coverageJson?: string;
  readonly mutate?: boolean;
  readonly mutateThreshold?: number;
  readonly mutateMax?: number;
  readonly mutateSeed: number;
  readonly mutateKinds?: string;
}

const MOST_SEED = 2 ** 31 - 1;

export function defineTestOptions(command: Command): void {
  command
    .description('Run the tests of policies: test and property blocks of *.test.hcl and *.test.polc.json files, and of the policy files themselves.')
    .argument('<path...>', 'policies and their tests: folders, and files')
    .addOption(factsOption())
    .option('--filter <text>', 'only cases and properties whose name contains this; /…/ is a regular expression')
    .option('--file <glob>', 'only tests of files whose name (with a slash: whose path) is this; * ** ? match')
    .addOption(formatOption(['junit']))
    .option('--watch', 'run again whenever a file changes, until Ctrl-C')
    .addOption(number('--parallel <threads>', 'run test files in this many threads; many cases get some by themselves', 'threads', 1, 256))
    .option('--bail', 'stop at the first failure')
    .option('--fail-on-empty', 'exit 1 when there is no test to run (the default)', true)
    .option('--no-fail-on-empty', 'exit 0 when there is no test to run')
    .addOption(number('--seed <number>', 'where the random requests of properties start; another each time without it', 'a seed', 0, MOST_SEED))
    .addOption(number('--runs <number>', 'how many requests to try for a property that does not say (1000)', 'runs', 1, 10_000_000))
    .option('--coverage', 'say what of the policies the tests have shown')
    .option('--coverage-threshold <shares>', 'exit 1 below these, as stanzas=100,atoms=90,mcdc=80')
    .addOption(number('--coverage-missing <count>', 'list so many things that no test shows, with requests that would', 'things', 0, 100_000).default(20))
    .option('--coverage-properties', 'count the requests of properties too')
    .option('--coverage-lcov <file>', 'write an LCOV tracefile')
    .option('--coverage-html <folder>', 'write pages, one a folder of policies')
    .option('--coverage-json <file>', 'write all of it as JSON')
    .option('--mutate', 'change the policies in one thing at a time, and say which changes no test notices')
    .addOption(number('--mutate-threshold <percent>', 'exit 1 when fewer changes are noticed', 'percent', 0, 100))
    .addOption(number('--mutate-max <count>', 'try a sample of so many changes', 'changes', 1, 10_000_000))
    .addOption(number('--mutate-seed <number>', 'which sample', 'a seed', 0, MOST_SEED).default(0))
    .option('--mutate-kinds <kinds>', 'only changes of these kinds, with commas between');
  examples(
    command,
    'Exits 1 when a test or property fails, a property is undecided, a threshold is',
    "missed, or there is no test. The clock stands still: at what a test's given",
    'says, or on 2026-01-05 at noon, UTC.',
    '',
    'Examples:',
    '  $ polc test policies',
    "  $ polc test policies --filter 'payroll' --bail",
    '  $ polc test policies --format junit > tests.xml',
    '  $ polc test policies --coverage-threshold stanzas=100 --coverage-html coverage',
    '  $ polc test policies --mutate --mutate-threshold 90',
  );
}

function number(flags: string, description: string, what: string, least: number, most: number): Option {
  return new Option(flags, description).argParser((text) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) throw new InvalidArgumentError(`It is a whole number of ${what} from ${least} to ${most}.`);
    return value;
  });
}
