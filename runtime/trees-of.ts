// The decision trees that a principal's requests, or those of a policy, are judged by, as plain data for people. A function beside the engine, so that
// who does not call it does not carry it.

import { Case, type Parties } from './decide/case.js';
import { Clock } from './decide/clock.js';
import { normalPath } from './decide/door.js';
import { type LayerName, layersOf } from './decide/layers.js';
import { DIRECT } from './decide/standing.js';
import type { Engine } from './engine.js';
import { showShape } from './explain/shape.js';
import { showCode } from './explain/show-code.js';
import type { Tables } from './load.js';
import type { PlacedStanza } from './load-policies.js';
import type { Classified } from './match/pattern.js';
import type { PolicyList } from './policy-lists.js';
import type { Request } from './request.js';
import { type Alternative, type LoadedStanza, makeRule, type OwnTerms, type Rule, type Terms } from './rule.js';
import { type ShownProgram, showProgram } from './tree/show-program.js';
import { nodesOf, type TreeLeaf, type TreeNode } from './tree/show-tree.js';
import { OPERATIONS } from './verdict.js';
import { makeView, type View } from './view.js';

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

export interface ShownLeaf extends Pick<TreeLeaf, 'pattern' | 'number' | 'open'>, ShownRule {
  /** What is run of it at a request; null: its alternatives are asked as they are. */
  readonly program: ShownProgram | null;
}

export interface ShownTemplated extends ShownRule {
  readonly template: string;
}

export interface ShownRule {
  /** Bits; exactly DENY where a stanza denies. */
  readonly capabilities: number;
  /** A request for the path is judged by it. */
  readonly wins: boolean;
  readonly alternatives: readonly ShownAlternative[];
}

export interface ShownAlternative {
  readonly terms: Terms;
  readonly own: Pick<OwnTerms, 'maxTtl' | 'approval'> | null;
  /** As an author would write them. */
  readonly conditions: readonly string[];
  readonly shape: string | null;
  readonly stanzas: readonly LoadedStanza[];
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
      list: { view: makeView(tables, [number]), unknown: null },
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
    leaves: node.leaves.map((leaf) => showLeaf(leaf, behind.get(keyOf(leaf.pattern)) ?? [], view, tables, winner)),
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

function keyOf({ kind, text }: Classified): string {
  return `${kind} ${text}`;
}

function showLeaf({ pattern, number, open, program }: TreeLeaf, stanzas: readonly LoadedStanza[], view: View, { constants }: Tables, winner: Rule | null) {
  const [start, end] = program;
  const textOf = (constant: number) => constants.texts[constants.ids[view.constantBase + constant] as number] as string;
  const { capabilities, alternatives } = makeRule(pattern.kind, pattern.text, stanzas);
  return {
    ...{ pattern, number, open, capabilities },
    wins: winner !== null && keyOf(winner) === keyOf(pattern),
    program: end === start ? null : showProgram(view.labels, start, textOf),
    alternatives: alternatives.map(showAlternative),
  };
}

function showTemplated(stanza: LoadedStanza, winner: Rule | null): ShownTemplated {
  const { capabilities, alternatives } = makeRule('exact', stanza.written, [stanza]);
  // What is unresolved takes part as a copy.
  const isIt = ({ policy, file, line, written }: LoadedStanza) =>
    policy === stanza.policy && file === stanza.file && line === stanza.line && written === stanza.written;
  return { template: stanza.written, capabilities, wins: winner?.stanzas.some(isIt) ?? false, alternatives: alternatives.map(showAlternative) };
}

function showAlternative({ own, stanzas, ...terms }: Alternative): ShownAlternative {
  return {
    terms,
    own: own === null ? null : { maxTtl: own.maxTtl, approval: own.approval },
    conditions: own?.when.map(({ source }) => showCode(source)) ?? [],
    shape: own?.parameters == null ? null : showShape(own.parameters),
    stanzas,
  };
}
