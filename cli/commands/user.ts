// `polc user`: the registry of users, on a store or a running server.

import type { Command } from 'commander';
import { Failure } from '../failure.js';
import { readJson } from '../host/read-json.js';
import { readMembers } from '../host/read-members.js';
import { asking } from '../host/service-client.js';
import { recordText, type Shown } from '../report/record-text.js';
import { defineAttach } from './attach.js';
import { instant, names } from './option-values.js';
import { defineUpdate } from './record-update.js';
import { column, defineList, defineRead, defineRemove, defineState, type Kind, STATUS } from './record-verbs.js';
import { type AskOptions, given, group, onService, show, verb } from './service-options.js';

const USER: Kind = { name: 'user', folder: 'users', columns: [column('id'), STATUS, column('groups'), column('policies'), column('expires')] };

interface UserOptions {
  readonly from?: string;
  readonly policy?: readonly string[];
  readonly group?: readonly string[];
  readonly attributes?: unknown;
  readonly expires?: string;
}

export function defineUser(command: Command): void {
  group(
    command,
    'Register users: those whom agents act for, and who consent and approve.',
    'Example:',
    '  $ polc user register alice --group team-alpha --policy consent-to-code-review',
  );
  onService(
    userOptions(verb(command, 'register <id>', 'register a user')),
    'Example:',
    '  $ polc user register alice --group team-alpha --attributes \'{"level": 3}\'',
  ).action(async (id: string, options: AskOptions & UserOptions) => {
    const body = { ...(await userMembers(options)), id };
    const { json } = await asking(options, (client) => client.call('POST', '/v1/users', body));
    await show(json, options, () => recordText('user', json as Shown, 'registered'));
  });
  defineUpdate(command, USER, userOptions, userMembers, '--group team-alpha,on-call');
  defineList(command, USER);
  defineRead(command, USER);
  defineAttach(command, USER, 'attach');
  defineAttach(command, USER, 'detach');
  defineState(command, USER, 'suspend', 'suspended', 'suspend a user, from the next decision on');
  defineState(command, USER, 'resume', 'active again', 'let a suspended user act again');
  defineRemove(command, USER, 'Grants that were given for the user end with it.', '');
}

function userOptions(command: Command): Command {
  return command
    .option('--policy <names>', 'what the user may do, with commas between; repeatable', names)
    .option('--group <names>', 'that the user is in, with commas between; repeatable', names)
    .option('--attributes <json>', 'what conditions read of the user, an object', attributesOf)
    .option('--expires <time>', 'when it ends: RFC 3339, or from now, as 30d', instant)
    .option('--from <file>', 'a record as JSON, whose members options replace; - for standard input');
}

async function userMembers({ from, policy, group: groups, attributes, expires }: UserOptions): Promise<Record<string, unknown>> {
  return { ...(from === undefined ? {} : await readMembers(from)), ...given({ policies: policy, groups, attributes, expires }) };
}

function attributesOf(text: string): unknown {
  const read = readJson(text);
  if ('value' in read) return read.value;
  throw new Failure('usage', `--attributes: not valid JSON: ${read.fault.message}`);
}
