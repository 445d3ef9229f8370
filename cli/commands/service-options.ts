// What the verbs have in common that ask a service: where it is, how answers are printed, and how values stand on a command line.

import { type Command, InvalidArgumentError } from 'commander';
import { Failure } from '../failure.js';
import { printJson, printSlowly } from '../host/output.js';
import type { ServiceOptions } from '../host/service-client.js';
import { examples, type Formatted, formatOption } from './options.js';

export type AskOptions = ServiceOptions & Formatted;

/** A verb of several words: `words` are the last one and its arguments. */
export function verb(parent: Command, words: string, summary: string): Command {
  return parent
    .command(words)
    .summary(summary)
    .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`);
}

/** Behind the options of the verb itself. `lines`: an example, and what is particular to it. */
export function onService(command: Command, ...lines: readonly string[]): Command {
  command
    .addOption(formatOption())
    .option('--server <url>', 'ask a running server (POLC_SERVER)')
    .option('--key-file <file>', 'its API key; - for standard input (POLC_KEY, POLC_KEY_FILE)')
    .option('--ca <file>', 'authorities that its certificate may come from, in PEM')
    .option('--allow-http', 'send the key over plain HTTP to another machine')
    .option('--timeout <seconds>', 'that an answer may take', seconds, 30)
    .option('--data <folder>', 'without a server: where store, keys and logs are (POLC_DATA; polc-data)')
    .option('--store <url>', 'in place of the store in the data folder (POLC_STORE)')
    .option('-p, --policies <path...>', 'without a server: policies in force, by which names are judged');
  return examples(command, ...lines);
}

/** Of a verb that has verbs of its own. */
export function group(command: Command, description: string, ...lines: readonly string[]): Command {
  return examples(
    command.description(description),
    'All of them take --format <format>, and work on a running server (--server,',
    '--key-file) or on the store of a folder (--data, --store). On a store nobody is',
    'asked who they are: whoever may write it may do everything. Both write down what',
    'they do.',
    '',
    ...lines,
  );
}

/** One JSON document, or words for people. */
export async function show(answer: unknown, { format }: Formatted, text: () => string): Promise<void> {
  if (format === 'json') printJson(answer);
  else await printSlowly(text());
}

/** Names with commas between, or the option again. */
export function names(each: string, all: readonly string[] = []): readonly string[] {
  const parts = each.split(',').map((part) => part.trim());
  if (parts.includes('')) throw new InvalidArgumentError('Names, with commas between.');
  return [...all, ...parts];
}

export function whole(text: string): number {
  if (!/^(?:0|[1-9][0-9]{0,8})$/.test(text)) throw new InvalidArgumentError('It is a whole number.');
  return Number(text);
}

function seconds(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number <= 3_600)) throw new InvalidArgumentError('It is a number of seconds up to 3600.');
  return number;
}

/** `name=value`, with commas between, or the option again. */
export function pairs(each: string, all: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const given = Object.entries(all);
  for (const part of each.split(',')) {
    const [, name, value] = /^\s*([^=]*[^=\s])\s*=(.*)$/s.exec(part) ?? [];
    if (name === undefined || value === undefined) throw new InvalidArgumentError('It is name=value, with commas between.');
    if (given.some(([before]) => before === name)) throw new InvalidArgumentError(`"${name}" stands twice.`);
    given.push([name, value]);
  }
  return Object.fromEntries(given);
}

/** A duration as Vault writes it, or seconds. */
export function duration(text: string): string | number {
  if (/^[0-9]{1,9}$/.test(text)) return Number(text);
  if (!/^(?:[0-9]+(?:ms|[smhd]))+$/.test(text)) throw new InvalidArgumentError('It is a duration, as 90, 10m or 1h30m.');
  return text;
}

const MILLISECONDS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** An instant of RFC 3339; or a duration, from now. */
export function instant(text: string): string {
  const [, count, unit] = /^([0-9]{1,6})([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return new Date(Date.now() + Number(count) * MILLISECONDS[unit as keyof typeof MILLISECONDS]).toISOString();
  if (!/^\d{4}-\d\d-\d\dT/.test(text)) throw new InvalidArgumentError('It is a time, as 2027-01-31T12:00:00Z, or a duration from now, as 30d.');
  return text;
}

/** The path of one thing. */
export function pathOf(folder: string, id: string, ...rest: readonly string[]): string {
  // In a path they would mean something else.
  if (id === '' || id === '.' || id === '..') throw new Failure('usage', `${JSON.stringify(id)} is no id`);
  return ['', 'v1', folder, encodeURIComponent(id), ...rest].join('/');
}

/** Members that are there. */
export function given(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
