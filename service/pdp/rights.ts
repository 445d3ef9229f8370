// What a caller of the service may do: decided by the same engine, over paths below `polc/`, in the form that its credential gives it.

import type { JsonObject, Request } from '@polc/runtime';
import type { Caller, CallerPrincipal } from '../callers/caller.js';
import { ServiceError } from '../service-error.js';
import type { CurrentEngine } from './current-engine.js';
import { segmentOf } from './segment.js';

export type Right = 'create' | 'read' | 'update' | 'delete' | 'list';

export class Rights {
  readonly #current: CurrentEngine;
  readonly #clock: () => number;
  /** Told of whoever is refused. */
  readonly #refused: (caller: Caller, right: Right, path: string) => Promise<void>;

  constructor(current: CurrentEngine, clock: () => number, refused: (caller: Caller, right: Right, path: string) => Promise<void>) {
    this.#current = current;
    this.#clock = clock;
    this.#refused = refused;
  }

  /** `parts`: each one segment below `polc/`. */
  may(caller: Caller, right: Right, ...parts: readonly string[]): boolean {
    return this.#allows(caller, right, parts, null);
  }

  /** @throws ServiceError forbidden, unaudited, unavailable */
  async demand(caller: Caller, right: Right, ...parts: readonly string[]): Promise<void> {
    if (!this.may(caller, right, ...parts)) await this.#refuse(caller, right, parts);
  }

  /** As `demand`, with the body that was sent as the request's parameters: so that policies say what somebody may give away. */
  async demandWith(sent: JsonObject, caller: Caller, right: Right, ...parts: readonly string[]): Promise<void> {
    if (!this.#allows(caller, right, parts, sent)) await this.#refuse(caller, right, parts);
  }

  #allows({ principal, address, credential }: Caller, right: Right, parts: readonly string[], parameters: JsonObject | null): boolean {
    if (credential === 'command') return true;
    const context = address === null ? { time: this.#clock() } : { time: this.#clock(), ip: address };
    const request = requestOf(principal, right, pathOf(parts, right), context);
    return this.#current.engine.allows(parameters === null ? request : { ...request, parameters });
  }

  async #refuse(caller: Caller, right: Right, parts: readonly string[]): Promise<never> {
    // WHY not forbidden: whoever is known by facts has nothing, while these may be too old.
    if (this.#current.isStale) throw new ServiceError('unavailable', 'the facts may be too old to go by');
    const path = shortened(pathOf(parts, right));
    await this.#refused(caller, right, path);
    throw new ServiceError('forbidden', `${caller.id} may not ${right} ${path}`);
  }
}

/** Longer than any that a policy could be for. */
const LONGEST = 1_024;

/** WHY: whoever asks has chosen it, may do nothing, and is written down. */
const shortened = (path: string) => (path.length <= LONGEST ? path : `${path.slice(0, LONGEST)}…`);

function pathOf(parts: readonly string[], right: Right): string {
  let path = 'polc';
  for (const part of parts) path += `/${segmentOf(part)}`;
  return right === 'list' ? `${path}/` : path;
}

/** WHY no spread: each request to the server asks this twice, and one made by spreading takes ten times as long to decide (bench/serve). */
function requestOf(principal: CallerPrincipal, operation: Right, path: string, context: JsonObject): Request {
  if ('policies' in principal) return { policies: principal.policies, operation, path, context };
  if ('user' in principal) return { user: principal.user, operation, path, context, ...detailsOf(principal) };
  const { agent, delegation } = principal;
  if (delegation === undefined) return { agent, operation, path, context, ...detailsOf(principal) };
  return { agent, delegation, operation, path, context, ...detailsOf(principal) };
}

function detailsOf({ authorization_details: details }: { readonly authorization_details?: readonly JsonObject[] }) {
  return details === undefined ? {} : { authorization_details: details };
}
