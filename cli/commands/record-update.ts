// Members of a record changed: those that options name take the place of what they were.

import type { Command } from 'commander';
import { Failure } from '../failure.js';
import { asking } from '../host/service-client.js';
import { recordText, type Shown } from '../report/record-text.js';
import { names, whole } from './option-values.js';
import type { Kind } from './record-verbs.js';
import { type AskOptions, onService, pathOf, show, verb } from './service-options.js';

interface UpdateOptions extends AskOptions {
  readonly unset?: readonly string[];
  readonly expect?: number;
}

type Members<O> = (options: O) => Promise<Record<string, unknown>>;

/** `members`: from the options that `define` adds. */
export function defineUpdate<O>(
  parent: Command,
  { name, folder }: Pick<Kind, 'name' | 'folder'>,
  define: (command: Command) => Command,
  members: Members<O>,
  example: string,
): void {
  const command = define(verb(parent, 'update <id>', `change members of one of the ${folder}`))
    .option('--unset <members>', 'take these out, with commas between, by their names in JSON', names)
    .option('--expect <version>', 'only where this is still its version', whole);
  onService(command, 'A member that is given takes the place of the whole member.', '', 'Example:', `  $ polc ${name} update ID ${example}`).action(
    async (id: string, options: UpdateOptions & O) => {
      const { unset = [], expect } = options;
      const changes = await members(options);
      const both = unset.find((member) => Object.hasOwn(changes, member));
      if (both !== undefined) throw new Failure('usage', `"${both}" is given, and to be taken out`);
      const body = { ...changes, ...Object.fromEntries(unset.map((member) => [member, null])) };
      if (Object.keys(body).length === 0) throw new Failure('usage', 'nothing is said that is to change');
      const headers = expect === undefined ? {} : { 'if-match': `"${expect}"` };
      const { json } = await asking(options, (client) => client.call('PATCH', pathOf(folder, id), body, headers));
      await show(json, options, () => recordText(name, json as Shown, 'changed'));
    },
  );
}
