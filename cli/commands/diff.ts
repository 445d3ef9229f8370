// `polc diff`: what changes between two versions of policies, exactly, each change with a request that shows it.

import { type Direction, diff, type ReportedDifference, reportDifference } from '@polc/compiler';
import { type Command, Option } from 'commander';
import { EXIT } from '../failure.js';
import { print, printJson } from '../host/output.js';
import { readFacts } from '../host/read-facts.js';
import { openVersions } from '../host/two-versions.js';
import { coloursOf } from '../report/colours.js';
import { differenceMarkdown } from '../report/difference-markdown.js';
import { differenceText } from '../report/difference-text.js';
import { append } from './option-values.js';
import { examples, factsOption, formatOption } from './options.js';

interface Options {
  readonly format: 'text' | 'json' | 'markdown';
  readonly facts?: string;
  readonly failOn: 'open' | 'any' | 'none';
  readonly list?: readonly string[];
}

export function defineDiff(command: Command): void {
  command
    .description('Say exactly what changes between two versions of policies: who can do what more, or less, each with a request that shows it.')
    .argument('<old>', 'the version before: a policy file, a folder, or a bundle')
    .argument('<new>', 'the version after')
    .addOption(factsOption())
    .option('--list <names>', 'policies of a token, comma-separated, to compare as one list; repeatable', append)
    .addOption(new Option('--fail-on <what>', 'what makes the exit code 1').choices(['open', 'any', 'none']).default('open'))
    .addOption(formatOption(['markdown']))
    .action(async (old: string, next: string, { format, facts, failOn, list = [] }: Options) => {
      const { before, after } = await openVersions(old, next, facts === undefined ? undefined : await readFacts(facts));
      const lists = list.map((names) =>
        names
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== ''),
      );
      const report = reportDifference(diff(before, after, { lists }));
      if (format === 'json') printJson(report);
      else print(format === 'markdown' ? differenceMarkdown(report) : differenceText(report, coloursOf(process.stdout)));
      process.exitCode = fails(report, failOn) ? EXIT.no : EXIT.fine;
    });
  examples(
    command,
    'Exits 1 when access opens, or may open where nothing can be told; with',
    '--fail-on any on every change. --format markdown is for a pull request.',
    '',
    'Example:',
    '  $ polc diff main/policies policies --facts facts.json',
  );
}

function fails({ changes, undecided, partial }: ReportedDifference, failOn: Options['failOn']): boolean {
  if (failOn === 'none') return false;
  const opens = (direction: Direction) => direction !== 'closed' || failOn === 'any';
  return partial || undecided.length > 0 || changes.some(({ direction }) => opens(direction));
}
