// `polc agent`: the registry of agents, on a store or a running server.

import type { Command } from 'commander';
import { Failure } from '../failure.js';
import { changeRecord } from '../host/change-record.js';
import { asking } from '../host/service-client.js';
import { recordText, type Shown } from '../report/record-text.js';
import { defineAgentChanges } from './agent-changes.js';
import { DELEGATE_USER } from './agent-members.js';
import { defineAttach } from './attach.js';
import { duration, whole } from './option-values.js';
import { column, defineList, defineRead, defineRemove, defineState, type Kind, STATUS } from './record-verbs.js';
import { type AskOptions, group, onService, pathOf, show, verb } from './service-options.js';

export const AGENT: Kind = {
  name: 'agent',
  folder: 'agents',
  columns: [column('id'), column('type'), column('owner'), STATUS, column('policies'), column('ephemeral')],
};

export function defineAgent(command: Command): void {
  group(
    command,
    'Register agents, say what they may do, suspend them.',
    'Examples:',
    '  $ polc agent register my-ai-agent --type autonomous \\',
    '      --metadata purpose=code-review,owner=team-alpha',
    '  $ polc agent attach my-ai-agent --policy agent-code-review',
    '  $ polc agent suspend my-ai-agent --server https://polc.example.org',
  );
  defineAgentChanges(command);
  defineList(command, AGENT);
  defineRead(command, AGENT);
  defineAttach(command, AGENT, 'attach');
  defineAttach(command, AGENT, 'detach');
  defineEphemeral(command);
  defineDelegate(command);
  defineState(command, AGENT, 'suspend', 'suspended', 'suspend an agent, from the next decision on');
  defineState(command, AGENT, 'resume', 'active again', 'let a suspended agent act again');
  defineRemove(command, AGENT, 'Grants that it has end with it; what was written down of it stays.', '');
}

interface EphemeralOptions extends AskOptions {
  readonly maxTtl?: string | number;
  readonly uses?: number;
  readonly off?: boolean;
}

function defineEphemeral(parent: Command): void {
  const command = verb(parent, 'ephemeral <id>', 'grant an agent its authority a request at a time')
    .option('--max-ttl <duration>', 'that a grant is good for, as 90, 10m or 1h', duration)
    .option('--uses <count>', 'of a grant', whole)
    .option('--off', 'no such bound of its own any more');
  onService(
    command,
    'Takes the place of what was said before. Of several bounds (those of its type,',
    'of stanzas) the narrowest holds.',
    '',
    'Example:',
    '  $ polc agent ephemeral my-ai-agent --max-ttl 10m',
  ).action(async (id: string, options: EphemeralOptions) => {
    const { maxTtl, uses, off = false } = options;
    if (off === (maxTtl !== undefined || uses !== undefined)) throw new Failure('usage', 'ephemeral takes --max-ttl, --uses or both; or --off');
    const ephemeral = off ? null : { ...(maxTtl === undefined ? {} : { max_ttl: maxTtl }), ...(uses === undefined ? {} : { uses }) };
    const { json } = await asking(options, (client) => client.call('PATCH', pathOf('agents', id), { ephemeral }));
    await show(json, options, () => recordText('agent', json as Shown, off ? 'no bound of its own on grants' : 'its grants are bounded'));
  });
}

interface DelegateOptions extends AskOptions {
  readonly user?: string;
  readonly nobody?: boolean;
}

function defineDelegate(parent: Command): void {
  const command = verb(parent, 'delegate <id>', 'say for which user an agent is meant to act')
    .option('--user <id>', 'that user')
    .option('--nobody', 'for no user in particular any more');
  onService(
    command,
    'This gives the agent nothing: it is kept as the metadata delegate_user. What it',
    'may do for the user says a delegation: polc delegation create takes the user',
    'from here, and refuses to make one for somebody else.',
    '',
    'Example:',
    '  $ polc agent delegate my-ai-agent --user alice',
  ).action(async (id: string, options: DelegateOptions) => {
    const { user, nobody = false } = options;
    if (nobody === (user !== undefined)) throw new Failure('usage', 'delegate takes either --user or --nobody');
    const record = await asking(options, (client) =>
      changeRecord(client, pathOf('agents', id), ({ metadata = {} }) => {
        const { [DELEGATE_USER]: _, ...others } = metadata as Readonly<Record<string, unknown>>;
        return { metadata: user === undefined ? others : { ...others, [DELEGATE_USER]: user } };
      }),
    );
    await show(record, options, () => recordText('agent', record, user === undefined ? 'meant to act for no user in particular' : `meant to act for ${user}`));
  });
}
