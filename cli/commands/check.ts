// `polc check`: everything polc has to say about policies, in the format that is asked for.

import { check, RULES, type RuleSetting } from '@polc/compiler';
import type { Command } from 'commander';
import { EXIT } from '../failure.js';
import { readNamedFile } from '../host/named-file.js';
import { note } from '../host/output.js';
import { Progress } from '../host/progress.js';
import { readPolicyFile } from '../host/read-file.js';
import { breathe, interruptible } from '../host/signals.js';
import { findPolicyFiles, type PolicyFile } from '../host/source-set.js';
import { writeWhole } from '../host/write-file.js';
import { coloursOf } from '../report/colours.js';
import { counted, type Findings, fails } from '../report/findings.js';
import { type Format, REPORTERS } from '../report/formats.js';
import { Places } from '../report/places.js';
import { summaryLine } from '../report/text.js';
import { visible } from '../report/visible.js';
import { fixFiles } from './fix-files.js';
import { examples, formatOption } from './options.js';
import { readRuleSettings } from './rule-settings.js';

interface CheckOptions {
  readonly format: Format;
  readonly fix?: boolean;
  readonly denyWarnings?: boolean;
  readonly rule?: readonly string[];
}

/** Checking this much takes over a second. */
const SLOW_BYTES = 2_000_000;

export function defineCheck(command: Command): void {
  command
    .description('Parse, resolve, type-check and lint policies.')
    .argument('<path...>', 'policy files, and folders, of which *.hcl and *.polc.json are read (no tests, no dot-files)')
    .addOption(formatOption(['sarif', 'github', 'junit']))
    .option('--fix', 'apply the fixes that keep every decision as it is, then check again')
    .option('--deny-warnings', 'exit 1 on warnings too')
    .option('--rule <id=off|warn|error>', 'set a lint rule; repeatable', (each, all: string[] = []) => [...all, each])
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

async function runCheck(paths: readonly string[], { format, fix = false, denyWarnings = false, rule = [] }: CheckOptions): Promise<number> {
  const rules = readRuleSettings(rule);
  const progress = new Progress();
  let files = interruptible(() => readAll(paths, progress));
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (size > SLOW_BYTES) progress.announce(`checking ${counted(files.length, 'file')} …`);
  if (fix) files = await applyFixes(files, rules, progress);
  const { diagnostics } = interruptible(() =>
    check(
      files.map(({ file, bytes }) => ({ file, text: bytes })),
      { rules, load: readNamedFile },
    ),
  );
  progress.end();
  const findings: Findings = { diagnostics, files: files.map(({ file }) => file), places: new Places(files), rules: RULES, denyWarnings };
  process.stdout.write(REPORTERS[format](findings, coloursOf(process.stdout)));
  if (format !== 'text' && process.stderr.isTTY === true) note(summaryLine(findings, coloursOf(process.stderr)));
  return fails(findings) ? EXIT.no : EXIT.fine;
}

function readAll(paths: readonly string[], progress: Progress): readonly PolicyFile[] {
  const names = findPolicyFiles(paths);
  return names.map((file, i) => {
    progress.tick(() => `reading ${i} of ${counted(names.length, 'file')} …`);
    return { file, bytes: readPolicyFile(file) };
  });
}

/** Writes what was fixed, and says so. */
async function applyFixes(files: readonly PolicyFile[], rules: Readonly<Record<string, RuleSetting>>, progress: Progress): Promise<readonly PolicyFile[]> {
  const fixed = interruptible(() => fixFiles(files, rules));
  progress.end();
  for (const each of fixed) {
    if (!('titles' in each)) continue;
    writeWhole(each.file, each.bytes);
    note(`fixed ${visible(each.file)}: ${each.titles.join(', ')}`);
    await breathe();
  }
  return fixed;
}
