// `polc delegation`: who may act for whom, on a store or a running server.

import type { Command } from 'commander';
import { Option } from 'commander';
import { Failure } from '../failure.js';
import { isProblem } from '../host/problem-failure.js';
import { readMembers } from '../host/read-members.js';
import { asking, type ServiceClient } from '../host/service-client.js';
import { recordText, type Shown } from '../report/record-text.js';
import { DELEGATE_USER } from './agent-members.js';
import { instant, names, whole } from './option-values.js';
import { column, defineList, defineRead, defineState, type Kind, read, STATUS } from './record-verbs.js';
import { type AskOptions, given, group, onService, show, verb } from './service-options.js';

const DELEGATION: Kind = {
  name: 'delegation',
  folder: 'delegations',
  columns: [column('id'), column('from'), column('to'), column('scopes'), column('purposes'), STATUS, column('expires')],
};

interface CreateOptions extends AskOptions {
  readonly from?: string;
  readonly agent?: string;
  readonly user?: string;
  readonly fromAgent?: string;
  readonly scopes?: readonly string[];
  readonly purposes?: readonly string[];
  readonly sessions?: readonly string[];
  readonly consent?: string;
  readonly maxDepth?: number;
  readonly expires?: string;
}

export function defineDelegation(command: Command): void {
  group(
    command,
    'Let agents act for users, or for other agents: in what, for what, until when.',
    'Example:',
    '  $ polc delegation create delegation-1 --agent my-ai-agent --user alice \\',
    '      --scopes code-read,log-view',
  );
  const create = verb(command, 'create <id>', 'let an agent act for a user, or for an agent')
    .option('--agent <id>', 'who acts')
    .option('--user <id>', 'for whom; for whom the agent is meant to act (polc agent delegate)')
    .option('--from-agent <id>', 'for which agent, in place of a user')
    .option('--scopes <names>', 'what it covers, with commas between', names)
    .option('--purposes <names>', 'what it is for; anything, unless said', names)
    .option('--sessions <ids>', 'in which sessions; in all, unless said', names)
    .addOption(new Option('--consent <kind>', 'implied: nobody has to consent to it').choices(['explicit', 'implied']))
    .option('--max-depth <count>', 'how many agents it may be handed on to', whole)
    .option('--expires <time>', 'when it ends: RFC 3339, or from now, as 30d', instant)
    .option('--from <file>', 'a record as JSON, whose members options replace; - for standard input');
  onService(
    create,
    'It covers nothing before the user has consented: polc consent give.',
    '',
    'Example:',
    '  $ polc delegation create delegation-1 --agent my-ai-agent --user alice \\',
    '      --scopes code-read,log-view --purposes code-review --expires 30d',
  ).action(async (id: string, options: CreateOptions) => {
    const { json } = await asking(options, async (client) => client.call('POST', '/v1/delegations', await delegationOf(client, id, options)));
    await show(json, options, () => recordText('delegation', json as Shown, 'created'));
  });
  defineList(command, DELEGATION);
  defineRead(command, DELEGATION);
  defineState(command, DELEGATION, 'revoke', 'revoked', 'revoke a delegation for good, its consents, and the grants that rest on it');
}

async function delegationOf(client: ServiceClient, id: string, options: CreateOptions): Promise<Shown> {
  const { from, agent, user, fromAgent, scopes, purposes, sessions, consent, maxDepth, expires } = options;
  if (user !== undefined && fromAgent !== undefined) throw new Failure('usage', 'a delegation is from --user or from --from-agent');
  const members = from === undefined ? {} : await readMembers(from);
  const to = agent ?? members.to;
  if (typeof to !== 'string') throw new Failure('usage', 'create takes --agent, who acts');
  const said = user !== undefined ? `user:${user}` : fromAgent !== undefined ? `agent:${fromAgent}` : members.from;
  const giver = await delegatorOf(client, to, said);
  return { ...members, ...given({ scopes, purposes, sessions, consent, max_depth: maxDepth, expires }), id, from: giver, to };
}

/** Whom the agent is meant to act for stands for a user who is not named, and against one who is. */
async function delegatorOf(client: ServiceClient, agent: string, said: unknown): Promise<unknown> {
  const user = await meantUser(client, agent);
  if (said === undefined && user === null) throw new Failure('usage', 'create takes --user or --from-agent, for whom it acts');
  if (user !== null && typeof said === 'string' && said.startsWith('user:') && said !== `user:${user}`) {
    throw new Failure('refused', `the agent "${agent}" is meant to act for "${user}" (polc agent delegate), not for "${said.slice(5)}"`);
  }
  return said ?? `user:${user}`;
}

async function meantUser(client: ServiceClient, agent: string): Promise<string | null> {
  try {
    const { metadata = {} } = (await read(client, { folder: 'agents' }, agent)) as { readonly metadata?: Shown };
    const user = metadata[DELEGATE_USER];
    return typeof user === 'string' ? user : null;
  } catch (error) {
    // Whoever may not read agents can delegate; and one that files declare is not in the store.
    if (isProblem(error, 'not_found', 'forbidden')) return null;
    throw error;
  }
}
