// `polc audit hash`: how a value stands in a log, for whoever looks for it there and holds the secret.

import type { Command } from 'commander';
import { Failure } from '../failure.js';
import { readAuditSecret } from '../host/audit-keys.js';
import { dataFolderOf } from '../host/audit-logs.js';
import { print, printJson } from '../host/output.js';
import { readInput } from '../host/read-input.js';
import { dataOption, type LogPlace } from './audit-options.js';
import { examples, type Formatted, formatOption } from './options.js';
import { verb } from './service-options.js';

type HashOptions = Formatted & LogPlace & { readonly secret?: string; readonly valueFile?: string };

export function defineHash(parent: Command): void {
  const command = verb(parent, 'hash', 'say how a value stands in a log')
    .argument('[value]', 'a text; where others could see it here, name a file')
    .option('--value-file <file>', 'whose text it is, less a line end; - for standard input')
    .option('--secret <file>', 'of the logs (DATA/keys/audit.secret)');
  examples(
    dataOption(command).addOption(formatOption()),
    'Strings of parameters, context, targets and attributes are keyed hashes in a',
    'log. Who holds the secret finds a value that he knows, and reads no other.',
    '',
    'Example:',
    '  $ polc audit query --format json | grep "$(polc audit hash frontend)"',
  ).action(runHash);
}

async function runHash(value: string | undefined, { valueFile, secret, format, ...place }: HashOptions): Promise<void> {
  if ((value === undefined) === (valueFile === undefined)) throw new Failure('usage', 'hash takes a value, or --value-file');
  const text = value ?? textOf(await readInput(valueFile as string));
  const { auditKeys } = await import('@polc/service');
  const hash = auditKeys(await readAuditSecret(secret, dataFolderOf(place))).hash.text(text);
  if (format === 'json') printJson({ hash });
  else print(hash);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}
