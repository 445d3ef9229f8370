// `polc audit verify`: whether logs are what was written, and whether their decisions are what the policies and facts of their time say.

import { join } from 'node:path';
import type { AuditKeys } from '@polc/service';
import type { Command } from 'commander';
import { EXIT, Failure } from '../failure.js';
import { openPastEngines, type PastEngines } from '../host/audit-engines.js';
import { type KeptCheckpoint, readAuditSecret, readKept, readLogKeys } from '../host/audit-keys.js';
import { dataFolderOf, logFolders, noLog } from '../host/audit-logs.js';
import { note, print, printJson } from '../host/output.js';
import { Progress } from '../host/progress.js';
import { reExecuteLog } from '../host/re-execute-log.js';
import { saveCheckpoint } from '../host/save-checkpoint.js';
import { type VerifiedLog, type VerifySettings, verifyFolder } from '../host/verify-folder.js';
import { coloursOf } from '../report/colours.js';
import { logVerifiedText, type ShownLog } from '../report/log-verified-text.js';
import { dataOption, type LogPlace, logsArgument, wholeIndex } from './audit-options.js';
import { append } from './option-values.js';
import { examples, type Formatted, formatOption } from './options.js';
import { verb } from './service-options.js';

interface VerifyOptions extends Formatted, LogPlace {
  readonly key?: readonly string[];
  readonly checkpoint?: readonly string[];
  readonly saveCheckpoint?: string;
  readonly from: number;
  readonly reexecute?: boolean;
  readonly policies?: readonly string[];
  readonly bundle?: readonly string[];
  readonly store?: string;
  readonly secret?: string;
  readonly strict?: boolean;
}

export function defineVerify(parent: Command): void {
  const command = logsArgument(verb(parent, 'verify', 'say whether logs are what was written'))
    .option('--key <key>', 'that signs the log: NAME+HASH+KEY, or a file of it; repeatable', append)
    .option('--checkpoint <file>', 'of the log, kept elsewhere; repeatable', append)
    .option('--save-checkpoint <file>', 'write the newest one there, of one log that verifies')
    .option('--from <index>', 'begin with the file of this entry: those before are elsewhere', wholeIndex, 0)
    .option('--reexecute', 'decide again what was decided, and compare')
    .option('-p, --policies <path...>', 'to decide again by: as polc serve took them')
    .option('--bundle <file>', 'to decide again by; repeatable: each has its revision', append)
    .option('--store <url>', 'that holds the facts of then (POLC_STORE; that of --data)')
    .option('--secret <file>', 'that opens requests (DATA/keys/audit.secret)')
    .option('--strict', 'exit 1 where a decision cannot be made again, too');
  examples(
    dataOption(command).addOption(formatOption()),
    'Exits 1 when a log is not what was written, or (with --reexecute) a decision is',
    'another one now; 4 when a log cannot be read.',
    '',
    'Without --key the key beside the log is taken, and who can change the log can',
    'change that: a key, and checkpoints, that were kept elsewhere prove something.',
    '',
    'Examples:',
    '  $ polc audit verify --save-checkpoint /elsewhere/server.checkpoint',
    '  $ polc audit verify polc-data/audit/server --key server.pub --checkpoint kept',
    '  $ polc audit verify --reexecute --bundle now.polcb --bundle last-week.polcb',
  ).action(async (folders: string[], options: VerifyOptions) => {
    process.exitCode = await runVerify(folders, options);
  });
}

interface Again {
  readonly engines: PastEngines;
  readonly keys: AuditKeys;
}

async function runVerify(named: readonly string[], options: VerifyOptions): Promise<number> {
  const { format, saveCheckpoint: file, from } = options;
  const folders = logFolders(named, options);
  if (file !== undefined && folders.length > 1) throw new Failure('usage', '--save-checkpoint is for one log: name its folder');
  const keys = await readLogKeys(options.key ?? []);
  const kept = await readAllKept(options);
  const progress = new Progress();
  const again = await openAgain(options);
  try {
    const verified = await verifyAll(folders, { keys, kept, from, progress }, again);
    progress.end();
    const strays = straysAmong(kept, verified.logs);
    const isWhole = strays.length === 0 && verified.failures.length === 0 && verified.logs.every(({ report }) => report.faults.length === 0);
    if (format === 'json') printJson({ verified: isWhole, ...jsonOf(verified), strays });
    else print(verified.logs.map((log) => logVerifiedText(log, coloursOf(process.stdout))).join('\n'));
    for (const { origin, file: stray } of strays) note(`polc: ${stray}: the checkpoint is of the log ${JSON.stringify(origin)}, which is none of these`);
    for (const { message } of verified.failures) note(`polc: ${message}`);
    if (verified.logs.some(({ isBeside }) => isBeside)) {
      note('polc: a key that lies beside its log proves little: who can write the log can write both anew; --key takes one that was kept elsewhere');
    }
    if (file !== undefined) await saveCheckpoint(file, isWhole ? (verified.logs[0] ?? null) : null);
    return exitCodeOf(verified, strays.length > 0, options.strict === true);
  } finally {
    await again?.engines.close();
  }
}

/** The file that is to be written anew is one, too: a log that has lost what it vouches for must not take its place. */
async function readAllKept({ checkpoint = [], saveCheckpoint: file }: VerifyOptions): Promise<readonly KeptCheckpoint[]> {
  const { existsSync } = await import('node:fs');
  const files = file !== undefined && existsSync(file) ? [...checkpoint, file] : checkpoint;
  const kept: KeptCheckpoint[] = [];
  for (const each of new Set(files)) kept.push(await readKept(each));
  return kept;
}

async function openAgain(options: VerifyOptions): Promise<Again | null> {
  const { reexecute, policies, bundle = [], store, secret, strict } = options;
  const given = [policies, options.bundle, store, secret, strict].some((option) => option !== undefined);
  if (reexecute !== true) {
    if (given) throw new Failure('usage', '-p, --bundle, --store, --secret and --strict go with --reexecute');
    return null;
  }
  if (policies === undefined && bundle.length === 0) throw new Failure('usage', '--reexecute decides by policies: name them with -p, or bundles with --bundle');
  const { auditKeys } = await import('@polc/service');
  const data = dataFolderOf(options);
  const { POLC_STORE = '' } = process.env;
  const keys = auditKeys(await readAuditSecret(secret, data));
  const url = store ?? (POLC_STORE === '' ? data.storeUrl : POLC_STORE);
  return { keys, engines: await openPastEngines({ bundles: bundle, store: url, ...(policies === undefined ? {} : { policies }) }) };
}

interface VerifiedAll {
  readonly logs: readonly ShownLog[];
  /** Logs that cannot be read. */
  readonly failures: readonly { readonly folder: string; readonly message: string }[];
}

/** WHY not the first failure for all: what is wrong with one log must not hide what is wrong with another. */
async function verifyAll(folders: readonly string[], settings: VerifySettings, again: Again | null): Promise<VerifiedAll> {
  const logs: ShownLog[] = [];
  const failures: { folder: string; message: string }[] = [];
  for (const folder of folders) {
    try {
      const log = await verifyFolder(folder, settings);
      if (log === null) throw noLog(folder);
      logs.push(await shownOf(log, settings.progress, again));
    } catch (error) {
      if (!(error instanceof Failure) || error.exitCode === EXIT.usage) throw error;
      failures.push({ folder, message: error.message });
    }
  }
  return { logs, failures };
}

async function shownOf(log: VerifiedLog, progress: Progress, again: Again | null): Promise<ShownLog> {
  const { verifierText } = await import('@polc/service');
  const [name = '', hash = ''] = verifierText(log.key).split('+');
  const { from, size, faults } = log.report;
  // Of a log that is not what was written nothing follows from what it says.
  const isAsked = again !== null && faults.length === 0;
  return {
    ...log,
    keyName: `${name}+${hash}`,
    again: isAsked ? await reExecuteLog({ folder: log.folder, from, size }, again.keys, again.engines, progress) : null,
  };
}

/** Checkpoints of logs that are not among these. WHY a fault: the log may be gone altogether. */
function straysAmong(kept: readonly KeptCheckpoint[], logs: readonly ShownLog[]) {
  return kept.filter((one) => !logs.some((log) => log.kept.includes(one))).map(({ file, origin, size }) => ({ file, origin, size }));
}

function exitCodeOf({ logs, failures }: VerifiedAll, hasStrays: boolean, strict: boolean): number {
  const isNo = ({ report, again }: ShownLog) => report.faults.length > 0 || (again !== null && (again.different > 0 || (strict && again.impossible > 0)));
  if (hasStrays || logs.some(isNo)) return EXIT.no;
  return failures.length > 0 ? EXIT.world : EXIT.fine;
}

function jsonOf({ logs, failures }: VerifiedAll) {
  return {
    logs: logs.map(({ folder, keyName, isBeside, report, again }) => {
      const { origin, from, size, root, signed, checkpoints, kept, faults } = report;
      return {
        ...{ folder, origin, key: keyName, key_from: isBeside ? 'beside' : 'given', from, size, root: root?.toString('base64') ?? null },
        ...{ signed, checkpoints, kept, faults: faults.map((fault) => ({ ...fault, path: fault.file === null ? null : join(folder, fault.file) })) },
        reexecuted: again,
      };
    }),
    failures,
  };
}
