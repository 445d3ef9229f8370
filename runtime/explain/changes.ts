// The search for the smallest change: the cheapest set of edits first, each one that a request can carry put to the engine before it is told.

import type { Verdict } from '../decide/decide.js';
import type { Engine } from '../engine.js';
import { capabilityNames } from '../load.js';
import type { Request } from '../request.js';
import { OPERATIONS } from '../verdict.js';
import { places, writtenOf } from './checks.js';
import { both, DONE, type EditSet, hardestOf, NO_WAY, textOf, union, weightOf } from './edits.js';
import { judgedLayers } from './layers.js';
import { waysOfGuardrail } from './repair-guardrail.js';
import { waysOfLayer } from './repair-layers.js';
import { editsForNeeds, waysToMeetNeeds } from './repair-needs.js';
import { waysToStand } from './repair-standing.js';
import type { Change } from './types.js';

/** Requests that are put to the engine; changes that are told, of those it confirmed and of those nobody can try. */
const MAX_TRIES = 48;
const MAX_CONFIRMED = 3;
const MAX_UNTRIED = 2;

interface Node {
  readonly request: Request;
  readonly edits: EditSet;
  /** Something in it is no request's to say. */
  readonly open: boolean;
}

export function changesFor(request: Request, engine: Engine): Change[] {
  const waiting: Node[] = [{ request, edits: [], open: false }];
  const seen = new Set<string>();
  const found = new Set<string>();
  const confirmed: Change[] = [];
  const untried: Change[] = [];
  for (let tries = 0; tries < MAX_TRIES && waiting.length > 0 && confirmed.length < MAX_CONFIRMED; ) {
    const node = waiting.shift() as Node;
    if (node.open) {
      if (untried.length < MAX_UNTRIED && !found.has(kindOf(node.edits))) untried.push(changeOf(node, false));
      found.add(kindOf(node.edits));
      continue;
    }
    tries++;
    const { verdict } = engine.groundsOf(node.request);
    if (verdict.outcome === 'allowed') {
      const same = kindOf(node.edits);
      if (!found.has(same)) confirmed.push(changeOf(node, true));
      found.add(same);
      continue;
    }
    for (const way of waysOf(verdict, engine)) {
      const edits = union(node.edits, way);
      const text = textOf(edits);
      if (seen.has(text) || way.length === 0) continue;
      seen.add(text);
      const open = way.some(({ apply }) => apply === null);
      const changed = open ? node.request : way.reduce((one, { apply }) => apply?.(one) ?? one, node.request);
      waiting.push({ request: changed, edits, open });
    }
    waiting.sort((a, b) => weightOf(a.edits) - weightOf(b.edits));
  }
  const rest =
    untried.length < MAX_UNTRIED ? waiting.filter(({ open, edits }) => open && !found.has(kindOf(edits))).slice(0, MAX_UNTRIED - untried.length) : [];
  return [...confirmed, ...untried, ...rest.map((node) => changeOf(node, false))].slice(0, MAX_CONFIRMED + MAX_UNTRIED);
}

/** Two that set the same to other values are told once. */
function kindOf(edits: EditSet): string {
  return edits.map(({ key, text }) => (key === undefined || text.startsWith('leave out') ? text : key)).join();
}

function changeOf({ request, edits }: Node, tried: boolean): Change {
  const parts = edits.map(({ by, text }) => ({ by, text }));
  const told = tried && edits.every(({ hypothetical }) => hypothetical !== true);
  return { by: hardestOf(edits), text: textOf(edits), parts, ...(told ? { request } : {}) };
}

function waysOf(verdict: Verdict, engine: Engine): readonly EditSet[] {
  const { one, outcome, words, layers, objections } = verdict;
  switch (outcome) {
    case 'internal':
      return NO_WAY;
    case 'malformed_request':
      return [[{ by: 'caller', text: `correct the request: ${words ?? ''}`, apply: null }]];
    case 'unknown_operation': {
      const known = [...OPERATIONS.keys()].join(', ');
      return [[{ by: 'caller', text: `ask for an operation that a policy can grant: ${known}`, apply: null }]];
    }
    case 'stale_facts':
      return [[{ by: 'embedder', text: 'hand the engine newer facts', apply: null }]];
  }
  if (one === null) return [[{ by: 'embedder', text: 'load the bundle with allowRoot, if root is meant to work here', apply: null }]];
  if (layers.length === 0 && objections.length === 0)
    return waysToStand(verdict, one, engine, (behind) => (behind.outcome === 'allowed' ? DONE : waysOf(behind, engine)));
  if (verdict.outstanding.length > 0 || verdict.mfa) return waysToMeetNeeds(verdict, one, engine);
  const judged = judgedLayers(verdict, engine);
  const ways = both(...objections.map(({ guardrail }) => waysOfGuardrail(guardrail, one)), ...judged.map((layer) => waysOfLayer(layer, engine)));
  // Of the layers that allow: said now, where the rest cannot be tried.
  const needs = judged.flatMap((layer) => editsForNeeds(layer.judged.chosen, layer.one, engine));
  return ways.map((way) => (way.some(({ apply }) => apply === null) ? union(way, needs) : way));
}

/** For an allowed request of bare policies: the least an author would take away. */
export function revocations({ layers, one }: Verdict, root: boolean): Change[] {
  const told = (by: Change['by'], text: string): Change[] => [{ by, text, parts: [{ by, text }] }];
  if (root) return told('embedder', 'load the bundle without allowRoot');
  const rule = layers[0]?.rule ?? null;
  const bit = one?.asked.operation?.bit ?? 0;
  if (rule === null || bit === 0) return [];
  return told('policy author', `remove ${capabilityNames(bit).join()} from ${writtenOf(rule)} at ${places(rule, bit)}`);
}
