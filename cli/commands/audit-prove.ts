// `polc audit prove`: that an entry is in a log, for somebody who has neither the log nor polc; and whether such a proof holds.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { EXIT, Failure, fileFailure } from '../failure.js';
import { readLogKeys } from '../host/audit-keys.js';
import { logsToRead } from '../host/audit-logs.js';
import { checkProof } from '../host/check-proof.js';
import { print, printJson } from '../host/output.js';
import { type ProvedEntry, proveById, proveByIndex } from '../host/prove-entry.js';
import { readInput } from '../host/read-input.js';
import { writeAllWhole } from '../host/write-file.js';
import { coloursOf } from '../report/colours.js';
import { visible } from '../report/visible.js';
import { dataOption, type LogPlace, wholeIndex } from './audit-options.js';
import { append } from './option-values.js';
import { examples, type Formatted, formatOption } from './options.js';
import { verb } from './service-options.js';

interface ProveOptions extends Formatted, LogPlace {
  readonly index?: number;
  readonly output?: string;
  readonly check?: string;
  readonly entry?: string;
  readonly key?: readonly string[];
}

export function defineProve(parent: Command): void {
  const command = verb(parent, 'prove', 'prove that an entry is in a log, or check such a proof')
    .argument('[id]', 'of the entry: of a decision its id')
    .argument('[folder...]', 'folders of logs; those of the data folder unless said')
    .option('--index <number>', 'of the entry in place of its id, in one log', wholeIndex)
    .option('-o, --output <folder>', 'write ID.json and ID.tlog-proof there')
    .option('--check <file>', 'a proof; - for standard input')
    .option('--entry <file>', 'what it is of, byte for byte; - for standard input')
    .option('--key <key>', 'that signs the log: NAME+HASH+KEY, or a file of it', append);
  examples(
    dataOption(command).addOption(formatOption()),
    'A proof is a C2SP tlog-proof: the way from the entry’s leaf to a signed',
    'checkpoint (RFC 6962). It holds without the log, and as long as the log’s key is',
    'trusted. --check exits 1 when it does not hold.',
    '',
    'Examples:',
    '  $ polc audit prove 4b0e7f5c-2c0f-4d0e-9d39-8a6f2ad6f1c4 -o evidence',
    '  $ polc audit prove --index 17 polc-data/audit/server',
    '  $ polc audit prove --check ID.tlog-proof --entry ID.json --key server.pub',
  ).action(async (id: string | undefined, folders: readonly string[], options: ProveOptions) => {
    process.exitCode = await runProve(id, folders, options);
  });
}

async function runProve(id: string | undefined, folders: readonly string[], options: ProveOptions): Promise<number> {
  const { check, entry, key, index, output } = options;
  if (check !== undefined || entry !== undefined || key !== undefined) {
    if (check === undefined || entry === undefined || key === undefined) throw new Failure('usage', '--check, --entry and --key go together');
    if (id !== undefined || index !== undefined || output !== undefined) throw new Failure('usage', '--check stands alone: a proof says which entry it is of');
    return runCheck(check, entry, key, options);
  }
  if (index === undefined && id === undefined) throw new Failure('usage', 'prove takes the id of an entry, or --index');
  // With --index there is no id, and the first argument is a folder.
  const named = index === undefined || id === undefined ? folders : [id, ...folders];
  const logs = await logsToRead(named, options);
  const proved = index === undefined ? await proveById(logs, id as string) : await proveByIndex(logs, index);
  if (output === undefined) {
    if (options.format === 'json') printJson(proved);
    else print(`${visible(proved.entry)}\n\n${proved.proof}`);
    return EXIT.fine;
  }
  const files = write(proved, output);
  const { folder, index: at, id: own } = proved;
  if (options.format === 'json') printJson({ folder, index: at, id: own, ...files });
  else print(`entry ${at} of ${visible(folder)}\n  ${visible(files.entry_file)}\n  ${visible(files.proof_file)}`);
  return EXIT.fine;
}

function write({ id, index, entry, proof }: ProvedEntry, folder: string) {
  // An id is whatever stands in the log; one that is no name of a file names none.
  const name = id !== null && /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(id) ? id : `entry-${index}`;
  const [entryFile, proofFile] = [join(folder, `${name}.json`), join(folder, `${name}.tlog-proof`)];
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fileFailure(folder, error, 'unwritable');
  }
  // INVARIANT: the entry's bytes and no line end: the leaf is the hash of them.
  writeAllWhole([
    [entryFile, entry],
    [proofFile, proof],
  ]);
  return { entry_file: entryFile, proof_file: proofFile };
}

async function runCheck(check: string, entry: string, key: readonly string[], { format }: Formatted): Promise<number> {
  const answer = await checkProof(Buffer.from(await readInput(check)).toString('utf8'), Buffer.from(await readInput(entry)), await readLogKeys(key));
  const colours = coloursOf(process.stdout);
  if (format === 'json') printJson(answer);
  else if (answer.proved) print(`${colours.green('proved')}: entry ${answer.index} of the log ${visible(answer.origin)}, of ${answer.size} entries then`);
  else print(`${colours.red('not proved')}: ${answer.why}`);
  return answer.proved ? EXIT.fine : EXIT.no;
}
