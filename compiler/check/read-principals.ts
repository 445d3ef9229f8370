// The blocks of who exists: agent_type, agent, user, group (grammar/spec.md §6).

import type { Value } from '@polc/grammar';
import type { AgentRecord, AgentType, GroupRecord, UserRecord } from '@polc/runtime';
import type { Block } from './block.js';
import type { CheckContext } from './context.js';
import { compact, Fields, type Inner } from './fields.js';
import { checkParty } from './ids.js';
import { plainObject, plainValue } from './plain-value.js';
import { readIdentity } from './read-identity.js';
import { policyNames, refer, referAll } from './read-names.js';

const AGENT_TYPE = { what: 'an agent type', keys: ['ceiling_policies', 'max_ttl', 'uses'] };
const AGENT = {
  what: 'an agent',
  keys: ['type', 'owner', 'metadata', 'identity', 'policies', 'ceiling', 'ephemeral', 'status', 'expires'],
};
const CEILING = { what: 'a ceiling', keys: ['policies', 'direct'] };
const EPHEMERAL = { what: 'ephemeral', keys: ['max_ttl', 'uses'] };
const USER = { what: 'a user', keys: ['groups', 'policies', 'attributes', 'status', 'expires'] };
const GROUP = { what: 'a group', keys: ['policies', 'groups'] };
const STATUSES = ['active', 'suspended'] as const;

export function readAgentType({ id, items, head }: Block, context: CheckContext): AgentType {
  const fields = new Fields(items, AGENT_TYPE, head, context.report);
  return compact<AgentType>({
    id,
    ceiling_policies: policyNames(fields.texts('ceiling_policies'), context),
    max_ttl: fields.duration('max_ttl'),
    uses: fields.integer('uses', 1),
  });
}

export function readAgent({ id, items, head }: Block, context: CheckContext): AgentRecord {
  const fields = new Fields(items, AGENT, head, context.report);
  const type = fields.text('type');
  const identity = fields.block('identity');
  const ceiling = fields.block('ceiling');
  const ephemeral = fields.block('ephemeral');
  return compact<AgentRecord>({
    id,
    type: type === undefined ? undefined : refer('agent_type', type, context),
    owner: readOwner(fields, context),
    metadata: readMetadata(fields.block('metadata'), context),
    identity: identity === undefined ? undefined : readIdentity(identity, context.report),
    policies: policyNames(fields.texts('policies'), context),
    ceiling: ceiling === undefined ? undefined : readCeiling(ceiling, context),
    ephemeral: ephemeral === undefined ? undefined : readEphemeral(ephemeral, context),
    status: fields.word('status', STATUSES),
    expires: fields.timestamp('expires'),
  });
}

/** `user:ID` and `group:ID` mean something to approvals; any other name is a note. */
function readOwner(fields: Fields, { report }: CheckContext): string | undefined {
  const owner = fields.text('owner');
  if (owner === undefined) return undefined;
  if (owner.name === '') report.error('invalid-id', owner.span, 'the owner is empty', 'write "user:ID", "group:ID" or a name, or leave it out');
  else if (/^(?:user|group):/.test(owner.name)) checkParty(owner.name, owner.span, ['user', 'group'], report);
  return owner.name;
}

function readMetadata(inner: Inner | undefined, { report }: CheckContext): AgentRecord['metadata'] {
  if (inner === undefined) return undefined;
  const fields = new Fields(inner.items, { what: 'metadata', keys: null }, inner.span, report);
  const entries: [string, string | number | boolean][] = [];
  for (const key of fields.names) {
    const value = fields.value(key) as Value;
    if (value.kind !== 'string' && value.kind !== 'number' && value.kind !== 'boolean') {
      fields.wrong(value, key, 'a string, a number or a boolean');
      continue;
    }
    const plain = plainValue(value, key, report);
    if (plain !== undefined) entries.push([key, plain as string | number | boolean]);
  }
  return Object.fromEntries(entries);
}

function readCeiling({ items, span }: Inner, context: CheckContext): AgentRecord['ceiling'] {
  const fields = new Fields(items, CEILING, span, context.report);
  fields.require('policies', 'policies = ["…"]');
  return compact<NonNullable<AgentRecord['ceiling']>>({
    policies: policyNames(fields.texts('policies'), context) ?? [],
    direct: fields.boolean('direct'),
  });
}

function readEphemeral({ items, span }: Inner, { report }: CheckContext): AgentRecord['ephemeral'] {
  const fields = new Fields(items, EPHEMERAL, span, report);
  return compact<NonNullable<AgentRecord['ephemeral']>>({ max_ttl: fields.duration('max_ttl'), uses: fields.integer('uses', 1) });
}

export function readUser({ id, items, head }: Block, context: CheckContext): UserRecord {
  const { report } = context;
  const fields = new Fields(items, USER, head, report);
  const attributes = fields.block('attributes');
  for (const { keys } of attributes?.items ?? []) {
    const key = keys[0];
    if (key !== undefined && (key.value === 'id' || key.value === 'groups'))
      report.error(
        'unknown-key',
        key.span,
        `${key.value} is no attribute of its own: the block says it`,
        'the id is the label; groups = ["…"] stands in the block itself',
      );
  }
  return compact<UserRecord>({
    id,
    groups: referAll('group', fields.texts('groups'), context),
    policies: policyNames(fields.texts('policies'), context),
    attributes: attributes === undefined ? undefined : plainObject(attributes.items, 'attributes', report),
    status: fields.word('status', STATUSES),
    expires: fields.timestamp('expires'),
  });
}

export function readGroup({ id, items, head }: Block, context: CheckContext): GroupRecord {
  const fields = new Fields(items, GROUP, head, context.report);
  return compact<GroupRecord>({
    id,
    policies: policyNames(fields.texts('policies'), context),
    groups: referAll('group', fields.texts('groups'), context),
  });
}
