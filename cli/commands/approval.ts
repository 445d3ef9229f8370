// `polc approval`: questions to people, asked for a request, answered, taken back, on a store or a running server.

import type { Decision } from '@polc/runtime';
import { type Command, Option } from 'commander';
import { EXIT, Failure } from '../failure.js';
import { listAll } from '../host/list-all.js';
import { asking } from '../host/service-client.js';
import { coloursOf } from '../report/colours.js';
import { decisionText } from '../report/decision-text.js';
import { recordText, type Shown } from '../report/record-text.js';
import { askedRequest, type RequestOptions, requestOptions } from './asked-request.js';
import { column, defineRead, defineState, type Kind, showList } from './record-verbs.js';
import { type AskOptions, given, group, onService, pathOf, show, verb } from './service-options.js';

const APPROVAL: Kind = {
  name: 'approval',
  folder: 'approvals',
  columns: [
    ...[column('id'), column('state'), column('code')],
    ['WANTS', ({ wants }) => wantedBy(wants)],
    ['AGENT', ({ shown }) => (shown as Shown | undefined)?.agent],
    ['OPERATION', ({ shown }) => (shown as Shown | undefined)?.operation],
    ['PATH', ({ shown }) => (shown as Shown | undefined)?.path],
    column('expires'),
  ],
};

const STATES = ['pending', 'approved', 'denied', 'expired', 'cancelled'];

export function defineApproval(command: Command): void {
  group(
    command,
    'Ask people to approve what policies let nobody do alone, and answer.',
    'Examples:',
    '  $ polc approval request --request request.json',
    '  $ polc approval list --state pending',
    '  $ polc approval approve ID --reason "the ticket is right"',
  );
  defineRequest(command);
  const list = verb(command, 'list', 'list approvals').addOption(new Option('--state <state>', 'only those').choices(STATES));
  onService(list, 'Example:', '  $ polc approval list --state pending').action(async (options: AskOptions & { readonly state?: string }) => {
    const { state } = options;
    const path = state === undefined ? '/v1/approvals' : `/v1/approvals?${new URLSearchParams({ state })}`;
    await showList(APPROVAL, await asking(options, (client) => listAll(client, path, 'approvals')), options);
  });
  defineRead(command, APPROVAL);
  defineAnswer(command, 'approve', 'say yes to what an approval is for');
  defineAnswer(command, 'deny', 'say no to what an approval is for');
  defineState(command, APPROVAL, 'cancel', 'cancelled', 'take back a question, or an approval that was not used');
}

function defineRequest(parent: Command): void {
  onService(
    requestOptions(verb(parent, 'request', 'decide a request, and ask for the approvals that it wants')),
    'Exits 1 when the request is denied, whoever approves. When it is allowed as it',
    'is, nobody is asked, and an approval that was given for it is used up: ask once,',
    'and after the answer ask for what you want (polc grant request).',
    '',
    'Example:',
    '  $ polc approval request --request request.json',
  ).action(async (options: AskOptions & RequestOptions) => {
    const request = await askedRequest(options);
    const { json } = await asking(options, (client) => client.call('POST', '/v1/approvals', request), { policies: true });
    const { approvals, ...decision } = json as { readonly approvals: readonly Shown[] };
    const { allowed } = decision as unknown as Decision;
    await show(json, options, () => {
      const said = decisionText(decision as unknown as Decision, coloursOf(process.stdout));
      return `${said}${approvals.map((approval) => approvalText(approval, String(approval.state))).join('')}`;
    });
    if (!allowed && approvals.length === 0) process.exitCode = EXIT.no;
  });
}

function defineAnswer(parent: Command, answer: 'approve' | 'deny', summary: string): void {
  const command = verb(parent, `${answer} <id>`, summary)
    .option('--by <who>', 'user:ID; whoever the key belongs to, unless said')
    .option('--reason <text>', 'that is kept with it');
  onService(
    command,
    'Whoever names somebody else with --by has seen to it that it is them: on a',
    'server that takes a right of its own (polc/vouch/…), on a store it must be said.',
    '',
    'Example:',
    `  $ polc approval ${answer} ID --by user:dana --reason "the ticket is ${answer === 'approve' ? 'right' : 'closed'}"`,
  ).action(async (id: string, options: AskOptions & { readonly by?: string; readonly reason?: string }) => {
    const { by, reason } = options;
    const { json } = await asking(options, (client) => {
      if (by === undefined && client.isLocal) throw new Failure('usage', 'on a store nobody is asked who they are: --by user:ID says who answers');
      return client.call('POST', pathOf('approvals', id, 'answer'), given({ answer, by, reason }));
    });
    const approval = json as Shown;
    await show(json, options, () => approvalText(approval, String(approval.state)));
  });
}

/** What it is for, who may answer, and what was answered. */
function approvalText(approval: Shown, what: string): string {
  const { id, code, wants, shown, answers, expires } = approval;
  const given = (answers as readonly Shown[]).map(({ by, answer, reason }) => `${answer} by ${by}${typeof reason === 'string' ? ` (${reason})` : ''}`);
  return recordText('approval', { id, code, for: shown, wants: wantedBy(wants), answers: given.length === 0 ? null : given, expires }, what);
}

function wantedBy(wants: unknown): string {
  const { by = [], count = 1 } = (wants ?? {}) as { readonly by?: readonly string[]; readonly count?: number };
  return `${count} of ${by.join(' or ')}`;
}
