// What the verbs have in common that ask a service: where it is, and how answers are printed.

import type { Command } from 'commander';
import { Failure } from '../failure.js';
import { printJson, printSlowly } from '../host/output.js';
import type { ServiceOptions } from '../host/service-client.js';
import { seconds } from './option-values.js';
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
    .option('--client-cert <file>', 'shows who asks by a certificate, in PEM')
    .option('--client-key <file>', 'its private key, in PEM')
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
