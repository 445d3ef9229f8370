// Changes of a world and of a request that can only take away: what properties of never opening are about.

import type { JsonObject, JsonValue, Request } from '@polc/runtime';
import { inSeconds } from '../../language/language-case.js';
import type { Asked } from './requests.js';
import type { Stanza } from './stanzas.js';
import type { Reader } from './tape.js';
import type { Placed, World } from './world.js';

const someNames = (read: Reader) => read.pick([['p0'], ['p1'], ['p2'], ['p0', 'p1'], []]);
/** Of facts, where it is theirs to say; else as it is. */
const mapFacts = <R>(placed: readonly Placed<R>[], change: (record: R) => R): readonly Placed<R>[] =>
  placed.map((each) => (each.at === 'facts' ? { ...each, record: change(each.record) } : each));

// ---- Layers

export interface Layered {
  readonly world: World;
  readonly request: Asked;
}

/** One more layer, or one that covers less. Of conditions that read `delegation.scopes` nothing is claimed: fewer scopes are another value. */
export function withLayer(world: World, request: Asked, read: Reader): Layered {
  switch (read.number(5)) {
    case 0: {
      const agents = world.agents.map((placed) =>
        placed.at === 'files' && placed.added?.ceiling === undefined
          ? { ...placed, added: { ...placed.added, ceiling: { policies: someNames(read) } } }
          : placed,
      );
      return { world: { ...world, agents }, request };
    }
    case 1: {
      const types = world.types.map((type) => (type.ceiling_policies === undefined ? { ...type, ceiling_policies: someNames(read) } : type));
      return { world: { ...world, types }, request };
    }
    case 2: {
      const path = read.pick(['*', 'a/*', 'a/b', '+/b', String(request.path)]);
      const details = { type: 'vault:path_access', path, capabilities: read.pick([['read'], ['read', 'update', 'list', 'invoke'], ['create', 'delete'], []]) };
      return { world, request: request.authorization_details === undefined ? { ...request, authorization_details: [details] } : request };
    }
    case 3: {
      const dropped = read.pick(['s0', 's1']);
      const cut = <R extends { readonly scopes: readonly string[] }>(record: R): R => ({
        ...record,
        scopes: record.scopes.filter((scope) => scope !== dropped),
      });
      return { world: { ...world, delegations: mapFacts(world.delegations, cut), consents: world.consents.map(cut) }, request };
    }
    default: {
      // For itself an agent has its policies: a ceiling that did not bind it binds it now.
      if (request.agent === undefined || request.delegation !== undefined) return { world, request };
      const agents = world.agents.map((placed) =>
        placed.record.ceiling?.direct === false || placed.record.ceiling === undefined
          ? { ...placed, record: { ...placed.record, ceiling: { policies: placed.record.ceiling?.policies ?? someNames(read), direct: true } } }
          : placed,
      );
      return { world: { ...world, agents }, request };
    }
  }
}

// ---- Principals

/** All of them in the facts, where everything about them may be changed. */
export function allInFacts(world: World): World {
  const moved = <R>(placed: readonly Placed<R>[]) => placed.map(({ record }): Placed<R> => ({ record, at: 'facts', added: null }));
  return { ...world, agents: moved(world.agents), users: moved(world.users), groups: moved(world.groups), delegations: moved(world.delegations) };
}

/** An unknown policy on a list, a consent gone or over, a principal or a delegation expired or suspended. */
export function withdrawn(world: World, read: Reader): World {
  const unheard = <R extends { readonly policies?: readonly string[] }>(record: R): R => ({
    ...record,
    policies: read.once(2) ? [...(record.policies ?? []), 'unheard'] : ['unheard', ...(record.policies ?? [])],
  });
  const over = <R>(record: R): R => (read.once(2) ? { ...record, expires: inSeconds(read.pick([0, -1, -3600])) } : record);
  switch (read.number(7)) {
    case 0:
      return { ...world, agents: mapFacts(world.agents, unheard), users: mapFacts(world.users, (user) => (read.once(2) ? unheard(user) : user)) };
    case 1:
      return { ...world, groups: mapFacts(world.groups, (group) => (read.once(2) ? unheard(group) : group)) };
    case 2:
      return { ...world, agents: mapFacts(world.agents, (agent) => (agent.ceiling === undefined ? agent : { ...agent, ceiling: unheard(agent.ceiling) })) };
    case 3:
      return { ...world, consents: world.consents.filter(() => read.once(2)) };
    case 4:
      return { ...world, consents: world.consents.map((consent) => (read.once(2) ? { ...consent, withdrawn_at: inSeconds(-1) } : over(consent))) };
    case 5:
      return { ...world, agents: mapFacts(world.agents, over), users: mapFacts(world.users, over), delegations: mapFacts(world.delegations, over) };
    default: {
      const suspended = <R>(record: R): R => (read.once(2) ? { ...record, status: 'suspended' } : record);
      const revoked = <R>(record: R): R => (read.once(2) ? { ...record, status: 'revoked' } : record);
      return read.once(2)
        ? { ...world, delegations: mapFacts(world.delegations, revoked) }
        : { ...world, agents: mapFacts(world.agents, suspended), users: mapFacts(world.users, suspended) };
    }
  }
}

// ---- Stanzas

/** The numbers of stanzas at whose pattern nothing else stands, and that do not deny. */
export function onlyOnes({ policies, scopes }: World): readonly (readonly [list: 'policies' | 'scopes', name: number, stanza: number])[] {
  const all = [...policies, ...scopes].flatMap(({ stanzas }) => stanzas.map(({ pattern }) => pattern));
  return (['policies', 'scopes'] as const).flatMap((list) =>
    ({ policies, scopes })[list].flatMap(({ stanzas }, name) =>
      stanzas.flatMap(({ pattern, capabilities }, at) =>
        all.filter((other) => other === pattern).length === 1 && !capabilities.includes('deny') ? [[list, name, at] as const] : [],
      ),
    ),
  );
}

/** With one key more; as it is where it has that already. */
export function withKey(world: World, [list, name, at]: ReturnType<typeof onlyOnes>[number], key: string): World {
  const word = /^\w+/.exec(key)?.[0] ?? '';
  const changed = (stanza: Stanza): Stanza =>
    word !== 'when' && stanza.keys.some((other) => other.startsWith(word)) ? stanza : { ...stanza, keys: [...stanza.keys, key] };
  const lists = world[list].map((named, i) =>
    i === name ? { ...named, stanzas: named.stanzas.map((stanza, j) => (j === at ? changed(stanza) : stanza)) } : named,
  );
  return { ...world, [list]: lists };
}

// ---- Attributes

/** What no type holds and no shape but any() accepts: nothing is known of it. */
const BEYOND = 2 ** 60;

/**
 * A value of the request made unknown, or half of them, its form and the keys of its parameters as they are. A null is of no type; at one place it
 * disagrees with whatever stands at the other.
 */
export function withUnknown(request: Asked, read: Reader, { parameters, groups }: { readonly parameters: boolean; readonly groups: boolean }): Asked {
  const places = (['context', 'session', 'target', 'attributes', 'user', 'parameters'] as const).flatMap((root) =>
    Object.keys((request[root] ?? {}) as JsonObject)
      .filter((name) => !(root === 'user' ? (groups ? ['id'] : ['id', 'groups']) : root === 'attributes' ? ['metadata', 'groups'] : []).includes(name))
      .map((name) => [root, name] as const),
  );
  const blurred = read.number(3) < 2 ? [read.pick(places)] : places.filter(() => read.once(2));
  const changed: Record<string, JsonValue> = { ...request };
  for (const [root, name] of blurred.filter((place) => place !== undefined)) {
    if (root === 'parameters' && !parameters) continue;
    const unknown = root === 'parameters' ? BEYOND : name === 'time' ? read.pick<JsonValue>(['soon', null, BEYOND]) : null;
    changed[root] = { ...(changed[root] as JsonObject), [name]: unknown };
  }
  if (read.once(4)) changed.context = { ...(changed.context as JsonObject), time: 'soon' };
  if (read.once(4)) delete changed.purpose;
  if (request.policies === undefined && read.once(4)) delete changed.identity;
  return changed;
}

/** What is registered made unknown: the request says otherwise. Where nothing is, no value can be known. */
export function withConflict({ agents, users, blocks }: World, request: Asked, read: Reader): Asked {
  const { agent, attributes, target, user } = request as unknown as Request;
  const changed: Record<string, JsonValue> = { ...request };
  const other = (registered: unknown) => (registered === undefined ? null : read.pick<JsonValue>([null, 'otherwise', BEYOND]));
  const known = users.find(({ record }) => record.id === user?.id)?.record.attributes;
  if (user !== undefined) changed.user = blur(user, { ...known, ...user }, ['id', 'groups', 'mfa'], (name) => other(known?.[name]));
  // Of targets each may say what another does not: a null is no value in any case.
  if (blocks.some((text) => text.startsWith('target'))) changed.target = { ...target, [read.pick(['sensitivity', 'tier'])]: null };
  const acting = agents.find(({ record }) => record.id === agent)?.record;
  if (acting !== undefined) {
    const { type, owner, metadata = {} } = acting;
    const said = (attributes?.metadata ?? {}) as JsonObject;
    changed.attributes = {
      ...attributes,
      metadata: blur(said, { ...metadata, ...said }, [], (name) => other(metadata[name])),
      ...(read.once(2) ? { type: other(type) } : { owner: other(owner) }),
    };
  }
  return changed;

  /** WHY only what is blurred is added: to say what is registered could make known what the registry alone does not. */
  function blur(said: JsonObject, names: JsonObject, kept: readonly string[], by: (name: string) => JsonValue): JsonObject {
    const blurred = Object.keys(names).filter((name) => !kept.includes(name) && !read.once(2));
    return { ...said, ...Object.fromEntries(blurred.map((name) => [name, by(name)])) };
  }
}
