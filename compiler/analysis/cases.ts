// The cases of one subject that change who stands or which patterns there are: spans of time between ends, and what templates are filled in with.

import type { JsonValue, Request } from '@polc/runtime';
import { type Asked, fillingsOf } from './fillings.js';
import type { Put } from './place.js';
import type { Subject } from './subjects.js';
import type { Reading } from './survey.js';

/** Milliseconds, half-open; infinite where it does not begin or end. */
export interface Window {
  readonly from: number;
  readonly until: number;
}

export interface Case {
  readonly request: Omit<Request, 'operation' | 'path'>;
  /** null: any time. */
  readonly window: Window | 'unknown' | null;
  /** Values that the request holds at places of templates, by the place's key. */
  readonly fixed: ReadonlyMap<string, Put>;
}

export interface Cases {
  readonly cases: readonly Case[];
  readonly partial: boolean;
}

const MAX_ENDS = 40;

export function casesOf(readings: readonly Reading[], subject: Subject, asked: Asked): Cases {
  const ends = endsOf(readings, subject, asked.anyConsent);
  const windows = windowsOf(ends.slice(0, MAX_ENDS));
  let partial = ends.length > MAX_ENDS;
  const cases = windows.flatMap((window): Case[] => {
    const request = { ...subject.request, ...(window === null ? {} : { context: { time: timeIn(window) } }) };
    const { fillings, whole } = fillingsOf(readings, request, asked);
    partial ||= !whole;
    return fillings.map(({ put, fixed }) => ({ request: put(request), window, fixed }));
  });
  return { cases, partial };
}

function windowsOf(ends: readonly number[]): readonly Case['window'][] {
  if (ends.length === 0) return [null];
  const edges = [Number.NEGATIVE_INFINITY, ...ends, Number.POSITIVE_INFINITY];
  return [
    ...ends.map((_, i): Window => ({ from: edges[i] as number, until: edges[i + 1] as number })),
    { from: ends.at(-1) as number, until: Number.POSITIVE_INFINITY },
    'unknown',
  ];
}

const DAY = 86_400_000;

function timeIn(window: Window | 'unknown'): JsonValue {
  if (window === 'unknown') return 'unknown';
  const { from, until } = window;
  return new Date(from === Number.NEGATIVE_INFINITY ? until - DAY : from).toISOString();
}

/** Ascending: when somebody who is needed ends or begins, and from when on what is left is less than what may be granted. */
function endsOf(readings: readonly Reading[], { user, chain, kind }: Subject, anyConsent: boolean): readonly number[] {
  if (kind === 'policies') return [];
  const found = new Set<number>();
  const ttls = new Set<number>();
  for (const { engine, profiles } of readings) {
    const { snapshot } = engine;
    const own = user === null ? undefined : snapshot.users.get(user);
    const agents = chain.flatMap((id) => snapshot.agents.get(id) ?? []);
    const lists = [own?.policies, ...agents.flatMap(({ policies, ceiling, type }) => [policies, ceiling, type?.ceiling])];
    for (const list of lists) if (list) for (const ttl of profiles.ttls(list)) ttls.add(ttl);
    for (const { maxTtl, type } of agents) ttls.add(maxTtl).add(type?.maxTtl ?? Number.POSITIVE_INFINITY);
    for (const principal of [own, ...agents]) if (principal !== undefined) found.add(principal.expires);
    const roots = [...(user === null ? [] : [`user:${user}`]), ...chain.map((id) => `agent:${id}`)];
    roots.slice(0, -1).forEach((from, i) => {
      for (const { expires, consents, scopes } of snapshot.between(from, (roots[i + 1] as string).slice('agent:'.length))) {
        found.add(expires);
        for (const scope of scopes) for (const ttl of profiles.ttls(snapshot.lists.ofScope(scope) ?? NO_LIST)) ttls.add(ttl);
        if (!anyConsent) for (const consent of consents) found.add(consent.from).add(consent.until);
      }
    });
  }
  const ends = [...found].filter(Number.isFinite);
  // The first instant at which less is left.
  const sooner = ends.flatMap((end) => [...ttls].filter(Number.isFinite).map((ttl) => end - ttl * 1000 + 1));
  return [...new Set([...ends, ...sooner])].sort((a, b) => a - b);
}

const NO_LIST = { view: { policies: [] }, unknown: null } as unknown as Parameters<Reading['profiles']['ttls']>[0];
