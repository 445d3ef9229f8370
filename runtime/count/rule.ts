// The tests that a rule makes where no program makes them: parameters against lists and shapes, atoms of conditions. What they come to is the judges'
// to say (match/, expression/); here it is seen how far they get.

import type { Case } from '../decide/case.js';
import { concerns } from '../decide/guardrails.js';
import { truthOf } from '../expression/evaluate.js';
import { type Expr, OP } from '../expression/read-expression.js';
import { not, type Truth, UNKNOWN } from '../expression/value.js';
import { DENY } from '../format/layout.js';
import type { LoadedGuardrail } from '../load-blocks.js';
import { shapeFault } from '../match/check-shape.js';
import { toLower } from '../match/fold.js';
import { checkParameters } from '../match/parameters.js';
import type { LoadedObjectShape } from '../match/read-shape.js';
import type { JsonObject } from '../request.js';
import type { Alternative, ParameterMap, Rule } from '../rule.js';
import { checkWrapping } from '../verdict.js';
import type { Tests } from './tests.js';

/** `first`: no alternative is judged after one that allows. The long way judges all of them. */
export function countRule({ capabilities, alternatives }: Rule, one: Case, first: boolean, tests: Tests): void {
  if (capabilities & DENY) return;
  for (const alternative of alternatives) if (countAlternative(alternative, one, tests) && first) return;
}

/** Whether it allows. */
function countAlternative(alternative: Alternative, one: Case, tests: Tests): boolean {
  const { operation, parameters, wrapTtl } = one.asked;
  const { own } = alternative;
  if (operation === undefined || (alternative.capabilities & operation.bit) === 0 || !checkWrapping(alternative, wrapTtl)) return false;
  if (alternative.stanzas.every(({ unresolved }) => unresolved !== null)) return false;
  if (operation.parameters && !countLists(alternative, parameters, tests)) return false;
  if (own === null) return true;
  if (own.parameters !== null && !countShape(own.parameters, parameters, tests)) return false;
  let holds = true;
  for (const condition of own.when) {
    const truth = countTruth(condition, one, tests);
    if (truth === false) return false;
    if (truth === UNKNOWN) holds = false;
  }
  return holds;
}

function countLists(alternative: Alternative, data: JsonObject | null, tests: Tests): boolean {
  const fault = checkParameters(alternative, data);
  const { required, denied, allowed } = alternative;
  if (fault?.kind === 'missing') {
    tests.parameters += required.findIndex((name) => toLower(name) === fault.name) + 1;
    return false;
  }
  tests.parameters += required.length;
  const all = Object.keys(data ?? {});
  const upTo = fault === null ? all.length : all.indexOf(fault.name) + 1;
  if (denied !== null) tests.parameters += fault?.kind === 'denied' ? upTo : all.length;
  if (allowed !== null && fault?.kind !== 'denied' && !takesAny(allowed)) tests.parameters += upTo;
  return fault === null;
}

const takesAny = (allowed: ParameterMap) => allowed.size === 1 && allowed.has('*');

function countShape(shape: LoadedObjectShape, data: JsonObject | null, tests: Tests): boolean {
  const fault = shapeFault(shape, data);
  const wanted = [...shape.members].filter(([, { optional }]) => !optional).map(([name]) => name);
  const given = Object.keys(data ?? {});
  tests.parameters +=
    fault?.kind === 'absent' ? wanted.indexOf(fault.name) + 1 : wanted.length + (fault === null ? given.length : given.indexOf(fault.name) + 1);
  return fault === null;
}

/** As truthOf goes through it: what settles an `and` or an `or` ends it. */
function countTruth(expr: Expr, one: Case, tests: Tests): Truth {
  const { code, args } = expr;
  if (code === OP.not) return not(countTruth(args[0] as Expr, one, tests));
  if (code > OP.or) {
    tests.conditions++;
    one.unknowns = null;
    return truthOf(expr, one);
  }
  let truth: Truth = code === OP.and;
  for (const arg of args) {
    const each = countTruth(arg, one, tests);
    if (each === (code === OP.or)) return each;
    if (each === UNKNOWN) truth = UNKNOWN;
  }
  return truth;
}

/** Of every guardrail that concerns the case all conditions are asked. */
export function countGuardrails(guardrails: readonly LoadedGuardrail[], one: Case, tests: Tests): void {
  for (const guardrail of guardrails) {
    if (concerns(guardrail, one)) for (const condition of [...guardrail.require, ...guardrail.forbid]) countTruth(condition, one, tests);
  }
}
