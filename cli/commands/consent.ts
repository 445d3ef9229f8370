// `polc consent`: what users agree to of what a delegation covers, given and withdrawn, on a store or a running server.

import type { Command } from 'commander';
import { Failure } from '../failure.js';
import { listAll } from '../host/list-all.js';
import { readInput } from '../host/read-input.js';
import { asking, type ServiceClient } from '../host/service-client.js';
import { recordText, type Shown } from '../report/record-text.js';
import { instant, names } from './option-values.js';
import { column, type Kind, showList } from './record-verbs.js';
import { type AskOptions, given, group, onService, pathOf, show, verb } from './service-options.js';

const CONSENT: Kind = {
  name: 'consent',
  folder: 'consents',
  columns: [
    ...[column('id'), column('delegation'), column('scopes')],
    ['BY', ({ given_by }) => given_by],
    ['GIVEN', ({ given_at }) => given_at],
    column('expires'),
    ['WITHDRAWN', ({ withdrawn_at }) => withdrawn_at],
  ],
};

export function defineConsent(command: Command): void {
  group(
    command,
    'Consent to what a delegation covers, and withdraw it.',
    'Example:',
    '  $ polc consent give delegation-1 --scopes code-read --by user:alice \\',
    "      --text-line 'My reviewer reads the code of my repositories.'",
  );
  defineGive(command);
  const list = verb(command, 'list', 'list consents').option('--delegation <id>', 'of one delegation');
  onService(list, 'Example:', '  $ polc consent list --delegation delegation-1').action(async (options: AskOptions & { readonly delegation?: string }) => {
    const all = await asking(options, (client) => listAll(client, '/v1/consents', 'consents'));
    const records = options.delegation === undefined ? all : all.filter(({ delegation }) => delegation === options.delegation);
    await showList(CONSENT, records, options);
  });
  const withdraw = verb(command, 'withdraw <id>', 'withdraw a consent, from the next decision on').option('--by <who>', BY_WORDS);
  onService(withdraw, BY_NOTE, '', 'Example:', '  $ polc consent withdraw ID --by user:alice').action(
    async (id: string, options: AskOptions & { readonly by?: string }) => {
      const { json } = await asking(options, (client) => client.call('POST', pathOf('consents', id, 'withdraw'), given({ by: giverOf(client, options.by) })));
      await show(json, options, () => recordText('consent', json as Shown, 'withdrawn'));
    },
  );
}

const BY_WORDS = 'user:ID or agent:ID; whoever the key belongs to, unless said';
const BY_NOTE =
  'Whoever names somebody else with --by has seen to it that it is them: on a\nserver that takes a right of its own (polc/vouch/…), on a store it must be said.';

interface GiveOptions extends AskOptions {
  readonly scopes: readonly string[];
  readonly text?: string;
  readonly textLine?: string;
  readonly method: string;
  readonly expires?: string;
  readonly by?: string;
}

function defineGive(parent: Command): void {
  const command = verb(parent, 'give <delegation>', 'consent to scopes of a delegation')
    .requiredOption('--scopes <names>', 'that are consented to, with commas between', names)
    .option('--text <file>', 'what was shown to whoever consents; - for standard input')
    .option('--text-line <text>', 'the same, on the command line')
    .option('--method <name>', 'how it was given', 'command')
    .option('--expires <time>', 'when it ends: RFC 3339, or from now, as 30d', instant)
    .option('--by <who>', BY_WORDS);
  onService(command, BY_NOTE, '', 'Example:', '  $ polc consent give delegation-1 --scopes code-read --by user:alice \\', '      --expires 90d').action(
    async (delegation: string, options: GiveOptions) => {
      const { scopes, text, textLine, method, expires, by } = options;
      if (text !== undefined && textLine !== undefined) throw new Failure('usage', 'what was shown is --text or --text-line');
      const shown = text === undefined ? textLine : Buffer.from(await readInput(text)).toString('utf8');
      const { json } = await asking(options, (client) =>
        client.call('POST', '/v1/consents', given({ delegation, scopes, text: shown, method, expires, by: giverOf(client, by) })),
      );
      const { text: _, ...record } = json as Shown;
      await show(json, options, () => recordText('consent', record, 'given'));
    },
  );
}

/** WHY on a store it is not left out: there the command is nobody, and nobody consents. */
function giverOf({ isLocal }: ServiceClient, by: string | undefined): string | undefined {
  if (by === undefined && isLocal) throw new Failure('usage', 'on a store nobody is asked who they are: --by user:ID says who consents');
  return by;
}
