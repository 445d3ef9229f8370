// From values that were found to a request that shows them: with approvals that count, and with the consents that have to be given for it.

import type { ConsentRecord, Decision, Engine, Facts, JsonValue, Request } from '@polc/runtime';
import { actionDigestOf } from '@polc/runtime/anatomy';
import { approversOf } from '../analysis/approvers.js';
import type { Chosen } from '../analysis/cheapest.js';
import { instantValue } from '../analysis/classes.js';
import { ABSENT } from '../analysis/features.js';
import { type DISPUTED, type Filling, fill, type Put } from '../analysis/place.js';
import type { Piece } from '../analysis/survey.js';
import type { World } from './world.js';

export interface Witness {
  readonly request: Request;
  /** Consents that have to be there beside what is registered; null where the facts are all that is needed. */
  readonly consents: readonly ConsentRecord[] | null;
}

const SHOWN = '2026-01-01T00:00:00Z';
const DAY = 86_400_000;

/** null where nobody can give an approval that it needs. */
export function witnessOf(piece: Piece, chosen: Chosen, worlds: readonly World[]): Witness | null {
  const fillings: Filling[] = [...chosen.values()].map(({ place, value }) =>
    place.key === 'context.time' ? { place, value: readable(value) } : { place, value },
  );
  // Before any digest: an approval is of one operation.
  const [operation = piece.request.operation] = piece.operations;
  let request = tidy(fill({ ...piece.request, operation }, fillings, piece.names), piece);
  const consents = consentsOf(piece, chosen, request, worlds);
  const digests = [...chosen.values()].flatMap(({ place, value }) => (place.kind === 'approval' && value === true ? [place.name] : []));
  if (digests.length > 0) {
    const engines = worlds.map(({ engine }) => engine);
    const time = request.context?.time ?? SHOWN;
    request = { ...request, context: { ...request.context, time } };
    const now = instantValue(time);
    // The same in all worlds: what is asked, by whom.
    const action = worlds.map((world) => actionDigestOf(engineWith(world, consents), request)).find((digest) => digest !== null);
    if (now === null || action === undefined || action === null) return null;
    const approvals = [];
    for (const digest of digests) {
      const need = piece.requirements.get(digest);
      const approvers = need === undefined ? null : approversOf(need, piece.subject, engines);
      if (approvers === null) return null;
      for (const { by, groups } of approvers) {
        approvals.push({ id: `approval-${approvals.length + 1}`, by, groups, action, requirement: digest, granted_at: iso(now), expires: iso(now + DAY) });
      }
    }
    request = { ...request, approvals };
  }
  return { request, consents };
}

export function decideIn(world: World, { request, consents }: Witness): Decision {
  return engineWith(world, consents).decide(request).toJSON();
}

export function engineWith({ engine, facts }: World, consents: readonly ConsentRecord[] | null): Engine {
  if (consents === null) return engine;
  const known = consents.filter(({ delegation }) => engine.snapshot.delegations.has(delegation));
  return engine.withFacts({ ...facts, consents: known } satisfies Facts);
}

const iso = (instant: number) => new Date(instant).toISOString();

/** Milliseconds become text that people read. */
function readable(value: Put): Put {
  const instant = typeof value === 'number' ? instantValue(value) : null;
  if (instant === null) return value;
  const text = iso(instant);
  return text.startsWith('+') || text.startsWith('-') ? value : text.replace('.000Z', 'Z');
}

/** A user beside a delegation says who he is; who says no more than that says nothing. */
function tidy(request: Request, { subject }: Piece): Request {
  if (subject.kind !== 'delegation' || request.user === undefined || subject.user === null) return request;
  const { user, ...rest } = request;
  const said = { id: subject.user, ...user };
  return Object.keys(said).length === 1 ? rest : { ...rest, user: said };
}

function consentsOf(piece: Piece, chosen: Chosen, request: Request, worlds: readonly World[]): readonly ConsentRecord[] | null {
  if (!worlds.some(({ anyConsent }) => anyConsent) || piece.subject.kind !== 'delegation') return null;
  // Of a delegation that is not the same in all worlds: a consent to what any of them can cover.
  const explicit = new Map<string, readonly string[]>();
  for (const { footings } of piece.anatomies)
    for (const { parties } of footings)
      for (const [{ id, explicit: wants, scopes }] of parties.delegation?.ways ?? [])
        if (wants) explicit.set(id, [...new Set([...(explicit.get(id) ?? []), ...scopes])]);
  if (explicit.size === 0) return null;
  const at = (key: string): JsonValue | typeof ABSENT | typeof DISPUTED => chosen.get(key)?.value ?? ABSENT;
  if (chosen.has('consent') && at('consent') !== true) return [];
  const covers = [...chosen.values()].filter(({ place }) => place.kind === 'covers');
  const left = new Set(covers.filter(({ value }) => value !== true).map(({ place }) => place.name));
  const age = at('age');
  const now = instantValue(request.context?.time ?? SHOWN);
  const given = typeof age === 'number' && now !== null ? now - age * 1000 : 0;
  return [...explicit].map(([delegation, scopes]) => ({ delegation, scopes: scopes.filter((scope) => !left.has(scope)), given_at: iso(given) }));
}
