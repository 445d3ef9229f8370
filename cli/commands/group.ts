// `polc group`: the registry of groups of users, on a store or a running server.

import type { Command } from 'commander';
import { readMembers } from '../host/read-members.js';
import { asking } from '../host/service-client.js';
import { recordText, type Shown } from '../report/record-text.js';
import { defineAttach } from './attach.js';
import { names } from './option-values.js';
import { defineUpdate } from './record-update.js';
import { column, defineList, defineRead, defineRemove, type Kind } from './record-verbs.js';
import { type AskOptions, given, group, onService, show, verb } from './service-options.js';

const GROUP: Kind = { name: 'group', folder: 'groups', columns: [column('id'), column('policies'), column('groups')] };

interface GroupOptions {
  readonly from?: string;
  readonly policy?: readonly string[];
  readonly group?: readonly string[];
}

export function defineGroup(command: Command): void {
  group(command, 'Register groups, whose policies their users have.', 'Example:', '  $ polc group register team-alpha --policy developer');
  onService(groupOptions(verb(command, 'register <id>', 'register a group')), 'Example:', '  $ polc group register team-alpha --policy developer').action(
    async (id: string, options: AskOptions & GroupOptions) => {
      const body = { ...(await groupMembers(options)), id };
      const { json } = await asking(options, (client) => client.call('POST', '/v1/groups', body));
      await show(json, options, () => recordText('group', json as Shown, 'registered'));
    },
  );
  defineUpdate(command, GROUP, groupOptions, groupMembers, '--group engineering');
  defineList(command, GROUP);
  defineRead(command, GROUP);
  defineAttach(command, GROUP, 'attach');
  defineAttach(command, GROUP, 'detach');
  defineRemove(command, GROUP);
}

function groupOptions(command: Command): Command {
  return command
    .option('--policy <names>', 'what its users may do, with commas between; repeatable', names)
    .option('--group <names>', 'that it belongs to, with commas between; repeatable', names)
    .option('--from <file>', 'a record as JSON, whose members options replace; - for standard input');
}

async function groupMembers({ from, policy, group: groups }: GroupOptions): Promise<Record<string, unknown>> {
  return { ...(from === undefined ? {} : await readMembers(from)), ...given({ policies: policy, groups }) };
}
