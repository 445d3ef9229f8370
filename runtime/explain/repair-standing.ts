// What would let a request stand: registrations, consents, another purpose or session. And behind that, what its layers would still want.

import type { Case } from '../decide/case.js';
import { Clock } from '../decide/clock.js';
import { decideFooting, type Verdict } from '../decide/decide.js';
import { type Fault, type Footing, footingsOf } from '../decide/standing.js';
import type { Engine } from '../engine.js';
import { both, type Edit, type EditSet, either } from './edits.js';

/** More footings are not followed. */
const MAX_FOOTINGS = 8;

export function waysToStand(verdict: Verdict, one: Case, engine: Engine, waysBehind: (verdict: Verdict) => readonly EditSet[]): readonly EditSet[] {
  const { snapshot, tables } = engine;
  const footings = footingsOf(one.request, snapshot, tables.blocks.trusted_groups, one.now);
  if ('outcome' in footings) return [[editOf(footings, null, one)]];
  if (footings[0]?.faults.length === 0) return [[editOf({ outcome: verdict.outcome, words: verdict.words ?? verdict.outcome }, null, one)]];
  return either(
    ...footings.slice(0, MAX_FOOTINGS).map((footing) => {
      const behind = decideFooting(engine, one.request, one.asked, Clock.at(one.clock), { ...footing, faults: [] });
      return both([footing.faults.map((fault) => editOf(fault, footing, one))], waysBehind(behind));
    }),
  );
}

function editOf({ outcome, words }: Fault, footing: Footing | null, one: Case): Edit {
  const edit = (by: Edit['by'], text: string): Edit => ({ by, text, apply: null });
  switch (outcome) {
    case 'stale_facts':
      return edit('embedder', 'hand the engine newer facts');
    case 'unknown_principal':
      return edit('registry', `register what is missing: ${words}`);
    case 'suspended':
      return edit('registry', `make active again what is not: ${words}`);
    case 'delegation_too_deep':
      return edit('registry', `raise max_depth: ${words}`);
    case 'purpose_not_allowed': {
      const purpose = footing?.parties.delegation?.purposes?.[0];
      if (purpose === undefined) return edit('registry', `allow a purpose: ${words}`);
      return { by: 'caller', text: `ask for the purpose ${JSON.stringify(purpose)}`, key: 'request.purpose', apply: (request) => ({ ...request, purpose }) };
    }
    case 'session_not_allowed': {
      const id = footing?.parties.delegation?.sessions?.[0];
      if (id === undefined) return edit('registry', `allow a session: ${words}`);
      const text = `ask in the session ${JSON.stringify(id)}`;
      return { by: 'enforcement point', text, key: 'session.id', apply: (request) => ({ ...request, session: { ...request.session, id } }) };
    }
    case 'consent_missing':
    case 'expired': {
      if (outcome === 'expired' && !words.startsWith('the consent')) return edit('registry', `renew what has expired: ${words}`);
      const wanting = footing?.parties.delegation?.ways
        .filter(([{ explicit }]) => explicit)
        .map(([{ id, scopes }]) => `${JSON.stringify(id)} (${scopes.join(', ')})`);
      return edit('user', `consent to the delegation ${wanting?.join(' and ') ?? ''}`);
    }
    default:
      return edit('caller', `correct the request, asked by ${one.request.agent ?? 'a user'}: ${words}`);
  }
}
