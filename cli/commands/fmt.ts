// `polc fmt`: policies in the canonical format, in place or from standard input to standard output.

import { type Diagnostic, format, hasErrors, makeSource, type Rewrite } from '@polc/grammar';
import type { Command } from 'commander';
import { EXIT, Failure } from '../failure.js';
import { note, print, printJson } from '../host/output.js';
import { Progress } from '../host/progress.js';
import { readPolicyFile } from '../host/read-file.js';
import { nameOfInput, readInput } from '../host/read-input.js';
import { showDiagnostics } from '../host/show-diagnostics.js';
import { breathe } from '../host/signals.js';
import { findPolicyFiles, type PolicyFile } from '../host/source-set.js';
import { writeWhole } from '../host/write-file.js';
import { visible } from '../report/visible.js';
import { examples, type Formatted, formatOption } from './options.js';

interface FmtOptions extends Formatted {
  readonly check?: boolean;
  readonly diff?: boolean;
  readonly expand?: boolean;
  readonly stdinName?: string;
}

/** What became of one file. */
interface Outcome {
  readonly file: string;
  readonly status: 'same' | 'changed' | 'refused' | 'failed';
  readonly diff?: string;
  readonly error?: string;
}

const EXIT_OF = { same: EXIT.fine, changed: EXIT.fine, refused: EXIT.policies, failed: EXIT.world } as const satisfies Record<Outcome['status'], number>;

export function defineFmt(command: Command): void {
  command
    .description('Rewrite policies in the canonical format; comments stay.')
    .argument('<path...>', 'policy files and folders, or - for standard input to standard output')
    .addOption(formatOption())
    .option('--check', 'write nothing; list the files that would change and exit 1 if there are any')
    .option('--diff', 'write nothing; show what would change as a unified diff and exit 1 if anything would')
    .option('--expand', 'write each condition out as the one expression that it stands for')
    .option('--stdin-name <name>', 'what - is called, as *.polc.json is read as strict JSON')
    .action(async (paths: string[], options: FmtOptions) => {
      process.exitCode = paths.includes('-') ? await formatInput(paths, options) : await formatFiles(paths, options);
    });
  examples(
    command,
    'A file that does not parse is left as it is (exit 3); the others are formatted.',
    '',
    'Examples:',
    '  $ polc fmt --check policies',
    '  $ polc fmt --stdin-name a.polc.json - < a.polc.json',
  );
}

async function formatInput(paths: readonly string[], options: FmtOptions): Promise<number> {
  if (paths.length > 1) throw new Failure('usage', '- stands for standard input and cannot stand beside other paths');
  if (options.format === 'json') throw new Failure('usage', '--format json is for files: with - the formatted text is what is printed');
  const rewrite = await rewriteOf(options);
  const input = { file: options.stdinName ?? nameOfInput('-'), bytes: await readInput('-') };
  const { before, after, diagnostics } = formatted(input, rewrite);
  if (after === undefined) {
    await showDiagnostics(diagnostics, [input]);
    return EXIT.policies;
  }
  const changed = !sameBytes(after, input.bytes);
  if (options.diff === true) process.stdout.write(changed ? await diffOf(input.file, before, after) : '');
  else if (options.check === true) print(changed ? visible(input.file) : '');
  else process.stdout.write(after);
  return changed && (options.diff === true || options.check === true) ? EXIT.no : EXIT.fine;
}

async function formatFiles(paths: readonly string[], options: FmtOptions): Promise<number> {
  if (options.stdinName !== undefined) throw new Failure('usage', '--stdin-name names standard input, which - asks for');
  const files = findPolicyFiles(paths);
  const rewrite = await rewriteOf(options);
  const progress = new Progress();
  const outcomes: Outcome[] = [];
  for (const [i, file] of files.entries()) {
    progress.tick(() => `formatting ${i} of ${files.length} files …`);
    const outcome = await formatFile(file, options, rewrite, progress);
    outcomes.push(outcome);
    if (options.format === 'text') show(outcome, options, progress);
    await breathe();
  }
  progress.end();
  const of = (status: Outcome['status']) => outcomes.filter((each) => each.status === status);
  if (options.format === 'json') {
    const name = ({ file }: Outcome) => file;
    const diffs = options.diff === true ? { diffs: of('changed').map(({ file, diff }) => ({ file, diff })) } : {};
    printJson({ changed: of('changed').map(name), same: of('same').map(name), refused: of('refused').map(name), failed: of('failed').map(name), ...diffs });
  }
  const dry = options.check === true || options.diff === true;
  return Math.max(dry && of('changed').length > 0 ? EXIT.no : EXIT.fine, ...outcomes.map(({ status }) => EXIT_OF[status]));
}

function show({ file, status, diff }: Outcome, options: FmtOptions, progress: Progress): void {
  if (status !== 'changed') return;
  progress.end();
  if (diff === undefined) print(visible(file));
  else process.stdout.write(diff);
  if (diff !== undefined && options.check === true) note(`${visible(file)} would change`);
}

/** Formats one file; what stands in the way is said on standard error. */
async function formatFile(file: string, options: FmtOptions, rewrite: Rewrite | undefined, progress: Progress): Promise<Outcome> {
  try {
    const input = { file, bytes: readPolicyFile(file) };
    const { before, after, diagnostics } = formatted(input, rewrite);
    if (after === undefined) {
      progress.end();
      await showDiagnostics(diagnostics, [input]);
      return { file, status: 'refused' };
    }
    if (sameBytes(after, input.bytes)) return { file, status: 'same' };
    if (options.diff === true) return { file, status: 'changed', diff: await diffOf(file, before, after) };
    if (options.check !== true) writeWhole(file, after);
    return { file, status: 'changed' };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    progress.end();
    note(`polc: ${visible(error.message)}`);
    return { file, status: 'failed' };
  }
}

interface Formatting {
  readonly before: string;
  /** Absent when the text has errors. */
  readonly after?: string;
  readonly diagnostics: readonly Diagnostic[];
}

function formatted({ file, bytes }: PolicyFile, rewrite: Rewrite | undefined): Formatting {
  const source = makeSource(file, bytes);
  const { value, diagnostics } = format(source, rewrite);
  const errors = diagnostics.filter((each) => hasErrors([each]));
  return value === undefined ? { before: source.text, diagnostics: errors } : { before: source.text, after: value, diagnostics: errors };
}

/** The compiler is loaded only for what needs it. */
async function rewriteOf({ expand }: FmtOptions): Promise<Rewrite | undefined> {
  return expand === true ? (await import('@polc/compiler')).expandDocument : undefined;
}

function sameBytes(text: string, bytes: Uint8Array): boolean {
  return Buffer.from(text).equals(bytes);
}

async function diffOf(file: string, before: string, after: string): Promise<string> {
  const { unifiedDiff } = await import('../report/unified-diff.js');
  return unifiedDiff(file, before, after);
}
