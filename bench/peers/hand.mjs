// The workloads as a programmer would serve them without a library: a Map by agent, a Map of exact paths, prefixes with the longest first, segment
// patterns in pieces, a closure for every condition. It takes polc's request, believes its form, and answers a bare boolean.

import { testOfContext, testOfParameters } from './hand-conditions.mjs';

export const BIT = { create: 1, read: 2, update: 4, delete: 8, list: 16 };

export class Rule {
  constructor({ effect, caps, params, when }) {
    this.bits = caps.reduce((bits, capability) => bits | BIT[capability], 0);
    this.denies = effect === 'deny';
    this.parameters = testOfParameters(params);
    this.context = testOfContext(when);
  }
}

/** `['kv/data/x/', '', '/versions/', '']`: literals, and empty where a `+` stands. */
export function piecesOf(pattern) {
  return pattern.split(/(\+)/).flatMap((piece) => (piece === '+' ? [''] : piece === '' ? [] : [piece]));
}

export function matchesPieces(pieces, path) {
  let place = 0;
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i];
    if (piece === '') {
      const slash = path.indexOf('/', place);
      const end = slash < 0 ? path.length : slash;
      if (end === place) return false;
      place = end;
    } else {
      if (!path.startsWith(piece, place)) return false;
      place += piece.length;
    }
  }
  return place === path.length;
}

export function loadHand({ agents }) {
  const byAgent = new Map(agents.map(({ id, rules }) => [id, tableOf(rules)]));
  return (request) => {
    const table = byAgent.get(request.agent);
    if (table === undefined) return false;
    const { path, parameters, context } = request;
    const bit = BIT[request.operation];
    let allowed = false;
    const exact = table.exact.get(path);
    if (exact !== undefined && (exact.bits & bit) !== 0) {
      if (exact.denies) return false;
      allowed = holds(exact, parameters, context);
    }
    const { prefixes } = table;
    for (let i = 0; i < prefixes.length; i++) {
      const { text, rule } = prefixes[i];
      if (path.length <= text.length || !path.startsWith(text) || (rule.bits & bit) === 0) continue;
      if (rule.denies) return false;
      allowed ||= holds(rule, parameters, context);
    }
    if (allowed) return true;
    const { segments } = table;
    for (let i = 0; i < segments.length; i++) {
      const { pieces, rule } = segments[i];
      if ((rule.bits & bit) !== 0 && matchesPieces(pieces, path) && holds(rule, parameters, context)) return true;
    }
    return false;
  };
}

/** One rule an exact path, and no deny with a segment pattern: so the workloads are made. */
function tableOf(rules) {
  const table = { exact: new Map(), prefixes: [], segments: [] };
  for (const drawn of rules) {
    const rule = new Rule(drawn);
    const { path } = drawn;
    if (path.endsWith('/*')) table.prefixes.push({ text: path.slice(0, -1), rule });
    else if (path.includes('+')) table.segments.push({ pieces: piecesOf(path), rule });
    else table.exact.set(path, rule);
  }
  table.prefixes.sort((a, b) => b.text.length - a.text.length);
  return table;
}

function holds(rule, parameters, context) {
  return (rule.parameters === null || rule.parameters(parameters)) && (rule.context === null || rule.context(context));
}
