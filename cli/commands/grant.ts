// `polc grant`: authority for one action that is allowed now, on a store or a running server.

import type { Decision } from '@polc/runtime';
import type { Command } from 'commander';
import { EXIT } from '../failure.js';
import { listAll } from '../host/list-all.js';
import { readToken } from '../host/read-token.js';
import { asking, DEFAULT_ISSUER } from '../host/service-client.js';
import { coloursOf } from '../report/colours.js';
import { decisionText } from '../report/decision-text.js';
import { recordText, type Shown } from '../report/record-text.js';
import { askedRequest, type RequestOptions, requestOptions } from './asked-request.js';
import { defineVerifyGrant } from './grant-verify.js';
import { column, type Kind, showList } from './record-verbs.js';
import { keepSecret } from './secret-option.js';
import { type AskOptions, group, onService, pathOf, show, verb } from './service-options.js';

const GRANT: Kind = {
  name: 'grant',
  folder: 'grants',
  columns: [
    ...[column('id'), column('agent'), column('user'), column('operation'), column('path')],
    ['USED', ({ spent, uses }) => `${spent} of ${uses}`],
    column('expires'),
    ['REVOKED', ({ revoked_at }) => revoked_at],
  ],
};

export function defineGrant(command: Command): void {
  group(
    command,
    'Ask for grants, each for one action that is allowed now; use them, check them,\nrevoke them.',
    'Examples:',
    '  $ polc grant request --agent my-ai-agent --operation read \\',
    '      --path secret/data/code-repos/web -o token',
    '  $ polc grant redeem --token-file token --agent my-ai-agent --operation read \\',
    '      --path secret/data/code-repos/web',
  );
  defineRequest(command);
  defineRedeem(command);
  defineVerifyGrant(command);
  const list = verb(command, 'list', 'list grants').option('--agent <id>', 'of one agent');
  onService(list, 'Example:', '  $ polc grant list --agent my-ai-agent').action(async (options: AskOptions & { readonly agent?: string }) => {
    const { agent } = options;
    const path = agent === undefined ? '/v1/grants' : `/v1/grants?${new URLSearchParams({ agent })}`;
    await showList(GRANT, await asking(options, (client) => listAll(client, path, 'grants')), options);
  });
  onService(verb(command, 'revoke <id>', 'revoke a grant, from the next use on'), 'Example:', '  $ polc grant revoke ID').action(
    async (id: string, options: AskOptions) => {
      const { json } = await asking(options, (client) => client.call('POST', pathOf('grants', id, 'revoke')));
      await show(json, options, () => recordText('grant', json as Shown, 'revoked'));
    },
  );
  onService(verb(command, 'keys', 'print the keys that grants are checked with, as JSON (RFC 7517)'), 'Example:', '  $ polc grant keys > jwks.json').action(
    async (options: AskOptions) => {
      const { json } = await asking(options, (client) => client.call('GET', '/.well-known/jwks.json'));
      await show(json, { format: 'json' }, () => '');
    },
  );
}

interface IssuedGrant {
  readonly id: string;
  readonly token: string;
  readonly expires_in: number;
  readonly uses: number;
}

type IssuerOptions = AskOptions & RequestOptions & { readonly issuer?: string };
const ISSUER_WORDS = `what the server is called that grants come from (${DEFAULT_ISSUER})`;

function defineRequest(parent: Command): void {
  const command = requestOptions(verb(parent, 'request', 'decide a request, and where it is allowed get a grant for just that'))
    .option('-o, --output <file>', 'write the token there, for its owner alone, and do not print it')
    .option('--issuer <url>', `on a store: ${ISSUER_WORDS}`);
  onService(
    command,
    'The token is given out once. It is good for this action of this agent only, as',
    'often and as long as the decision says. Exits 1 when the request is denied.',
    '',
    'Example:',
    '  $ polc grant request --agent my-ai-agent --operation read \\',
    '      --path secret/data/code-repos/web --parameters \'{"repo": "frontend"}\'',
  ).action(async (options: IssuerOptions & { readonly output?: string }) => {
    const request = await askedRequest(options);
    const answer = await keepSecret(options.output, async () => {
      const wants = { policies: true, ...(options.issuer === undefined ? {} : { issuer: options.issuer }) };
      const { json } = await asking(options, (client) => client.call('POST', '/v1/grants', request), wants);
      const { grant, ...decision } = json as { readonly grant: IssuedGrant | null };
      if (grant === null) return { secret: null, shown: json as Shown };
      const { token, ...rest } = grant;
      return { secret: token, shown: options.output === undefined ? (json as Shown) : { ...decision, grant: rest } };
    });
    const { grant } = answer as unknown as { readonly grant: (Omit<IssuedGrant, 'token'> & { readonly token?: string }) | null };
    await show(
      answer,
      options,
      () => `${decisionText(answer as unknown as Decision, coloursOf(process.stdout))}${grant === null ? '' : grantText(grant, options.output)}`,
    );
    if (grant === null) process.exitCode = EXIT.no;
  });
}

function grantText(grant: Omit<IssuedGrant, 'token'> & { readonly token?: string }, file: string | undefined): string {
  const { id, expires_in, uses, token } = grant;
  return (
    recordText('grant', { id, 'expires in': `${expires_in} s`, uses, token: token === undefined ? `in ${file}` : undefined }, 'issued') +
    (token === undefined ? '' : `${token}\n`)
  );
}

function defineRedeem(parent: Command): void {
  const command = requestOptions(verb(parent, 'redeem', 'use a grant once, for the request that it is for'))
    .requiredOption('--token-file <file>', 'its token; - for standard input')
    .option('--issuer <url>', `on a store: ${ISSUER_WORDS}`);
  onService(
    command,
    'Exits 1 when it is refused: it is used up, expired, revoked, for something else,',
    'or whom it is for stands no more.',
    '',
    'Example:',
    '  $ polc grant redeem --token-file token --request request.json',
  ).action(async (options: IssuerOptions & { readonly tokenFile: string }) => {
    const action = await askedRequest(options);
    const token = await readToken(options.tokenFile);
    const wants = { policies: true, ...(options.issuer === undefined ? {} : { issuer: options.issuer }) };
    const { json } = await asking(options, (client) => client.call('POST', '/v1/grants/redeem', { token, action }), wants);
    const { redeemed, fault, grant } = json as { readonly redeemed: boolean; readonly fault?: string; readonly grant?: string };
    await show(json, options, () => (redeemed ? `redeemed: grant ${grant}\n` : `refused: ${fault}\n`));
    if (!redeemed) process.exitCode = EXIT.no;
  });
}
