// Documents to a model (spec.md §6): every block, and the Vault files among them. Throws on what makes no sense; the compiler refuses that first.

import type { Document, Item } from '@polc/grammar';
import { decodePolicy } from '../decode-policy.js';
import { toLower, trimSpace } from '../go-strings.js';
import type { Agent, AgentType, Delegation, Group, Guardrail, Model, Registry, Schema, Stanza, Target, User } from './model.js';
import { readApproval, readStanza } from './read-stanza.js';
import { bodiesOf, bodyOf, flagOf, itemsOf, jsonObjectOf, jsonOf, numberOf, secondsOf, textOf, textsOf, timeOf, valueAt } from './read-values.js';

export interface LanguageDocument {
  readonly document: Document;
  /** "the name under which the caller stores it": of a Vault file. */
  readonly name?: string | undefined;
  /** The line, from 1, of an offset. */
  readonly lineAt: (offset: number) => number;
}

const BLOCKS = ['policy', 'scope', 'agent_type', 'agent', 'user', 'group', 'delegation', 'guardrail', 'condition', 'target', 'tools', 'schema'];
const TESTS = ['test', 'property', 'invariant'];

export function readBlocks(documents: readonly LanguageDocument[]): Model {
  const policies = new Map<string, readonly Stanza[]>();
  const scopes = new Map<string, readonly Stanza[]>();
  const found = new Map<string, readonly Item[]>();
  for (const one of documents) {
    const { body } = one.document;
    if (!body.items.some((item) => [...BLOCKS, ...TESTS].includes(item.keys[0]?.value ?? ''))) {
      addOnce(policies, foldName(one.name ?? decodePolicy(one.document).name ?? baseName(one.document.file)), (name) => stanzasOf(body.items, name, one));
      continue;
    }
    for (const item of body.items) {
      const kind = item.keys[0]?.value ?? '';
      if (kind === 'policy') addOnce(policies, foldName(labelOf(item)), (name) => stanzasOf(bodyOf(item.value).items, name, one));
      else if (kind === 'scope') addOnce(scopes, labelOf(item), (name) => stanzasOf(bodyOf(item.value).items, name, one));
      else if (BLOCKS.includes(kind)) found.set(kind, [...(found.get(kind) ?? []), item]);
      else if (!TESTS.includes(kind)) throw new Error(`"${kind}" is no block`);
    }
  }
  const all = <T>(kind: string, read: (item: Item) => T): T[] => (found.get(kind) ?? []).map(read);
  const registry: Registry = {
    agents: byId(all('agent', readAgent)),
    users: byId(all('user', readUser)),
    groups: byId(all('group', readGroup)),
    delegations: all('delegation', readDelegation),
    consents: [],
    revision: null,
    staleAfter: null,
  };
  return {
    policies,
    scopes,
    types: new Map(all('agent_type', readType).map((type) => [type.name, type])),
    registry,
    guardrails: all('guardrail', readGuardrail),
    conditions: new Map(all('condition', (item) => [labelOf(item), bodyOf(item.value)] as const)),
    targets: all('target', readTarget),
    schema: readSchema(found.get('schema')?.[0]),
  };
}

/** §1: "trimmed and lower-cased"; "Names of policies fold case". */
export function foldName(name: string): string {
  return toLower(trimSpace(name));
}

function baseName(file: string): string {
  return (file.split('/').at(-1) ?? file).replace(/\.(hcl|polc\.json|json)$/i, '');
}

/** §1: "Two policies of one name: … everything that decides refuses." */
function addOnce(to: Map<string, readonly Stanza[]>, name: string, read: (name: string) => readonly Stanza[]): void {
  if (to.has(name)) throw new Error(`"${name}" stands twice`);
  to.set(name, read(name));
}

function stanzasOf(items: readonly Item[], policy: string, { lineAt }: LanguageDocument): readonly Stanza[] {
  return items.filter((item) => item.keys[0]?.value === 'path').map((item) => readStanza(item, policy, lineAt(item.span.start)));
}

function labelOf(item: Item): string {
  return item.keys[1]?.value ?? '';
}

function byId<T extends { readonly id: string }>(records: readonly T[]): ReadonlyMap<string, T> {
  const map = new Map(records.map((record) => [record.id, record]));
  if (map.size < records.length) throw new Error('ids are unique per kind');
  return map;
}

function readType(item: Item): AgentType {
  const body = bodyOf(item.value);
  const ceiling = valueAt(body, 'ceiling_policies');
  return { name: labelOf(item), ceilingPolicies: ceiling === undefined ? null : textsOf(ceiling).map(foldName), ...limitsOf(item) };
}

function limitsOf(item: Item | undefined): { readonly maxTtl: number | null; readonly uses: number | null } {
  if (item === undefined) return { maxTtl: null, uses: null };
  const body = bodyOf(item.value);
  const ttl = valueAt(body, 'max_ttl');
  return { maxTtl: ttl === undefined ? null : secondsOf(jsonOf(ttl)), uses: numberOf(valueAt(body, 'uses')) };
}

function standingOf(item: Item): { readonly active: boolean; readonly expires: number | null } {
  const body = bodyOf(item.value);
  const expires = valueAt(body, 'expires');
  return { active: (textOf(valueAt(body, 'status')) ?? 'active') === 'active', expires: expires === undefined ? null : timeOf(jsonOf(expires)) };
}

/** "without the block its policies are its ceiling". */
function readAgent(item: Item): Agent {
  const body = bodyOf(item.value);
  const policies = textsOf(valueAt(body, 'policies')).map(foldName);
  const ceiling = bodiesOf(body, 'ceiling').at(-1);
  const metadata = valueAt(body, 'metadata');
  return {
    id: labelOf(item),
    type: textOf(valueAt(body, 'type')),
    owner: textOf(valueAt(body, 'owner')),
    metadata: metadata === undefined ? {} : jsonObjectOf(bodyOf(metadata)),
    policies,
    ceiling:
      ceiling === undefined
        ? { policies, direct: true }
        : { policies: textsOf(valueAt(ceiling, 'policies')).map(foldName), direct: flagOf(valueAt(ceiling, 'direct')) ?? true },
    factsCeiling: null,
    ephemeral: limitsOf(itemsOf(body, 'ephemeral').at(-1)),
    ...standingOf(item),
  };
}

function readUser(item: Item): User {
  const body = bodyOf(item.value);
  const attributes = valueAt(body, 'attributes');
  return {
    id: labelOf(item),
    groups: textsOf(valueAt(body, 'groups')),
    policies: textsOf(valueAt(body, 'policies')).map(foldName),
    attributes: attributes === undefined ? {} : jsonObjectOf(bodyOf(attributes)),
    ...standingOf(item),
  };
}

function readGroup(item: Item): Group {
  const body = bodyOf(item.value);
  return { id: labelOf(item), policies: textsOf(valueAt(body, 'policies')).map(foldName), groups: textsOf(valueAt(body, 'groups')) };
}

/** "`consent = "explicit"` (when absent) wants a recorded consent in force"; "`max_depth` … (0 when absent)". */
function readDelegation(item: Item): Delegation {
  const body = bodyOf(item.value);
  const purposes = textsOf(valueAt(body, 'purposes'));
  return {
    id: labelOf(item),
    from: principalOf(textOf(valueAt(body, 'from'))),
    to: textOf(valueAt(body, 'to')) ?? '',
    scopes: textsOf(valueAt(body, 'scopes')),
    purposes: (valueAt(body, 'purposes') ?? null) === null ? null : purposes,
    sessions: valueAt(body, 'sessions') === undefined ? null : textsOf(valueAt(body, 'sessions')),
    explicit: (textOf(valueAt(body, 'consent')) ?? 'explicit') === 'explicit',
    maxDepth: numberOf(valueAt(body, 'max_depth')) ?? 0,
    ...standingOf(item),
  };
}

/** `"user:ID"` or `"agent:ID"`. */
export function principalOf(text: string | null): Delegation['from'] {
  const [, kind, id = ''] = /^(user|agent):(.*)$/s.exec(text ?? '') ?? [];
  if (kind !== 'user' && kind !== 'agent') throw new Error(`${JSON.stringify(text)} is neither a user nor an agent`);
  return { kind, id };
}

function readGuardrail(item: Item): Guardrail {
  const body = bodyOf(item.value);
  const on = bodiesOf(body, 'on').at(-1);
  const member = (key: string): readonly string[] | null => {
    const value = on === undefined ? undefined : valueAt(on, key);
    return value === undefined ? null : textsOf(value);
  };
  const approval = bodiesOf(body, 'approval').at(-1);
  return {
    name: labelOf(item),
    enforcement: textOf(valueAt(body, 'enforcement')) ?? '',
    on: { paths: member('paths'), capabilities: member('capabilities'), agentTypes: member('agent_types') },
    require: bodiesOf(body, 'require'),
    forbid: bodiesOf(body, 'forbid'),
    approval: approval === undefined ? null : readApproval(approval),
  };
}

/** "every other key is an attribute". */
function readTarget(item: Item): Target {
  const body = bodyOf(item.value);
  const { paths: _, ...attributes } = jsonObjectOf(body);
  return { paths: textsOf(valueAt(body, 'paths')), attributes };
}

const ROOTS = ['agent', 'user', 'target', 'context', 'session', 'parameters'];

/** §8: "in them `name = "type"` or `name { type  source }` declares an attribute". */
function readSchema(item: Item | undefined): Schema {
  const body = item === undefined ? null : bodyOf(item.value);
  const declared = new Map<string, { readonly type: string | null; readonly source: string | null }>();
  let trustedGroups = false;
  for (const root of ROOTS) {
    for (const attribute of body === null ? [] : bodiesOf(body, root).flatMap((each) => each.items)) {
      const name = attribute.keys[0]?.value ?? '';
      if (attribute.value.kind === 'object') {
        const inner = attribute.value.body;
        declared.set(`${root}.${name}`, { type: textOf(valueAt(inner, 'type')), source: textOf(valueAt(inner, 'source')) });
      } else if (root === 'user' && name === 'groups' && textOf(attribute.value) === 'trusted') {
        trustedGroups = true;
      } else {
        declared.set(`${root}.${name}`, { type: textOf(attribute.value), source: null });
      }
    }
  }
  const operations = body === null ? undefined : valueAt(body, 'operations');
  const words = operations === undefined ? {} : jsonObjectOf(bodyOf(operations));
  return { operations: new Map(Object.entries(words).map(([word, operation]) => [word, String(operation)])), trustedGroups, declared };
}
