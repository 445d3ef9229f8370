// Pairs of requests that differ in one thing, of which the engine allows one and denies the other.

import type { Request } from '@polc/runtime';
import type { Arbitrary, Random } from 'fast-check';
import type { TestedPolicy } from '../policy.js';
import { below, percent } from './chance.js';
import { type ChangeKind, changed, changesOf, KINDS, pathChanges, type RequestChange } from './change-request.js';
import { decidedDraw } from './decided-requests.js';
import type { RequestOptions } from './options.js';
import { drawn } from './request-arbitrary.js';
import { isRequest, wantedBy } from './requests.js';
import { simplerRequests } from './shrink-request.js';
import { makeStock, type Stock } from './stock.js';

export interface NearMiss {
  readonly allowed: Request;
  readonly denied: Request;
  readonly change: RequestChange;
}

/** Allowed requests of which some change is looked for before that is given up. */
const MOST_DRAWS = 50;

/** `options` are of the allowed one; the change may lead out of them. Drawing throws where nothing is found. */
export function nearMisses(policy: TestedPolicy, options: RequestOptions = {}): Arbitrary<NearMiss> {
  const stock = makeStock(policy, options);
  const draw = decidedDraw(stock, true);
  const wanted = wantedBy(options);
  const { engine } = stock;
  const isOne = ({ allowed, denied }: NearMiss) => wanted(allowed) && engine.allows(allowed) && !engine.allows(denied);
  return drawn({
    draw(random) {
      for (let i = 0; i < MOST_DRAWS; i++) {
        const found = missOf(draw(random), stock, random);
        if (found !== null) return found;
      }
      throw new Error(`of ${MOST_DRAWS} requests that the policy allows no small change is denied`);
    },
    *simpler({ allowed, change }) {
      for (const simpler of simplerRequests(allowed, stock)) {
        const pair = again(simpler, allowed, change, stock);
        if (pair !== null && isOne(pair)) yield pair;
      }
    },
    holds: (value): value is NearMiss => isPair(value) && isOne(value),
  });
}

function isPair(value: unknown): value is NearMiss {
  const { allowed, denied, change } = (value ?? {}) as Partial<NearMiss>;
  return isRequest(allowed) && isRequest(denied) && typeof change?.at === 'string';
}

/** The first change that turns the answer, of a kind that is drawn; those of the data come first as a rule. */
function missOf(allowed: Request, stock: Stock, random: Random): NearMiss | null {
  for (const kind of kindsIn(random)) {
    const changes = changesOf(allowed, kind, stock, random);
    // Drawn without putting back.
    while (changes.length > 0) {
      const [change] = changes.splice(below(random, changes.length), 1) as [RequestChange];
      const denied = changed(allowed, change);
      if (!stock.engine.allows(denied)) return { allowed, denied, change };
    }
  }
  return null;
}

function kindsIn(random: Random): ChangeKind[] {
  const left: ChangeKind[] = [...KINDS];
  const order: ChangeKind[] = [];
  while (left.length > 0) order.push(...left.splice(percent(random, 60) ? 0 : below(random, left.length), 1));
  return order;
}

/** The same change of a simpler request; another of its path, where that is what was changed. */
function again(allowed: Request, before: Request, change: RequestChange, { engine }: Stock): NearMiss | null {
  if (change.at === 'path' && allowed.path !== before.path) {
    for (const other of pathChanges(allowed.path)) {
      const denied = changed(allowed, other);
      if (!engine.allows(denied)) return { allowed, denied, change: other };
    }
    return null;
  }
  const now = fromOf(allowed, change);
  if ((now === undefined) !== (change.from === undefined)) return null;
  const { from: _, ...rest } = change;
  const moved: RequestChange = now === undefined ? rest : { ...rest, from: now };
  return { allowed, denied: changed(allowed, moved), change: moved };
}

function fromOf(request: Request, { at, kind, from }: RequestChange): RequestChange['from'] {
  if (kind === 'principal') return from;
  const [member = '', ...name] = at.split('.');
  const object = (request as unknown as Record<string, RequestChange['from']>)[member];
  if (name.length === 0) return object;
  return typeof object === 'object' && object !== null ? (object as Record<string, NonNullable<RequestChange['from']>>)[name.join('.')] : undefined;
}
