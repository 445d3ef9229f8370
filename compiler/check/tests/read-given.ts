// What is so while a test's case is decided: the clock, the facts, records of its own, approvers (grammar/spec.md §13.2).

import type { Item, Key } from '@polc/grammar';
import { type ConsentRecord, type Facts, instantOf } from '@polc/runtime';
import type { ReferenceKind } from '../../model/reference.js';
import type { Named } from '../../model/stanza.js';
import { type Approver, type Given, type GivenRecords, TEST_INSTANT } from '../../model/tests.js';
import type { Block, BlockType } from '../block.js';
import type { CheckContext } from '../context.js';
import { compact, Fields, type Inner } from '../fields.js';
import { checkId, checkParty } from '../ids.js';
import { readDelegation } from '../read-delegation.js';
import { refer, referAll } from '../read-names.js';
import { readAgent, readGroup, readUser } from '../read-principals.js';
import { readFactsFile } from './facts-file.js';

const SHAPE = { what: 'given', keys: ['time', 'facts', 'approved', 'consent', 'agent', 'user', 'group', 'delegation'], repeated: ['approved'] };
const CONSENT = { what: 'a consent', keys: ['scopes', 'given_at', 'expires', 'withdrawn_at'] };
const APPROVED = { what: 'approved', keys: ['by', 'groups', 'granted_at', 'expires'] };
const LABELLED: readonly string[] = ['consent', 'agent', 'user', 'group', 'delegation'];
/** An approval that does not say when it ends. */
const HOUR = 3_600_000;

/** What stands in a given, and which names it makes known. */
export interface ReadGiven {
  readonly given: Given;
  knows(kind: ReferenceKind, name: string): boolean;
}

const NO_RECORDS: GivenRecords = { agents: [], users: [], groups: [], delegations: [], consents: [] };
export const NOTHING_GIVEN: ReadGiven = { given: { now: TEST_INSTANT, facts: null, records: NO_RECORDS, approved: [] }, knows: () => false };

export function readGiven({ items, span }: Inner, context: CheckContext): ReadGiven {
  const { report } = context;
  const labelled = items.filter(({ keys, value }) => LABELLED.includes(keys[0]?.value ?? '') && value.kind === 'object');
  const fields = new Fields(
    items.filter((item) => !labelled.includes(item)),
    SHAPE,
    span,
    report,
  );
  for (const word of LABELLED)
    if (fields.value(word) !== undefined) report.error('wrong-type', fields.span(word), `${word} must be a block`, `write ${word} "…" { … }`);
  const now = readTime(fields, context) ?? TEST_INSTANT;
  const facts = readFactsFile(fields.text('facts'), context);
  const records = readRecords(labelled, now, context);
  const approved = fields.blocks('approved').flatMap((block) => readApprover(block, now, context) ?? []);
  return { given: { now, facts, records, approved }, knows: knownBy(records, facts) };
}

function readTime(fields: Fields, { report }: CheckContext): number | undefined {
  const value = fields.value('time');
  if (value === undefined) return undefined;
  const instant = value.kind === 'string' || value.kind === 'number' ? instantOf(value.value) : null;
  if (instant !== null) return instant;
  report.error('invalid-timestamp', value.span, 'time is not a timestamp', 'write RFC 3339, such as "2026-05-04T10:00:00Z", or milliseconds');
  return undefined;
}

function readRecords(items: readonly Item[], now: number, context: CheckContext): GivenRecords {
  if (items.length === 0) return NO_RECORDS;
  const records = { agents: [], users: [], groups: [], delegations: [], consents: [] } as { -readonly [K in keyof GivenRecords]: GivenRecords[K][number][] };
  const seen = new Set<string>();
  for (const item of items) {
    const block = blockOf(item, context);
    if (block === null) continue;
    const { type, id } = block;
    if (item.keys[0]?.value === 'consent') {
      records.consents.push(readConsent(block, now, context));
      continue;
    }
    if (seen.has(`${type} ${id}`))
      context.report.error('duplicate-block', block.span, `the ${type} ${JSON.stringify(id)} stands twice in this given`, 'keep one of the two');
    seen.add(`${type} ${id}`);
    if (type === 'agent') records.agents.push(readAgent(block, context));
    else if (type === 'user') records.users.push(readUser(block, context));
    else if (type === 'group') records.groups.push(readGroup(block, context));
    else {
      const delegation = readDelegation(block, context);
      if (delegation !== null) records.delegations.push(delegation);
    }
  }
  return records;
}

function blockOf(item: Item, { report }: CheckContext): Block | null {
  const [key, label, extra] = item.keys as readonly [Key, Key?, Key?];
  if (item.value.kind !== 'object') return null;
  if (label === undefined) {
    report.error('missing-label', key.span, `${key.value} needs a name here`, `write ${key.value} "…" { … }`);
    return null;
  }
  if (extra !== undefined) report.error('extra-label', extra.span, `${key.value} takes one label`, 'remove the others');
  if (!checkId(label.value, label.span, 'an id', report)) return null;
  const head = { start: key.span.start, end: label.span.end };
  return { type: key.value as BlockType, id: label.value, span: label.span, head, items: item.value.body.items, item };
}

function readConsent({ id, items, head, span }: Block, now: number, context: CheckContext): ConsentRecord {
  const fields = new Fields(items, CONSENT, head, context.report);
  refer('delegation', { name: id, span }, context);
  fields.require('scopes', 'scopes = ["…"]');
  return compact<ConsentRecord>({
    delegation: id,
    scopes: referAll('scope', fields.someTexts('scopes'), context) ?? [],
    given_at: fields.timestamp('given_at') ?? now,
    expires: fields.timestamp('expires'),
    withdrawn_at: fields.timestamp('withdrawn_at'),
  });
}

function readApprover({ items, span }: Inner, now: number, { report }: CheckContext): Approver | null {
  const fields = new Fields(items, APPROVED, span, report);
  fields.require('by', 'by = "user:…"');
  const by = fields.text('by');
  if (by === undefined || checkParty(by.name, by.span, ['user'], report) === null) return null;
  const texts = (named: readonly Named[] | undefined) => named?.map(({ name }) => name) ?? [];
  const granted = fields.timestamp('granted_at') ?? now;
  return { by: by.name, groups: texts(fields.texts('groups')), granted_at: granted, expires: fields.timestamp('expires') ?? Math.max(now, granted) + HOUR };
}

function knownBy(records: GivenRecords, facts: Facts | null): ReadGiven['knows'] {
  const lists = { agent: 'agents', user: 'users', group: 'groups', delegation: 'delegations' } as const;
  return (kind, name) => {
    if (kind !== 'agent' && kind !== 'user' && kind !== 'group' && kind !== 'delegation') return false;
    const isThis = ({ id }: { readonly id: string }) => id === name;
    return records[lists[kind]].some(isThis) || (facts?.[lists[kind]]?.some(isThis) ?? false);
  };
}
