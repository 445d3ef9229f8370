// `polc check`: everything polc has to say about policies, in the format that is asked for.

import { check, IGNORE_CODES, RULES } from '@polc/compiler';
import { makeSource } from '@polc/grammar';
import type { Command } from 'commander';
import { EXIT, Failure } from '../failure.js';
import { readNamedFile } from '../host/named-file.js';
import { note } from '../host/output.js';
import { Progress } from '../host/progress.js';
import { readPolicyFile } from '../host/read-file.js';
import { breathe } from '../host/signals.js';
import type { PolicyFile } from '../host/source-set.js';
import { writeWhole } from '../host/write-file.js';
import { coloursOf } from '../report/colours.js';
import { counted } from '../report/counted.js';
import { type Findings, fails } from '../report/findings.js';
import { type Format, REPORTERS } from '../report/formats.js';
import { Places } from '../report/places.js';
import { summaryLine } from '../report/text.js';
import { timingLines } from '../report/timings.js';
import { unifiedDiff } from '../report/unified-diff.js';
import { visible } from '../report/visible.js';
import { type CheckSettings, type ConfigOptions, checkSettings } from './check-settings.js';
import { fixFiles } from './fix-files.js';
import { append } from './option-values.js';
import { examples, formatOption } from './options.js';

interface CheckOptions extends ConfigOptions {
  readonly format: Format;
  readonly fix?: boolean;
  readonly dryRun?: boolean;
  readonly denyWarnings?: boolean;
  readonly timings?: boolean;
}

/** Checking this much takes over a second. */
const SLOW_BYTES = 2_000_000;

export function defineCheck(command: Command): void {
  command
    .description('Parse, resolve, type-check and lint policies.')
    .argument('<path...>', 'policy files, and folders, of which *.hcl and *.polc.json are read (no tests, no dot-files)')
    .addOption(formatOption(['sarif', 'github', 'junit']))
    .option('--fix', 'apply the fixes that keep every decision as it is, then check again')
    .option('--dry-run', 'with --fix: print what would change as a diff, and change nothing')
    .option('--deny-warnings', 'exit 1 on warnings too')
    .option('--rule <id=off|warn|error>', 'set a lint rule; repeatable', append)
    .option('--config <file>', 'settings of rules, in place of the nearest polc.config.json')
    .option('--no-config', 'look for no polc.config.json')
    .option('--timings', 'say on standard error how long each rule took')
    .action(async (paths: string[], options: CheckOptions) => {
      process.exitCode = await runCheck(paths, options);
    });
  examples(
    command,
    'Exits 1 on errors, of syntax too. A folder without policies is an error (4).',
    '',
    'Example:',
    '  $ polc check policies --rule leading-slash=off',
  );
}

async function runCheck(paths: readonly string[], options: CheckOptions): Promise<number> {
  const { format, fix = false, dryRun = false, denyWarnings = false, timings = false } = options;
  if (dryRun && !fix) throw new Failure('usage', '--dry-run goes with --fix');
  if (dryRun && format !== 'text') throw new Failure('usage', '--dry-run prints a diff, and takes no --format');
  const settings = checkSettings(paths, options);
  const progress = new Progress();
  let files = readAll(settings.files, progress);
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (size > SLOW_BYTES) progress.announce(`checking ${counted(files.length, 'file')} …`);
  if (dryRun) return showFixes(files, settings, progress);
  if (fix) files = await applyFixes(files, settings, progress);
  const taken = new Map<string, number>();
  const around = (id: string, run: () => void) => {
    const start = performance.now();
    run();
    taken.set(id, (taken.get(id) ?? 0) + performance.now() - start);
  };
  const { diagnostics, ignored } = check(
    files.map(({ file, bytes }) => ({ file, text: bytes })),
    { rules: settings.rulesOf, load: readNamedFile, ...(timings ? { around } : {}) },
  );
  progress.end();
  const rules = [...RULES, ...IGNORE_CODES];
  const findings: Findings = { diagnostics, ignored, files: files.map(({ file }) => file), places: new Places(files), rules, denyWarnings };
  process.stdout.write(REPORTERS[format](findings, coloursOf(process.stdout)));
  if (format !== 'text' && process.stderr.isTTY === true) note(summaryLine(findings, coloursOf(process.stderr)));
  if (timings) for (const line of timingLines(taken)) note(line);
  return fails(findings) ? EXIT.no : EXIT.fine;
}

/** 1 where something would change. */
function showFixes(files: readonly PolicyFile[], settings: CheckSettings, progress: Progress): number {
  const fixed = fixFiles(files, settings.rulesOf, (text) => note(visible(text)));
  progress.end();
  let changes = 0;
  for (const [i, each] of fixed.entries()) {
    if (!('titles' in each)) continue;
    changes++;
    const [before, after] = [files[i] as PolicyFile, each].map(({ file, bytes }) => makeSource(file, bytes).text) as [string, string];
    process.stdout.write(unifiedDiff(each.file, before, after));
    note(`would fix ${visible(each.file)}: ${each.titles.join(', ')}`);
  }
  return changes > 0 ? EXIT.no : EXIT.fine;
}

function readAll(names: readonly string[], progress: Progress): readonly PolicyFile[] {
  return names.map((file, i) => {
    progress.tick(() => `reading ${i} of ${counted(names.length, 'file')} …`);
    return { file, bytes: readPolicyFile(file) };
  });
}

/** Writes what was fixed, and says so. */
async function applyFixes(files: readonly PolicyFile[], { rulesOf }: CheckSettings, progress: Progress): Promise<readonly PolicyFile[]> {
  const fixed = fixFiles(files, rulesOf, (text) => note(visible(text)));
  progress.end();
  for (const each of fixed) {
    if (!('titles' in each)) continue;
    writeWhole(each.file, each.bytes);
    note(`fixed ${visible(each.file)}: ${each.titles.join(', ')}`);
    await breathe();
  }
  return fixed;
}
