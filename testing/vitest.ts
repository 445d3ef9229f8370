// The second door of the testing room: importing it teaches vitest's `expect` polc's matchers.

import type { Decision, Request } from '@polc/runtime';
import { expect } from 'vitest';
import { type ExpectedApproval, type ExpectedDenial, judgeAllow, judgeDecide, judgeDeny, judgeRequireApproval } from './matchers/matchers.js';

/** On an engine or a policy. */
export interface PolcMatchers<R = unknown> {
  /** The request is allowed, and nothing is outstanding. */
  toAllow(request: Request): R;
  /** It is not: with this outcome, by this layer, where these are said. */
  toDeny(request: Request, expected?: ExpectedDenial): R;
  /** Everything but an approval is there; somebody who may give it, where he is said. */
  toRequireApproval(request: Request, expected?: ExpectedApproval): R;
  /** The decision has at least these members, compared as `toMatchObject` does. */
  toDecide(request: Request, expected: Partial<Decision>): R;
}

declare module 'vitest' {
  interface Matchers<T> extends PolcMatchers<T> {}
}

expect.extend({
  toAllow: (received: unknown, request: Request) => judgeAllow(received, request),
  toDeny: (received: unknown, request: Request, expected?: ExpectedDenial) => judgeDeny(received, request, expected),
  toRequireApproval: (received: unknown, request: Request, expected?: ExpectedApproval) => judgeRequireApproval(received, request, expected),
  toDecide(received: unknown, request: Request, expected: Partial<Decision>) {
    const { equals, utils } = this;
    return judgeDecide(received, request, expected, (actual, wanted) => equals(actual, wanted, [utils.iterableEquality, utils.subsetEquality]));
  },
});
