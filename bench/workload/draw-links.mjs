// Who hands what to whom in w5: users, their delegations to agents, agents' delegations to one more agent, and consents. Each link knows whether
// it is without a flaw and which rules its scopes cover; both only help to draw requests, and neither is an expectation.

import { MOUNTS } from './draw-rules.mjs';

/** Before all requests; in the middle of their weeks; after them. */
const GIVEN = '2026-09-01T08:00:00Z';
const AMID = '2026-10-20T12:00:00Z';
const LATER = '2027-01-01T00:00:00Z';

/**
 * `first` are links user → agent, `onward` are user → agent → agent: `{ user, before, agent, sound, covers }`. `handsOn` says of an agent to whom,
 * whether it may, and whether its ceiling is wide enough.
 */
export function drawLinks(random, agents) {
  const users = Array.from({ length: Math.ceil(agents.length / 5) }, (_, i) => drawUser(random, i));
  const delegations = [];
  const consents = [];
  const handsOn = new Map();
  const make = (from, to, way) => drawDelegation(random, { from, to, way, id: `hand-${delegations.length}` }, delegations, consents);

  const first = agents.map((agent) => {
    const user = random.pick(users);
    const link = make(`user:${user.id}`, agent.id, { explicit: 1, depth: random.chance(0.9) ? 1 : 0 });
    hold(user, agent);
    return { user, before: [], agent, depth: link.depth, sound: link.sound, covers: (rule) => user.covers(rule) && link.covers(rule) };
  });
  const onward = first.flatMap((link) => {
    const to = random.pick(agents);
    if (to === link.agent) return [];
    const own = { to: to.id, may: random.chance(0.93), wide: random.chance(0.95) };
    handsOn.set(link.agent.id, own);
    const next = make(`agent:${link.agent.id}`, to.id, { explicit: 0.4, depth: 0 });
    hold(link.user, to);
    const sound = link.sound && next.sound && link.depth > 0 && own.may && own.wide;
    return [{ user: link.user, before: [link.agent], agent: to, sound, covers: (rule) => link.covers(rule) && next.covers(rule) }];
  });
  return { users, delegations, consents, handsOn, first, onward };
}

/** Half hold all of most mounts, half exactly what their agents hold. */
function drawUser(random, i) {
  const mounts = random.chance(0.5) ? random.some(MOUNTS, 7) : null;
  return { id: `user-${i.toString(36).padStart(3, '0')}`, mounts, agents: [], covers: ({ path }) => mounts === null || mounts.includes(mountOf(path)) };
}

function hold(user, { id }) {
  if (!user.agents.includes(id)) user.agents.push(id);
}

const mountOf = (path) => MOUNTS.find((mount) => path.startsWith(`${mount}/`));
const scopeName = (word, mount) => `${word}-${mount.replace('/', '-')}`;

function drawDelegation(random, { from, to, way, id }, delegations, consents) {
  // Of each mount everything, reading alone, or nothing.
  const held = new Map(MOUNTS.map((mount) => [mount, random.chance(0.82) ? 'use' : random.chance(0.7) ? 'view' : null]));
  if ([...held.values()].every((word) => word === null)) held.set(MOUNTS[0], 'view');
  const scopes = [...held].filter(([, word]) => word !== null).map(([mount, word]) => scopeName(word, mount));
  const revoked = random.chance(0.03);
  const explicit = random.chance(way.explicit);
  const attributes = { id, from, to, scopes, consent: explicit ? 'explicit' : 'implied' };
  delegations.push({ ...attributes, ...(way.depth > 0 && { max_depth: way.depth }), ...(revoked && { status: 'revoked' }) });
  const consent = explicit ? drawConsent(random, id, scopes) : null;
  if (consent !== null) consents.push(...consent.records);
  return {
    depth: way.depth,
    sound: !revoked && (consent?.sound ?? true),
    covers: ({ path, caps }) => {
      const word = held.get(mountOf(path));
      if (word === null || word === undefined) return false;
      if (consent !== null && !consent.scopes.includes(scopeName(word, mountOf(path)))) return false;
      return word === 'use' || caps.every((capability) => capability === 'read' || capability === 'list');
    },
  };
}

/** Mostly in force; else missing, ended amid the requests, withdrawn, or for fewer scopes than are handed on. */
function drawConsent(random, delegation, scopes) {
  const kind = random.unit();
  const given = { delegation, scopes, given_at: GIVEN };
  if (kind < 0.06) return { records: [], scopes, sound: false };
  if (kind < 0.11) return { records: [{ ...given, expires: AMID }], scopes, sound: false };
  if (kind < 0.14) return { records: [{ ...given, withdrawn_at: AMID }], scopes, sound: false };
  if (kind < 0.3) {
    const fewer = random.some(scopes, Math.max(1, scopes.length - 2));
    return { records: [{ ...given, scopes: fewer, expires: LATER }], scopes: fewer, sound: true };
  }
  return { records: [random.chance(0.5) ? given : { ...given, expires: LATER }], scopes, sound: true };
}
