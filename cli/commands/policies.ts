// `polc policies`: which policies a running server decides by.

import type { Command } from 'commander';
import { Failure } from '../failure.js';
import { asking, type ServiceClient } from '../host/service-client.js';
import { memberLines, type Shown } from '../report/record-text.js';
import { examples } from './options.js';
import { type AskOptions, onService, show, verb } from './service-options.js';

export function definePolicies(command: Command): void {
  examples(
    command.description('Show which policies a running server decides by, or let it read them again.'),
    'Both take --format <format>, and ask a running server (--server, --key-file).',
    '',
    'Example:',
    '  $ polc policies reload --server https://polc.example.org',
  );
  onService(verb(command, 'show', 'show which policies a running server decides by'), 'Example:', '  $ polc policies show').action(
    async (options: AskOptions) => {
      const { json } = await asking(options, async (client) => running(client).call('GET', '/v1/policies'));
      await show(json, options, () => `policies in force\n${memberLines(json as Shown)}`);
    },
  );
  onService(
    verb(command, 'reload', 'let a running server read its policies again'),
    'Policies that do not compile, or are not signed as they must be, change nothing.',
    '',
    'Example:',
    '  $ polc policies reload',
  ).action(async (options: AskOptions) => {
    const { json } = await asking(options, async (client) => running(client).call('POST', '/v1/policies/reload'));
    const { answer, ...policies } = json as Shown;
    await show(json, options, () => `policies ${answer === 'same' ? 'are what they were' : 'replaced'}\n${memberLines(policies)}`);
  });
}

function running(client: ServiceClient): ServiceClient {
  if (!client.isLocal) return client;
  throw new Failure('usage', 'policies are in force in a running server: name it with --server, or POLC_SERVER');
}
