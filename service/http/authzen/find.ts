// The three searches (AuthZEN 1.0 §8): whoever may, whatever may be reached, whatever may be done, a page at a time.

import { createHash } from 'node:crypto';
import type { Engine, Request } from '@polc/runtime';
import { canonicalJson, type JsonValue } from '@polc/runtime';
import type { Asking, AuditTrail } from '../../audit/trail.js';
import { demandPrincipal, inOwnForm, mayAskFor } from '../../pdp/asked-request.js';
import { actionNames, allowedOf, namedResources, principalIds } from '../../pdp/search.js';
import { ServiceError } from '../../service-error.js';
import type { Evaluating } from './evaluate.js';
import type { Evaluation, Search } from './information-model.js';
import { formOf, toRequest } from './to-request.js';

export interface Finding extends Evaluating {
  readonly trail: AuditTrail;
}

export type Sought = 'subject' | 'resource' | 'action';

export interface SearchAnswer {
  readonly results: readonly ({ readonly type: string; readonly id: string } | { readonly name: string })[];
  /** Only where there is more, or the request went on from a page. */
  readonly page?: { readonly next_token: string };
}

const MOST = 1_000;

/** @throws ServiceError invalid, forbidden */
export async function find(sought: Sought, { current, rights, trail }: Finding, search: Search, asking: Asking): Promise<SearchAnswer> {
  const { caller } = asking;
  await rights.demand(caller, 'update', 'search', `${sought}s`);
  const { engine } = current;
  const mayVouch = rights.may(caller, 'update', 'decide', 'context');
  const { page } = search;
  const limit = Math.min(page?.limit ?? MOST, MOST);
  const asked = digestOf(sought, search);
  const after = page?.token === undefined ? null : readToken(page.token, asked);
  const requestFor = (candidate: string): Request => inOwnForm(toRequest(filled(sought, search, candidate), engine, mayVouch), caller);
  // WHY: whoever may not ask for a decision of somebody does not learn it from a search.
  if (sought !== 'subject') await demandPrincipal(requestFor(''), caller, rights);
  const allows = (request: Request) => (sought !== 'subject' || mayAskFor(request, caller, rights)) && engine.allows(request);
  const { results, next } = await allowedOf(candidatesFor(sought, search, engine), allows, requestFor, after, limit === 0 ? MOST : limit);
  await trail.happened(asking, 'searched', `${sought}s: ${results.length}`, engine.revision);
  const pages = next === null && after === null && page?.limit === undefined ? {} : { page: { next_token: next === null ? '' : writeToken(next, asked) } };
  return { ...pages, results: results.map((id) => shown(sought, search, id)) };
}

/** Of a type that nobody knows there is none. */
function candidatesFor(sought: Sought, { subject, resource }: Search, engine: Engine): readonly string[] {
  switch (sought) {
    case 'subject': {
      const form = formOf(subject.type, engine);
      return form === null ? [] : principalIds(form, engine);
    }
    case 'resource':
      return resourcesOf(engine).get(resource.type) ?? [];
    case 'action':
      return actionNames(engine);
  }
}

/** WHY kept: the stanzas of all policies are read for it. */
const resources = new WeakMap<object, ReadonlyMap<string, readonly string[]>>();

function resourcesOf(engine: Engine): ReadonlyMap<string, readonly string[]> {
  const known = resources.get(engine.tables) ?? namedResources(engine);
  resources.set(engine.tables, known);
  return known;
}

/** An id that is sent for what is sought says nothing (§8.2). */
function filled(sought: Sought, { subject, action, resource, context }: Search, candidate: string): Evaluation {
  return {
    subject: sought === 'subject' ? { ...subject, id: candidate } : (subject as Evaluation['subject']),
    action: sought === 'action' ? { name: candidate } : (action as Evaluation['action']),
    resource: sought === 'resource' ? { ...resource, id: candidate } : (resource as Evaluation['resource']),
    ...(context === undefined ? {} : { context }),
  };
}

function shown(sought: Sought, { subject, resource }: Search, id: string): SearchAnswer['results'][number] {
  if (sought === 'action') return { name: id };
  return { type: (sought === 'subject' ? subject : resource).type, id };
}

/** What a page must be a page of: everything but which page it is. */
function digestOf(sought: Sought, { subject, action, resource, context = {} }: Search): string {
  const { id: _, ...kind } = (sought === 'subject' ? subject : resource) as { readonly id?: unknown };
  const asked = {
    sought,
    action: action ?? null,
    context,
    ...(sought === 'action' ? { subject, resource } : sought === 'subject' ? { kind, resource } : { kind, subject }),
  };
  return createHash('sha256')
    .update(canonicalJson(asked as unknown as JsonValue))
    .digest('base64url')
    .slice(0, 22);
}

function writeToken(after: string, asked: string): string {
  return Buffer.from(JSON.stringify([asked, after])).toString('base64url');
}

/** @throws ServiceError invalid */
function readToken(token: string, asked: string): string | null {
  if (token === '') return null;
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    parts = null;
  }
  if (!Array.isArray(parts) || parts.length !== 2 || typeof parts[1] !== 'string') throw new ServiceError('invalid', 'the page token is none', 'page.token');
  if (parts[0] !== asked) throw new ServiceError('invalid', 'the page token is of another search', 'page.token');
  return parts[1];
}
