// Verbs that every kind of record has: list, read, one that changes its state, remove.

import type { Command } from 'commander';
import { listAll } from '../host/list-all.js';
import { asking, type ServiceClient } from '../host/service-client.js';
import { coloursOf } from '../report/colours.js';
import { ageText, cellText, memberLines, recordText, type Shown } from '../report/record-text.js';
import { tableText } from '../report/table.js';
import { visible } from '../report/visible.js';
import { type AskOptions, onService, pathOf, show, verb } from './service-options.js';

export interface Kind {
  /** As the verb is called. */
  readonly name: string;
  /** As its endpoints are. */
  readonly folder: string;
  /** Of a list: the head, and what stands below it. */
  readonly columns: readonly (readonly [head: string, cell: (record: Shown) => unknown])[];
}

export type Column = Kind['columns'][number];

/** A member as it is. */
export const column = (name: string): Column => [name.toUpperCase(), (record) => record[name]];
/** Whoever is not said to be anything else is active. */
export const STATUS: Column = ['STATUS', ({ status = 'active' }) => status];

export function defineList(parent: Command, kind: Kind): void {
  const command = verb(parent, 'list', `list ${kind.folder}`);
  onService(command, 'Example:', `  $ polc ${kind.name} list --format json`).action(async (options: AskOptions) => {
    const records = await asking(options, (client) => listAll(client, `/v1/${kind.folder}`, kind.folder));
    await showList(kind, records, options);
  });
}

export async function showList({ folder, columns }: Kind, records: readonly Shown[], options: AskOptions): Promise<void> {
  await show({ [folder]: records }, options, () => {
    if (records.length === 0) return `no ${folder}\n`;
    const rows = records.map((record) => columns.map(([, cell]) => cellText(cell(record))));
    return tableText(
      columns.map(([head]) => head),
      rows,
      coloursOf(process.stdout),
    );
  });
}

export function defineRead(parent: Command, kind: Kind): void {
  const command = verb(parent, 'read <id>', `show one of the ${kind.folder}`);
  onService(command, 'Example:', `  $ polc ${kind.name} read ${EXAMPLE[kind.name] ?? 'ID'}`).action(async (id: string, options: AskOptions) => {
    const record = await asking(options, (client) => read(client, kind, id));
    await show(record, options, () => `${kind.name} ${visible(id)}${'version' in record ? `: ${ageText(record)}` : ''}\n${memberLines(record)}`);
  });
}

/** `past`: what it is then. */
export function defineState(parent: Command, kind: Kind, word: string, past: string, summary: string): void {
  const command = verb(parent, `${word} <id>`, summary);
  onService(command, 'Example:', `  $ polc ${kind.name} ${word} ${EXAMPLE[kind.name] ?? 'ID'}`).action(async (id: string, options: AskOptions) => {
    const { json } = await asking(options, (client) => client.call('POST', pathOf(kind.folder, id, word)));
    await show(json, options, () => recordText(kind.name, json as Shown, past));
  });
}

export function defineRemove(parent: Command, kind: Kind, ...lines: readonly string[]): void {
  const command = verb(parent, 'remove <id>', `take one of the ${kind.folder} out`);
  onService(command, ...lines, 'Example:', `  $ polc ${kind.name} remove ${EXAMPLE[kind.name] ?? 'ID'}`).action(async (id: string, options: AskOptions) => {
    await asking(options, (client) => client.call('DELETE', pathOf(kind.folder, id)));
    await show({ id, removed: true }, options, () => `${kind.name} ${visible(id)}: removed\n`);
  });
}

const EXAMPLE: Readonly<Record<string, string>> = {
  agent: 'my-ai-agent',
  user: 'alice',
  group: 'team-alpha',
  delegation: 'delegation-1',
  caller: 'gateway',
};

/** @throws Failure */
export async function read(client: ServiceClient, { folder }: Pick<Kind, 'folder'>, id: string): Promise<Shown> {
  return (await client.call('GET', pathOf(folder, id))).json as Shown;
}
