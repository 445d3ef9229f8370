// Why a request got its answer (grammar/spec.md §11): what was looked at, what each atom saw, and the smallest changes that would turn it. The decision
// is taken first, once; everything else is found out on a copy of the request, and told only where the copy gets the same answer.

import { Answer, type Grounds } from './answer.js';
import type { Decision } from './decision.js';
import type { Engine } from './engine.js';
import { changesFor, revocations } from './explain/changes.js';
import { explainGuardrails } from './explain/guardrails.js';
import { justify } from './explain/justification.js';
import { explainLayer, judgedLayers } from './explain/layers.js';
import { explainStanding } from './explain/standing.js';
import { stepsOf } from './explain/steps.js';
import type { Explanation } from './explain/types.js';
import { isPlainObject } from './plain.js';
import type { JsonValue, Request } from './request.js';

export function explain(engine: Engine, request: Request): Explanation {
  const decision = Answer.of(engine.groundsOf(request)).toJSON();
  try {
    const copy = copyOf(request as unknown as JsonValue) as unknown as Request;
    const grounds = engine.groundsOf(copy);
    if (isSame(Answer.of(grounds), decision)) return explained(decision, grounds, copy, engine);
  } catch {
    // A request that cannot be read twice.
  }
  const steps = [{ step: 'form', passed: decision.allowed, text: decision.message }] as const;
  return { decision, steps, standing: null, guardrails: [], layers: [], changes: [], justification: null };
}

function explained(decision: Decision, grounds: Grounds, request: Request, engine: Engine): Explanation {
  const { verdict, policies, root } = grounds;
  const { one } = verdict;
  const { blocks } = engine.tables;
  const judged = judgedLayers(verdict, engine);
  const standing = explainStanding(verdict, engine.snapshot, blocks.trusted_groups);
  const decided = one !== null && verdict.layers.length > 0;
  const guardrails = [
    ...(decided ? explainGuardrails(blocks.guardrails, one, 'the request') : []),
    ...judged.flatMap(({ one, next }) => (next === null ? [] : explainGuardrails(blocks.guardrails, one, `handing on to agent:${next}`))),
  ];
  const layers = judged.map((layer) => explainLayer(layer, engine));
  return {
    decision,
    steps: stepsOf(decision, grounds, { standing, guardrails, layers }),
    ...{ standing, guardrails, layers },
    changes: !decision.allowed ? changesFor(request, engine) : policies === null ? [] : revocations(verdict, root),
    justification: decision.allowed ? justify(verdict, judged) : null,
  };
}

function isSame(answer: Answer, { outcome, message }: Decision): boolean {
  return answer.outcome === outcome && answer.message === message;
}

/** Deep enough for every request that is one; what is no JSON stays as it is. */
const MAX_DEPTH = 100;

function copyOf(value: JsonValue, depth = 0): JsonValue {
  if (depth > MAX_DEPTH) throw new Error('too deep');
  if (Array.isArray(value)) return value.map((element: JsonValue) => copyOf(element, depth + 1));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner as JsonValue, depth + 1)]));
}
