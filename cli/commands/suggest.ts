// `polc suggest`: least privilege from a log of decisions, with what it rests on and what has been proved of it.

import { mkdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { type LogEntry, type ReportedSuggestion, reportSuggestion, type Score, type Suggestion, scoreOf, suggest } from '@polc/compiler';
import type { Engine } from '@polc/runtime';
import { type Command, InvalidArgumentError } from 'commander';
import { EXIT, Failure, fileFailure } from '../failure.js';
import { readNamedFile } from '../host/named-file.js';
import { note, print, printJson } from '../host/output.js';
import { bundleAmong, type Compiled, compilePaths, engineOf } from '../host/policy-set.js';
import { Progress } from '../host/progress.js';
import { type GivenFacts, readFacts } from '../host/read-facts.js';
import { type Log, readLog } from '../host/read-log.js';
import { writeAllWhole } from '../host/write-file.js';
import { coloursOf } from '../report/colours.js';
import { counted } from '../report/counted.js';
import { suggestionText } from '../report/suggestion-text.js';
import { unifiedDiff } from '../report/unified-diff.js';
import { visible } from '../report/visible.js';
import { examples, factsOption, formatOption, policiesOption } from './options.js';

interface Options {
  readonly policies: readonly string[];
  readonly log: string;
  readonly facts?: string;
  readonly agent?: string;
  readonly shared?: boolean;
  readonly generalize: number;
  readonly values: number;
  readonly skipBroken?: boolean;
  readonly holdOut?: number;
  readonly checkLog?: string;
  readonly out?: string;
  readonly format: 'text' | 'json' | 'diff';
}

export function defineSuggest(command: Command): void {
  policiesOption(
    command.description(
      'Suggest the least policies that a log of decisions asks for. What it allows stays allowed, what it denies stays denied, and nothing opens that is not allowed today: proved, not sampled.',
    ),
  )
    .requiredOption('--log <file.jsonl>', 'a line each: {"request": …, "decision": …}, or a request; - for standard input')
    .addOption(factsOption())
    .option('--agent <id>', 'only the policies that this agent holds')
    .option('--shared', 'narrow, too, what others hold of whom the log has nothing')
    .option('--generalize <n>', 'how many different values of a segment become a +', whole(2), 3)
    .option('--values <n>', 'how many values of a parameter are few enough to be listed; 0: leave parameters as they are', whole(0), 3)
    .option('--hold-out <fraction>', 'learn from the first part of the log and say how much of the rest would be allowed', fraction)
    .option('--check-log <file.jsonl>', 'say how much of what this log allows would be allowed')
    .option('--skip-broken', 'leave out lines that are no record of a request, and count them')
    .option('-o, --out <folder>', 'where the files that change go; written whole, all or none')
    .addOption(formatOption(['diff']))
    .action(async (options: Options) => {
      process.exitCode = await runSuggest(options);
    });
  examples(
    command,
    'Exits 0 when there is a suggestion, 1 when there is nothing to suggest or a promise',
    'does not hold, 2 for a broken line of the log.',
    '',
    'A line may have a "time": when the request was asked. Lines whose decision these',
    'policies do not give are set apart and listed. Policies that only users hold stay.',
    '',
    'Examples:',
    '  $ polc suggest -p policies --facts facts.json --log decisions.jsonl --format diff',
    '  $ polc suggest -p policies --log decisions.jsonl --agent my-ai-agent -o policies',
  );
}

function whole(least: number): (text: string) => number {
  return (text) => {
    if (!/^\d{1,6}$/.test(text) || Number(text) < least) throw new InvalidArgumentError(`It must be a whole number, ${least} or more.`);
    return Number(text);
  };
}

function fraction(text: string): number {
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || value <= 0 || value >= 1) throw new InvalidArgumentError('It must be a number between 0 and 1.');
  return value;
}

async function runSuggest(options: Options): Promise<number> {
  const { policies, format, out, holdOut, checkLog, skipBroken = false } = options;
  if (holdOut !== undefined && checkLog !== undefined) throw new Failure('usage', '--hold-out and --check-log are two ways to the same: give one');
  if (bundleAmong(policies) !== null) throw new Failure('usage', 'suggest rewrites policies, and a bundle has none of their text');
  const facts = options.facts === undefined ? undefined : await readFacts(options.facts);
  const compiled = await compilePaths(policies);
  const engine = engineOf(compiled.bundle, null, facts === undefined ? {} : { facts });
  const log = await readLog(options.log, skipBroken);
  tellBroken(options.log, log);
  const other = checkLog === undefined ? null : await readLog(checkLog, skipBroken);
  if (other !== null) tellBroken(checkLog as string, other);
  if (log.entries.length === 0) {
    note('polc: the log has no requests: there is nothing to go by');
    return EXIT.no;
  }
  if (options.agent !== undefined) await refuseUnknownAgent(options.agent, engine);
  const make = maker(options, compiled, facts);
  const suggestion = make(log.entries);
  const report = reportSuggestion(suggestion);
  const score = scoreFor(options, log, other, make, suggestion);
  show(report, score, log, compiled, options);
  if (report.policies.length === 0 || !report.narrows) {
    note(
      `polc: there is nothing to suggest: ${report.policies.length === 0 ? 'no policy may be narrowed by this log' : 'all that these policies grant was used'}`,
    );
    return EXIT.no;
  }
  if (!report.sound) return EXIT.no;
  if (out !== undefined) writeOut(out, policies, report, format);
  return EXIT.fine;
}

type Make = (entries: readonly LogEntry[]) => Suggestion;

function maker({ agent, shared, generalize, values }: Options, { files, bundle }: Compiled, facts: GivenFacts | undefined): Make {
  const sources = files.map(({ file, bytes }) => ({ file, text: bytes }));
  // One time for all that is asked without one, or two answers to one request could differ.
  const now = Date.now();
  return (entries) => {
    const progress = new Progress();
    try {
      return suggest(sources, bundle, entries, {
        ...{ now, generalize, values, load: readNamedFile },
        onRound: (round) => progress.announce(`narrowing by ${counted(entries.length, 'request')}, round ${round} …`),
        ...(agent === undefined ? {} : { agent }),
        ...(shared === undefined ? {} : { shared }),
        ...(facts === undefined ? {} : { facts: facts.facts }),
      });
    } finally {
      progress.end();
    }
  };
}

/** Of a part held out the score is that of what the rest suggests; what is printed goes by the whole log. */
function scoreFor({ holdOut }: Options, log: Log, other: Log | null, make: Make, suggestion: Suggestion): Score | null {
  if (other !== null) return scoreOf(suggestion, other.entries);
  if (holdOut === undefined) return null;
  const learned = Math.floor(log.entries.length * (1 - holdOut));
  if (learned === 0 || learned === log.entries.length) throw new Failure('usage', `of ${counted(log.entries.length, 'request')} that part cannot be held out`);
  return scoreOf(make(log.entries.slice(0, learned)), log.entries.slice(learned));
}

async function refuseUnknownAgent(id: string, engine: Engine): Promise<void> {
  const known = engine.snapshot.agents.all().map((agent) => agent.id);
  if (known.includes(id)) return;
  const { nearest } = await import('@polc/grammar');
  const close = nearest(id, known);
  throw new Failure('usage', `there is no agent "${id}"${close === undefined ? '' : `; did you mean "${close}"?`}`);
}

function tellBroken(file: string, { broken }: Log): void {
  if (broken.length === 0) return;
  note(`polc: left out of ${visible(file)}: ${counted(broken.length, 'line')} that ${broken.length === 1 ? 'is' : 'are'} no record of a request`);
  for (const { line, why } of broken) note(`  line ${line}: ${visible(why)}`);
}

function show(report: ReportedSuggestion, score: Score | null, { broken }: Log, { files }: Compiled, { format, out }: Options): void {
  const changed = report.files.filter((file) => file.changed);
  if (format === 'json') printJson({ ...report, broken_lines: broken, ...(score === null ? {} : { hold_out: score }) });
  else if (format === 'diff') {
    note(suggestionText(report, score, coloursOf(process.stderr)));
    if (report.sound && report.narrows) for (const { file, text } of changed) process.stdout.write(unifiedDiff(file, textOf(files, file), text));
  } else {
    // The summary last: it is what stays on the screen.
    if (out === undefined && report.sound && report.narrows) for (const { file, text } of changed) print(`--- ${visible(file)}\n${text}\n`);
    print(suggestionText(report, score, coloursOf(process.stdout)));
  }
}

function textOf(files: Compiled['files'], file: string): string {
  return Buffer.from(files.find((one) => one.file === file)?.bytes ?? new Uint8Array()).toString('utf8');
}

function writeOut(out: string, policies: readonly string[], { files }: ReportedSuggestion, format: Options['format']): void {
  const changed = files.filter((file) => file.changed).map(({ file, text }) => [join(out, nameIn(file, policies)), text] as const);
  const twice = changed.find(([file], i) => changed.findIndex(([other]) => other === file) < i);
  if (twice !== undefined) throw new Failure('usage', `two of the policies would be ${twice[0]}: suggest for one folder at a time`);
  for (const [file] of changed) {
    try {
      mkdirSync(dirname(file), { recursive: true });
    } catch (error) {
      throw fileFailure(dirname(file), error, 'unwritable');
    }
  }
  writeAllWhole(changed);
  if (format === 'text') for (const [file] of changed) print(`wrote ${visible(file)}`);
}

/** Below the folder that it came from, or its name alone. */
function nameIn(file: string, policies: readonly string[]): string {
  const roots = policies.filter((path) => statSync(path).isDirectory() && !relative(resolve(path), resolve(file)).startsWith('..'));
  return roots.length === 0 ? basename(file) : relative(resolve(roots[0] as string), resolve(file));
}
