// What would make the request's data pass: its parameter lists, its shapes, its wrapping. All the caller's.

import type { Case } from '../decide/case.js';
import { alternatives, seconds } from '../describe.js';
import { descend } from '../expression/evaluate.js';
import { checkParameters } from '../match/parameters.js';
import type { LoadedObjectShape } from '../match/read-shape.js';
import type { JsonObject, JsonValue, Request } from '../request.js';
import type { Alternative, PolicyValue } from '../rule.js';
import { checkWrapping } from '../verdict.js';
import { both, DONE, type Edit, type EditSet, either, withValue } from './edits.js';
import { exampleOf, fits, type Misfit, misfitsOf, showSteps } from './shape.js';
import { showLiteral } from './show-code.js';

export function waysToWrap(terms: Alternative, { asked }: Case): readonly EditSet[] {
  if (checkWrapping(terms, asked.wrapTtl)) return DONE;
  const { minWrappingTtl: min, maxWrappingTtl: max } = terms;
  const ttl = max > 0 ? max : min;
  if (!checkWrapping(terms, ttl)) return [];
  return [[{ by: 'caller', text: `ask for response wrapping of ${seconds(ttl)}`, apply: (request) => ({ ...request, wrap_ttl: ttl / 1e9 }) }]];
}

/** One fault at a time: what comes behind it is seen when it is gone. */
export function waysToPassLists(terms: Alternative, { asked }: Case): readonly EditSet[] {
  const fault = asked.operation?.parameters ? checkParameters(terms, asked.parameters) : null;
  if (fault === null) return DONE;
  const name = JSON.stringify(fault.name);
  if (fault.kind === 'missing') return [[setting([fault.name], '', `give the parameter ${name}`)]];
  const listed = fault.kind === 'not_allowed' ? (fault.values ?? []) : [];
  const literals = listed.filter(isLiteral);
  const given: EditSet[] = literals.length === 0 ? [] : [[setting([fault.name], literals[0] as JsonValue, `give ${name} the value ${alternatives(literals)}`)]];
  return [...given, [setting([fault.name], undefined, `leave out the parameter ${name}`)]];
}

function isLiteral(value: PolicyValue): value is string | boolean {
  return typeof value === 'boolean' || (typeof value === 'string' && !/^\*|\*$/.test(value));
}

/** All that does not fit, at once. */
export function waysToFit(shape: LoadedObjectShape, { asked }: Case): readonly EditSet[] {
  const misfits = misfitsOf(shape, asked.parameters);
  return misfits.length === 0 ? DONE : both(...misfits.slice(0, 20).map((misfit) => waysToMend(misfit, asked.parameters)));
}

function waysToMend({ at, shape, absent }: Misfit, data: JsonObject | null): readonly EditSet[] {
  const place = showSteps(at);
  const without = setting(at, undefined, `leave out ${place}`);
  if (shape === null) return [[without]];
  const value = exampleOf(shape, descend((data ?? {}) as JsonValue, at, 0));
  // What has no example is the caller's all the same.
  if (value === undefined || !fits(shape, value)) return [[{ ...without, text: `give ${place} the shape that is wanted`, apply: null }]];
  const edits: EditSet[] = [[setting(at, value, `${absent ? 'give' : 'change'} ${place}${absent ? ' the value' : ' to'} ${showLiteral(value)}`)]];
  return absent ? edits : either(edits);
}

function setting(steps: readonly (string | number)[], value: JsonValue | undefined, text: string): Edit {
  return {
    by: 'caller',
    text,
    key: showSteps(steps),
    apply: (request: Request) => ({ ...request, parameters: withValue(request.parameters ?? {}, steps, value) as JsonObject }),
  };
}
