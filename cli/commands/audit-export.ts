// `polc audit export`: entries in the forms that other systems read, a line each, as fast as the reader takes them.

import type { FoundEntry } from '@polc/service';
import { type Command, Option } from 'commander';
import { logsToRead } from '../host/audit-logs.js';
import { exporterOf, FORMS, type Form } from '../host/exporter.js';
import { note, printSlowly } from '../host/output.js';
import { searchLogs } from '../host/search-logs.js';
import { visible } from '../report/visible.js';
import { type ChoiceOptions, choiceOptions, criteriaOf, dataOption, type LogPlace, logsArgument } from './audit-options.js';
import { examples } from './options.js';
import { verb } from './service-options.js';

type ExportOptions = LogPlace & ChoiceOptions & { readonly as: Form };

export function defineExport(parent: Command): void {
  const command = logsArgument(verb(parent, 'export', 'write entries as other systems read them')).addOption(
    new Option('--as <form>', 'of the entries').choices(FORMS).makeOptionMandatory(),
  );
  examples(
    dataOption(choiceOptions(command)),
    'ocsf is OCSF 1.8, ocsf-1.9 its next schema, a draft; cef is ArcSight’s; opa is',
    'the decision log of OPA, which has a place for decisions alone; otel is OTLP in',
    'JSON, as many entries together as go over the wire at once. Each is a line; --as',
    'stands for what is --format <format> elsewhere.',
    '',
    'Examples:',
    '  $ polc audit export --as ocsf --since 1h > events.jsonl',
    '  $ polc audit export --as cef --denied | logger',
  ).action(runExport);
}

async function runExport(named: readonly string[], { as, data, ...choice }: ExportOptions): Promise<void> {
  const options = await criteriaOf(choice);
  const folders = await logsToRead(named, data === undefined ? {} : { data });
  const { together, lineOf } = await exporterOf(as, folders);
  let batch: FoundEntry[] = [];
  let without = 0;
  const write = async () => {
    if (batch.length === 0) return;
    const line = lineOf(batch);
    batch = [];
    if (line === null) without++;
    else await printSlowly(`${process.stdout.isTTY === true ? visible(line) : line}\n`);
  };
  for await (const found of searchLogs(folders, options)) {
    batch.push(found);
    if (batch.length >= together) await write();
  }
  await write();
  if (without > 0)
    note(`polc: ${without === 1 ? 'an entry has' : `${without} entries have`} no place in this form, and ${without === 1 ? 'is' : 'are'} left out`);
}
