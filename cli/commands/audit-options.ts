// What the verbs of `polc audit` have in common: which logs they read, and how entries are chosen from them.

import { instantOf, OUTCOMES } from '@polc/runtime';
import type { AuditEntry, Criteria, QueryOptions } from '@polc/service';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { Failure } from '../failure.js';
import type { LogPlace } from '../host/audit-logs.js';
import { atLeastOne, lengthOf } from './option-values.js';

export type { LogPlace };

/** In this order: folders as arguments, the options of the verb, `--data`. */
export function logsArgument(command: Command): Command {
  return command.argument('[folder...]', 'folders of logs; those of the data folder unless said');
}

export function dataOption(command: Command): Command {
  return command.option('--data <folder>', 'where polc serve keeps its logs, in audit/NODE (POLC_DATA; polc-data)');
}

export interface CriteriaOptions {
  readonly type?: AuditEntry['type'];
  readonly agent?: string;
  readonly user?: string;
  readonly caller?: string;
  readonly outcome?: string;
  readonly allowed?: boolean;
  readonly denied?: boolean;
  readonly path?: string;
  readonly decision?: string;
  readonly since?: number;
  readonly until?: number;
}

export interface ChoiceOptions extends CriteriaOptions {
  readonly limit?: number;
  readonly newest?: boolean;
}

export function timeOptions(command: Command): Command {
  return command.option('--since <time>', 'from then on: RFC 3339, or so long ago, as 24h', instantAgo).option('--until <time>', 'before then', instantAgo);
}

export function choiceOptions(command: Command): Command {
  command
    .option('--agent <id>', 'that acted, or is in the chain, or was changed')
    .option('--user <id>', 'for whom it was, or who was changed')
    .option('--caller <id>', 'who asked: caller:ID, agent:ID, user:ID, command, anonymous')
    .option('--outcome <word>', 'of a decision, as denied ones say why', outcome)
    .option('--allowed', 'allowed decisions')
    .option('--denied', 'denied decisions')
    .option('--path <pattern>', 'exact, or with + for a segment and * at the end')
    .addOption(new Option('--type <type>', 'of entries').choices(['decision', 'change', 'alert', 'service']))
    .option('--decision <id>', 'a decision, and what came of it');
  return timeOptions(command).option('--limit <number>', 'as many entries, and no more', atLeastOne).option('--newest', 'the newest first');
}

/** @throws Failure usage */
export async function criteriaOf({ allowed, denied, newest, caller, path, ...rest }: ChoiceOptions): Promise<QueryOptions> {
  if (allowed === true && denied === true) throw new Failure('usage', '--allowed and --denied: no decision is both');
  const options: Criteria = {
    ...rest,
    ...(allowed === true ? { allowed: true } : denied === true ? { allowed: false } : {}),
    ...(path === undefined ? {} : { path }),
    ...(caller === undefined ? {} : { caller: callerOf(caller) }),
  };
  const { matcherOf } = await import('@polc/service');
  try {
    matcherOf(options);
  } catch (error) {
    if (error instanceof RangeError) throw new Failure('usage', `--path ${error.message}`, error);
    throw error;
  }
  return newest === true ? { ...options, first: 'newest' } : options;
}

/** A name alone is that of an API caller. */
function callerOf(text: string): string {
  return text.includes(':') || text === 'command' || text === 'anonymous' ? text : `caller:${text}`;
}

function outcome(text: string): string {
  if ((OUTCOMES as readonly string[]).includes(text)) return text;
  throw new InvalidArgumentError('No decision has it; grammar/spec.md lists the outcomes.');
}

/** Milliseconds since the epoch. */
function instantAgo(text: string): number {
  const length = lengthOf(text);
  if (length !== null) return Date.now() - length;
  const instant = instantOf(text);
  if (instant === null) throw new InvalidArgumentError('It is a time, as 2027-01-31T12:00:00Z, or so long ago, as 24h.');
  return instant;
}

export function wholeIndex(text: string): number {
  if (!/^(?:0|[1-9][0-9]{0,14})$/.test(text)) throw new InvalidArgumentError('It is the index of an entry: a whole number.');
  return Number(text);
}
