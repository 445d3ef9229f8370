// A `delegation` block: who may act for whom, within which scopes (grammar/spec.md §6).

import type { DelegationRecord } from '@polc/runtime';
import type { Block } from './block.js';
import type { CheckContext } from './context.js';
import { compact, Fields } from './fields.js';
import { checkParty } from './ids.js';
import { refer, referAll } from './read-names.js';

const SHAPE = { what: 'a delegation', keys: ['from', 'to', 'scopes', 'purposes', 'sessions', 'consent', 'expires', 'max_depth', 'status'] };

/** null where it is not said between whom. */
export function readDelegation({ id, items, head }: Block, context: CheckContext): DelegationRecord | null {
  const { report } = context;
  const fields = new Fields(items, SHAPE, head, report);
  fields.require('from', 'from = "user:…"');
  fields.require('to', 'to = "…", the id of an agent');
  fields.require('scopes', 'scopes = ["…"]');
  const from = fields.text('from');
  const party = from === undefined ? null : checkParty(from.name, from.span, ['user', 'agent'], report);
  if (from !== undefined && party !== null) refer(party.kind, { name: party.id, span: from.span }, context);
  const to = fields.text('to');
  if (to !== undefined) refer('agent', to, context);
  if (to !== undefined && party?.kind === 'agent' && party.id === to.name)
    report.error('self-delegation', to.span, 'an agent cannot delegate to itself', 'it acts for itself without a delegation: remove this one');
  const record = {
    scopes: referAll('scope', fields.someTexts('scopes'), context) ?? [],
    purposes: fields.someTexts('purposes')?.map(({ name }) => name),
    sessions: fields.someTexts('sessions')?.map(({ name }) => name),
    consent: fields.word('consent', ['explicit', 'implied']),
    expires: fields.timestamp('expires'),
    max_depth: fields.integer('max_depth', 0),
    status: fields.word('status', ['active', 'revoked']),
  };
  return from === undefined || to === undefined ? null : compact<DelegationRecord>({ id, from: from.name, to: to.name, ...record });
}
