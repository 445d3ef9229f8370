// Facts as handed in (grammar/spec.md §9.1): every member known and of its kind, or none of them is taken.

import { RuntimeError } from '../errors.js';
import { isPlainObject } from '../plain.js';
import { isBoolean, isCount, isData, isInstant, isName, isSeconds, isText, isTexts, type Members, memberFault, oneOf, record, type Test } from './members.js';
import type { Facts } from './records.js';

const STATUS = oneOf('active', 'suspended');
const CEILING = record({ policies: isTexts, direct: isBoolean }, ['policies']);
const EPHEMERAL = record({ max_ttl: isSeconds, uses: isCount }, []);

const AGENT: Members = {
  ...{ id: isName, type: isText, owner: isText, metadata: isData, identity: isData, policies: isTexts },
  ...{ ceiling: CEILING, ephemeral: EPHEMERAL, status: STATUS, expires: isInstant },
};
const USER: Members = { id: isName, groups: isTexts, policies: isTexts, attributes: isData, status: STATUS, expires: isInstant };
const GROUP: Members = { id: isName, policies: isTexts, groups: isTexts };
const DELEGATION: Members = {
  ...{ id: isName, from: isText, to: isText, scopes: isTexts, purposes: isTexts, sessions: isTexts },
  ...{ consent: oneOf('explicit', 'implied'), expires: isInstant, max_depth: isCount, status: oneOf('active', 'revoked') },
};
const CONSENT: Members = { delegation: isName, scopes: isTexts, given_at: isInstant, expires: isInstant, withdrawn_at: isInstant };

/** Lists of records: their members, those that are required, and the one that tells them apart. */
const LISTS: Readonly<Record<string, { readonly members: Members; readonly required: readonly string[]; readonly key: string | null }>> = {
  agents: { members: AGENT, required: ['id'], key: 'id' },
  users: { members: USER, required: ['id'], key: 'id' },
  groups: { members: GROUP, required: ['id'], key: 'id' },
  delegations: { members: DELEGATION, required: ['id'], key: 'id' },
  consents: { members: CONSENT, required: ['delegation', 'scopes', 'given_at'], key: null },
};
const HEAD: Members = { revision: isText, as_of: isInstant, max_age: isSeconds };

/** @throws RuntimeError bad_facts */
export function checkFacts(facts: unknown): Facts {
  if (!isPlainObject(facts)) throw badFacts('facts are an object');
  for (const name of Object.keys(facts)) {
    const value = facts[name];
    const list = Object.hasOwn(LISTS, name) ? LISTS[name] : undefined;
    if (value === undefined) continue;
    if (list !== undefined) checkList(name, list, value);
    else if (!Object.hasOwn(HEAD, name)) throw badFacts(`${JSON.stringify(name)} is not a member of facts`);
    else if (!(HEAD[name] as Test)(value)) throw badFacts(`${name} has the wrong form`);
  }
  if (facts.max_age !== undefined && facts.as_of === undefined) throw badFacts('max_age needs as_of: nobody knows how old they are');
  return facts as Facts;
}

/** What is wrong with one record of a list; null when nothing is. */
export function recordFault(list: 'agents' | 'users', record: unknown): string | null {
  const { members, required } = LISTS[list] as (typeof LISTS)[string];
  return memberFault(record, members, required);
}

function checkList(name: string, { members, required, key }: (typeof LISTS)[string], value: unknown): void {
  if (!Array.isArray(value)) throw badFacts(`${name} is a list`);
  const ids = new Set<unknown>();
  value.forEach((one: unknown, i) => {
    const id = key === null || !isPlainObject(one) ? i : one[key];
    const place = `${name}[${i}]${typeof id === 'string' ? ` (${JSON.stringify(id)})` : ''}`;
    const fault = memberFault(one, members, required);
    if (fault !== null) throw badFacts(`${place} ${fault}`);
    if (ids.has(id)) throw badFacts(`${place} stands twice`);
    ids.add(id);
  });
}

export function badFacts(message: string): RuntimeError {
  return new RuntimeError('bad_facts', message);
}
