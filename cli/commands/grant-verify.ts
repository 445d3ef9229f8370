// `polc grant verify`: a grant checked offline, by whoever is shown it. How often it was used only the issuer knows.

import { type JsonObject, normalPath } from '@polc/runtime';
import type { GrantAnswer, GrantedAction } from '@polc/service';
import type { Command } from 'commander';
import { EXIT, Failure } from '../failure.js';
import { readMembers } from '../host/read-members.js';
import { readToken } from '../host/read-token.js';
import { DEFAULT_ISSUER } from '../host/service-client.js';
import { recordText } from '../report/record-text.js';
import { askedRequest, type RequestOptions, requestOptions } from './asked-request.js';
import { examples, type Formatted, formatOption } from './options.js';
import { given, show, verb } from './service-options.js';

interface VerifyOptions extends Formatted, RequestOptions {
  readonly tokenFile: string;
  readonly jwks: string;
  readonly issuer: string;
  readonly audience?: string;
  readonly jkt?: string;
  readonly certificate?: string;
}

export function defineVerifyGrant(parent: Command): void {
  const command = requestOptions(verb(parent, 'verify', 'check a grant without asking anybody'))
    .requiredOption('--token-file <file>', 'its token; - for standard input')
    .requiredOption('--jwks <file>', 'the keys of its issuer, as JSON: polc grant keys')
    .option('--issuer <url>', 'who must have issued it', DEFAULT_ISSUER)
    .option('--audience <name>', 'whom it must be for; the issuer, unless said')
    .option('--jkt <thumbprint>', 'of the key that was shown with it by DPoP (RFC 9449)')
    .option('--certificate <thumbprint>', 'of the certificate that was shown with it (RFC 8705)')
    .addOption(formatOption());
  examples(
    command,
    'Exits 1 when it is not good for the request. Offline nobody knows delegations',
    'by their ids, nor words of a schema: name --user and --chain, and the operation',
    'as policies have it. A grant that is revoked or used up is good until it ends.',
    '',
    'Example:',
    '  $ polc grant verify --token-file token --jwks jwks.json --request request.json',
  ).action(runVerify);
}

async function runVerify(options: VerifyOptions): Promise<void> {
  const { issuer, audience = issuer, jkt, certificate } = options;
  if (jkt !== undefined && certificate !== undefined) throw new Failure('usage', 'a grant is bound to one key: --jkt or --certificate');
  const action = actionOf(await askedRequest(options));
  const keys = await readMembers(options.jwks);
  if (!Array.isArray(keys.keys)) throw new Failure('usage', `${options.jwks}: an object with "keys", a list`);
  const token = await readToken(options.tokenFile);
  const { verifyGrant } = await import('@polc/service');
  const holder = jkt !== undefined ? { jkt } : certificate !== undefined ? { 'x5t#S256': certificate } : null;
  const answer: GrantAnswer = await verifyGrant(token, action, holder, { keys: keys as never, issuer, audience });
  if ('claims' in answer) {
    const { jti, txn, sub, exp, uses } = answer.claims;
    const members = { id: jti, subject: sub, decision: txn, expires: new Date(exp * 1000).toISOString(), uses };
    await show({ good: true, ...answer }, options, () => recordText('grant', members, 'good for this'));
    return;
  }
  await show({ good: false, ...answer }, options, () => `refused: ${answer.fault}\n`);
  process.exitCode = EXIT.no;
}

/** @throws Failure where it cannot be told without the policies and the registry */
function actionOf(request: Record<string, unknown>): GrantedAction {
  const { agent, delegation, operation, path, parameters = null, purpose = null, session = null } = request as unknown as Partial<GrantedAction> & JsonObject;
  if (typeof agent !== 'string' || typeof operation !== 'string' || typeof path !== 'string') {
    throw new Failure('usage', 'a grant is for a request with an agent, an operation and a path');
  }
  const normal = normalPath(path, operation);
  if (normal === null) throw new Failure('usage', `${JSON.stringify(path)} is no path of a request`);
  const { user, chain } = delegation === undefined ? { user: null, chain: [agent] } : partiesOf(delegation);
  return { ...given({ agent, user, chain, operation, parameters, purpose, session }), path: normal } as unknown as GrantedAction;
}

function partiesOf(delegation: unknown): { readonly user: string | null; readonly chain: readonly string[] } {
  const { user = null, chain } = (typeof delegation === 'object' && delegation !== null ? delegation : {}) as {
    readonly user?: string;
    readonly chain?: unknown;
  };
  if (Array.isArray(chain) && chain.every((one) => typeof one === 'string') && (user === null || typeof user === 'string')) return { user, chain };
  throw new Failure('usage', 'offline a delegation is its user and its chain of agents: what an id stands for only the registry knows');
}
