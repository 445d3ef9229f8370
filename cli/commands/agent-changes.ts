// `polc agent register` and `polc agent update`.

import type { Command } from 'commander';
import { asking } from '../host/service-client.js';
import { recordText, type Shown } from '../report/record-text.js';
import { type AgentOptions, agentMembers, agentOptions } from './agent-members.js';
import { defineUpdate } from './record-update.js';
import { type AskOptions, onService, show, verb } from './service-options.js';

export function defineAgentChanges(parent: Command): void {
  const register = agentOptions(verb(parent, 'register <id>', 'register an agent'));
  onService(
    register,
    'Without --owner the owner is what the metadata calls so. An owner is given',
    'nothing; who owns an agent does not approve what it does.',
    '',
    'Examples:',
    '  $ polc agent register my-ai-agent --type autonomous \\',
    '      --metadata purpose=code-review,owner=team-alpha',
    '  $ polc agent register reviewer --policy agent-code-review --max-ttl 10m \\',
    '      --spiffe spiffe://example.org/agent/reviewer --expires 90d',
  ).action(async (id: string, options: AskOptions & AgentOptions) => {
    const members = await agentMembers(options);
    const { owner = (members.metadata as Shown | undefined)?.owner } = members;
    const body = { ...members, ...(typeof owner === 'string' ? { owner } : {}), id };
    const { json } = await asking(options, (client) => client.call('POST', '/v1/agents', body));
    await show(json, options, () => recordText('agent', json as Shown, 'registered'));
  });
  defineUpdate(parent, { name: 'agent', folder: 'agents' }, agentOptions, agentMembers, '--owner group:team-beta');
}
