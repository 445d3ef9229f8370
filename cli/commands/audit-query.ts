// `polc audit query`: the entries of logs that are looked for, by time.

import { basename } from 'node:path';
import type { Command } from 'commander';
import { logsToRead } from '../host/audit-logs.js';
import { note, printSlowly } from '../host/output.js';
import { searchLogs } from '../host/search-logs.js';
import { coloursOf } from '../report/colours.js';
import { entryText } from '../report/entry-text.js';
import { type ChoiceOptions, choiceOptions, criteriaOf, dataOption, type LogPlace, logsArgument } from './audit-options.js';
import { examples, type Formatted, formatOption } from './options.js';
import { verb } from './service-options.js';

type QueryOptions = Formatted & LogPlace & ChoiceOptions;

export function defineQuery(parent: Command): void {
  const command = choiceOptions(logsArgument(verb(parent, 'query', 'find entries')));
  examples(
    dataOption(command).addOption(formatOption()),
    'All that is given has to hold. Entries that two logs hold are there once. JSON',
    'is a line an entry: {"index", "folder", "entry"}. Exits 0 whether there are any',
    'or not; 4 when a log cannot be read, or an entry does not fit its leaf.',
    '',
    'Examples:',
    '  $ polc audit query --agent my-ai-agent --denied --since 24h',
    "  $ polc audit query --path 'secret/data/*' --newest --limit 20 --format json",
  ).action(runQuery);
}

async function runQuery(named: readonly string[], { format, data, ...choice }: QueryOptions): Promise<void> {
  const options = await criteriaOf(choice);
  const folders = await logsToRead(named, data === undefined ? {} : { data });
  const colours = coloursOf(process.stdout);
  let count = 0;
  for await (const { folder, index, entry } of searchLogs(folders, options)) {
    count++;
    const log = folders.length === 1 ? '' : basename(folder);
    await printSlowly(`${format === 'json' ? JSON.stringify({ index, folder, entry }) : entryText({ log, index, entry }, colours)}\n`);
  }
  if (count === 0) note('polc: there is no such entry');
}
