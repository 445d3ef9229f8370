// The matchers themselves, of no test runner: each says whether a decision is as expected, and in words what it is.

import type { Decision, Outcome, Request } from '@polc/runtime';
import { type Judge, judgeOf } from './judged.js';
import { showDecision } from './show-explanation.js';

/** What a matcher of vitest, or of jest, answers. */
export interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
  readonly actual?: unknown;
  readonly expected?: unknown;
}

export interface ExpectedDenial {
  readonly outcome?: Outcome;
  /** A layer that must deny: `ceiling`, `scope`, `guardrail`, … */
  readonly layer?: string;
}

export interface ExpectedApproval {
  /** One who may give it: `group:finance`, `user:carol`. */
  readonly by?: string;
}

/** Allowed, nothing outstanding. */
export function judgeAllow(received: unknown, request: Request): Verdict {
  const judge = judgeOf(received);
  return verdict(judge.decide(request).allowed, judge, request, 'be allowed');
}

export function judgeDeny(received: unknown, request: Request, { outcome, layer }: ExpectedDenial = {}): Verdict {
  const judge = judgeOf(received);
  const decision = judge.decide(request);
  const ofLayer = layer === undefined || decision.layers.some((each) => each.layer === layer && !each.allowed);
  const pass = !decision.allowed && (outcome === undefined || decision.outcome === outcome) && ofLayer;
  return verdict(pass, judge, request, `be denied${outcome === undefined ? '' : ` as ${outcome}`}${layer === undefined ? '' : ` by the layer ${layer}`}`);
}

export function judgeRequireApproval(received: unknown, request: Request, { by }: ExpectedApproval = {}): Verdict {
  const judge = judgeOf(received);
  const { outcome, obligations } = judge.decide(request);
  const requirements = obligations.approval?.requirements ?? [];
  const pass = outcome === 'approval_required' && (by === undefined || requirements.some((requirement) => requirement.by.includes(by)));
  return verdict(pass, judge, request, `wait for an approval${by === undefined ? '' : ` by ${by}`}`);
}

/** `includes`: whether the whole decision has what is expected of it; the test runner's own way of comparing. */
export function judgeDecide(
  received: unknown,
  request: Request,
  expected: Partial<Decision>,
  includes: (actual: unknown, expected: unknown) => boolean,
): Verdict {
  const judge = judgeOf(received);
  const decision = judge.decide(request);
  const actual = decision.toJSON === undefined ? decision : decision.toJSON();
  const members = Object.keys(expected);
  const shown = Object.fromEntries(Object.entries(actual).filter(([name]) => members.includes(name)));
  return { ...verdict(includes(actual, expected), judge, request, `be decided as ${JSON.stringify(expected)}`), actual: shown, expected };
}

function verdict(pass: boolean, judge: Judge, request: Request, words: string): Verdict {
  return { pass, message: () => `expected the request ${pass ? 'not ' : ''}to ${words}\n\n${showDecision(judge, request)}` };
}
