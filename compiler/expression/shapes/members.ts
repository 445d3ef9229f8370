// Members of a `parameters` block and of `object`: a name and its shape, which may be absent where it says so.

import type { Expression, MapExpression } from '@polc/grammar';
import type { ObjectShape, Shape } from '@polc/runtime';
import type { Reporter } from '../../model/report.js';
import { readShape } from './read-shape.js';

export interface ShapeMember {
  readonly optional: boolean;
  readonly shape: Shape;
}

export function readMember(name: string, expression: Expression, report: Reporter): ShapeMember | null {
  if (expression.kind !== 'call' || expression.name !== 'optional') {
    const shape = readShape(expression, report);
    return shape === null ? null : { optional: false, shape };
  }
  const [argument, ...more] = expression.arguments;
  if (name === '*') {
    report.error('misplaced-optional', expression.nameSpan, 'other parameters may always be absent', 'leave out optional');
    return null;
  }
  if (argument === undefined || argument.name !== null || more.length > 0) {
    report.error('wrong-arguments', expression.nameSpan, 'optional takes one shape', 'write optional(string)');
    return null;
  }
  const shape = readShape(argument.value, report);
  return shape === null ? null : { optional: true, shape };
}

/** The argument of `object`. */
export function readObject(map: MapExpression, report: Reporter): ObjectShape | null {
  const members: (readonly [name: string, optional: boolean, shape: Shape])[] = [];
  let extra: Shape | undefined;
  let sound = true;
  for (const { key, value } of map.entries) {
    const member = readMember(key, value, report);
    if (member === null) sound = false;
    else if (key === '*') extra = member.shape;
    else members.push([key, member.optional, member.shape]);
  }
  return sound ? { kind: 'object', members, ...(extra === undefined ? {} : { extra }) } : null;
}
