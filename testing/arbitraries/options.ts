// What a test may say about the requests it wants.

import type { Facts, Instant, Request } from '@polc/runtime';
import type { Asking, Form } from './principals.js';

export interface RequestOptions {
  /** Who asks: the members of a request that say it, `{ agent: 'a' }`. By default everybody whom the files and the facts admit. */
  readonly principals?: readonly Asking[];
  /** By default those the patterns grant, and now and then others. */
  readonly operations?: readonly string[];
  /** Patterns in which every path lies. By default the policy's own, and what lies beside them. */
  readonly paths?: readonly string[];
  /** What is registered beside the files; by default the policy's. */
  readonly facts?: Facts;
  /** What the engine's clock says and `context.time` is near; RFC 3339 or milliseconds. */
  readonly now?: Instant;
  /** How often each form is asked; 1 where it is not said, never at 0. */
  readonly weights?: Readonly<Partial<Record<Form, number>>>;
  /** Only requests for which it is true. */
  readonly where?: (request: Request) => boolean;
}
