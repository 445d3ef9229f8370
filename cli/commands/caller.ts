// `polc caller`: who may ask a server, and with which keys, on a store or a running server.

import type { Command } from 'commander';
import { Failure } from '../failure.js';
import { asking } from '../host/service-client.js';
import { recordText, type Shown } from '../report/record-text.js';
import { thumbprint } from './agent-members.js';
import { instant, names, whole } from './option-values.js';
import { column, defineList, defineRead, defineRemove, defineState, type Kind, STATUS } from './record-verbs.js';
import { keepSecret } from './secret-option.js';
import { type AskOptions, given, group, onService, pathOf, show, verb } from './service-options.js';

const CALLER: Kind = {
  name: 'caller',
  folder: 'callers',
  columns: [
    column('id'),
    STATUS,
    ['AS', ({ user, agent }) => (user !== undefined ? `user:${user}` : agent !== undefined ? `agent:${agent}` : undefined)],
    column('policies'),
    ['KEYS', ({ keys }) => (Array.isArray(keys) ? keys.length : undefined)],
    column('expires'),
  ],
};

export function defineCaller(command: Command): void {
  group(
    command,
    'Let callers ask a server: with API keys, certificates, tokens; and say what\nthey may ask.',
    'Examples:',
    '  $ polc caller create gateway --policy polc-enforcement-point -o gateway.key',
    '  $ polc caller create alice --user alice',
    '  $ polc caller rotate gateway --overlap 3600 -o gateway.key',
  );
  defineCreate(command);
  defineRotate(command);
  defineList(command, CALLER);
  defineRead(command, CALLER);
  defineState(command, CALLER, 'suspend', 'suspended', 'suspend a caller, from the next request on');
  defineState(command, CALLER, 'resume', 'active again', 'let a suspended caller ask again');
  defineRemove(command, CALLER);
}

interface CreateOptions extends AskOptions {
  readonly policy?: readonly string[];
  readonly user?: string;
  readonly agent?: string;
  readonly description?: string;
  readonly x509?: string;
  readonly spiffe?: string;
  readonly jwtIssuer?: string;
  readonly jwtSubject?: string;
  readonly expires?: string;
  readonly output?: string;
}

const OUTPUT = ['-o, --output <file>', 'write the key there, for its owner alone, and do not print it'] as const;

function defineCreate(parent: Command): void {
  const command = verb(parent, 'create <id>', 'let somebody ask, with an API key')
    .option('--policy <names>', 'what it may ask, with commas between; repeatable', names)
    .option('--user <id>', 'or it is this user, and may what the user may')
    .option('--agent <id>', 'or this agent')
    .option('--description <text>')
    .option('--x509 <sha256>', 'thumbprint of its certificate, in hexadecimal')
    .option('--spiffe <id>', 'its SPIFFE ID')
    .option('--jwt-issuer <url>', 'whose tokens name it')
    .option('--jwt-subject <name>', 'by which')
    .option('--expires <time>', 'when it ends: RFC 3339, or from now, as 30d', instant)
    .option(...OUTPUT);
  onService(
    command,
    'The key is given out once, and kept nowhere. Policies for callers are paths',
    'below polc/; polc-admin, polc-enforcement-point and polc-auditor are there.',
    '',
    'Example:',
    '  $ polc caller create gateway --policy polc-enforcement-point -o gateway.key',
  ).action(async (id: string, options: CreateOptions) => {
    const { policy, user, agent, description, x509, spiffe, jwtIssuer, jwtSubject, expires, output } = options;
    if ([policy, user, agent].filter((form) => form !== undefined).length !== 1) throw new Failure('usage', 'create takes one of --policy, --user and --agent');
    if ((jwtIssuer === undefined) !== (jwtSubject === undefined)) throw new Failure('usage', '--jwt-issuer and --jwt-subject go together');
    const jwt = jwtIssuer === undefined ? undefined : { issuer: jwtIssuer, subject: jwtSubject };
    const body = given({
      id,
      policies: policy,
      user,
      agent,
      description,
      x509_sha256: x509 === undefined ? undefined : thumbprint(x509),
      spiffe,
      jwt,
      expires,
    });
    await showKey('created', options, output, async () => (await asking(options, (client) => client.call('POST', '/v1/callers', body))).json);
  });
}

function defineRotate(parent: Command): void {
  const command = verb(parent, 'rotate <id>', 'a new API key in place of those before')
    .option('--overlap <seconds>', 'that those before are good for', whole, 0)
    .option(...OUTPUT);
  onService(command, 'The key is given out once, and kept nowhere.', '', 'Example:', '  $ polc caller rotate gateway --overlap 3600 -o gateway.key').action(
    async (id: string, options: AskOptions & { readonly overlap: number; readonly output?: string }) => {
      const { overlap, output } = options;
      const path = pathOf('callers', id, 'rotate');
      await showKey('it has a new key', options, output, async () => (await asking(options, (client) => client.call('POST', path, { overlap }))).json);
    },
  );
}

async function showKey(what: string, options: AskOptions, output: string | undefined, make: () => Promise<unknown>): Promise<void> {
  const shown = await keepSecret(output, async () => {
    const { key, ...record } = (await make()) as Shown;
    return { secret: String(key), shown: output === undefined ? { ...record, key } : record };
  });
  await show(shown, options, () => {
    const { keys: _, key, ...record } = shown as Shown;
    return recordText('caller', { ...record, key: key ?? `in ${output}` }, what);
  });
}
