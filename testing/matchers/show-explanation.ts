// Why a request got its answer, in some lines: for the messages of failing tests.

import type { Change, Explanation, Request } from '@polc/runtime';
import type { Judge } from './judged.js';

const MOST_CHANGES = 5;

/** The request, the answer, the steps that led to it, and what would turn it. */
export function showDecision(judge: Judge, request: Request): string {
  const { allowed, outcome, message } = judge.decide(request);
  const head = [`request   ${JSON.stringify(request)}`, `decision  ${allowed ? 'allowed' : 'denied'}, ${outcome}: ${message}`];
  const explanation = judge.explain?.(request);
  return [...head, ...(explanation === undefined ? [] : showExplanation(explanation))].join('\n');
}

function showExplanation({ decision, steps, changes, layers }: Explanation): string[] {
  const deciding = decision.rules.map(
    ({ layer, policy, path, file, line, role }) => `  ${role} by ${policy}, path ${JSON.stringify(path)} (${file}:${line}), ${layer}`,
  );
  const shut = layers.filter((layer) => !layer.allowed).map(({ layer, principal, outcome }) => `  ${layer} of ${principal}: ${outcome}`);
  return [
    ...section(
      'steps',
      steps.map(({ passed, step, text }) => `  ${passed ? '✓' : '✗'} ${step}: ${text}`),
    ),
    ...section('rules', deciding),
    ...section('layers that deny', shut),
    ...section(decision.allowed ? 'what would take it away' : 'what would allow it', changes.slice(0, MOST_CHANGES).map(showChange)),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

function showChange({ parts }: Change): string {
  return `  - ${parts.map(({ by, text }) => `${by}: ${text}`).join('; and ')}`;
}
