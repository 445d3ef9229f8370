// The decision trees that a principal's requests, or those of a policy, are judged by, as plain data for people. A function beside the engine, so that
// who does not call it does not carry it.

import { Case, type Parties } from './decide/case.js';
import { Clock } from './decide/clock.js';
import { normalPath } from './decide/door.js';
import { type LayerName, layersOf } from './decide/layers.js';
import { DIRECT } from './decide/standing.js';
import type { Engine } from './engine.js';
import type { Tables } from './load.js';
import type { PlacedStanza } from './load-policies.js';
import type { PolicyList } from './policy-lists.js';
import type { Request } from './request.js';
import type { LoadedStanza } from './rule.js';
import { keyOf, type ShownLeaf, type ShownTemplated, showLeaf, showTemplated } from './tree/show-rule.js';
import { nodesOf, type TreeNode } from './tree/show-tree.js';
import { OPERATIONS } from './verdict.js';
import { makeView } from './view.js';

/** Whose trees: as in a request. null: every policy and scope by itself. */
export type TreeOwner = Pick<Request, 'policies' | 'agent' | 'user'> | null;

export interface ShownTree {
  /** Those that have this list; of one policy by itself `policies`, of a scope `scope`. */
  readonly layers: readonly { readonly layer: LayerName; readonly principal: string }[];
  readonly policies: readonly string[];
  /** The first name that no policy has: the list denies everything. */
  readonly unknown: string | null;
  /** Each stands before what it leads to. */
  readonly nodes: readonly ShownNode[];
  /** What stands in no tree: its pattern is known at the request. */
  readonly templated: readonly ShownTemplated[];
}

export interface ShownNode extends Omit<TreeNode, 'leaves'> {
  readonly leaves: readonly ShownLeaf[];
}

interface OwnedList {
  readonly layers: ShownTree['layers'];
  readonly list: PolicyList;
  readonly self: string | null;
}

/** With a path, of each tree what a request for it comes to (as any operation but `list` does). null where there is no such principal. */
export function treesOf(engine: Engine, owner: TreeOwner, path: string | null = null): ShownTree[] | null {
  const parties = partiesOf(engine, owner);
  if (parties === null) return null;
  const bare = owner === null || owner.policies !== undefined;
  const asked = path === null ? null : bare ? path.replace(/^\/+/, '') : (normalPath(path, 'read') ?? path);
  const request = { ...owner, operation: 'read', path: asked ?? '' };
  const question = { word: 'read', operation: OPERATIONS.get('read'), path: request.path, parameters: null, wrapTtl: null, bare };
  const one = new Case(request, question, parties, engine.tables, new Clock(Date.now), bare ? null : engine.snapshot);
  return listsOf(engine, owner, one).map((owned) => showList(engine, owned, one, asked));
}

function partiesOf({ snapshot }: Engine, owner: TreeOwner): Parties | null {
  const nobody = { user: null, groups: [], chain: [] };
  if (owner?.agent !== undefined) {
    const agent = snapshot.agents.get(owner.agent);
    return agent === undefined ? null : { ...nobody, chain: [agent], delegation: DIRECT };
  }
  if (owner?.user !== undefined) {
    const user = snapshot.users.get(owner.user.id as string);
    return user === undefined ? null : { ...nobody, user, groups: user.groups, delegation: DIRECT };
  }
  return { ...nobody, delegation: null };
}

function listsOf({ tables, snapshot }: Engine, owner: TreeOwner, one: Case): OwnedList[] {
  if (owner === null) {
    return tables.policies.map(({ name, scope }, number) => ({
      layers: [scope ? { layer: 'scope', principal: `scope:${name}` } : { layer: 'policies', principal: `policies:${name}` }],
      list: { view: makeView(tables, [number], null), unknown: null },
      self: null,
    }));
  }
  if (owner.policies !== undefined) {
    const layers = [{ layer: 'policies', principal: `policies:${owner.policies.join(',')}` }] as const;
    return [{ layers, list: snapshot.lists.once(owner.policies), self: null }];
  }
  const lists: OwnedList[] = [];
  for (const { layer, principal, self, lists: of } of layersOf(one, snapshot, one.parties.user?.policies ?? null)) {
    for (const list of of) {
      // An agent's ceiling is its own list where it names no other.
      const same = lists.findIndex((other) => other.list === list && other.self === self);
      if (same < 0) lists.push({ layers: [{ layer, principal }], list, self });
      else lists[same] = { ...(lists[same] as OwnedList), layers: [...(lists[same] as OwnedList).layers, { layer, principal }] };
    }
  }
  return lists;
}

function showList({ tables, selector }: Engine, { layers, list: { view, unknown }, self }: OwnedList, one: Case, path: string | null): ShownTree {
  one.self = self;
  const winner = path === null || unknown !== null ? null : selector.select(view, path, false, one);
  const policies = view.policies.map((number) => tables.policies[number] as Tables['policies'][number]);
  const placed = policies.flatMap((policy) => policy.stanzas());
  const behind = byPattern(placed);
  const templated = placed.flatMap(({ stanza, template }) => (template === null ? [] : [showTemplated(stanza, winner)]));
  const nodes = nodesOf(view, path).map((node) => ({
    ...node,
    leaves: node.leaves.map((leaf) => showLeaf(leaf, behind.get(keyOf(leaf.pattern)) ?? [], view, tables.constants, winner)),
  }));
  return { layers, policies: policies.map(({ name }) => name), unknown, nodes, templated };
}

/** WHY not the view's own rules: it makes them one by one, and reads all of a policy for each. */
function byPattern(placed: readonly PlacedStanza[]): Map<string, LoadedStanza[]> {
  const all = new Map<string, LoadedStanza[]>();
  for (const { pattern, stanza } of placed) {
    if (pattern === null) continue;
    const there = all.get(keyOf(pattern));
    if (there === undefined) all.set(keyOf(pattern), [stanza]);
    else there.push(stanza);
  }
  return all;
}
